// A real contest on a real server from the organizer's first visit to the results, photographed on the way.
import { resume } from '../integration/lib/contest.mjs'
import { all, at, give, next, outage, sent } from '../e2e/lib/pages.mjs'
import { linked, rawHost, rawJoin } from '../e2e/lib/stage.mjs'
import { bankOf, fileOf, knows, rightTo, wrongTo } from './cast.mjs'

const PHONE = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
const DESK = { viewport: { width: 1280, height: 720 } }
const FAULTY = {
  format: 'question-bank', version: 1, title: { en: 'History, class 7b', 'zh-Hans': '七年级二班历史' }, default_language: 'en',
  questions: [
    { id: 'q1', type: 'single', stem: { en: 'Who built the Great Wall of the Ming?' }, options: [{ id: 'a', text: { en: 'Qi Jiguang' } }, { id: 'b', text: { en: 'Zheng He' } }], answer: { correct: ['a'] } },
    { id: 'q2', type: 'single', stem: { en: 'Which came first?' }, options: [{ id: 'a', text: { en: 'Printing' } }, { id: 'b', text: { en: 'Paper' } }], answer: { correct: ['z'] } },
    { id: 'q3', type: 'numeric', stem: { en: 'In which year did the Silk Road open? '.repeat(6) }, answer: { accept: [{ value: '-138' }] } },
    { id: 'q4', type: 'truefalse', stem: { en: 'Tea came to Europe by sea.' }, answer: { value: 'yes' } },
  ],
}

/** How many of the crowd answer at once; the others a little later, the last one never. */
const EARLY = 5
const KEYS = { p: 'pause', b: 'blank', s: 'skip' }

export class Evening {
  constructor({ server, browser, camera, run }) {
    Object.assign(this, { server, browser, camera, run })
  }

  /** A page of its own browser profile, in the language of the run. */
  async open(kind, url, name = kind) {
    const context = await this.browser.context({ locale: this.run.locale, reducedMotion: 'reduce', ...(kind === 'phone' ? PHONE : DESK) })
    await this.run.speak?.(context)
    return this.another(kind, url, context, name)
  }

  async another(kind, url, context, name = kind) {
    const watched = await this.browser.open(name, url, { context })
    return Object.assign(watched, { kind })
  }

  get everybody() { return [this.phone, this.wall, this.desk] }

  async play() {
    await this.organize()
    await this.lobby()
    await next(this.desk, 'start')
    await all(this.everybody, 'intro')
    await this.camera.all(this.everybody, 'intro')
    for (const [i, id] of this.run.ids.entries()) await this.turn(i + 1, this.bank.questions.get(id))
    await this.finish()
  }

  // ---- The organizer

  async to(path, ready, view = path.replace(/^#\/|[/?].*$/g, '')) {
    const { page } = this.organizer
    await page.evaluate((hash) => { location.hash = hash }, path)
    await page.locator(`main[data-view="${view}"]`).waitFor()
    await page.locator(ready).first().waitFor()
  }

  async organize() {
    const { camera, server, run } = this
    const size = { width: 1280, height: 800 }
    const organizer = this.organizer = await this.open('organize', `${server.url}/organize`)
    await organizer.page.locator('main[data-view="sign-in"]').waitFor()
    forgive(organizer) // who is not signed in is told so
    await camera.take(organizer, 'sign in')
    await organizer.page.evaluate((key) => { location.hash = key }, `#${server.key}`)
    await organizer.page.locator('[data-sample]').first().waitFor()
    await camera.take(organizer, 'start, first time')
    await camera.doc(organizer, 'organize-start', size)
    await this.to('#/import', '[data-testid="file"]')
    await organizer.page.getByTestId('file').setInputFiles({ name: 'history-7b.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(FAULTY, null, 2)) })
    await organizer.page.getByTestId('problems').waitFor()
    await camera.take(organizer, 'import, faults')
    this.bank = await bankOf(server, run)
    await this.to('#/banks', '[data-sample]')
    await camera.take(organizer, 'banks')
    await camera.doc(organizer, 'organize-banks', size)
    await this.to(`#/bank/${this.bank.id}`, 'main .cards li')
    await camera.take(organizer, 'bank', { whole: false })
    await this.to(`#/new?bank=${this.bank.id}`, '[data-testid="check"][data-checked="true"]', 'new')
    await camera.take(organizer, 'new contest')
    await camera.doc(organizer, 'organize-new', size)
    this.contest = linked(await server.contest(fileOf(run, this.bank.id)), server.url)
    await this.to(`#/contest/${this.contest.id}`, '.qr svg')
    await camera.take(organizer, 'contest')
    await camera.doc(organizer, 'organize-contest', size)
    await this.to(`#/poster/${this.contest.id}`, '[data-testid="poster"] svg')
    await camera.take(organizer, 'poster')
    await camera.doc(organizer, 'organize-poster', { width: 1280, height: 1400, element: '[data-testid="poster"]' })
    await this.to('#/contests', `[data-contest="${this.contest.id}"]`)
  }

  // ---- The lobby

  async lobby() {
    const { camera, contest, run, server } = this
    const phone = this.phone = await this.open('phone', contest.play)
    const wall = this.wall = await this.open('screen', contest.screen)
    const desk = this.desk = await this.open('host', contest.host)
    await all([wall, desk], 'lobby')
    await camera.all([wall, desk], 'lobby, nobody')
    await this.strays()
    await this.join(phone, run.hero, true)
    const guest = await this.open('phone', contest.play, 'guest')
    await this.join(guest, run.guest)
    this.crowd = []
    for (const [i, name] of run.crowd.entries()) this.crowd.push(await rawJoin(server, contest, name, this.teamOf(i)))
    await all([...this.everybody, guest], 'lobby')
    await wall.page.getByText(run.crowd.at(-1), { exact: true }).waitFor()
    await desk.page.getByTestId('roster').getByText(run.crowd.at(-1), { exact: true }).waitFor()
    await camera.all(this.everybody, 'lobby')
    await camera.doc(wall, 'wall-lobby', { width: 1280, height: 720, theme: 'dark' })
    await camera.doc(phone, 'phone-lobby', { width: 360, height: 640, theme: 'dark' })
    await phone.page.getByTestId('practice').tap()
    await phone.page.getByTestId('practice-buttons').waitFor()
    await camera.take(phone, 'lobby, practice')
    await phone.page.getByTestId('practice').tap()
    await this.removed(guest)
    await desk.page.keyboard.press('?')
    await desk.page.locator('[data-panel="help"]').waitFor()
    await camera.take(desk, 'lobby, help')
    await desk.page.keyboard.press('Escape')
    await this.to('#/contests', `[data-contest="${contest.id}"]`)
    await camera.take(this.organizer, 'contests')
  }

  teamOf(i) {
    const { teams } = this.run
    return teams ? { team: Object.values(teams[i % teams.length])[0] } : {}
  }

  async join(phone, name, photographed = false) {
    const { page } = phone
    const submit = page.locator('button[type=submit]')
    const picture = async (moment) => { if (photographed) await this.camera.take(phone, moment) }
    await page.locator('#name').waitFor()
    await picture('join')
    if (photographed) {
      await submit.tap()
      await page.locator('#name-fault').filter({ hasText: /\S/ }).waitFor()
      await picture('join, no name')
    }
    await page.locator('#name').fill(name)
    if (photographed) await this.camera.doc(phone, 'phone-join', { width: 360, height: 640, theme: 'dark' })
    await submit.tap()
    if (this.run.teams) {
      await page.locator('label.team').nth(1).tap()
      await picture('join, team')
      await submit.tap()
    }
    await page.getByTestId('score').waitFor()
  }

  /** Who has a wrong link or no contest. */
  async strays() {
    const { contest } = this
    const none = contest.code === '999999' ? '999998' : '999999'
    for (const [kind, url, sign] of [
      ['screen', contest.screen.replace(/\.\w+$/, '.0123456789abcdef'), '[role="alert"]'],
      ['host', contest.host.replace(/\.\w+$/, '.0123456789abcdef'), '[role="alert"]'],
      ['phone', `${this.server.url}/?code=${none}`, '[role="alert"]:not(:empty)'],
    ]) {
      const stray = await this.open(kind, url, `stray ${kind}`)
      await stray.page.locator(sign).first().waitFor()
      await this.camera.take(stray, 'wrong link')
      forgive(stray)
      await stray.page.context().close()
    }
  }

  /** The host sends the guest away. */
  async removed(guest) {
    const boss = await rawHost(this.server, this.contest)
    const named = ({ name }) => name === this.run.guest
    const { players } = await boss.next('roster', (roster) => roster.players.some(named))
    await boss.do('kick', { player: players.find(named).player })
    await boss.close()
    await guest.page.locator('[data-testid="away"]').waitFor()
    await this.camera.take(guest, 'removed')
    await this.desk.page.locator('[data-testid="undo"][aria-disabled="false"]').waitFor({ state: 'attached' })
    await this.camera.take(this.desk, 'lobby, removal can be undone')
    await guest.page.context().close()
  }

  // ---- A question

  async turn(turn, question) {
    const { camera, phone, wall, desk, everybody } = this
    const { type } = question
    const kind = question.media ? `${type} with picture` : type
    await next(desk, 'question')
    if (turn === 1) {
      await all(everybody, 'reading', turn)
      await camera.all(everybody, 'reading')
    }
    if (turn <= 4) await next(desk, 'open')
    await all(everybody, 'open', turn)
    // People take a moment to think: nobody should be seen to answer in no time at all.
    if (turn < 3 || camera.docs) await wall.page.getByRole('timer').filter({ hasText: /^\s*5[0-7]\s*$/ }).waitFor()
    await this.crowdAnswers(turn, question, 0, EARLY)
    await wall.page.getByTestId('answered').filter({ hasText: new RegExp(`(^|\\D)${EARLY}(\\D|$)`) }).waitFor()
    if (question.media) await camera.pair(this.browser, wall, phone, 'question')
    await camera.all(everybody, `open ${kind}`)
    await MEANWHILE[turn]?.(this)
    await this.crowdAnswers(turn, question, EARLY, this.crowd.length - 1)
    await this.heroAnswers(turn, question)
    const silent = type === 'ordering' ? 2 : 1
    await desk.page.waitForFunction((n) => document.querySelectorAll('[data-testid="roster"] li[data-answered="false"]').length === n, silent)
    if (turn === 3) await camera.doc(desk, 'host', { width: 1280, height: 800, theme: 'dark' })
    await camera.all([phone, ...(turn === 1 ? [wall, desk] : [])], `answered ${kind}`)
    if (turn === 8 && !camera.docs) await this.restart()
    await this.close(turn, kind)
  }

  async close(turn, kind) {
    const { camera, phone, wall, desk, everybody } = this
    await next(desk, 'lock')
    await all(everybody, 'locked', turn)
    if (turn === 1) await camera.all(everybody, 'locked')
    await next(desk, 'reveal')
    await all(everybody, 'reveal', turn)
    if (turn === 1) await camera.pair(this.browser, wall, phone, 'reveal')
    await camera.all(everybody, `reveal ${kind}`)
    if (turn > 4 && turn < 8) return
    await next(desk, 'standings')
    await all(everybody, 'standings')
    if (turn === 2) await camera.doc(wall, 'wall-standings', { width: 1280, height: 720, theme: 'dark' })
    if (turn === 2) await camera.all(everybody, 'standings')
    if (turn === 4) await camera.all([wall], 'standings, end of round')
    if (turn === 4 && this.run.teams) {
      await wall.page.keyboard.press('t')
      await wall.page.getByTestId('teams').waitFor()
      await camera.take(wall, 'standings, teams')
    }
  }

  async crowdAnswers(turn, question, from, to) {
    for (let i = from; i < to; i++) {
      await this.crowd[i].answer(turn, knows(i, turn) ? rightTo(question, this.run) : wrongTo(question, i))
    }
  }

  /** Right, but for one question wrong, one in part, one not at all. */
  async heroAnswers(turn, question) {
    const { type } = question
    if (type === 'ordering') return
    await give(this.phone, type, type === 'multiple' || type === 'numeric' ? wrongTo(question) : rightTo(question, this.run))
    await sent(this.phone)
  }

  /** Presses a key of the host's page and waits for what it should bring. */
  async key(key, brings) {
    const button = KEYS[key]
    // A command that is still under way makes its keys sleep.
    if (button) await this.desk.page.locator(`[data-testid="${button}"][aria-disabled="false"]`).waitFor({ state: 'attached' })
    await this.desk.page.keyboard.press(key)
    if (brings) await this.desk.page.locator(brings).first().waitFor()
  }

  /** The server is gone, then back. */
  async restart() {
    const { camera, phone, wall, desk, everybody, server } = this
    await outage([...everybody, this.organizer], async () => {
      await server.kill()
      await wall.page.getByTestId('lost').waitFor()
      await phone.page.locator('.bar .off').waitFor()
      await camera.all(everybody, 'link lost')
      await server.again()
      await Promise.all([wall, phone].map(({ page }) => page.getByTestId('paused').waitFor()))
      await desk.page.locator('.strip[data-testid="paused"]').waitFor()
      this.crowd = await Promise.all(this.crowd.map(({ token }) => resume(server, this.contest, token)))
      await camera.all(everybody, 'paused after a restart')
    })
    await this.key('p')
    await Promise.all([wall, phone].map(({ page }) => page.getByTestId('paused').waitFor({ state: 'detached' })))
  }

  // ---- The end

  async finish() {
    const { camera, phone, wall, desk, everybody, organizer } = this
    await next(desk, 'finish')
    await all(everybody, 'finished')
    await wall.page.getByTestId('head').waitFor()
    await camera.doc(wall, 'wall-podium', { width: 1280, height: 720, theme: 'dark' })
    await camera.all(everybody, 'finished')
    await phone.page.getByTestId('mine').tap()
    await phone.page.getByTestId('my-answers').waitFor()
    await camera.take(phone, 'finished, my answers', { whole: true })
    await phone.page.getByTestId('card').tap()
    await phone.page.getByTestId('card-picture').waitFor()
    await camera.take(phone, 'finished, a picture to keep', { whole: true })
    await this.to(`#/results/${this.contest.id}`, '[data-testid="results"] td, [data-testid="ranking"] td')
    await camera.take(organizer, 'results')
    await camera.doc(organizer, 'organize-results', { width: 1280, height: 800 })
    await this.to(`#/contest/${this.contest.id}`, 'main .note')
    await camera.take(organizer, 'contest that is over')
    await this.to('#/contests', '.past li')
    await camera.take(organizer, 'contests, one over')
  }
}

/** What the server refused was to be refused. */
const forgive = (watched) => { watched.faults.length = 0 }

/** What else happens while a question is open, by turn. */
const MEANWHILE = {
  async 2(evening) {
    const { camera, everybody, desk, phone, run } = evening
    await evening.key('m', '[data-panel="message"] input, [data-panel="message"] textarea')
    await desk.page.keyboard.type(run.notice)
    await camera.take(desk, 'message, being written')
    await desk.page.keyboard.press('Enter')
    await phone.page.getByTestId('notice').waitFor()
    await camera.all(everybody, 'message')
    await desk.page.getByTestId('take-back').click()
    await phone.page.getByTestId('notice').waitFor({ state: 'hidden' })
  },
  async 3(evening) {
    const { camera, everybody, wall, phone } = evening
    await evening.key('p', '.strip[data-testid="paused"]')
    await Promise.all([wall, phone].map(({ page }) => page.getByTestId('paused').waitFor()))
    await camera.all(everybody, 'paused')
    await evening.key('p')
    await Promise.all([wall, phone].map(({ page }) => page.getByTestId('paused').waitFor({ state: 'detached' })))
  },
  async 4(evening) {
    const { camera, desk, wall, phone, contest } = evening
    await evening.key('b', '.strip[data-testid="blank"]')
    await wall.page.locator('main.blank').waitFor({ state: 'attached' })
    await camera.all([wall, desk], 'black wall')
    await evening.key('b')
    await wall.page.locator('main.blank').waitFor({ state: 'detached' })
    const other = await evening.another('phone', contest.play, phone.page.context(), 'second tab')
    await at(other, 'open', 4)
    await phone.page.locator('[data-testid="away"]').waitFor()
    await camera.take(phone, 'replaced')
    await phone.page.locator('[data-testid="away"] button').tap()
    await at(phone, 'open', 4)
    await other.page.close()
    await outage([phone], async () => {
      await phone.page.context().setOffline(true)
      await phone.page.locator('.bar .off').waitFor()
      await camera.take(phone, 'no network')
      await phone.page.context().setOffline(false)
      await phone.page.locator('.bar .off').waitFor({ state: 'detached' })
    })
  },
  async 5(evening) {
    const { camera, desk } = evening
    await evening.key('s', '[role="alertdialog"]')
    await camera.take(desk, 'asked before a skip')
    await desk.page.keyboard.press('Escape')
    await evening.key('1', '[data-testid="roster"] li [aria-expanded="true"], [data-testid="roster"] li button:nth-of-type(2)')
    await camera.take(desk, 'menu of a player')
    await desk.page.keyboard.press('Escape')
  },
}
