// A window's local times become instants by the system's tz database, read by our own reader: what it says is held against what Intl
// says, which has a database of its own.
import assert from 'node:assert/strict'
import test from 'node:test'
import { serve } from './lib.mjs'

const server = await serve()

const HOUR = 3600000

/** A contest that opens at this local time, and closes at noon of the last day but one of the year. */
function make(time_zone, opens_at) {
  const window = { opens_at, closes_at: `${opens_at.slice(0, 4)}-12-30T12:00`, time_zone, paper: [{ placeholder: 2, count: 1 }] }
  return server.http('POST', '/api/contests', { body: JSON.stringify({ title: { en: 'Z' }, window }) })
}

/** The local time of an instant, as contest files write it. */
function wall(time_zone, at) {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: time_zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
    .formatToParts(at).reduce((all, { type, value }) => ({ ...all, [type]: value }), {})
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`
}

/** The first instant at which it is so late there; null: never. */
function instant(time_zone, local) {
  const around = Date.parse(`${local}Z`)
  for (let at = around - 15 * HOUR; at <= around + 15 * HOUR; at += HOUR / 4) if (wall(time_zone, at) === local) return at
  return null
}

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Chatham', 'Europe/Dublin', 'Pacific/Kiritimati', 'UTC']
// Winter and summer, an hour that is there twice somewhere, one that is not there somewhere, and far ahead.
const TIMES = ['2027-01-15T08:00', '2027-07-15T23:45', '2026-10-25T02:30', '2026-11-01T01:30', '2027-03-28T02:30', '2027-03-14T02:30', '2027-04-04T01:45', '2050-07-01T12:00']

test(`${ZONES.length} zones open when Intl says it is that late`, async () => {
  const wanted = new Map()
  let gaps = 0
  for (const zone of ZONES) {
    for (const local of TIMES) {
      const at = instant(zone, local)
      const reply = await make(zone, local)
      if (at === null) {
        assert.equal(reply.status, 422, `${zone} ${local}`)
        assert.deepEqual(reply.json.problems.map(({ code }) => code), ['time_not_there'], `${zone} ${local}`)
        gaps++
      } else {
        assert.equal(reply.status, 201, `${zone} ${local}: ${reply.text}`)
        wanted.set(reply.json.id, [zone, local, at])
      }
    }
  }
  assert.ok(gaps >= 3, `${gaps} times that are never there`)
  const { contests } = (await server.http('GET', '/api/contests')).json
  for (const [id, [zone, local, at]] of wanted) {
    const { window } = contests.find((contest) => contest.id === id)
    assert.equal(new Date(window.opens_at).toISOString(), new Date(at).toISOString(), `${zone} ${local}`)
  }
})
