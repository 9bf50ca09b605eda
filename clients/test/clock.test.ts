import { expect, it } from 'vitest'
import { Clock } from '../shared/clock'

function clockAt(start: number): { clock: Clock; set: (ms: number) => void } {
  let local = start
  return { clock: new Clock(() => local), set: (ms) => { local = ms } }
}

it('trusts the ping with the shortest round trip', () => {
  const { clock, set } = clockAt(0)
  set(1000)
  clock.pong(0, 5400) // 1000 ms there and back, badly lopsided
  set(2040)
  clock.pong(2000, 7020) // 40 ms: offset 5000
  set(4000)
  clock.pong(3000, 8900)
  expect(clock.offset).toBe(5000)
  expect(clock.now()).toBe(9000)
  expect(clock.rtt).toBe(1000)
})

it('forgets a sample after eight newer ones', () => {
  const { clock, set } = clockAt(0)
  set(10)
  clock.pong(0, 105) // the best: offset 100
  for (let i = 1; i <= 8; i += 1) {
    expect(clock.offset).toBe(100)
    set(i * 1000 + 200)
    clock.pong(i * 1000, i * 1000 + 100 + 300) // offset 300
  }
  expect(clock.offset).toBe(300)
})

it('uses a time stamp until the first pong and not after it', () => {
  const { clock, set } = clockAt(500)
  clock.hint(10_500)
  expect(clock.now()).toBe(10_500)
  set(520)
  clock.pong(500, 20_510)
  clock.hint(1)
  expect(clock.offset).toBe(20_000)
})

it('starts anew after a reset and stays near meanwhile', () => {
  const { clock, set } = clockAt(0)
  set(20)
  clock.pong(0, 110)
  clock.reset()
  expect(clock.offset).toBe(100)
  clock.hint(9020)
  expect(clock.offset).toBe(9000)
})
