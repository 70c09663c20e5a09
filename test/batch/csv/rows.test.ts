/** Rows and cells against another reader of CSV; what is cut into pieces, against the whole. */
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import t from 'tap'
import { rowsOf } from '../../../src/batch/csv/blocks.ts'
import { linesOfTable } from '../../../src/batch/csv/lines.ts'
import { plainName, plainText, unmarked } from '../../../src/batch/csv/plain-text.ts'
import { type Row, RowFinder } from '../../../src/batch/csv/rows.ts'
import { cellsOf } from '../../../src/batch/csv/split.ts'
import { batch, DAY, file, put, text } from '../../helpers/batch-command.ts'

const separator = fc.constantFrom(',', ';', '\t')
const cell = fc
  .array(fc.constantFrom('a', '企', '"', ',', ';', '\t', '\n', '\r', ' ', '=', '1'), { maxLength: 5 })
  .map(all => all.join(''))
const settings = { numRuns: 2_000, seed: 20220610 }

t.test('tables that are well-formed are read as another reads them', async t => {
  let rowsRead = 0
  fc.assert(
    fc.property(
      separator,
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 4 }),
      fc.boolean(),
      (delimiter, record_delimiter, rows, isEnded) => {
        const quoted_match = /^\s|\s$|[\r\n;\t]/
        const whole = stringify(rows, { delimiter, record_delimiter, quoted_match })
        const text = isEnded ? whole : whole.slice(0, -record_delimiter.length)
        const expected: string[][] = parse(text, { delimiter, record_delimiter, relax_column_count: true })
        const bytes = Buffer.from(text)
        const finder = new RowFinder({ separator: delimiter.charCodeAt(0), width: null }).over(bytes)
        const found: string[][] = []
        for (let from = 0; from < bytes.length; ) {
          const { to, next, isSpoiled } = finder.find(from, true) as Row
          if (isSpoiled) throw new Error('spoiled')
          rowsRead++
          found.push(cellsOf(bytes.toString('utf8', from, to), delimiter))
          from = next
        }
        if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(JSON.stringify(found))
      }
    ),
    settings
  )
  t.ok(rowsRead > 1000, `${rowsRead} rows`)
})

t.test('however a table is cut into pieces, its rows are the same', async t => {
  const table = { titles: ['编号', '企业规模'], separator: ',', encoding: 'utf-8' } as const
  let spoiled = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', ',', '"', '"', '\n', '\r', '\r\n', ' ', '企'), { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 3 }),
      async (characters, sizes, most) => {
        const whole = Buffer.from(characters.join(''))
        const shown = (bytes: Buffer, first: number) =>
          linesOfTable(table)(bytes, first).map(({ number, unreadable, text }) => [number, unreadable, text])
        const expected = shown(whole, 1)
        const pieces = async function* () {
          for (let at = 0, turn = 0; at < whole.length; turn++) {
            const size = sizes[turn % sizes.length] as number
            yield whole.subarray(at, at + size)
            at += size
          }
        }
        const found: ReturnType<typeof shown> = []
        let first = 1
        const finder = new RowFinder({ separator: 0x2c, width: 2 })
        for await (const { bytes, count, end } of rowsOf(pieces(), finder, 0, most)) {
          found.push(...shown(bytes, first))
          first += count
          // Where a run would go on.
          const rest = shown(whole.subarray(end), first)
          if (JSON.stringify([...found, ...rest]) !== JSON.stringify(expected))
            throw new Error('goes on elsewhere')
        }
        if (JSON.stringify(found) !== JSON.stringify(expected))
          throw new Error(JSON.stringify([found, expected]))
        spoiled += expected.filter(([, unreadable]) => unreadable).length
      }
    ),
    settings
  )
  t.ok(spoiled > 500, `${spoiled} rows were spoiled`)
})

/** What a spreadsheet in Chinese takes for more than text, and what it leaves. */
const NAMES: [id: string, written: string][] = [
  ['A1', 'A1'],
  ['企业0', '企业0'],
  ['0', '0'],
  ['12345678901', '12345678901'],
  ['123456789012', "'123456789012"],
  ['911101170000000', "'911101170000000"],
  ['911101170000000001', "'911101170000000001"],
  ['91110117MA0000001X', '91110117MA0000001X'],
  ['91110117E12345678', "'91110117E12345678"],
  ['007', "'007"],
  ['1-2', "'1-2"],
  ['2022/7', "'2022/7"],
  ['1.50', "'1.50"],
  ['.5', "'.5"],
  ['=1+1', "'=1+1"],
  ['+86', "'+86"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ['＝1', "'＝1"],
  ["'x", "'x"],
  ["'=x", "''=x"],
  ["''=x", "'''=x"],
  ["'007", "''007"]
]

t.test('ids come through a spreadsheet as they are', async t => {
  for (const [id, written] of NAMES) {
    t.equal(plainName(id), written, JSON.stringify(id))
    t.equal(unmarked(written), id, written)
  }
  t.equal(plainText('911101170000000001'), '911101170000000001', 'only names are marked for being numbers')
  t.equal(plainText('=1'), "'=1")
  fc.assert(
    fc.property(fc.array(fc.constantFrom("'", '=', '0', '1', 'a', '-', '.'), { maxLength: 6 }), all => {
      const id = all.join('')
      for (const mark of [plainName, plainText])
        if (unmarked(mark(id)) !== id && mark === plainName) throw new Error(id)
      if (/^[=+\-@]/.test(plainText(id))) throw new Error(id)
    }),
    settings
  )
  const ids = NAMES.map(([id]) => id).filter(id => id.trim() === id)
  ids.push('a;=1+1', 'a\t=1', '"q"', 'a,b', 'x'.repeat(100))
  put('ids.ndjson', ids.map(id => JSON.stringify({ id, facts: {} })).join('\n'))
  const few = ['--measures', 'vat-credit-refund', ...DAY]
  t.equal((await batch([file('ids.ndjson'), file('ids.csv'), ...few])).code, 0)
  t.match(text('ids.csv'), '"a;=1+1",', 'no cell begins behind another separator')
  // The first column alone, as a table of its own.
  const rows: string[][] = parse(text('ids.csv'), { bom: true })
  put('back.csv', stringify(rows.map(([id]) => [id])))
  t.equal((await batch([file('back.csv'), file('back.ndjson'), ...few])).code, 0)
  const back = text('back.ndjson').trim().split('\n').slice(0, -1)
  t.strictSame(
    back.map(line => JSON.parse(line).id),
    ids
  )
})
