// A question on the editor's desk. What the editor has no field for (weights, feedback, a blank's rules ...) stays as it
// is in the question; an unchanged question is written exactly as it was.

import type { Kind, TextMap } from '../shared/protocol'
import type { Accept, BankDocument, BankOption, BankQuestion, Blank } from './types'

export interface EditedOption { id: string; text: TextMap; /** single, multiple: it is right. */ right: boolean; media: string | undefined }
export interface EditedNumber { value: string; tolerance: string; /** Of the value, not absolute. */ percent: boolean }

export interface Edited {
  id: string
  kind: Kind
  stem: TextMap
  /** Of an ordering: in the right order. */
  options: EditedOption[]
  targets: EditedOption[]
  /** Option to target. */
  pairs: Record<string, string>
  truth: boolean | null
  numbers: EditedNumber[]
  unit: TextMap
  /** For each blank what is accepted, one a line. */
  blanks: string[]
  explanation: TextMap
  note: TextMap
  citation: TextMap
  url: string
  points: number | null
  seconds: number | null
  difficulty: number | null
  tags: string
  media: { ref: string; place?: 'stem' | 'reveal' | 'background' }[]
  retired: boolean
}

const OF_OPTIONS: Kind[] = ['single', 'multiple', 'ordering', 'matching']
export const hasOptions = (kind: Kind): boolean => OF_OPTIONS.includes(kind)

const percentOf = (share: string): string => String(Number((Number(share) * 100).toFixed(4)))
const shareOf = (percent: string): string => {
  const share = Number(percent) / 100
  return percent.trim() === '' || !Number.isFinite(share) ? percent.trim() : String(Number(share.toFixed(6)))
}

export const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']

/** An id that is not taken. */
export function freeId(taken: readonly string[], wishes: readonly string[] = LETTERS): string {
  const free = wishes.find((one) => !taken.includes(one))
  if (free !== undefined) return free
  for (let n = 1; ; n += 1) if (!taken.includes(`x${n}`)) return `x${n}`
}

export const newOption = (list: readonly EditedOption[]): EditedOption =>
  ({ id: freeId(list.map(({ id }) => id)), text: {}, right: false, media: undefined })

/** "q12" of a bank with eleven questions, or the next that nobody has. */
export function newId(doc: BankDocument): string {
  const taken = new Set(doc.questions.map(({ id }) => id))
  let n = doc.questions.length + 1
  while (taken.has(`q${n}`)) n += 1
  return `q${n}`
}

/** The question once more, under an id of its own. */
export function duplicateOf(doc: BankDocument, question: BankQuestion): BankQuestion {
  const taken = new Set(doc.questions.map(({ id }) => id))
  const stem = question.id.slice(0, 58)
  let n = 2
  while (taken.has(`${stem}-${n}`)) n += 1
  return { ...structuredClone(question), id: `${stem}-${n}` }
}

const optionOf = (right: readonly string[]) => ({ id, text, media }: BankOption): EditedOption =>
  ({ id, text: text ?? {}, right: right.includes(id), media })

export function edited(question: BankQuestion): Edited {
  const { answer } = question
  const options = (question.options ?? []).map(optionOf(answer.correct ?? []))
  const order = answer.order ?? []
  const sorted = order.length > 0 ? order.flatMap((id) => options.filter((one) => one.id === id)) : options
  return {
    id: question.id, kind: question.type, stem: question.stem,
    options: sorted, targets: (question.targets ?? []).map(optionOf([])), pairs: Object.fromEntries(answer.pairs ?? []),
    truth: answer.value ?? null,
    numbers: question.type !== 'numeric' ? [] : (answer.accept ?? []).map(({ value, tolerance, tolerance_kind: kind }) =>
      ({ value: value ?? '', tolerance: kind === 'relative' ? percentOf(tolerance ?? '0') : (tolerance ?? ''), percent: kind === 'relative' })),
    unit: answer.unit ?? {}, blanks: (answer.blanks ?? []).map(({ accept }) => accept.map(({ text }) => text ?? '').join('\n')),
    explanation: question.explanation ?? {}, note: question.host_note ?? {}, citation: question.source?.citation ?? {}, url: question.source?.url ?? '',
    points: question.points ?? null, seconds: question.time_limit_ms === undefined ? null : question.time_limit_ms / 1000,
    difficulty: question.difficulty ?? null, tags: (question.tags ?? []).join(', '), media: question.media ?? [], retired: question.status === 'retired',
  }
}

/** An empty question of this kind: with as many places as most have. */
export function blank(id: string, kind: Kind): Edited {
  const none: BankQuestion = { id, type: kind, stem: {}, answer: {} }
  return shaped({ ...edited(none), kind })
}

/** What a kind needs at the least is there, whatever was there before. */
export function shaped(draft: Edited): Edited {
  const many = (list: EditedOption[], n: number): EditedOption[] => {
    const next = [...list]
    while (next.length < n) next.push(newOption(next))
    return next
  }
  const { kind } = draft
  return {
    ...draft,
    options: hasOptions(kind) ? many(draft.options, draft.options.length >= 2 ? 0 : 4) : draft.options,
    targets: kind === 'matching' ? many(draft.targets, draft.targets.length >= 2 ? 0 : 4) : draft.targets,
    numbers: kind === 'numeric' && draft.numbers.length === 0 ? [{ value: '', tolerance: '', percent: false }] : draft.numbers,
    blanks: kind === 'text' && draft.blanks.length === 0 ? [''] : draft.blanks,
  }
}

/** Without the languages in which nothing is said. */
export function said(map: TextMap): TextMap {
  return Object.fromEntries(Object.entries(map).filter(([, text]) => text.trim() !== ''))
}

export const tagsOf = (text: string): string[] => [...new Set(text.split(/[,，、;；\n]/).map((tag) => tag.trim()).filter((tag) => tag !== ''))]

/** Sets a member, or takes it away where there is nothing to say; one that was there keeps its place. */
function put<T extends object, K extends keyof T>(into: T, key: K, value: T[K] | undefined): void {
  if (value === undefined) delete into[key]
  else into[key] = value
}
const some = (map: TextMap): TextMap | undefined => (Object.keys(said(map)).length > 0 ? said(map) : undefined)

function optionsOf(list: EditedOption[], was: readonly BankOption[] | undefined, ordered: boolean): BankOption[] {
  const made = list.map(({ id, text, media }) => {
    const option: BankOption = { ...(was?.find((one) => one.id === id) ?? { id }) }
    put(option, 'text', some(text))
    put(option, 'media', media)
    return option
  })
  if (!ordered) return made
  // As they are shown, not as they are right: those that were there stay where they were.
  const at = (id: string): number => was?.findIndex((one) => one.id === id) ?? -1
  return [...made].sort((a, b) => (at(a.id) < 0 ? 1e9 : at(a.id)) - (at(b.id) < 0 ? 1e9 : at(b.id)))
}

function numberOf({ value, tolerance, percent }: EditedNumber, was: Accept | undefined): Accept {
  const accept: Accept = { ...was, value: value.trim() }
  const kept = percent && was?.tolerance_kind === 'relative' && percentOf(was.tolerance ?? '0') === tolerance
  const told = percent ? shareOf(tolerance) : tolerance.trim()
  if (!kept) put(accept, 'tolerance', told === '' ? undefined : told)
  put(accept, 'tolerance_kind', percent ? 'relative' : was?.tolerance_kind === 'absolute' ? 'absolute' : undefined)
  return accept
}

function blankOf(lines: string, was: Blank | undefined): Blank {
  const forms = lines.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  return { ...was, accept: forms.map((text) => was?.accept.find((one) => one.text === text) ?? { text }) }
}

function answerOf(draft: Edited, was: BankQuestion | null): BankQuestion['answer'] {
  const old = was?.type === draft.kind ? was.answer : {}
  const ids = draft.options.map(({ id }) => id)
  switch (draft.kind) {
    case 'single':
    case 'multiple': {
      const right = draft.options.filter((one) => one.right).map(({ id }) => id)
      const same = old.correct?.length === right.length && right.every((id) => old.correct?.includes(id))
      return { ...old, correct: same ? old.correct : right }
    }
    case 'truefalse': return { ...old, ...(draft.truth === null ? {} : { value: draft.truth }) }
    case 'numeric': {
      const answer = { ...old, accept: draft.numbers.map((one, i) => numberOf(one, old.accept?.[i])) }
      put(answer, 'unit', some(draft.unit))
      return answer
    }
    case 'text': return { ...old, blanks: draft.blanks.map((one, i) => blankOf(one, old.blanks?.[i])) }
    case 'ordering': return { ...old, order: ids }
    case 'matching': {
      const targets = new Set(draft.targets.map(({ id }) => id))
      const left = [...new Set([...(old.pairs ?? []).map(([id]) => id).filter((id) => ids.includes(id)), ...ids])]
      return { ...old, pairs: left.flatMap((id): [string, string][] => { const to = draft.pairs[id]; return to !== undefined && targets.has(to) ? [[id, to]] : [] }) }
    }
  }
}

/** The question to be sent. `was`: as the bank has it. */
export function written(draft: Edited, was: BankQuestion | null): BankQuestion {
  const question: BankQuestion = { ...(was ?? { id: draft.id, type: draft.kind, stem: {}, answer: {} }), id: draft.id, type: draft.kind, stem: said(draft.stem) }
  put(question, 'options', hasOptions(draft.kind) ? optionsOf(draft.options, was?.options, draft.kind === 'ordering') : undefined)
  put(question, 'targets', draft.kind === 'matching' ? optionsOf(draft.targets, was?.targets, false) : undefined)
  question.answer = answerOf(draft, was)
  put(question, 'explanation', some(draft.explanation))
  put(question, 'host_note', some(draft.note))
  const source = { ...was?.source }
  put(source, 'citation', some(draft.citation))
  put(source, 'url', draft.url.trim() === '' ? undefined : draft.url.trim())
  put(question, 'source', Object.keys(source).length > 0 ? source : undefined)
  put(question, 'points', draft.points ?? undefined)
  put(question, 'time_limit_ms', draft.seconds === null ? undefined : Math.round(draft.seconds * 1000))
  put(question, 'difficulty', draft.difficulty ?? undefined)
  const tags = tagsOf(draft.tags)
  put(question, 'tags', tags.length > 0 ? tags : was?.tags?.length === 0 ? [] : undefined)
  put(question, 'media', draft.media.length > 0 ? draft.media : was?.media?.length === 0 ? [] : undefined)
  put(question, 'status', draft.retired ? 'retired' : question.status === 'retired' ? undefined : question.status)
  return question
}

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Questions with these tags besides, or without them. */
export function tagged(questions: readonly BankQuestion[], tags: readonly string[], on: boolean): BankQuestion[] {
  return questions.map((question) => {
    const before = question.tags ?? []
    const after = on ? [...before, ...tags.filter((tag) => !before.includes(tag))] : before.filter((tag) => !tags.includes(tag))
    const next = { ...question }
    put(next, 'tags', after.length > 0 ? after : undefined)
    return next
  }).filter((next, i) => !same(next.tags, questions[i]?.tags))
}
