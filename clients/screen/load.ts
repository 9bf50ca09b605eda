// What the question's picture has to hold, from a state of the contest: the input of the layout.

import { isChoice, spellings } from '../shared/answers'
import type { Media, Option, Question, State, TallyOf, TextMap } from '../shared/protocol'
import type { Load, Pair } from './layout'
import { onStage } from './stage/moment'
import { wall } from './wall.svelte'

/** The pictures and sounds beside the question: at the reveal those made for it, otherwise its own. */
export function mediaOf(question: Question, revealed: boolean): Media[] {
  const list = question.media ?? []
  const reveal = list.filter((item) => item.place === 'reveal')
  if (revealed && reveal.length > 0) return reveal
  return list.filter((item) => item.place !== 'background' && item.place !== 'reveal')
}

const list = (entry: unknown): string[] => (Array.isArray(entry) ? entry.map(String) : [String(entry)])

/** The items in their right order, or the pairs that belong together: what the reveal shows of these kinds. */
export function solved(question: Question, answer: State['answer']): { items: (TextMap | undefined)[]; targets: (TextMap | undefined)[] } {
  const text = (options: Option[] | undefined, id: string | undefined) => options?.find((option) => option.id === id)?.text
  const entries = answer ?? []
  if (question.kind === 'ordering') return { items: entries.map((id) => text(question.options, String(id))), targets: [] }
  const pairs = entries.map(list)
  return { items: pairs.map(([left]) => text(question.options, left)), targets: pairs.map(([, right]) => text(question.targets, right)) }
}

/**
 * The accepted answers of a typed kind: the one of each blank that the wall's first language would write, and
 * what else would have been right; of spellings only one, that of the second language if there is one.
 */
export function accepted(question: Question, answer: State['answer']): { main: string; also: string[] }[] {
  const entries = (answer ?? []).map(list)
  if (question.kind === 'numeric') return [{ main: entries.flat()[0] ?? '', also: entries.flat().slice(1) }]
  const [first = '', second = first] = wall.texts(question.prompt).map((words) => words.lang)
  return entries.map((forms) => {
    const [main = '', ...rest] = spellings(forms, first)
    return { main, also: spellings(rest, second).slice(0, 1) }
  })
}

/** On a stage one answers; what is counted are the answers of the hall. */
export const ofHall = (shown: State): boolean => onStage(shown) && shown.round?.format !== 'survival'
export const tallyOf = (shown: State): TallyOf | undefined => (ofHall(shown) ? shown.tally?.hall : shown.tally)

export function loadOf(shown: State, question: Question): Load {
  const revealed = shown.phase === 'reveal'
  const choice = isChoice(question)
  const texts = (map: TextMap | undefined): Pair => wall.texts(map)
  const truth = (key: 'answer.true' | 'answer.false'): Pair => {
    const also = wall.also(key)
    return [{ lang: wall.tag, text: wall.t(key) }, ...(also ? [also] : [])]
  }
  const picture = mediaOf(question, revealed).length > 0
  const right = revealed ? solved(question, shown.answer) : null
  const typed = question.kind === 'numeric' || question.kind === 'text'
  let items = (question.options ?? []).map((option) => texts(option.text))
  if (question.kind === 'truefalse') items = [truth('answer.true'), truth('answer.false')]
  else if (revealed && typed) {
    const unit = texts(question.unit)[0]?.text ?? ''
    items = accepted(question, shown.answer).map(({ main, also }) => [{ lang: '', text: `${main} ${unit}` }, { lang: '', text: also.join(' · ') }])
  }
  else if (right && !choice) items = right.items.map(texts)
  return {
    body: choice ? 'tiles' : question.kind === 'ordering' ? 'list' : question.kind === 'matching' ? 'pairs' : 'words',
    prompt: texts(question.prompt), items,
    targets: right && !choice ? right.targets.map(texts) : (question.targets ?? []).map((option) => texts(option.text)),
    picture, pictures: (question.options ?? []).some((option) => [option.media ?? []].flat().length > 0),
    hint: !revealed && (question.kind === 'multiple' || question.kind === 'ordering' || question.kind === 'matching'),
    revealed, bars: revealed && choice && !picture && tallyOf(shown)?.counts !== undefined,
    explanation: revealed ? texts(shown.explanation) : [],
  }
}

