// A planted fault whose place in the code has moved is found by nobody any more, and nobody notices.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test from 'node:test'
import { fileURLToPath } from 'node:url'

test('every fault of tests/sim/mutants.txt can still be planted', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL('../../tools/mutants', import.meta.url)), '--check'], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  assert.match(stdout, /^([1-9]\d*) of \1 faults can be planted/)
})
