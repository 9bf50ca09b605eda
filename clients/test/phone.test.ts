// What the phone shows around the questions: before, between and after them.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Component, flushSync, mount, unmount } from 'svelte'
import { linesOf, wrap } from '../play/card'
import { diary, note } from '../play/diary'
import Away from '../play/Away.svelte'
import Join from '../play/Join.svelte'
import Medium from '../play/Medium.svelte'
import Mine from '../play/Mine.svelte'
import Notice from '../play/Notice.svelte'
import Podium from '../play/Podium.svelte'
import Practice from '../play/Practice.svelte'
import Result from '../play/Result.svelte'
import Standings from '../play/Standings.svelte'
import Prefs from '../shared/Prefs.svelte'
import { currentTheme, setTheme, startTheme } from '../shared/theme'
import type { State, Welcome, You } from '../shared/protocol'
import { EMPTY, type Model } from '../shared/state'
import { forget } from '../shared/storage'
import { CODE, FakeSocket, open, state, welcome, you } from './fakes'

let mounted: Record<string, unknown>[] = []

beforeEach(() => ['jinbang.diary', 'jinbang.theme', `jinbang.notice.${CODE}`].forEach(forget))

afterEach(() => {
  for (const one of mounted) void unmount(one)
  mounted = []
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function draw<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): void {
  mounted.push(mount(component, { target: document.body, props }))
  flushSync()
}

const model = (shown: State, me: Partial<You> = {}, over: Partial<Model> = {}): Model =>
  ({ ...EMPTY, up: true, welcome: welcome() as Welcome, state: shown, you: you(me), ...over })

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`no ${selector}`)
  return found
}
const has = (selector: string): boolean => document.querySelector(selector) !== null
const text = (): string => document.body.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const click = (selector: string) => {
  find(selector).click()
  flushSync()
}

describe('the practice buttons', () => {
  it('teach the shapes, answer at once, and tell nobody', () => {
    vi.stubGlobal('WebSocket', FakeSocket)
    vi.stubGlobal('fetch', vi.fn(() => { throw new Error('nothing may be fetched') }))
    const before = JSON.stringify(localStorage)
    FakeSocket.all = []
    draw(Practice, {})
    expect(document.querySelectorAll('.tile')).toHaveLength(4)
    expect(find('[role=status]').textContent).toBe('practice.hint')
    click('[data-option=b]')
    expect(find('[data-option=b]').getAttribute('aria-pressed')).toBe('true')
    expect(find('[role=status]').textContent).toBe('practice.done')
    click('[data-option=c]')
    expect(find('[data-option=c]').getAttribute('aria-pressed')).toBe('true')
    expect(find('[data-option=b]').getAttribute('aria-pressed')).toBe('false')
    expect(FakeSocket.all).toEqual([])
    expect(JSON.stringify(localStorage)).toBe(before)
  })
})

describe("the host's message", () => {
  const notice = { id: 3, text: 'Five minutes <b>break</b>' }

  it('stands in a place that announces it, as text, and takes no focus', () => {
    draw(Notice, { notice, over: true, code: CODE })
    expect(find('[role=status]').textContent).toContain('Five minutes <b>break</b>')
    expect(has('b')).toBe(false)
    expect(document.activeElement).toBe(document.body)
  })

  it('once put away stays away, also after a reload; the next one comes', () => {
    draw(Notice, { notice, over: false, code: CODE })
    click('.close')
    expect(has('.words')).toBe(false)
    draw(Notice, { notice, over: false, code: CODE })
    expect(has('.words')).toBe(false)
    draw(Notice, { notice: { ...notice, id: 4 }, over: false, code: CODE })
    expect(has('.words')).toBe(true)
  })

  it('is not taken for the one with its number from before the server was restarted', () => {
    draw(Notice, { notice, over: false, code: CODE })
    click('.close')
    draw(Notice, { notice: { id: 3, text: 'We go on.' }, over: false, code: CODE })
    expect(text()).toContain('We go on.')
  })

  it('shows all of itself when it is asked to', () => {
    draw(Notice, { notice, over: true, code: CODE })
    expect(find('.words').getAttribute('aria-expanded')).toBe('false')
    click('.words')
    expect(find('.words').getAttribute('aria-expanded')).toBe('true')
  })
})

describe('the reveal', () => {
  const reveal = (me: Partial<You>, over: Partial<Model> = {}) =>
    draw(Result, { model: model(open(1, { phase: 'reveal', answer: ['b'] }), { turn: 1, rank: 12, of: 128, ...me }, over) })

  it('tells verdict, points, place and its change, and the streak', () => {
    reveal({ answered: true, answer: 'b', correct: true, points: 910, moved: 5, streak: 3 })
    expect(find('[data-testid=result]').dataset.verdict).toBe('right')
    expect(find('[data-testid=points]').textContent).toBe('+910')
    expect(find('[data-moved]').dataset.moved).toBe('5')
    expect(find('[data-testid=streak]').textContent).toBe('play.streak')
    expect(text()).not.toContain('mine.yours')
  })

  it('shows what was answered beside what was right', () => {
    reveal({ answered: true, answer: 'a', correct: false, points: 0, moved: 0, streak: 0 })
    expect(find('[data-testid=result]').dataset.verdict).toBe('wrong')
    expect(text()).toMatch(/mine\.yours A\s*A result\.answer B\s*B/)
    expect(has('[data-moved]')).toBe(false)
    expect(has('[data-testid=streak]')).toBe(false)
  })

  it.each([[{ status: 'late', late: 312 }, 'late', 'result.late_by'], [{ status: 'late' }, 'late', 'result.late'], [null, 'none', 'result.none']] as const)(
    'an answer that came too late is told so: %j', (slot, verdict, key) => {
      reveal({ answered: false, correct: false, points: 0 }, { slot: slot && { turn: 1, answer: 'b', ...slot } })
      expect(find('[data-testid=result]').dataset.verdict).toBe(verdict)
      expect(find('h1').textContent).toBe(key)
    })
})

describe('the standings', () => {
  const top = [1, 2, 3].map((rank) => ({ rank, player: rank + 10, name: `Top ${rank}`, score: 100 - rank, moved: 0, gained: 0, streak: 0 }))
  const show = (me: Partial<You>) => draw(Standings, { model: model(state({ phase: 'standings', top }), { rank: 12, of: 128, score: 2160, ...me }) })
  const rows = () => [...document.querySelectorAll<HTMLElement>('ol li')].map((row) => row.dataset.rank)

  it('show the neighbours with oneself in the middle, and not the top', () => {
    show({ moved: -2, above: { rank: 11, name: 'Tenzin', score: 2190 }, below: { rank: 13, name: 'Bo', score: 2155 } })
    expect(rows()).toEqual(['11', '12', '13'])
    expect(find('.own').dataset.rank).toBe('12')
    expect(find('[data-moved]').dataset.moved).toBe('-2')
    expect(text()).toContain('play.to_next')
    expect(text()).not.toContain('Top 1')
  })

  it('do not ask a tie for points', () => {
    show({ above: { rank: 12, name: 'Tenzin', score: 2160 }, below: { rank: 14, name: 'Bo', score: 2155 } })
    expect(rows()).toEqual(['12', '12', '14'])
    expect(document.querySelectorAll('.own')).toHaveLength(1)
    expect(text()).toContain('play.level')
    expect(text()).not.toContain('play.to_next')
  })

  it('show the first the next one, and somebody alone the top', () => {
    show({ rank: 1, below: { rank: 2, name: 'Bo', score: 1 } })
    expect(rows()).toEqual(['1', '2'])
    document.body.replaceChildren()
    show({ rank: 0 })
    expect(rows()).toEqual(['1', '2', '3'])
  })
})

describe('the podium', () => {
  const end = (me: Partial<You>) => draw(Podium, { model: model(state({ phase: 'finished' }), { score: 10, of: 128, ...me }) })

  const figures = () => [...document.querySelectorAll('[data-testid=figures] li')].map((row) => row.textContent)

  it('tells the place and how it came about', () => {
    end({ rank: 12, right: 7, asked: 10, best_streak: 4, fastest: 1800 })
    expect(find('[data-testid=rank]').dataset.rank).toBe('12')
    expect(figures()).toEqual(['podium.right', 'podium.best_streak', 'podium.fastest'])
    expect(has('[data-medal]')).toBe(false)
  })

  it('leaves out what there is not', () => {
    end({ rank: 12, right: 0, asked: 3, best_streak: 0 })
    expect(figures()).toEqual(['podium.right'])
    expect(has('[data-testid=mine]')).toBe(false)
  })

  it.each([[1, 'gold'], [2, 'silver'], [3, 'bronze']] as const)('place %i has a ring of %s and one long buzz', (rank, medal) => {
    const vibrate = vi.fn()
    vi.stubGlobal('navigator', { language: 'en', languages: ['en'], vibrate })
    end({ rank })
    expect(find('[data-medal]').dataset.medal).toBe(medal)
    expect(vibrate.mock.calls).toEqual([[400]])
  })

  it('fetches what few want when it is asked for', async () => {
    note(model(open(1, { phase: 'reveal', answer: ['b'] }), { turn: 1, answered: true, answer: 'b', correct: true, points: 10 }))
    end({ rank: 12 })
    expect(has('[data-testid=my-answers]')).toBe(false)
    click('[data-testid=mine]')
    await vi.waitFor(() => expect(has('[data-testid=my-answers]')).toBe(true))
    click('[data-testid=mine]')
    expect(has('[data-testid=my-answers]')).toBe(false)
  })
})

describe('my answers', () => {
  const revealed = (turn: number, me: Partial<You>) =>
    model(open(turn, { phase: 'reveal', answer: ['b'] }), { turn, answered: true, correct: false, points: 0, ...me })

  it('are noted once a question, at its reveal, and survive a reload', () => {
    note(model(open(1), { turn: 1, answered: true, answer: 'b' }))
    expect(diary(revealed(1, {}))).toEqual([])
    note(revealed(1, { answer: 'b', correct: true, points: 10 }))
    note(revealed(1, { answer: 'b', correct: true, points: 10 }))
    note(revealed(2, { answered: false }))
    expect(diary(revealed(2, {})).map(({ question, answer, correct, points }) => [question.turn, answer, correct, points]))
      .toEqual([[1, 'b', true, 10], [2, undefined, false, 0]])
  })

  it('belong to one player in one contest', () => {
    note(revealed(1, { answer: 'b' }))
    expect(diary(revealed(1, { player: 2 }))).toEqual([])
    localStorage.setItem('jinbang.diary', 'not JSON')
    expect(diary(revealed(1, {}))).toEqual([])
  })

  it('are listed with their verdict', () => {
    note(revealed(1, { answer: 'b', correct: true, points: 10 }))
    note(revealed(2, { answer: 'a', points: 5 }))
    note(revealed(3, { answer: 'a' }))
    note(revealed(4, { answered: false }))
    draw(Mine, { model: revealed(4, {}) })
    expect([...document.querySelectorAll<HTMLElement>('article')].map(({ dataset }) => dataset.verdict)).toEqual(['right', 'partly', 'wrong', 'none'])
  })
})

describe('the picture of the result', () => {
  it('says what the page says', () => {
    const lines = linesOf(model(state({ phase: 'finished' }), { name: '李雷', rank: 1, of: 9, score: 70, right: 7, asked: 10, best_streak: 4 }))
    expect(lines.map((line) => line.text)).toEqual(
      ['Quiz', '李雷', 'podium.nth', 'podium.of', 'play.points', 'podium.right', 'podium.best_streak', expect.any(String)])
    expect(lines[2]?.colour).toBe('#ffd23f')
  })

  it('breaks long lines at a space, or anywhere, and never takes a third one', () => {
    const fits = (line: string) => line.length <= 10
    expect(wrap('short', fits)).toEqual(['short'])
    expect(wrap('two words here', fits)).toEqual(['two words', 'here'])
    expect(wrap('春季知识竞赛春季知识竞赛', fits)).toEqual(['春季知识竞赛春季知识', '竞赛'])
    expect(wrap('abcdefghijklmnopqrstuvwxyz', fits)).toEqual(['abcdefghij', 'klmnopqrs…'])
  })
})

describe('pictures, sound and film', () => {
  const item = { kind: 'image', url: '/m/x.png', alt: { en: 'A map of Europe' } } as const

  it('are told in words if they do not load, and can be tried again', () => {
    draw(Medium, { item })
    find('img').dispatchEvent(new Event('error'))
    flushSync()
    expect(find('[data-media]').dataset.media).toBe('failed')
    expect(find('p').textContent).toBe('A map of Europe')
    click('.button')
    expect(find('img').getAttribute('src')).toBe('/m/x.png')
  })

  it('open large and close again', () => {
    draw(Medium, { item })
    click('.open')
    expect((find('dialog') as HTMLDialogElement).open).toBe(true)
    click('dialog button')
    expect((find('dialog') as HTMLDialogElement).open).toBe(false)
  })

  it.each(['audio', 'video'] as const)('%s never plays by itself', (kind) => {
    draw(Medium, { item: { ...item, kind } })
    expect(find(kind).hasAttribute('controls')).toBe(true)
    expect(find(kind).hasAttribute('autoplay')).toBe(false)
    find(kind).dispatchEvent(new Event('error'))
    flushSync()
    expect(text()).toContain('A map of Europe')
  })
})

it('the form to join wakes nothing of Intl, which takes a slow phone longer than all the rest of it', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ error: 'no_contest' }, { status: 404 })))
  vi.stubGlobal('Intl', new Proxy({}, { get: (_, name) => { throw new Error(`Intl.${String(name)}`) } }))
  draw(Join, { code: CODE, name: '', error: null, onjoin: () => undefined, onwindow: () => undefined })
  expect(find('#name-count').textContent).toBe('0/40')
  expect(document.querySelector('details'), 'before the form can be seen').toBeNull()
  await vi.waitFor(() => expect(find('details').textContent).toContain('English'))
})

describe('joining a contest of teams', () => {
  const contest = { title: { en: 'Quiz' }, languages: ['en'], default_language: 'en', admit: true, teams: [{ name: { en: 'Tigers' } }, { name: { en: 'Lions' } }] }
  const joined: unknown[][] = []

  async function form(required: boolean): Promise<void> {
    joined.length = 0
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ ...contest, team_required: required })))
    draw(Join, { code: CODE, name: 'Zoë', error: null, onjoin: (...said: unknown[]) => void joined.push(said), onwindow: () => undefined })
    await vi.waitFor(() => expect(find('h1').textContent).toBe('Quiz'))
    flushSync()
  }
  const submit = () => {
    find('form').dispatchEvent(new Event('submit', { cancelable: true }))
    flushSync()
  }

  it('asks for the team in a second step', async () => {
    await form(true)
    expect(has('.team')).toBe(false)
    submit()
    expect(document.querySelectorAll('.team')).toHaveLength(2)
    submit()
    expect(find('fieldset [role=alert]').textContent).toBe('error.bad_team')
    click('.team input')
    submit()
    expect(joined).toEqual([[CODE, 'Zoë', 'Tigers']])
  })

  it('lets somebody do without where that is allowed, and go back', async () => {
    await form(false)
    submit()
    expect(document.querySelectorAll('.team')).toHaveLength(3)
    click('.button.plain')
    expect(has('.team')).toBe(false)
    submit()
    submit()
    expect(joined).toEqual([[CODE, 'Zoë', undefined]])
  })
})

describe('away', () => {
  it.each([
    [{ end: 'kicked', banned: false }, 'kicked', true], [{ end: 'kicked', banned: true }, 'banned', false],
    [{ end: 'replaced' }, 'replaced', true], [{ end: 'finished' }, 'finished', false],
  ] as const)('%j', (over, reason, back) => {
    draw(Away, { model: { ...EMPTY, ...over }, onagain: () => undefined })
    expect(find('[data-testid=away]').dataset.reason).toBe(reason)
    expect(find('h1').textContent).toBe(`away.${reason}`)
    expect(has('button')).toBe(back)
  })
})

describe('the look', () => {
  it('is dark unless something else is asked for', () => {
    startTheme()
    expect(document.documentElement.dataset.theme).toBe('dark')
    setTheme('light')
    expect([document.documentElement.dataset.theme, currentTheme()]).toEqual(['light', 'light'])
    localStorage.setItem('jinbang.theme', 'pink')
    expect(currentTheme()).toBe('dark')
  })

  it('does as the device does if it is to', () => {
    const device = Object.assign(new EventTarget(), { matches: false })
    vi.stubGlobal('matchMedia', () => device)
    startTheme()
    setTheme('auto')
    expect(document.documentElement.dataset.theme).toBe('dark')
    device.matches = true
    device.dispatchEvent(new Event('change'))
    expect(document.documentElement.dataset.theme).toBe('light')
    setTheme('dark')
    expect(document.documentElement.dataset.theme).toBe('dark')
  })

  it('is chosen among three', () => {
    draw(Prefs, {})
    const looks = [...document.querySelectorAll<HTMLElement>('[role=group]')].at(-1)?.querySelectorAll('button') ?? []
    expect([...looks].map((button) => button.textContent)).toEqual(['prefs.dark', 'prefs.light', 'prefs.auto'])
    ;(looks[1] as HTMLElement).click()
    flushSync()
    expect(looks[1]?.getAttribute('aria-pressed')).toBe('true')
    expect(document.documentElement.dataset.theme).toBe('light')
  })
})
