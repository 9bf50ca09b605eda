// What the content tests share: the files in questions/, the compiled schemas, and how text is
// measured and compared.
import { readFileSync, readdirSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

export const ROOT = new URL('../../../questions/', import.meta.url)
export const LANGUAGES = ['zh-Hans', 'en'] // what banks and contests that ship with Jinbang are complete in

export const readJson = (path) => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'))
export const list = (folder, ending) => readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith(ending)).sort()

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false,
  // 2.3 is not a whole multiple of 0.01 in binary; six decimals of slack tell 2.3 from 2.305
  multipleOfPrecision: 6 })
addFormats(ajv)
export const bankSchema = ajv.compile(readJson('schema/bank.schema.json'))
export const contestSchema = ajv.compile(readJson('schema/contest.schema.json'))
export const errorsOf = (validate) => ajv.errorsText(validate.errors, { separator: '\n' })

export const bankFiles = list('banks/', '.bank.json')
export const contestFiles = list('contests/', '.json')
export const banks = new Map(bankFiles.map((name) => {
  const bank = readJson(`banks/${name}`)
  return [bank.id ?? name.replace(/\.bank\.json$/, ''), bank]
}))
export const contests = new Map(contestFiles.map((name) => [name, readJson(`contests/${name}`)]))

export const copy = (value) => structuredClone(value)

// Width as the projector counts it: Han, kana, hangul and full-width forms are double.
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u
export const width = (text) => Array.from(text).reduce((sum, c) => sum + (WIDE.test(c) ? 2 : 1), 0)
export const fold = (text) => text.normalize('NFKC').toLowerCase().replace(/[\p{P}\p{S}\s]+/gu, ' ').trim()

// Does the text give the phrase away? Words are compared whole; scripts without spaces by substring.
export const contains = (text, phrase) => {
  const inside = fold(text)
  const wanted = fold(phrase)
  if (wanted === '') return false
  if (WIDE.test(wanted)) return inside.replaceAll(' ', '').includes(wanted.replaceAll(' ', ''))
  return ` ${inside} `.includes(` ${wanted} `)
}

export function duplicates(values) {
  const seen = new Set()
  return values.filter((value) => seen.size === seen.add(value).size)
}

/**
 * Runs check on a copy of good() for each fault planted in it, and wants every fault to be seen. A fault
 * is a function that plants it, or [function, pattern] where a certain problem must be among those named.
 */
export function seesEach(assert, good, faults, check) {
  for (const [name, fault] of Object.entries(faults)) {
    const [plant, pattern] = Array.isArray(fault) ? fault : [fault, /./]
    const faulty = good()
    plant(faulty)
    const seen = check(faulty)
    assert.ok(seen.some((problem) => pattern.test(problem)), `${name}: ${JSON.stringify(seen)}`)
  }
}

/** The bank and the contests that faults are planted in. */
export const goodBank = () => copy(banks.get('geography-and-nature'))
export const goodContest = () => copy(contests.get('evening.json'))
export const goodWindow = () => copy(contests.get('online-contest.json'))
export const goodStage = () => copy(contests.get('stage-evening.json'))
export const first = (bank, type) => bank.questions.find((question) => question.type === type)
