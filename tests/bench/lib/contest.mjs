// The contest of the bench: a bank of single-choice questions, each of which comes to a phone in a state of 600 bytes.
import { advance, host, join, together } from '../../integration/lib/contest.mjs'
import { Server } from '../../integration/lib/server.mjs'

const text = (en) => ({ en })
const option = (id, en) => ({ id, text: text(en) })
const PROMPT = 'Which of these is the highest mountain in the world, measured from the sea to its summit'

export const bankOf = (questions) => ({
  format: 'question-bank', version: 1, id: 'bench', title: text('Bench'), default_language: 'en', license: 'CC0-1.0',
  questions: Array.from({ length: questions }, (_, i) => ({
    id: `q${i + 1}`, type: 'single', stem: text(`${PROMPT} (${1000 + i})?`),
    options: [option('a', 'Mount Everest'), option('b', 'K2, or Qogir'), option('c', 'Kangchenjunga'), option('d', 'Lhotse')],
    answer: { correct: ['a'] }, explanation: text('8,848.86 m, by a survey of China and Nepal.'),
  })),
})

/** A contest file over that bank: an hour for each question, so that the host alone goes on. */
export const fileOf = (bank, questions, more = {}) => ({
  title: text('Bench'), ...more,
  rounds: [{ format: 'everyone', seconds: 3600, points: 100, speed: { kind: 'linear', floor: 50 },
    questions: { bank, ids: Array.from({ length: questions }, (_, i) => `q${i + 1}`) } }],
})

export async function contestOn(product, questions, more) {
  return product.contest(fileOf(await product.bank(bankOf(questions)), questions, more))
}

const PEOPLE = 12 // more than the standings show

/**
 * Plays two questions on the product with a dozen people to see how long its texts are. Gives the sizes in the order that
 * jb-floor wants: state of lobby, open, locked, reveal and standings, welcome, `you` at first, at the reveal and the standings.
 */
export async function sizesOfProduct() {
  const server = await Server.start()
  const contest = await server.contest(fileOf(await server.importBank(bankOf(2)), 2))
  const desk = await host(server, contest)
  const people = []
  for (let i = 1; i <= PEOPLE; i++) people.push(await join(server, contest, `Phone ${10000 + i}`))
  for (const turn of [1, 2]) {
    await advance(desk, 'open', turn)
    await together(people, 'open', turn)
    await Promise.all(people.map((who, i) => who.answer(turn, 'abcd'[i % 4])))
    for (const phase of ['locked', 'reveal', 'standings']) {
      await advance(desk, phase, turn)
      await together(people, phase, turn)
    }
  }
  const [who] = people
  await who.next('you', (you) => you.turn === 2 && you.asked === 2)
  const size = (fits) => JSON.stringify(who.frames.findLast(fits)).length
  const state = (phase) => size((m) => m.type === 'state' && m.phase === phase)
  const sizes = [...['lobby', 'open', 'locked', 'reveal', 'standings'].map(state), size((m) => m.type === 'welcome'),
    JSON.stringify(who.you).length, size((m) => m.type === 'you' && m.turn === 2 && 'correct' in m && !('asked' in m)),
    size((m) => m.type === 'you' && m.asked === 2)]
  for (const client of server.clients) client.terminate()
  await server.stop()
  return sizes
}
