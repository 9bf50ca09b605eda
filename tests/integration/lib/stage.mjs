// A stage: three teams with a phone or two each, one phone in the hall, the host's console and the wall.
import { host, join, screen } from './contest.mjs'
import { fileOf } from './bank.mjs'

const both = (en, zh) => ({ en, 'zh-Hans': zh })
export const TEAMS = [{ name: both('Red', '红队') }, { name: both('Blue', '蓝队') }, { name: both('Green', '绿队') }]
export const RED = 1
export const BLUE = 2
export const GREEN = 3

/** A contest of teams with one round over these questions. */
export const makeStage = (server, bank, ids, round, contest = {}) =>
  server.contest(fileOf(bank, ids, { standings: 'turn', ...round }, { seats: 'teams', teams: TEAMS, ...contest }))

/** Everybody is there; the contest is in its lobby. */
export async function attendStage(server, contest) {
  const desk = await host(server, contest)
  const wall = await screen(server, contest)
  const red = await join(server, contest, 'Ann', { team: 'Red' })
  const mate = await join(server, contest, 'Abe', { team: 'Red' })
  const blue = await join(server, contest, 'Bo', { team: 'Blue' })
  const green = await join(server, contest, 'Cy', { team: '绿队' })
  const hall = await join(server, contest, 'Hal')
  return { desk, wall, red, mate, blue, green, hall, phones: [red, mate, blue, green, hall] }
}

/** The state in which the stage has come to this step (of this seat). */
export const step = (client, name, seat) => client.next('state',
  (state) => state.stage?.step === name && (seat === undefined || state.stage.seat === seat), `step ${name} of ${seat}`)
/** What the phone is told of itself, once it fits. */
export const told = (client, fits) => client.next('you', fits)
export const scores = (state) => state.seats.map(({ score }) => score)
