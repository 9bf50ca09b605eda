// The contest somebody is putting together, and the contest file (questions/schema/contest.schema.json) it stands
// for. What a file says that this page has no field for is kept in `rest` and written again.

import type { Kind, TextMap } from '../shared/protocol'
import { type Award, awardMembers, awardOf, type Draw, drawMembers, drawOf } from './prizes'
import { filled, isObject, map, number, type Rest, strings, without, word } from './reading'
import { type WindowDraft, windowMembers, windowOf } from './window'

export type Standings = 'turn' | 'round' | 'end'
export type TeamScore = 'mean' | 'sum' | 'turnout' | 'best' | 'weighted'

/** How a round is played. Null: as the question says, or its bank. */
export interface Play {
  seconds: number | null
  reading: number
  right: number | null
  wrong: number
  none: number
  speed: 'none' | 'linear'
  floor: number
  change: boolean
  standings: Standings
}

export interface DraftRound {
  /** Lasts as long as the round does, wherever it is moved. */
  key: number
  title: TextMap
  bank: string
  /** Named questions, which only a file can bring; null: drawn. */
  ids: string[] | null
  count: number
  tags: string[]
  kinds: Kind[]
  difficulty: [number, number]
  intro: boolean
  /** Null: as all rounds. */
  own: Play | null
  rest: Rest
  /** A round of the stage, or one drawn in ways this page has no fields for: as the file says it, but for its title. */
  whole?: Rest
}

export interface Team { name: TextMap | string; roster: number | null; members?: string[] }

export interface Draft {
  title: TextMap
  /** Null: those of the banks. */
  languages: string[] | null
  main: string | null
  wall: string[]
  pace: 'host' | 'auto'
  late: 'any' | 'lobby'
  teams: Team[]
  teamRequired: boolean
  teamScore: TeamScore
  best: number
  /** What turnout and mean weigh, in percent. */
  weights: { turnout: number; mean: number }
  play: Play
  rounds: DraftRound[]
  /** Not null: a window contest, which has a paper and no rounds. */
  window: WindowDraft | null
  awards: Award[]
  draws: Draw[]
  onePrize: boolean
  rest: Rest
}

export const PLAY: Play = {
  seconds: 20, reading: 0, right: null, wrong: 0, none: 0, speed: 'none', floor: 50, change: false, standings: 'turn',
}

export function newRound(key: number, bank: string, count = 10): DraftRound {
  return { key, title: {}, bank, ids: null, count, tags: [], kinds: [], difficulty: [1, 5], intro: false, own: null, rest: {} }
}

export const nextKey = (draft: Draft): number => Math.max(0, ...draft.rounds.map((round) => round.key)) + 1

export const EMPTY_DRAFT: Draft = {
  title: {}, languages: null, main: null, wall: [], pace: 'host', late: 'any', teams: [], teamRequired: false,
  teamScore: 'mean', best: 5, weights: { turnout: 50, mean: 50 }, play: PLAY, rounds: [newRound(1, '')], window: null,
  awards: [], draws: [], onePrize: true, rest: {},
}

/** The banks that its questions come from, each once. */
export function banksOf({ window, rounds }: Draft): string[] {
  const named = window ? window.paper.filter(({ placeholder }) => placeholder === null) : rounds
  return [...new Set(named.map(({ bank }) => bank).filter((id) => id !== ''))]
}

// ---- To a file. What is as the format's default is left out.

function playMembers(play: Play): Rest {
  const { right, wrong, none } = play
  const points = wrong === 0 && none === 0 ? (right ?? undefined)
    : { ...(right === null ? {} : { right }), wrong, none }
  return {
    ...(play.seconds === null ? {} : { seconds: play.seconds }),
    ...(play.reading === 0 ? {} : { reading: play.reading }),
    ...(points === undefined ? {} : { points }),
    ...(play.speed === 'none' ? {} : { speed: { kind: 'linear', floor: play.floor } }),
    ...(play.change ? { change: true } : {}),
    ...(play.standings === 'turn' ? {} : { standings: play.standings }),
  }
}

function roundMembers(round: DraftRound, shared: Play): Rest {
  if (round.whole) return { ...round.whole, ...(Object.keys(filled(round.title)).length > 0 ? { title: filled(round.title) } : {}) }
  const { kinds, tags, difficulty: [low, high], bank, count } = round
  const title = filled(round.title)
  const { draw, ...rest } = round.rest as { draw?: Rest }
  const questions = round.ids
    ? { questions: { bank, ids: round.ids } }
    : {
        draw: {
          bank, count,
          ...(tags.length > 0 ? { tags } : {}),
          ...(kinds.length > 0 ? { kinds } : {}),
          ...(low === 1 && high === 5 ? {} : { difficulty: [low, high] }),
          ...draw,
        },
      }
  return {
    ...(Object.keys(title).length > 0 ? { title } : {}),
    format: 'everyone',
    ...(round.intro ? { intro: true } : {}),
    ...questions,
    ...playMembers(round.own ?? shared),
    ...rest,
  }
}

export function fileOf(draft: Draft): Rest {
  const teams = draft.teams.map(({ name, roster, members }) =>
    roster === null && !members && typeof name === 'string' ? name
      : { name, ...(roster === null ? {} : { roster }), ...(members ? { members } : {}) })
  const competing = draft.rest.seats === 'teams' // then a team's score is its own
  const score = draft.teamScore === 'best' ? { best: draft.best } : draft.teamScore === 'weighted' ? { weights: draft.weights } : draft.teamScore
  const { window } = draft
  return {
    format: 'jinbang-contest',
    version: 1,
    title: filled(draft.title),
    ...(draft.languages ? { languages: draft.languages } : {}),
    ...(draft.main ? { default_language: draft.main } : {}),
    ...(draft.wall.length > 0 ? { screen_languages: draft.wall } : {}),
    ...(window ? {} : { pace: draft.pace }),
    ...(window || draft.late === 'any' ? {} : { late: draft.late }),
    ...(teams.length > 0 ? { teams, ...(competing ? {} : { team_score: score }) } : {}),
    ...(teams.length > 0 && draft.teamRequired ? { team_required: true } : {}),
    ...(window?.tie ? { tie: window.tie } : {}),
    ...(draft.awards.length > 0 ? { awards: draft.awards.map(awardMembers) } : {}),
    ...(draft.draws.length > 0 ? { draws: draft.draws.map(drawMembers) } : {}),
    ...(draft.onePrize ? {} : { one_prize: false }),
    ...draft.rest,
    ...(window ? { window: windowMembers(window) } : { rounds: draft.rounds.map((round) => roundMembers(round, draft.play)) }),
  }
}

// ---- From a file.

function playOf(round: Rest): Play {
  const points = isObject(round.points) ? round.points : { right: round.points }
  const speed = isObject(round.speed) ? round.speed : null
  return {
    seconds: typeof round.seconds === 'number' ? round.seconds : null,
    reading: number(round.reading, 0),
    right: typeof points.right === 'number' ? points.right : null,
    wrong: number(points.wrong, 0),
    none: number(points.none, 0),
    speed: speed ? 'linear' : 'none',
    floor: number(speed?.floor, 50),
    change: round.change === true,
    standings: word(round.standings, ['turn', 'round', 'end'], 'turn'),
  }
}

const PLAY_NAMES = ['seconds', 'reading', 'points', 'speed', 'change', 'standings']

const isWhole = (round: Rest): boolean =>
  (typeof round.format === 'string' && round.format !== 'everyone') || Array.isArray(round.draw) || round.by_value !== undefined ||
  (isObject(round.draw) && round.draw.bank === undefined) || (isObject(round.speed) && round.speed.kind !== 'linear')

function roundOf(value: unknown, key: number): DraftRound {
  const round = isObject(value) ? value : {}
  if (isWhole(round)) return { ...newRound(key, isObject(round.draw) ? String(round.draw.bank ?? '') : ''), title: map(round.title), whole: without(round, 'title') }
  const named = isObject(round.questions) ? round.questions : null
  const draw = isObject(round.draw) ? round.draw : {}
  const [low, high] = Array.isArray(draw.difficulty) ? draw.difficulty : []
  const further = without(draw, 'bank', 'count', 'tags', 'kinds', 'difficulty')
  return {
    key,
    title: map(round.title),
    bank: String(named?.bank ?? draw.bank ?? ''),
    ids: named ? strings(named.ids) : null,
    count: number(draw.count, 10),
    tags: strings(draw.tags),
    kinds: strings(draw.kinds) as Kind[],
    difficulty: [number(low, 1), number(high, 5)],
    intro: round.intro === true,
    own: playOf(round),
    rest: {
      ...without(round, 'title', 'format', 'intro', 'questions', 'draw', ...PLAY_NAMES),
      ...(Object.keys(further).length > 0 ? { draw: further } : {}),
    },
  }
}

function teamOf(value: unknown): Team {
  if (!isObject(value)) return { name: String(value), roster: null }
  const names = map(value.name)
  const plain = typeof value.name === 'string' ? value.name : Object.keys(names).length === 1 ? names.und : undefined // as it was written
  return {
    name: plain ?? names,
    roster: typeof value.roster === 'number' ? value.roster : null,
    ...(Array.isArray(value.members) ? { members: strings(value.members) } : {}),
  }
}

/** Null: this is no contest file at all. */
export function draftOf(text: string): Draft | null {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return null
  }
  if (!isObject(file)) return null
  const window = isObject(file.window) ? windowOf(file.window, file.tie) : null
  const listed = Array.isArray(file.rounds) ? file.rounds : []
  if (!window && listed.length === 0) return null
  const rounds = window ? [] : listed.map((round, i) => roundOf(round, i + 1))
  // How the first round is played is how all are; the others differ where they do.
  const play = rounds.find((round) => round.own)?.own ?? PLAY
  const same = JSON.stringify(play)
  const score = isObject(file.team_score) ? file.team_score : {}
  const weights = isObject(score.weights) ? score.weights : null
  return {
    title: map(file.title),
    languages: Array.isArray(file.languages) ? strings(file.languages) : null,
    main: typeof file.default_language === 'string' ? file.default_language : null,
    wall: strings(file.screen_languages),
    pace: word(file.pace, ['host', 'auto'], 'host'),
    late: word(file.late, ['any', 'lobby'], 'any'),
    teams: Array.isArray(file.teams) ? file.teams.map(teamOf) : [],
    teamRequired: file.team_required === true,
    teamScore: weights ? 'weighted' : isObject(file.team_score) ? 'best' : word(file.team_score, ['mean', 'sum', 'turnout'], 'mean'),
    best: number(score.best, 5),
    weights: { turnout: number(weights?.turnout, 50), mean: number(weights?.mean, 50) },
    play,
    rounds: rounds.map((round) => ({ ...round, own: JSON.stringify(round.own) === same ? null : round.own })),
    window,
    awards: Array.isArray(file.awards) ? file.awards.map(awardOf) : [],
    draws: Array.isArray(file.draws) ? file.draws.map(drawOf) : [],
    onePrize: file.one_prize !== false,
    rest: without(file, ...(window ? ['window', 'tie'] : []), 'awards', 'draws', 'one_prize', 'format', 'version', 'title', 'languages', 'default_language', 'screen_languages', 'pace', 'late',
      'teams', 'team_score', 'team_required', 'rounds'),
  }
}

// ---- Teams as people type them: one a line, how many belong to it after a comma.

export const teamLine = ({ name, roster }: Team, tag: string): string => {
  const text = typeof name === 'string' ? name : (name[tag] ?? Object.values(name)[0] ?? '')
  return roster === null ? text : `${text}, ${roster}`
}

/** Teams known before keep their names in other languages. */
export function teamsOf(text: string, tag: string, known: Team[]): Team[] {
  return text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '').map((line) => {
    const [, before = '', digits = ''] = /^(.*\S)\s*[,，;；\t]\s*([1-9]\d{0,6})$/.exec(line) ?? []
    const name = before === '' ? line : before
    const old = known.find((team) => teamLine({ ...team, roster: null }, tag) === name)
    return {
      name: old?.name ?? name, roster: digits === '' ? null : Number(digits), ...(old?.members ? { members: old.members } : {}),
    }
  })
}
