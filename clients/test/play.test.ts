import { afterEach, describe, expect, it, vi } from 'vitest'
import { flushSync, mount, unmount } from 'svelte'
import { codeOf, lookup } from '../play/lookup'
import { decimal, digits, dropPlace, moved, seconds } from '../play/kinds'
import Question from '../play/Question.svelte'
import type { Answer, Question as Asked, State } from '../shared/protocol'
import type { Slot } from '../shared/slot'
import { EMPTY } from '../shared/state'
import { open, you } from './fakes'

let shown: Record<string, unknown> | null = null

afterEach(() => {
  if (shown) void unmount(shown)
  shown = null
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

/** The question on the phone; gives back what is answered. */
function ask(question: Partial<Asked>, slot: Slot | null = null, over: Partial<State> = {}): Answer[] {
  const answers: Answer[] = []
  const state = open(1, { question: { ...open(1).question!, ...question }, ...over })
  shown = mount(Question, {
    target: document.body,
    props: { model: { ...EMPTY, up: true, state, slot, you: you() }, now: () => 0, onanswer: (a: Answer) => void answers.push(a) },
  })
  flushSync()
  return answers
}

const one = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`no ${selector}`)
  return found
}
const click = (selector: string) => {
  one(selector).click()
  flushSync()
}
const type = (field: Element | undefined, value: string) => {
  ;(field as HTMLInputElement).value = value
  field?.dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}
const options = ['a', 'b', 'c'].map((id) => ({ id, text: { en: id.toUpperCase() } }))

it.each([
  ['while the question is read', { phase: 'reading' }], ['in a pause', { paused: true }], ['when it is closed', { phase: 'locked' }],
] as const)('tiles look as if they could be pressed only while they can: %s they do not', (_when, over) => {
  ask({ kind: 'single', options }, null, over)
  expect(document.querySelectorAll('.tile.dim')).toHaveLength(options.length)
})

it('open tiles have their colours', () => {
  ask({ kind: 'single', options })
  expect(document.querySelectorAll('.tile:not(.dim)')).toHaveLength(options.length)
})

describe('answers have the form of the protocol', () => {
  it('single: the id, on the tap', () => {
    const answers = ask({ kind: 'single', options })
    click('[data-option=b]')
    expect(answers).toEqual(['b'])
  })

  it('truefalse: a boolean', () => {
    const answers = ask({ kind: 'truefalse', options: undefined })
    click('[data-option=false]')
    expect(answers).toEqual([false])
  })

  it('multiple: a list, on the button, in the order of the options', () => {
    const answers = ask({ kind: 'multiple', options })
    for (const id of ['c', 'b', 'a', 'b']) click(`[data-option=${id}]`)
    expect(one('[data-option=c]').getAttribute('aria-checked')).toBe('true')
    expect(one('[data-option=b]').getAttribute('aria-checked')).toBe('false')
    expect(answers).toEqual([])
    click('.button.main')
    expect(answers).toEqual([['a', 'c']])
  })

  it('numeric: a decimal string', () => {
    const answers = ask({ kind: 'numeric', options: undefined })
    type(one('#number'), '１２.５0')
    click('[data-key="±"]')
    click('.button.main')
    expect(answers).toEqual(['-12.50'])
  })

  it('numeric: a decimal string, with the keys of the page', () => {
    const answers = ask({ kind: 'numeric', options: undefined })
    expect(one('.button.main').hasAttribute('disabled')).toBe(true)
    for (const key of ['4', '2', '.', '0', '±']) click(`[data-key="${key}"]`)
    expect((one('#number') as HTMLInputElement).value).toBe('-42.0')
    click('.row .button')
    click('.button.main')
    expect(answers).toEqual(['-42.'].map((typed) => decimal(typed, '.')))
  })

  it('text: one string a blank', () => {
    const answers = ask({ kind: 'text', options: undefined, blanks: 2 })
    expect(document.querySelectorAll('input')).toHaveLength(2)
    type(document.querySelectorAll('input')[1], 'Tokyo')
    click('.button.main')
    expect(answers).toEqual([['', 'Tokyo']])
  })

  it('ordering: every option once', () => {
    const answers = ask({ kind: 'ordering', options })
    click('[data-option=c] button')
    click('[data-option=c] button')
    click('[data-option=c] button') // it is at the top: nothing more happens
    expect(one('[data-option=c] button').getAttribute('aria-disabled')).toBe('true')
    click('.button.main')
    expect(answers).toEqual([['c', 'a', 'b']])
  })

  it('ordering: rows can be dragged by their grip', () => {
    const answers = ask({ kind: 'ordering', options })
    const rows = [...document.querySelectorAll('.kind li')]
    rows.forEach((row, i) => vi.spyOn(row, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, i * 72, 300, 64)))
    const grip = one('[data-option=a] .grip')
    grip.setPointerCapture = () => undefined
    const drag = (name: string, clientY: number) => {
      grip.dispatchEvent(new PointerEvent(name, { clientY, bubbles: true }))
      flushSync()
    }
    drag('pointerdown', 30)
    drag('pointermove', 120)
    expect(one('[data-option=a]').style.transform).toBe('translateY(90px)')
    expect(one('[data-option=b]').style.transform).toBe('translateY(-72px)')
    expect(one('[data-option=c]').style.transform).toBe('translateY(0px)')
    drag('pointercancel', 120) // an incoming call: nothing has happened
    drag('pointerdown', 30)
    drag('pointermove', 120)
    drag('pointerup', 120)
    expect(one('[data-option=a]').style.transform).toBe('')
    expect(one('.kind [aria-live]').textContent).toBe('order.now')
    click('.button.main')
    expect(answers).toEqual([['b', 'a', 'c']])
  })

  it('matching: pairs of those that were chosen', () => {
    const answers = ask({ kind: 'matching', options, targets: [{ id: 'r1', text: { en: 'x' } }, { id: 'r2', text: { en: 'y' } }] })
    click('[data-option=b]')
    click('[data-target=r2]')
    expect(one('.kind [aria-live]').textContent).toBe('match.now')
    click('.button.main')
    expect(answers).toEqual([[['b', 'r2']]])
  })

  it('matching: the rows come one after the other, and a pair can be undone and made anew', () => {
    const answers = ask({ kind: 'matching', options, targets: [{ id: 'r1', text: { en: 'x' } }, { id: 'r2', text: { en: 'y' } }] })
    click('[data-target=r1]')
    click('[data-target=r2]')
    click('[data-target=r2]') // serves twice
    click('[data-target=r1]') // nothing is left to be matched
    click('[data-option=a]')
    expect(one('[data-option=a]').textContent).toContain('match.none')
    click('[data-target=r2]')
    click('.button.main')
    expect(answers).toEqual([[['a', 'r2'], ['b', 'r2'], ['c', 'r2']]])
  })
})

describe('a tile', () => {
  it.each([
    ['while the question is read', null, { phase: 'reading' }],
    ['after it is closed', null, { phase: 'locked' }],
    ['during a pause', null, { paused: true, left_ms: 5 }],
    ['once there is an answer', { turn: 1, answer: 'a', status: 'sent' }, {}],
    ['while the answer is on its way', { turn: 1, answer: 'a', status: 'pressed' }, {}],
    ['after it was too late', { turn: 1, answer: 'a', status: 'late' }, {}],
  ] as [string, Slot | null, Partial<State>][])('takes nothing %s', (_name, slot, over) => {
    const answers = ask({ kind: 'single', options }, slot, over)
    click('[data-option=b]')
    expect(answers).toEqual([])
    expect(one('[data-option=b]').getAttribute('aria-disabled')).toBe('true')
  })

  it('may be changed where the round allows it, but not sent twice', () => {
    const answers = ask({ kind: 'single', options, change: true }, { turn: 1, answer: 'a', status: 'sent' })
    click('[data-option=a]')
    click('[data-option=b]')
    expect(answers).toEqual(['b'])
  })

  it('may be tried again after a refusal', () => {
    const answers = ask({ kind: 'single', options }, { turn: 1, answer: 'a', status: 'refused' })
    click('[data-option=a]')
    click('[data-option=b]')
    expect(answers.at(-1)).toBe('b')
  })
})

it.each(['pressed', 'sending', 'sent', 'offline', 'held', 'late', 'refused'] as const)(
  'the status line says %s and no more', (status) => {
    ask({ kind: 'single', options }, { turn: 1, answer: 'a', status })
    const line = one('[data-testid=answer-status]')
    expect(line.dataset.status).toBe(status)
    expect(line.textContent?.includes('status.sent')).toBe(status === 'sent')
  })

it('an answer to another question is not shown here', () => {
  ask({ kind: 'single', options }, { turn: 2, answer: 'a', status: 'sent' })
  expect(one('[data-testid=answer-status]').dataset.status).toBe('idle')
  expect(one('[data-option=a]').getAttribute('aria-pressed')).toBe('false')
})

it('names from the contest are text, never markup', () => {
  ask({ kind: 'single', options, prompt: { en: '<img src=x onerror=alert(1)>' } })
  expect(document.querySelector('img')).toBeNull()
  expect(one('h1').textContent).toContain('<img')
  expect(one('h1 [lang=en]').dir).toBe('auto')
})

it('numbers are taken as typed on any keypad, and nothing is guessed', () => {
  expect(decimal('3.14', '.')).toBe('3.14')
  expect(decimal(' −3.5 ', '.')).toBe('-3.5')
  expect(decimal('３．１４', '.')).toBe('3.14')
  expect(decimal('.5', '.')).toBe('0.5')
  expect(decimal('-.5', '.')).toBe('-0.5')
  expect(decimal('+7.', '.')).toBe('7')
  expect(decimal('3,14', ',')).toBe('3.14')
  expect(decimal('1,000', '.')).toBeNull()
  expect(decimal('1.000,5', ',')).toBeNull()
  expect(decimal('٤٢٫٥', '.')).toBe('42.5')
  expect(decimal('༤༢', '.')).toBe('42')
  for (const bad of ['', '-', '.', '1e5', '12a', '0x10', '1.2.3']) expect(decimal(bad, '.')).toBeNull()
})

it('a list is moved within its ends', () => {
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
})

it('a dragged row comes to stand after those whose middle it has passed', () => {
  const boxes = [0, 72, 144, 216].map((top) => ({ top, height: 64 }))
  expect(dropPlace(boxes, 0, 10)).toBe(0)
  expect(dropPlace(boxes, 0, 80)).toBe(1)
  expect(dropPlace(boxes, 0, 1000)).toBe(3)
  expect(dropPlace(boxes, 3, -80)).toBe(2)
  expect(dropPlace(boxes, 3, -1000)).toBe(0)
})

it('seconds are told as people tell them', () => {
  expect([12, 40, 312, 3449, 61_000].map(seconds)).toEqual([0.02, 0.04, 0.3, 3.4, 61])
})

describe('before joining', () => {
  it('a code is six digits, also full-width or with a space', () => {
    expect(digits('482 913')).toBe('482913')
    expect(digits('４８２９１３')).toBe('482913')
    expect(digits('٤٨٢٩١٣')).toBe('482913')
    expect(codeOf('?code=482913')).toBe('482913')
    expect(codeOf('?code=4829')).toBe('')
    expect(codeOf('')).toBe('')
  })

  it('no contest, no answer and a contest are three things', async () => {
    const reply = vi.fn()
    vi.stubGlobal('fetch', reply)
    reply.mockResolvedValueOnce(new Response('{}', { status: 404 }))
    expect(await lookup('482913')).toEqual({ status: 'none' })
    expect(reply).toHaveBeenCalledWith('/api/public/contest?code=482913')
    reply.mockResolvedValueOnce(new Response('', { status: 503 }))
    expect(await lookup('482913')).toEqual({ status: 'unknown' })
    reply.mockRejectedValueOnce(new TypeError('offline'))
    expect(await lookup('482913')).toEqual({ status: 'unknown' })
    reply.mockResolvedValueOnce(Response.json({ title: { en: 'Quiz' }, languages: ['en'], default_language: 'en', teams: [], admit: true }))
    expect(await lookup('482913')).toMatchObject({ status: 'found', contest: { admit: true } })
  })
})
