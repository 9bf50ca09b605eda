// The contract as code: docs/schema/message.schema.json for frames and docs/openapi.json for HTTP.
// The published schemas leave objects open, because fields may be added; here every object that
// lists its properties is closed, so that a field nobody documented fails a test.
import { readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const DOCS = new URL('../../../docs/', import.meta.url)
export const readDoc = (path) => JSON.parse(readFileSync(new URL(path, DOCS), 'utf8'))

/** Closes every object schema that lists properties and says nothing about others. */
export function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed)
  if (schema === null || typeof schema !== 'object') return schema
  const out = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  if (out.type === 'object' && out.properties && !('additionalProperties' in out)) {
    out.additionalProperties = false
  }
  return out
}

function newAjv() {
  const ajv = new Ajv2020({ allErrors: false, strict: false, multipleOfPrecision: 6 })
  addFormats(ajv)
  return ajv
}

export const messages = closed(readDoc('schema/message.schema.json'))
const ajv = newAjv()
ajv.addSchema(messages, 'messages')

const TO = { player: 'to_player', screen: 'to_screen', host: 'to_host', judge: 'to_judge' }
const FROM = { player: 'from_player', screen: 'from_viewer', host: 'from_host', judge: 'from_viewer' }

const typeOf = (name) => messages.$defs[name].properties?.type?.const ?? messages.$defs[name].oneOf[0].properties.type.const

/** The definitions of one direction that describe messages of this type. */
const candidates = (list, type) => messages.$defs[list].oneOf
  .map(({ $ref }) => $ref.slice('#/$defs/'.length))
  .filter((name) => typeOf(name) === type)

function problemIn(list, message) {
  const names = candidates(list, message?.type)
  if (names.length === 0) return `${list} knows no message of type ${JSON.stringify(message?.type)}`
  const problems = []
  for (const name of names) {
    const validate = ajv.getSchema(`messages#/$defs/${name}`)
    if (validate(message)) return null
    problems.push(`${name}: ${ajv.errorsText(validate.errors)} ${JSON.stringify(validate.errors?.at(-1)?.params)}`)
  }
  return problems.join('; ')
}

/** What is wrong with a message the server sent to this role, or null. */
export const problemTo = (role, message) => problemIn(TO[role], message)
/** What is wrong with a message a client of this role sends, or null. */
export const problemFrom = (role, message) => problemIn(FROM[role], message)

// ---- HTTP

export const api = readDoc('openapi.json')
const httpAjv = newAjv()
httpAjv.addSchema({ ...api, components: closed(api.components) }, 'api')

const templates = Object.keys(api.paths).map((path) => ({
  path, pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`), variables: (path.match(/\{/g) ?? []).length,
})).sort((a, b) => a.variables - b.variables)

const pointer = (...keys) => keys.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')

/** What is wrong with an answer of the server by docs/openapi.json, or null. */
export function problemOfAnswer(method, path, answer) {
  const found = templates.find(({ pattern }) => pattern.test(path))
  if (!found) return answer.status === 404 ? null : `${path} is not documented, yet answered ${answer.status}`
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase()
  const operation = api.paths[found.path][verb]
  if (!operation) return [405, 404].includes(answer.status) ? null : `${method} ${found.path} is not documented, yet answered ${answer.status}`
  const status = String(answer.status)
  let documented = operation.responses[status]
  if (!documented) return `${method} ${found.path} answered ${status}, which is not documented: ${answer.text.slice(0, 200)}`
  let where = pointer('paths', found.path, verb, 'responses', status)
  if (documented.$ref) {
    where = documented.$ref.slice(1)
    documented = where.slice(1).split('/').reduce((node, key) => node[key], api)
  }
  const types = Object.keys(documented.content ?? {})
  const type = (answer.headers['content-type'] ?? '').split(';')[0]
  if (types.length === 0) return answer.text === '' || method === 'HEAD' ? null : `${method} ${found.path} ${status} has an undocumented body`
  if (!types.includes(type)) return `${method} ${found.path} ${status} is ${type}, documented is ${types}`
  if (type !== 'application/json' || method === 'HEAD') return null
  const validate = httpAjv.getSchema(`api#${where}${pointer('content', type, 'schema')}`)
  if (validate(answer.json)) return null
  return `${method} ${found.path} ${status}: ${httpAjv.errorsText(validate.errors)} ${JSON.stringify(validate.errors[0].params)} in ${answer.text.slice(0, 400)}`
}
