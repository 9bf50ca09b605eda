// Contests over days: papers begun, answered, handed in; on another device, after a crash, at the close; one by one and by the day.
import assert from 'node:assert/strict'
import test from 'node:test'
import { attend, host, plainBank, screen, serve } from './lib.mjs'
import { enter, handIn, open, turnedAway, windowFile } from './lib/window.mjs'

const server = await serve()
const bank = await server.importBank(plainBank(8))

test('a paper outlives a crash, and goes on with the personal code on another device', async () => {
  const contest = await server.contest(windowFile(bank, { seconds: 1800, reveal: 'hand_in' }))
  const phone = await enter(server, contest, { name: 'Li' })
  assert.equal(phone.attempt.state, 'none')
  assert.equal(phone.attempt.may_open, true)
  assert.equal(phone.first.phase, 'open')
  assert.deepEqual(phone.welcome.contest.window, phone.first.window)
  const paper = await open(phone)
  assert.equal(paper.questions.length, 5)
  assert.ok(paper.questions.every((question) => !('right' in question)))
  await phone.answer(1, 'a')
  await phone.answer(3, 'b')
  await server.kill()
  await server.again()
  const tablet = await enter(server, contest, { personal_code: phone.attempt.personal_code.toLowerCase() })
  assert.equal(tablet.player, phone.player)
  assert.equal(tablet.token, phone.token)
  assert.equal(tablet.welcome.name, 'Li')
  assert.deepEqual(tablet.attempt.answered, [1, 3])
  assert.deepEqual(tablet.attempt.questions.map(({ answer }) => answer), ['a', undefined, 'b', undefined, undefined])
  assert.deepEqual(tablet.attempt.questions.map(({ prompt }) => prompt), paper.questions.map(({ prompt }) => prompt))
  assert.deepEqual(tablet.attempt.questions.map(({ options }) => options), paper.questions.map(({ options }) => options))
  assert.ok(tablet.attempt.ends_at >= paper.ends_at, 'the outage costs no time')
  const done = await handIn(tablet)
  assert.equal(done.state, 'handed_in')
  assert.equal(done.why, 'own')
  assert.equal(done.score, 10)
  assert.equal(done.correct, 1)
  assert.deepEqual(done.questions.map(({ correct }) => correct), [true, false, false, false, false])
  assert.deepEqual(done.total, { score: 10, papers: 1 })
  assert.equal(done.why_not, 'no_attempts')
})
