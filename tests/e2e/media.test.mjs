// Pictures and sound of a package on real pages: they load under the pages' own policy, at their time.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { zip } from '../integration/lib/zip.mjs'
import { all, at, enter, resize, sent, shot, tile } from './lib/pages.mjs'
import { advance, linked, rawHost, stage } from './lib/stage.mjs'

const text = (en, zh) => ({ en, 'zh-Hans': zh })
const svg = (inside) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><style>.line{stroke:#28506b;stroke-width:6}</style>${inside}</svg>`
// Silence: MPEG audio frames of 417 bytes with nothing in them.
const frame = Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(413)])
const FILES = {
  'media/house.svg': svg('<rect width="120" height="80" fill="#d8ecf7"/><path class="line" fill="#fff" d="M30 70V40L60 12 90 40v30z"/>'),
  'media/flat.svg': svg('<path class="line" d="M10 40h100"/>'),
  'media/upright.svg': svg('<path class="line" d="M60 5v70"/>'),
  'media/answer.svg': svg('<rect width="120" height="80" fill="#e6f4e0"/><circle class="line" fill="#fff" cx="60" cy="40" r="28"/>'),
  'media/silence.mp3': Buffer.concat(Array(200).fill(frame)),
}
const medium = (id, kind, file, en, zh) => ({ id, kind, file, alt: text(en, zh) })
const BANK = {
  format: 'question-bank', version: 1, id: 'seen-and-heard', title: text('Seen and heard', '看与听'), default_language: 'en', languages: ['en', 'zh-Hans'],
  defaults: { time_limit_ms: 600000, shuffle: { options: false } },
  media: [
    medium('house', 'image', 'media/house.svg', 'A house with one roof', '一座房子'), medium('flat', 'image', 'media/flat.svg', 'A flat line', '横线'),
    medium('upright', 'image', 'media/upright.svg', 'An upright line', '竖线'), medium('answer', 'image', 'media/answer.svg', 'A round window', '圆窗'),
    medium('silence', 'audio', 'media/silence.mp3', 'Five seconds of silence', '五秒静音'),
  ],
  questions: [
    {
      id: 'house', type: 'single', stem: text('What shape is missing from this house?', '这座房子缺了什么形状？'), media: [{ ref: 'house' }, { ref: 'answer', place: 'reveal' }],
      options: [{ id: 'a', text: text('A square', '方形') }, { id: 'b', text: text('A circle', '圆形') }], answer: { correct: ['b'] },
    },
    {
      id: 'lines', type: 'single', stem: text('Which line stands?', '哪条线是竖的？'),
      options: [{ id: 'flat', media: 'flat' }, { id: 'up', media: 'upright' }], answer: { correct: ['up'] },
    },
    { id: 'heard', type: 'truefalse', stem: text('This is silence.', '这是静音。'), media: [{ ref: 'silence' }], answer: { value: true } },
  ],
}

const addressOf = (name) => `/media/${createHash('sha256').update(FILES[`media/${name}.svg`]).digest('hex')}`

/** Waits until the page shows these pictures, large enough to see and with words, and looks for one it must not know. */
async function pictures({ page, name }, shown, hidden = []) {
  const wanted = shown.map(addressOf)
  await page.waitForFunction((addresses) => {
    const images = [...document.querySelectorAll('main img')]
      .filter((image) => image.checkVisibility() && image.complete && image.naturalWidth > 0 && image.clientWidth > 40 && image.alt !== '')
    return addresses.every((address) => images.some((image) => image.getAttribute('src') === address))
  }, wanted).catch(async (error) => {
    const found = await page.locator('main img').evaluateAll((images) => images.map((image) => `${image.checkVisibility()} ${image.complete} ${image.naturalWidth} ${image.clientWidth} ${image.outerHTML}`))
    assert.fail(`${name} does not show ${shown}: ${found.join('\n') || 'no picture'} (${error.message})`)
  })
  for (const other of hidden) assert.equal((await page.content()).includes(addressOf(other)), false, `${name}: ${other} is not for now`)
}

test('pictures and sound reach phone and wall when their question does', async (t) => {
  const { server, browser } = await stage(t)
  const body = zip([{ name: 'bank.json', data: JSON.stringify(BANK) }, ...Object.entries(FILES).map(([name, data]) => ({ name, data }))])
  const answer = await server.http('POST', '/api/banks', { body })
  assert.deepEqual(answer.json.problems, [])
  const rounds = [{ format: 'everyone', questions: { bank: answer.json.id, ids: BANK.questions.map(({ id }) => id) } }]
  const contest = linked(await server.contest({ title: text('Seen and heard', '看与听'), rounds }), server.url)
  const wall = await browser.wall('wall', contest.screen)
  const phone = await browser.phone('phone', contest.play)
  await enter(phone, 'Ann')
  const host = await rawHost(server, contest)

  await advance(host, 'open', 1)
  await all([wall, phone], 'open', 1)
  await Promise.all([wall, phone].map((page) => pictures(page, ['house'], ['answer'])))
  await shot(wall, 'media-wall-stem')
  await shot(phone, 'media-phone-stem')
  await resize(wall, { width: 1024, height: 768 })
  await shot(wall, 'media-wall-stem-1024')
  await resize(wall, { width: 1920, height: 1080 })
  await tile(phone, 'b').tap()
  await sent(phone)
  await advance(host, 'reveal', 1)
  await all([wall, phone], 'reveal', 1)
  await pictures(wall, ['answer'])
  await pictures(phone, ['answer'])
  await shot(wall, 'media-wall-reveal')
  await shot(phone, 'media-phone-reveal')

  await advance(host, 'open', 2)
  await all([wall, phone], 'open', 2)
  await Promise.all([wall, phone].map((page) => pictures(page, ['flat', 'upright'])))
  await shot(wall, 'media-wall-options')
  await shot(phone, 'media-phone-options')
  await tile(phone, 'up').tap()
  await sent(phone)

  await advance(host, 'open', 3)
  await at(phone, 'open', 3)
  const sound = phone.page.locator('main audio')
  await sound.waitFor()
  await phone.page.waitForFunction(() => document.querySelector('main audio').readyState > 0)
  const seconds = await sound.evaluate((audio) => audio.duration)
  assert.ok(seconds > 5 && seconds < 5.5, `the sound is ${seconds} s long`)
  await shot(phone, 'media-phone-sound')
})
