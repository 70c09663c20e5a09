/** Workbooks in and out. */
import { existsSync, readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import type { CellValue, WriteSheet } from 'hucre'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import t from 'tap'
import { DETAIL_TITLES, placesIn } from '../../../src/batch/csv/details.ts'
import { expectedOf } from '../../../src/batch/csv/expected.ts'
import { readHeader } from '../../../src/batch/csv/header.ts'
import { readSheet } from '../../../src/batch/xlsx/read.ts'
import { letters, workbookOf } from '../../../src/batch/xlsx/workbook.ts'
import { checkArchive } from '../../../src/batch/xlsx/zip.ts'
import { openSheet } from '../../../src/cli/batch/sheets.ts'
import { applicants, batch, DAY, file, program, put, text } from '../../helpers/batch-command.ts'
import { build } from '../../helpers/service.ts'

const { policy } = program
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const day = (text: string) => new Date(`${text}T00:00:00Z`)
const FEW = ['--measures', 'state-owned-rent-relief', ...DAY]
const HEADER = [
  '编号',
  '企业名称',
  '企业规模',
  '月租金',
  '租期开始日',
  '实际贷款利率',
  '缓缴起始月',
  '在平谷区注册'
]
const GOOD: CellValue[] = ['A', '甲', '小型', 12000, day('2022-01-01'), '4.35%', day('2022-06-01'), true]

interface Case {
  name: string
  sheets: WriteSheet[]
  dateSystem?: '1904'
  more?: string[]
  exit: 0 | 1 | 2
  /** in what is said or written */
  says: RegExp | RegExp[]
}

const sheet = (rows: CellValue[][], more: Partial<WriteSheet> = {}): WriteSheet => ({
  name: '甲',
  rows,
  ...more
})

const CASES: Case[] = [
  {
    name: 'dates, numbers, yes and no as cells of their own',
    sheets: [sheet([HEADER, GOOD])],
    exit: 0,
    says: /^A,甲,2022-07-01,,/m
  },
  {
    name: 'numbers kept as text, and one that has lost digits',
    sheets: [
      sheet([
        ['编号', '统一社会信用代码', '企业规模'],
        ['007', '911101170000000001', '小型'],
        [911101170000000000, 5, '小型']
      ])
    ],
    exit: 1,
    says: [
      /^'007,'911101170000000001,/m,
      /第 3 行“编号”列：看不懂“9\.11101170000000E\+17”，这个号码被表格缩短了/
    ]
  },
  {
    name: 'blank rows, short rows, rows counted as the sheet does',
    sheets: [sheet([HEADER, [], ['B', '乙'], [], ['C', '丙', '巨型']])],
    exit: 1,
    says: [/^B,乙,2022-07-01/m, /第 5 行“企业规模”列：看不懂“巨型”/]
  },
  {
    name: 'below a title that spans all columns',
    sheets: [
      sheet([['2022年企业情况表'], HEADER, GOOD, ['B', '乙', '巨型']], {
        merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 7 }]
      })
    ],
    exit: 1,
    says: [/^A,甲,2022-07-01/m, /第 4 行“企业规模”列/]
  },
  {
    name: 'titles in two rows',
    sheets: [
      sheet(
        [
          ['编号', '企业情况', null, null, null, '备注'],
          [null, '企业名称', '企业规模', '月租金\n（万元）'],
          ['A', '甲', '小型', 1.2, null, '好']
        ],
        { merges: [{ startRow: 0, startCol: 1, endRow: 0, endCol: 3 }] }
      )
    ],
    exit: 0,
    says: /^A,甲,好,2022-07-01/m
  },
  {
    name: 'days that have lost their format, a date with a time, a float',
    sheets: [
      sheet([
        ['编号', '日期', '租期开始日', '月租金'],
        ['A', 44743, new Date('2022-01-01T08:30:00Z'), 0.1 + 0.2],
        ['B', 44743.5, 3, 1]
      ])
    ],
    exit: 1,
    says: [/^A,2022-07-01,,/m, /第 3 行“租期开始日”列：看不懂“3”/]
  },
  {
    name: 'a number that is no date, in a cell for one',
    sheets: [
      sheet(
        [
          ['编号', '租期开始日'],
          ['A', 1e12]
        ],
        { columns: [{}, { numFmt: 'yyyy-mm-dd' }] }
      )
    ],
    exit: 1,
    says: /看不懂“#####”，应当是年月日/
  },
  {
    name: 'counted from 1904',
    dateSystem: '1904',
    sheets: [
      sheet([
        ['编号', '日期', '租期开始日', '企业规模'],
        ['A', 43281, day('2022-01-01'), '小型']
      ])
    ],
    exit: 0,
    says: /^A,2022-07-01,,/m
  },
  {
    name: 'a share as a number',
    sheets: [
      sheet([
        ['编号', '实际贷款利率'],
        ['A', 0.0435]
      ])
    ],
    exit: 1,
    says: /看不懂“0\.0435”，应当是百分数，例如 4\.35%/
  },
  {
    name: 'results of formulas',
    sheets: [
      sheet([HEADER, GOOD], { cells: new Map([['1,3', { formula: '6000*2', formulaResult: 12000 }]]) })
    ],
    exit: 0,
    says: /^A,甲/m
  },
  {
    name: 'several sheets, one of which fits',
    sheets: [
      sheet([['说明']], { name: '说明' }),
      sheet([HEADER, GOOD]),
      sheet([HEADER], { name: '藏', hidden: true })
    ],
    exit: 0,
    says: [/读的是工作表“甲”，没有读：说明/, /^A,甲/m]
  },
  {
    name: 'several sheets that fit',
    sheets: [sheet([HEADER, GOOD]), sheet([HEADER, GOOD], { name: '乙' })],
    exit: 2,
    says: /有几个工作表都像申请人的表：“甲”、“乙”；请指明读哪一个/
  },
  {
    name: 'several sheets, one of them named',
    sheets: [sheet([HEADER, GOOD]), sheet([HEADER, ['B']], { name: '乙' })],
    more: ['--sheet', '乙'],
    exit: 0,
    says: /^B,,2022-07-01/m
  },
  {
    name: 'a sheet that is not there',
    sheets: [sheet([HEADER])],
    more: ['--sheet', '乙'],
    exit: 2,
    says: /没有名为“乙”的工作表；有的是：“甲”/
  },
  {
    name: 'a misspelt title',
    sheets: [sheet([['编号', '企业规摸', '月租金']]), sheet([['说明']], { name: '说明' })],
    exit: 2,
    says: /in\.xlsx：工作表“甲”：第 2 列“企业规摸”不是已知的事实，是不是“企业规模”/
  },
  { name: 'nothing', sheets: [sheet([])], exit: 2, says: /工作表是空的/ },
  {
    name: 'what looks like a formula',
    sheets: [
      sheet([
        ['编号', '备注', '企业规模'],
        ['=1+1', '@SUM(A1)', '小型']
      ])
    ],
    exit: 0,
    says: /^'=1\+1,'@SUM\(A1\),/m
  }
]

t.test('workbooks in', async t => {
  for (const { name, sheets, dateSystem, more = [], exit, says } of CASES) {
    put('in.xlsx', Buffer.from(await writeXlsx({ sheets, ...(dateSystem && { dateSystem }) })))
    const { code, err } = await batch([file('in.xlsx'), file('out.csv'), ...FEW, ...more])
    t.equal(code, exit, `${name}: ${err}`)
    for (const one of [says].flat()) t.match(`${err}${exit === 2 ? '' : text('out.csv')}`, one, name)
  }
})

/** An archive with one entry. @param size what it says of itself, unpacked */
function archive(name: string, content: Buffer, size = content.length): Buffer {
  const packed = deflateRawSync(content)
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(8, 4)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(size, 18)
  fields.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed])
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00'),
    fields,
    Buffer.alloc(14),
    Buffer.from(name)
  ])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}

t.test('files that are no workbooks, or too much of one', async t => {
  const zeros = Buffer.alloc(2_000_000)
  const fine = Buffer.from(await writeXlsx({ sheets: [sheet([HEADER, GOOD])] }))
  await t.rejects(openSheet(file('.'), policy, {}), { code: 'EISDIR' }, 'what is no fault of the workbook')
  const wide = Buffer.from(
    await writeXlsx({
      sheets: [
        sheet([
          ['编号', '企业规模'],
          ['A', '小型'.repeat(900)]
        ])
      ]
    })
  )
  const many = archive('xl/workbook.xml', Buffer.from('x'))
  many.writeUInt16LE(2000, many.length - 12)
  const cases: [name: string, read: () => Promise<unknown>, message: RegExp][] = [
    ['too large unpacked', () => checkArchive(archive('xl/workbook.xml', zeros), 1_000_000), /解压后太大/],
    ['larger than it says', () => checkArchive(archive('xl/workbook.xml', zeros, 10), 1_000_000), /打不开/],
    ['of too many parts', () => checkArchive(many), /解压后太大/],
    ['another archive', () => checkArchive(archive('word/document.xml', Buffer.from('x'))), /打不开/],
    ['cut off', () => readSheet(fine.subarray(0, -100), policy), /打不开/],
    ['text', () => readSheet(Buffer.from('编号,企业规模'), policy), /打不开/],
    [
      'of the old format',
      () => readSheet(Buffer.from('d0cf11e0a1b11ae100', 'hex'), policy),
      /旧格式或者加了密码/
    ],
    ['without its parts', () => readSheet(archive('xl/workbook.xml', Buffer.from('x')), policy), /打不开/],
    ['of too much text', () => readSheet(wide, policy, {}, 1000), /解压后太大/]
  ]
  for (const [name, read, message] of cases) await t.rejects(read(), { message }, name)
  await checkArchive(fine)
  put('huge.xlsx', '')
  const { truncateSync } = await import('node:fs')
  truncateSync(file('huge.xlsx'), 200 * 1024 * 1024)
  const huge = await batch([file('huge.xlsx'), file('out.csv'), ...FEW])
  t.match(huge, { code: 2, err: /huge\.xlsx：工作簿太大/ })
  t.equal((await batch([file('none.xlsx'), file('out.csv'), ...FEW])).code, 2)
})

/** The rows of a sheet of a workbook that was written. */
async function rowsIn(name: string, index: number) {
  const { sheets } = await readXlsx(readFileSync(file(name)), { readStyles: true })
  return sheets[index] as NonNullable<(typeof sheets)[number]>
}

t.test('workbooks out', async t => {
  put('many.ndjson', `${applicants(12)}\n{"id":"=1","facts":{}}\n{"id":"007","facts":{}}\nnonsense`)
  const args = [file('many.ndjson'), file('many.xlsx'), ...DAY]
  t.equal((await batch([...args, '--explain', 'summary'])).code, 1)
  await batch([file('many.ndjson'), file('many.csv'), ...DAY, '--explain', 'summary'])
  const table: string[][] = parse(text('many.csv'), { bom: true })
  const { rows, name, autoFilter, conditionalRules } = await rowsIn('many.xlsx', 0)
  t.equal(name, '答案')
  t.equal(rows.length, table.length)
  t.strictSame(rows[0], table[0])
  t.strictSame(rows[1]?.[1], day('2022-07-01'), 'a real date')
  const cash = (rows[0] as string[]).indexOf('可以相加的现金（元）')
  const sums = rows.slice(1).flatMap(row => (row[cash] === null ? [] : [row[cash]]))
  t.ok(sums.length > 0 && sums.every(sum => typeof sum === 'number'), 'sums are numbers')
  t.ok(rows.some(row => row[0] === '=1') && rows.some(row => row[0] === '007'), 'text as it was')
  t.ok(autoFilter && conditionalRules?.length === 3, 'filters and colours')
  const summary = await rowsIn('many.xlsx', 1)
  t.equal(summary.name, '汇总')
  const line = summary.rows.find(([title]) => title === '国有房屋租金减免3个月') as CellValue[]
  const about = table.filter(cells => cells.includes('国有房屋租金减免3个月'))
  const counted = ['符合', '还不能确定', '不符合'].map(
    word => about.filter(cells => cells.includes(word)).length
  )
  t.strictSame(line.slice(1, 4), counted)
  const total = about.reduce((sum, cells) => sum + Number(cells[cash]), 0)
  t.equal(line[4], total)
  t.notOk(existsSync(file('many.xlsx.csv')))

  t.equal((await batch([...args])).code, 1)
  const wide = await rowsIn('many.xlsx', 0)
  t.equal(wide.conditionalRules?.length, 3)
  const column = (wide.rows[0] as string[]).indexOf('国有房屋租金减免3个月')
  const eligible = wide.rows.filter(row => String(row[column]).startsWith('符合')).length
  const wideSummary = (await rowsIn('many.xlsx', 1)).rows.find(([title]) => title === '国有房屋租金减免3个月')
  t.equal(wideSummary?.[1], eligible)

  put('none.csv', '编号,企业规模\n')
  t.equal((await batch([file('none.csv'), file('none.xlsx'), ...FEW])).code, 0)
  t.equal((await rowsIn('none.xlsx', 0)).rows.length, 1)
  // A folder where the workbook should be: nothing is left of it but the answers as text.
  const { mkdirSync, readdirSync } = await import('node:fs')
  mkdirSync(file('folder.xlsx/x'), { recursive: true })
  t.equal((await batch([file('none.csv'), file('folder.xlsx'), ...FEW])).code, 2)
  t.strictSame(
    readdirSync(file('.')).filter(name => name.startsWith('folder.xlsx')),
    ['folder.xlsx', 'folder.xlsx.csv']
  )
})

t.test('a workbook of more rows than are held', async t => {
  const rows = async function* () {
    yield ['编号', '日期', '错误', '甲']
    for (let index = 0; index < 9; index++)
      yield [`A${index}`, '2022-07-01', '', `_x0041_${'x'.repeat(index * 5000)}`]
  }
  const parts: Uint8Array[] = []
  for await (const part of workbookOf(rows(), placesIn(0, false), 3)) parts.push(part)
  const { sheets } = await readXlsx(Buffer.concat(parts))
  t.equal(sheets.length, 1)
  t.equal(sheets[0]?.name, '答案（多于3行，没有颜色、筛选和汇总）', 'and what it has not is said')
  t.equal(sheets[0]?.rows.length, 10)
  t.strictSame(sheets[0]?.rows[1], ['A0', day('2022-07-01'), null, '_x0041_'])
  t.equal(String(sheets[0]?.rows[9]?.[3]).length, 32_767)
  t.strictSame([0, 25, 26, 701, 702].map(letters), ['A', 'Z', 'AA', 'ZZ', 'AAA'])
})

t.test('a file of more rows than are held', async t => {
  const rows = Array.from({ length: 20_001 }, (_, index) => `A${index}`)
  put('rows.csv', ['编号', ...rows].join('\n'))
  const args = [file('rows.csv'), file('rows.xlsx'), '--measures', 'vat-credit-refund', ...DAY]
  t.match(await batch(args), { code: 0, err: '超过 20000 行，工作簿里没有颜色、筛选和汇总' })
  put('rows.csv', ['编号', ...rows.slice(1)].join('\n'))
  t.notMatch((await batch(args)).err, '超过')
})

t.test('what a cell would have to say is said of every column', async t => {
  for (const fact of policy.facts) {
    t.match(expectedOf({ kind: 'fact', title: '', fact, scale: 0 }, policy), /^应当是/, fact.id)
  }
  t.match(expectedOf({ kind: 'asOf', title: '日期' }, policy), /^应当是年月日/)
})

t.test('a workbook to fill in', async t => {
  const measures = ['--measures', '国有房屋租金减免3个月,vat-credit-refund']
  const { code, out } = await batch(['template', file('fill.xlsx'), ...measures])
  t.match({ code, out }, { code: 0, out: /fill\.xlsx：2 项政策要用的事实/ })
  const [fill, explained, choices] = [
    await rowsIn('fill.xlsx', 0),
    await rowsIn('fill.xlsx', 1),
    await rowsIn('fill.xlsx', 2)
  ]
  const titles = fill.rows[0] as string[]
  t.strictSame(titles.slice(0, 3), ['编号', '企业名称', '统一社会信用代码'])
  t.ok(titles.includes('企业规模') && titles.includes('月租金（元）') && !titles.includes('车价（元）'))
  t.match(
    fill.cells?.get(`0,${titles.indexOf('企业规模')}`)?.comment?.text,
    /大型、中型、小型还是微型？\n填法：.*\n例如：/
  )
  const size = letters(titles.indexOf('企业规模'))
  const list = fill.dataValidations?.find(({ range }) => range.startsWith(`${size}2:`))
  const place = /^'选项'!\$([A-Z]+)\$1:\$[A-Z]+\$(\d+)$/.exec(list?.formula1 ?? '')
  const column = choices.rows.map(
    row => row[Array.from({ length: 50 }, (_, at) => letters(at)).indexOf(place?.[1] as string)]
  )
  t.strictSame(column.slice(0, Number(place?.[2])), ['大型', '中型', '小型', '微型'])
  t.ok(choices.hidden)
  const head = explained.rows.findIndex(row => row[0] === '列')
  t.strictSame(
    explained.rows.slice(head + 1).map(row => row[0]),
    titles.slice(3)
  )
  t.match(explained.rows.flat().join(), /企业规模,.*空着；或者加上这几列来推算：.*从业人员/)

  // Filled in with the examples it gives, it is read without an error, and answered.
  const examples = explained.rows.slice(head + 1).map(row => row[3] as string)
  put(
    'filled.xlsx',
    Buffer.from(
      await writeXlsx({
        sheets: [
          sheet([titles, ['A', '甲', '91110117MA0000001X', ...examples]]),
          sheet([['说明']], { name: '说明' })
        ]
      })
    )
  )
  const filled = await batch([
    file('filled.xlsx'),
    file('answers.xlsx'),
    '--explain',
    'summary',
    ...measures,
    ...DAY
  ])
  t.equal(filled.code, 0, filled.err)
  const answers = await rowsIn('answers.xlsx', 0)
  t.strictSame(answers.rows[0], ['编号', '企业名称', '统一社会信用代码', '日期', '错误', ...DETAIL_TITLES])
  t.equal(answers.rows.length, 3)

  t.equal((await batch(['template', file('all.xlsx')])).code, 0)
  const all = (await rowsIn('all.xlsx', 0)).rows[0] as string[]
  t.strictSame(readHeader(all, policy).problems, [], 'every title is read as the fact it is of')
  t.ok(
    readHeader(all, policy)
      .columns.slice(3)
      .every(({ kind }) => kind === 'fact')
  )
  const wrong: [string[], RegExp][] = [
    [['template'], /用法 Usage/],
    [['template', 'a.csv'], /a\.csv：名称要以 \.xlsx 结尾/],
    [['template', 'a.xlsx', '--measures', 'x'], /没有可以判断的政策“x”/],
    [['template', 'a.xlsx', '--fast'], /^--fast：没有这个选项/]
  ]
  for (const [args, message] of wrong) t.match(await batch(args), { code: 2, err: message })

  const app = await build(t)
  const template = await app.inject(
    '/eligibility/batch/template?measures=vat-credit-refund,state-owned-rent-relief'
  )
  t.equal(template.headers['content-type'], XLSX)
  t.strictSame((await readXlsx(template.rawPayload)).sheets[0]?.rows[0], titles)
  t.equal((await app.inject('/eligibility/batch/template?measures=x')).statusCode, 400)
})
