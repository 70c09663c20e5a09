/** POST /eligibility/batch and its preview: tables in and out. */
import { parse } from 'csv-parse/sync'
import type { CellValue, WriteSheet } from 'hucre'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import t from 'tap'
import { Circuit } from '../../src/engine/circuit.ts'
import type { Policy } from '../../src/policy/model.ts'
import { TableBody, tableIn } from '../../src/routes/batch-tables.ts'
import { build } from '../helpers/service.ts'

const CSV = 'text/csv'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const LINES = 'application/x-ndjson'
const day = (text: string) => new Date(`${text}T00:00:00Z`)
const HEADER = ['编号', '企业名称', '企业规模', '月租金', '租期开始日', '在平谷区注册']
const GOOD: CellValue[] = ['A', '甲', '小型', 12000, day('2022-01-01'), true]
const sheet = (rows: CellValue[][], more: Partial<WriteSheet> = {}): WriteSheet => ({
  name: '甲',
  rows,
  ...more
})

interface Posted {
  name: string
  type: string
  payload: string | Buffer
  accept?: string
  query?: string
  status: number
  /** in the answer, as text */
  says: RegExp
}

t.test('POST /eligibility/batch: tables in and out', async t => {
  const app = await build(t)
  const office = '编号,企业名称,申请人类型,企业规模\nA,甲,个人,\nB,乙,企业,巨型\n'
  const book = Buffer.from(await writeXlsx({ sheets: [sheet([HEADER, GOOD])] }))
  const two = Buffer.from(
    await writeXlsx({ sheets: [sheet([HEADER, GOOD]), sheet([HEADER, ['B']], { name: '乙' })] })
  )
  const near = '编号,企业规摸,月租金\nA,小型,1\n'
  const cases: Posted[] = [
    {
      name: 'lines of a table',
      type: CSV,
      payload: office,
      status: 200,
      says: /"id":"A".*\n\{"line":3,"id":"B","error".*\n\{"end"/
    },
    {
      name: 'a table of a table',
      type: CSV,
      payload: office,
      accept: CSV,
      status: 200,
      says: /^\uFEFF编号,企业名称,日期,错误,.*\r\nA,甲,2022-07-01,,.*\r\nB,乙,,第 3 行“企业规模”列/
    },
    {
      name: 'with reasons',
      type: CSV,
      payload: office,
      accept: `${CSV};q=1, */*`,
      query: '?explain=summary&measures=vat-credit-refund',
      status: 200,
      says: /A,甲,2022-07-01,,vat-credit-refund/
    },
    {
      name: 'lines as a table',
      type: LINES,
      payload: '{"id":"A","facts":{}}',
      accept: `text/html, ${CSV}`,
      status: 200,
      says: /^\uFEFF编号,日期,错误,(?:[^,\r]+,){20}/
    },
    {
      name: 'of nothing known',
      type: CSV,
      payload: '编号,企业规模\nA,\n',
      accept: CSV,
      status: 200,
      says: /^\uFEFF编号,日期,错误,(?:[^,\r]+,){20}/
    },
    {
      name: 'in GB 18030',
      type: CSV,
      payload: Buffer.from('b1e0bac52cc9eac7ebc8cbc0e0d0cd0d0abcd72cc6f3d2b50d0a', 'hex'),
      status: 200,
      says: /"id":"甲"/
    },
    { name: 'in UTF-8, with its mark', type: CSV, payload: `\uFEFF${office}`, status: 200, says: /"id":"A"/ },
    {
      name: 'in UTF-16',
      type: CSV,
      payload: Buffer.from(`\uFEFF${office}`, 'utf16le'),
      status: 200,
      says: /"id":"A"/
    },
    { name: 'a workbook', type: XLSX, payload: book, status: 200, says: /"id":"A".*\n\{"end"/ },
    {
      name: 'a sheet of two',
      type: XLSX,
      payload: two,
      query: `?sheet=${encodeURIComponent('乙')}`,
      status: 200,
      says: /"id":"B"/
    },
    { name: 'one sheet or the other', type: XLSX, payload: two, status: 400, says: /请指明读哪一个/ },
    {
      name: 'a misspelt title',
      type: CSV,
      payload: near,
      status: 400,
      says: /表头有 1 处错误.*第 2 列“企业规摸”不是已知的事实/
    },
    {
      name: 'a title that is kept',
      type: CSV,
      payload: near,
      query: `?keep=${encodeURIComponent('企业规摸,备注')}`,
      status: 200,
      says: /"id":"A"/
    },
    { name: 'no workbook', type: XLSX, payload: 'x', status: 400, says: /unreadable-body.*打不开/ },
    { name: 'a workbook called a text', type: CSV, payload: book, status: 400, says: /这是Excel 工作簿/ },
    { name: 'nothing', type: CSV, payload: '', status: 400, says: /表格是空的/ },
    { name: 'bytes', type: CSV, payload: Buffer.from('a\0b,c\n'), status: 400, says: /不像是文本文件/ },
    {
      name: 'a header never closed',
      type: CSV,
      payload: '"编号,企业规模\n',
      status: 400,
      says: /表头的引号不成对/
    },
    {
      name: 'too many columns',
      type: CSV,
      payload: `${'甲,'.repeat(1001)}乙\n`,
      status: 400,
      says: /最多 1000 列/
    },
    {
      name: 'too long',
      type: CSV,
      payload: Buffer.alloc(33 * 1024 * 1024, 'x'),
      status: 413,
      says: /表格太大/
    },
    {
      name: 'too much explained',
      type: CSV,
      payload: office,
      accept: CSV,
      query: '?explain=full',
      status: 400,
      says: /表格里放不下/
    }
  ]
  for (const { name, type, payload, accept = '*/*', query = '', status, says } of cases) {
    const headers = { 'content-type': type, accept }
    const response = await app.inject({ method: 'POST', url: `/eligibility/batch${query}`, headers, payload })
    t.equal(response.statusCode, status, `${name}: ${response.body.slice(0, 200)}`)
    t.match(response.body.replaceAll(/\n(?!\{)/g, '\n'), says, name)
  }
  const response = await app.inject({
    method: 'POST',
    url: '/eligibility/batch?explain=summary',
    headers: { 'content-type': XLSX, accept: XLSX },
    payload: book
  })
  t.match(response.headers['content-disposition'], 'answers.xlsx')
  const { sheets } = await readXlsx(response.rawPayload)
  t.strictSame(sheets[0]?.rows[1]?.slice(0, 3), ['A', '甲', day('2022-07-01')])
  t.equal(sheets[1]?.name, '汇总')

  // More than is held at once, on both sides.
  const long = Array.from({ length: 3000 }, (_, index): CellValue[] => [`A${index}`, '甲', '小型'])
  const large = await app.inject({
    method: 'POST',
    url: '/eligibility/batch?measures=vat-credit-refund',
    headers: { 'content-type': XLSX, accept: CSV },
    payload: Buffer.from(await writeXlsx({ sheets: [sheet([HEADER, ...long])] }))
  })
  t.equal(parse(large.body, { bom: true }).length, 3001)
  const lines = await app.inject({
    method: 'POST',
    url: '/eligibility/batch',
    headers: { 'content-type': LINES, accept: XLSX },
    payload: '{"id":"A","facts":{}}'
  })
  t.match((await readXlsx(lines.rawPayload)).sheets[0]?.rows[1], ['A', day('2022-07-01')])
  await t.rejects(
    tableIn(new TableBody(CSV, Buffer.from(near)), {} as Policy, {}),
    TypeError,
    'no fault of the table'
  )

  // What a row throws is told of by its number, and nothing of what it says.
  const { take } = Circuit.prototype
  t.teardown(() => Object.assign(Circuit.prototype, { take }))
  Circuit.prototype.take = () => {
    throw new Error('thrown')
  }
  const thrown = await app.inject({
    method: 'POST',
    url: '/eligibility/batch?measures=vat-credit-refund',
    headers: { 'content-type': CSV, accept: CSV },
    payload: office
  })
  t.match(thrown.body, /判断这一行时程序出了错/)
})

t.test('a table before it is decided', async t => {
  const app = await build(t)
  const look = (type: string, payload: string | Buffer, query = '') =>
    app.inject({
      method: 'POST',
      url: `/eligibility/batch/preview${query}`,
      headers: { 'content-type': type },
      payload
    })
  const rows = Array.from(
    { length: 100 },
    (_, index) => `${index},甲,${index < 20 ? '小型' : '巨型'},1,${index === 3 ? ',,x' : ''}`
  )
  const {
    columns,
    rows: shown,
    ...rest
  } = (await look(CSV, ['编号,企业名称,*企业规模,,日期', ...rows].join('\n'))).json()
  t.strictSame(rest, { sheet: null, otherSheets: [], total: 100, wrong: 100 })
  t.strictSame(columns, [
    { title: '编号', kind: 'id', fact: null, label: null },
    { title: '企业名称', kind: 'beside', fact: null, label: null },
    { title: '*企业规模', kind: 'fact', fact: 'enterprise.size', label: '企业规模' },
    { title: '', kind: 'none', fact: null, label: null },
    { title: '日期', kind: 'asOf', fact: null, label: null }
  ])
  t.equal(shown.length, 50)
  t.match(shown[3], {
    line: 5,
    cells: ['3', '甲', '小型', '1', ''],
    errors: [{ column: null, message: /第 5 行有 7 格/ }, {}]
  })
  t.match(shown[20].errors[0], { column: 2, message: /看不懂“巨型”/ })

  const fine = ['编号,企业规模', ...Array.from({ length: 30 }, (_, index) => `${index},小型`)].join('\n')
  t.match((await look(CSV, fine)).json(), { total: 30, wrong: 0, rows: { length: 10 } })
  const book = Buffer.from(
    await writeXlsx({ sheets: [sheet([HEADER, GOOD]), sheet([['x']], { name: '乙' })] })
  )
  t.match((await look(XLSX, book)).json(), { sheet: '甲', otherSheets: ['乙'], total: 1 })
  t.equal((await look(LINES, '{}')).statusCode, 415)
  t.equal((await app.inject({ method: 'POST', url: '/eligibility/batch/preview' })).statusCode, 415)
  t.equal((await look(CSV, '编号,企业规摸,月租金', '?keep=x')).statusCode, 400)
})
