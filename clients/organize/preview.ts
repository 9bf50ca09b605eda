// A question of a bank as the server will send it to phones and to the wall: what the pictures of both are drawn from.

import type { Contest, Media, Question, State } from '../shared/protocol'
import { EMPTY, type Model } from '../shared/state'
import type { BankDocument, BankOption, BankQuestion } from './types'

const SECONDS = 20
const POINTS = 10

/** A medium of the bank; one whose bytes are not here has no address. */
export function mediumOf(doc: BankDocument, ref: string | undefined, place?: Media['place']): Media[] {
  const found = doc.media?.find(({ id }) => id === ref)
  return found?.sha256 ? [{ kind: found.kind, url: `/media/${found.sha256}`, alt: found.alt, place }] : []
}

/** The bank before it is kept: the server has judged its media but cannot show them yet. */
export const unkept = (doc: BankDocument): BankDocument => ({ ...doc, media: doc.media?.map(({ id, kind, alt }) => ({ id, kind, alt })) })

/** How many media the question has that cannot be shown before it is imported. */
export const unseen = (doc: BankDocument, { media, options, targets }: BankQuestion): number =>
  [...(media ?? []).map(({ ref }) => ref), ...[...(options ?? []), ...(targets ?? [])].flatMap(({ media: ref }) => (ref === undefined ? [] : [ref]))]
    .filter((ref) => mediumOf(doc, ref).length === 0).length

export const limitOf = (doc: BankDocument, question: BankQuestion): number =>
  question.time_limit_ms ?? doc.defaults?.time_limit_ms ?? SECONDS * 1000

export function asked(doc: BankDocument, question: BankQuestion, n: number, of: number): Question {
  const options = (list: BankOption[] | undefined) => list?.map(({ id, text, media }) => ({ id, text, media: mediumOf(doc, media) }))
  return {
    turn: n, n, of, kind: question.type, prompt: question.stem, options: options(question.options), targets: options(question.targets),
    blanks: question.answer.blanks?.length, unit: question.answer.unit, points: question.points ?? doc.defaults?.points ?? POINTS, change: false,
    media: (question.media ?? []).flatMap(({ ref, place }) => mediumOf(doc, ref, place)),
  }
}

/** A moment of a contest in which this question has just been opened. The wall stands still, so that nothing plays on it. */
export function moment(doc: BankDocument, question: BankQuestion, n: number, of: number, where: 'phone' | 'wall'): Model {
  const limit = limitOf(doc, question)
  // The clock of a picture does not go on: one second after the full one it would have to be drawn again.
  const clock: Partial<State> = limit === 0 ? {} : where === 'wall' ? { left_ms: limit } : { opens_at: 0, closes_at: limit - 1 }
  return {
    ...EMPTY, up: true, span: limit === 0 ? null : limit,
    state: {
      type: 'state', seq: 1, phase: 'open', paused: where === 'wall', now: 0, players: 0, admit: true, question: asked(doc, question, n, of), ...clock,
    },
  }
}

/** The contest of the picture: the wall shows the bank's main language and one more, as it will by itself. */
export function contestOf(doc: BankDocument, languages: string[]): Contest {
  return { id: '', code: '', title: doc.title, languages, default_language: doc.default_language }
}
