// Contests that work as they are. What participants read is part of the contest, not of this page, so it is
// here in the languages it can be in and not in a catalog.

import type { TextMap } from '../shared/protocol'
import { type Draft, draftOf, type DraftRound, type Play, type Team, newRound, PLAY } from './draft'
import { fitting, fits, languagesOf } from './pool'
import type { BankDocument } from './types'
import { newWindow } from './window'

export const PRESETS = ['quick', 'classroom', 'evening', 'stage', 'online'] as const
export type Preset = (typeof PRESETS)[number]

interface Part { title: TextMap; count: number; choice?: Partial<DraftRound>; own?: Partial<Play> }
interface Recipe { play: Partial<Play>; parts: Part[]; teams?: TextMap[]; late?: Draft['late'] }

const group = (n: number, han: string): TextMap => ({ en: `Group ${n}`, 'zh-Hans': `第${han}组` })

const RECIPES: Record<Exclude<Preset, 'stage' | 'online'>, Recipe> = {
  quick: { play: {}, parts: [{ title: {}, count: 10 }] },
  classroom: {
    play: { seconds: 30, change: true, standings: 'round' },
    parts: [
      { title: { en: 'Warm-up', 'zh-Hans': '热身' }, count: 5, choice: { difficulty: [1, 2] } },
      { title: { en: 'Think twice', 'zh-Hans': '动脑筋' }, count: 7, own: { seconds: 45, reading: 3 } },
    ],
    teams: [group(1, '一'), group(2, '二'), group(3, '三'), group(4, '四')],
  },
  evening: {
    play: { standings: 'round' },
    parts: [
      { title: { en: 'Warm-up', 'zh-Hans': '热身' }, count: 8, choice: { kinds: ['single', 'truefalse'], difficulty: [1, 2] } },
      {
        title: { en: 'Fast and right', 'zh-Hans': '又快又准' }, count: 8, choice: { kinds: ['single', 'multiple'] },
        own: { reading: 3, right: 20, speed: 'linear', standings: 'turn' },
      },
      {
        title: { en: 'Finale', 'zh-Hans': '压轴' }, count: 6, choice: { kinds: ['numeric', 'text', 'ordering', 'matching'] },
        own: { reading: 3, seconds: 45, right: 30, change: true, standings: 'end' },
      },
    ],
  },
}

/**
 * The main language of a new contest: the one its organizer reads this page in, if bank and title have it. Null: as
 * the bank has it.
 */
export function mainFor(bank: BankDocument | null, title: TextMap, tag: string): string | null {
  if (!bank || tag === bank.default_language) return null
  return languagesOf(bank).includes(tag) && (title[tag] ?? '').trim() !== '' ? tag : null
}

/** Only what the contest speaks. */
const spoken = (map: TextMap, languages: string[]): TextMap =>
  Object.fromEntries(Object.entries(map).filter(([tag]) => languages.includes(tag)))

/**
 * Makes sure that there are enough questions however the lots fall: if the filters of one round could leave
 * too few to another, there are no filters, and if the bank itself is too small, there are fewer questions.
 */
export function settle(rounds: DraftRound[], bank: BankDocument): DraftRound[] {
  const overlap = (a: DraftRound, b: DraftRound): boolean => bank.questions.some((one) => fits(one, a) && fits(one, b))
  const safe = rounds.every((round) => {
    const taken = rounds.filter((other) => other !== round && overlap(round, other)).reduce((sum, { count }) => sum + count, 0)
    return fitting(bank, round) - taken >= round.count
  })
  if (safe) return rounds
  const free = rounds.map((round): DraftRound => ({ ...round, kinds: [], tags: [], difficulty: [1, 5] }))
  const have = free[0] ? fitting(bank, free[0]) : 0
  const want = free.reduce((sum, { count }) => sum + count, 0)
  return want <= have ? free
    : free.slice(0, have).map((round) => ({ ...round, count: Math.max(1, Math.floor((round.count * have) / want)) }))
}

const STAGE_KINDS = ['single', 'truefalse', 'numeric', 'text'] as const
const STAGE_TEAMS = ['甲', '乙', '丙', '丁'].map((han, i): TextMap => ({ en: `Team ${'ABCD'[i] ?? ''}`, 'zh-Hans': `${han}队` }))

/**
 * Four teams on a stage, the hall along: must answer, buzzer, and a buzzer among those who are level at the end. It is
 * a contest file, for this page has no fields for what it says. A small bank gives fewer questions.
 */
function stageFile(id: string, bank: BankDocument | null, languages: string[], main: string): Record<string, unknown> {
  const oral = { kinds: [...STAGE_KINDS], tags: [], difficulty: [1, 5] as [number, number] }
  const few = bank !== null && fitting(bank, oral) < 20
  const have = bank ? fitting(bank, few ? { ...oral, kinds: [] } : oral) : 20
  const each = have < 20 ? 1 : 2
  const left = Math.max(2, have - each * STAGE_TEAMS.length)
  const [buzzes, extra] = [Math.min(8, Math.ceil(left * 2 / 3)), Math.min(4, Math.floor(left / 3))]
  const drawn = (count?: number) => ({ bank: id, ...(few ? {} : { kinds: oral.kinds }), ...(count === undefined ? {} : { count }) })
  /** What must have a name has an English one where nobody knows how to say it. */
  const called = (name: TextMap): TextMap => {
    const named = spoken(name, languages)
    return Object.keys(named).length > 0 ? named : { [main]: name.en ?? '' }
  }
  const round = (title: TextMap, own: Record<string, unknown>) => {
    const named = spoken(title, languages)
    return { ...(Object.keys(named).length > 0 ? { title: named, intro: true } : {}), standings: 'round', ...own }
  }
  const buzz = { format: 'buzzer', start: 'host', buzz_seconds: 20, seconds: 15, points: { right: 10, wrong: -10, none: -10 } }
  return {
    format: 'jinbang-contest', version: 1, title: {}, seats: 'teams', base: 100, tie: extra > 0 ? ['playoff'] : [],
    teams: STAGE_TEAMS.map((name) => ({ name: called(name) })),
    awards: [{ title: called({ en: 'First prize', 'zh-Hans': '一等奖' }), places: 1, for: 'team' }],
    hall: { when: 'along' },
    rounds: [
      round({ en: 'Must answer', 'zh-Hans': '必答' }, { format: 'turn', draw: drawn(), per_seat: each, seconds: 30, points: 10 }),
      round({ en: 'Buzzer', 'zh-Hans': '抢答' }, { ...buzz, draw: drawn(buzzes), early: 'out', tries: 2, fallback: 'hall' }),
      ...(extra > 0 ? [round({ en: 'Overtime', 'zh-Hans': '加赛' }, { ...buzz, draw: drawn(extra), early: 'out', overtime: true })] : []),
    ],
  }
}

/** Open for a week, half an hour for 20 questions that fit the bank; when it opens is somebody's own if they have said so. */
function onlineOf(draft: Draft, id: string, bank: BankDocument | null): Draft {
  const fresh = newWindow(id)
  const paper = fresh.paper.map((section) => ({ ...section, count: bank ? Math.max(1, Math.min(section.count, fitting(bank, section))) : section.count }))
  const { opens, closes, zone } = draft.window ?? fresh
  return {
    ...draft, rounds: [], window: { ...fresh, opens, closes, zone, paper }, play: PLAY, teams: [], teamRequired: false, teamScore: 'mean',
    awards: [], draws: [], onePrize: true, late: 'any', pace: 'host', rest: {},
  }
}

/** The draft as the preset has it, over one bank; a title that somebody has written stays. */
export function presetOf(preset: Preset, draft: Draft, id: string, bank: BankDocument | null): Draft {
  const languages = bank ? languagesOf(bank) : []
  const main = draft.main ?? bank?.default_language ?? 'en'
  if (preset === 'stage') {
    const made = draftOf(JSON.stringify(stageFile(id, bank, languages, main))) ?? draft
    return { ...made, title: draft.title, languages: draft.languages, main: draft.main, wall: draft.wall }
  }
  if (preset === 'online') return onlineOf(draft, id, bank)
  const recipe = RECIPES[preset]
  const rounds = recipe.parts.map(({ title, count, choice, own }, i): DraftRound => {
    const play = own ? { ...PLAY, ...recipe.play, ...own } : null
    const named = spoken(title, languages)
    return { ...newRound(i + 1, id, count), ...choice, title: named, intro: Object.keys(named).length > 0, own: play }
  })
  const teams = (recipe.teams ?? []).map((name): Team => {
    const named = spoken(name, languages)
    return { name: Object.keys(named).length > 0 ? named : (name[main] ?? name.en ?? ''), roster: null }
  })
  return {
    ...draft,
    play: { ...PLAY, ...recipe.play },
    rounds: bank ? settle(rounds, bank) : rounds,
    teams,
    teamRequired: teams.length > 0,
    teamScore: 'mean',
    late: recipe.late ?? 'any',
    pace: 'host',
    window: null,
    awards: [],
    draws: [],
    onePrize: true,
    rest: {},
  }
}
