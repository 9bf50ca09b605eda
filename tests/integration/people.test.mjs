// Lists of people and units as an organizer brings them, and contests out of the way.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { BANK, fileOf, serve } from './lib.mjs'
import { workbook } from './lib/workbook.mjs'

const server = await serve()
let contest

before(async () => {
  const bank = await server.importBank(BANK)
  contest = await server.contest(fileOf(bank, ['single']))
})

const read = async (body, kind = 'roster', rest = '') => {
  const { status, json, text } = await server.http('POST', `/api/people?kind=${kind}${rest}`, { body })
  assert.equal(status, 200, text)
  return json
}
const codes = ({ problems }) => problems.map(({ code }) => code)

test('a roster is read from CSV: names, units and codes, and nothing else', async () => {
  const answer = await read('序号,姓名,部门,身份证号,手机,编号\n1,张三,安全科,11010519491231002X,13800138000,A7\n2,李四,安全科,,,\n3,王五,财务科,,,\n')
  assert.deepEqual(answer.people, [{ name: '张三', unit: '安全科', code: 'A7' }, { name: '李四', unit: '安全科' }, { name: '王五', unit: '财务科' }])
  assert.deepEqual(answer.units, [{ name: '安全科', size: 2 }, { name: '财务科', size: 1 }])
  assert.deepEqual(codes(answer), ['private_column', 'private_column'])
  assert.doesNotMatch(JSON.stringify(answer), /13800138000|1101051949/)
})

test('a workbook and bytes of GBK are read alike', async () => {
  const rows = [['Name', 'Class'], ['Ann', '1b'], ['Bob', '1c']]
  assert.deepEqual((await read(workbook([{ name: 'People', rows }]))).people, [{ name: 'Ann', unit: '1b' }, { name: 'Bob', unit: '1c' }])
  const gbk = Buffer.from('d0d5c3fb2cb0e0bcb60ad5c5c8fd2cd2bbb0e00a', 'hex')
  assert.deepEqual((await read(gbk, 'roster', '&encoding=gb18030')).people, [{ name: '张三', unit: '一班' }])
})

test('of several sheets the one that is named is read', async () => {
  const book = workbook([{ name: 'A', rows: [['name'], ['Ann']] }, { name: 'B & C', rows: [['name'], ['Bob']] }])
  assert.deepEqual((await read(book)).people, [{ name: 'Ann', unit: '' }])
  assert.deepEqual((await read(book, 'roster', `&sheet=${encodeURIComponent('B & C')}`)).people, [{ name: 'Bob', unit: '' }])
  assert.deepEqual(codes(await read(book, 'roster', '&sheet=C')), ['no_sheet'])
})

test('units come with their sizes', async () => {
  const answer = await read('单位\t人数\n一车间\t1200\n二车间\t\n一车间\t3\n', 'units')
  assert.deepEqual(answer.units, [{ name: '一车间', size: 1200 }, { name: '二车间', size: null }])
  assert.deepEqual([answer.people, codes(answer)], [[], ['same_unit']])
})

test('what is no list is said to be none', async () => {
  for (const [body, code] of [['', 'empty_file'], ['%PDF-1.4', 'foreign_format'], ['{"a":1}', 'not_recognised'], ['部门,手机\n安全科,1\n', 'no_name_column'], ['PK\x03\x04', 'damaged_package']]) {
    const answer = await read(body)
    assert.deepEqual([answer.people, answer.units, codes(answer)], [[], [], [code]])
  }
  for (const query of ['', '?kind=both', '?kind=roster&encoding=klingon', `?kind=units&sheet=${'x'.repeat(300)}`]) {
    const { status, json } = await server.http('POST', `/api/people${query}`, { body: 'name\nAnn\n' })
    assert.deepEqual([status, json.error.code], [400, 'bad_option'], query)
  }
  assert.equal((await server.http('POST', '/api/people?kind=roster', { body: Buffer.alloc(16 * 1024 * 1024 + 2) })).status, 413)
})

test('a contest is archived and comes back', async () => {
  const listed = async () => (await server.http('GET', '/api/contests')).json.contests.find(({ id }) => id === contest.id)
  const archive = (body, id = contest.id) => server.http('POST', `/api/contests/${id}/archive`, { body })
  assert.equal((await listed()).archived, false)
  assert.equal((await archive('{"archived":true}')).status, 204)
  assert.equal((await listed()).archived, true)
  assert.equal((await server.http('GET', `/api/contests/${contest.id}`)).json.archived, true)
  assert.equal((await archive('{"archived":"no"}')).json.error.code, 'bad_field')
  assert.equal((await archive('{"archived":true}', 'none')).status, 404)
  assert.equal((await archive('{"archived":false}')).status, 204)
  assert.equal((await listed()).archived, false)
})
