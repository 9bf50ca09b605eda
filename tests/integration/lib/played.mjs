// An evening on the stage that has everything results can tell: verdicts, an answer of a phone, a verdict taken back, a foul, a
// reversal, a question made void afterwards, an adjustment with words that look like a formula.
import { fileOf, plainBank } from './bank.mjs'
import { advance, together } from './contest.mjs'
import { BLUE, GREEN, RED, TEAMS, attendStage, scores } from './stage.mjs'

export const MEMBERS = [['R1', 'R2'], ['B1', 'B2'], ['=G1', 'G2']]
export const REASON = '=the "lamp" failed'

/** Plays it to its end: Green 122.5, Red 107, Blue 100. */
export async function playEvening(server) {
  const bank = await server.importBank(plainBank(8))
  const file = fileOf(bank, ['q1', 'q2', 'q3'], { format: 'turn', per_seat: 1, speaker: 'member', points: { right: 10 }, title: { en: 'Must' } },
    { seats: 'teams', teams: TEAMS.map((team, i) => ({ ...team, members: MEMBERS[i] })), base: 100, individual: true })
  file.rounds.push({ format: 'buzzer', questions: { bank, ids: ['q4', 'q5', 'q6'] }, reading: 60, seconds: 60, buzz_seconds: 60,
    points: { right: 20, wrong: -20, none: -20 }, early: { then: 'deduct', points: -2.5 }, limit: 2 })
  const contest = await server.contest(file)
  const { desk, red, blue, hall, phones } = await attendStage(server, contest)
  const rule = (is, args = {}) => desk.do('verdict', { is, ...args }, (s) => s.stage?.verdict)

  await advance(desk, 'open', 1)
  await together(phones, 'open', 1)
  await hall.answer(1, 'a')
  await rule('right') // R1: 110
  await advance(desk, 'open', 2)
  await together(phones, 'open', 2)
  await hall.answer(2, 'b')
  await blue.answer(2, 'b') // B1: wrong
  await advance(desk, 'open', 3)
  await rule('wrong')
  await desk.do('undo', {}, (s) => s.phase === 'open')
  await rule('partial', { points: 2.5 }) // =G1: 102.5
  await advance(desk, 'reading', 4)
  await red.state('reading', 4)
  await red.act('buzz', 4) // early: 107.5
  await advance(desk, 'open', 4)
  await desk.do('buzz', { seat: GREEN }, (s) => s.stage?.step === 'answer')
  await rule('wrong') // 82.5
  await advance(desk, 'open', 5)
  await desk.do('buzz', { seat: BLUE }, (s) => s.stage?.step === 'answer')
  await rule('right') // 120
  await advance(desk, 'reveal', 5)
  await desk.do('reverse', { turn: 4, seat: GREEN, is: 'right' }, (s) => scores(s)[2] === 122.5)
  await desk.do('void', { turn: 5 }, (s) => scores(s)[1] === 100)
  await desk.do('adjust', { seat: RED, points: -0.5, reason: REASON }, (s) => scores(s)[0] === 107)
  await desk.do('finish', {}, (s) => s.phase === 'finished')
  return contest
}
