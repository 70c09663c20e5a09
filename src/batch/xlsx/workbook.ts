/**
 * Answers in text as a workbook: real dates, sums as numbers, everything else as text, no formula anywhere. Up to
 * some rows it has filters, colours and a summary; beyond, it is written as a stream, for it must not grow with them.
 */
import type { CellStyle, CellValue, ConditionalRule, WriteSheet } from 'hucre'
import { later } from '../../later.ts'
import { OUTCOME_WORDS, type Places } from '../csv/details.ts'
import { unmarked } from '../csv/plain-text.ts'
import { Summary } from './summary.ts'

/** Rows that are held at once. */
export const HELD = 20_000
/** Characters of a cell. */
const LONGEST = 32_767
const SHEET = '答案'
const WIDTH = 16
const DAY_FORMAT = 'yyyy-mm-dd'
/** What a reader of workbooks would take for a character. */
const ESCAPED = /_x(?=[\dA-Fa-f]{4}_)/g

const library = later(() => import('hucre/xlsx'))

const bold: CellStyle = { font: { bold: true } }
const fill = (rgb: string): CellStyle => ({
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb }, bgColor: { rgb } }
})
const COLOURS = [
  [OUTCOME_WORDS.eligible, fill('C6EFCE')],
  [OUTCOME_WORDS.undetermined, fill('FFEB9C')],
  [OUTCOME_WORDS.ineligible, fill('E7E6E6')]
] as const

/** A text as a cell holds it. */
const cellText = (text: string) =>
  (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text).replace(ESCAPED, '_x005F_x')

/** Makes the values of rows. */
function valuesAt({ day, detail }: Places) {
  return (cells: readonly string[]): CellValue[] =>
    cells.map((cell, index) => {
      if (cell === '') return null
      if (index === day) return new Date(`${cell}T00:00:00Z`)
      return index === detail?.cash ? Number(cell) : cellText(unmarked(cell))
    })
}

/** The letters of a column: A, B, … Z, AA. */
export const letters = (index: number): string =>
  (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

/** @param first the first column with outcomes @param last the last */
function colours(first: number, last: number, rows: number): ConditionalRule[] {
  const corner = letters(first)
  return COLOURS.map(([word, style], index) => ({
    type: 'expression',
    priority: index + 1,
    formula: `LEFT(${corner}2,${word.length})="${word}"`,
    range: `${corner}2:${letters(last)}${rows + 1}`,
    style
  }))
}

const columnsOf = (titles: readonly string[], { day }: Places) =>
  titles.map((_, index) => ({ width: WIDTH, ...(index === day && { numFmt: DAY_FORMAT }) }))

/** The sheet of answers with what helps to read it. */
function answerSheet(titles: readonly string[], rows: readonly CellValue[][], places: Places): WriteSheet {
  const first = places.detail?.outcome ?? places.first
  const last = places.detail?.outcome ?? titles.length - 1
  return {
    name: SHEET,
    rows: [[...titles], ...rows],
    columns: columnsOf(titles, places),
    cells: new Map(titles.map((_, index) => [`0,${index}`, { style: bold }])),
    freezePane: { rows: 1, columns: 1 },
    autoFilter: { range: `A1:${letters(titles.length - 1)}${rows.length + 1}` },
    conditionalRules: rows.length > 0 ? colours(first, last, rows.length) : []
  }
}

/**
 * What the only sheet of a workbook is called that is written as a stream: whoever opens it sees there what it has not,
 * for there is no second sheet to say so.
 */
const bareName = (most: number) => `${SHEET}（多于${most}行，没有颜色、筛选和汇总）`

async function* streamed(
  titles: readonly string[],
  held: readonly CellValue[][],
  rest: AsyncIterable<CellValue[]>,
  places: Places,
  name: string
): AsyncGenerator<Uint8Array> {
  const { writeXlsxStream } = await library()
  const all = async function* () {
    yield [...titles] as CellValue[]
    yield* held
    yield* rest
  }
  const options = { name, columns: columnsOf(titles, places), freezePane: { rows: 1 } }
  yield* writeXlsxStream(all(), options) as unknown as AsyncIterable<Uint8Array>
}

/**
 * @param rows cells as a table in text has them, the header first
 * @yields the bytes of the workbook
 */
export async function* workbookOf(
  rows: AsyncIterable<readonly string[]>,
  places: Places,
  most = HELD
): AsyncGenerator<Uint8Array> {
  const source = rows[Symbol.asyncIterator]()
  const titles = ((await source.next()).value as readonly string[]).map(cellText)
  const values = valuesAt(places)
  const summary = new Summary(titles, places)
  const held: CellValue[][] = []
  const rest: AsyncIterable<CellValue[]> = {
    async *[Symbol.asyncIterator]() {
      for (let next = await source.next(); !next.done; next = await source.next()) yield values(next.value)
    }
  }
  for (let next = await source.next(); !next.done; next = await source.next()) {
    summary.add(next.value)
    held.push(values(next.value))
    if (held.length <= most) continue
    yield* streamed(titles, held, rest, places, bareName(most))
    return
  }
  const { writeXlsx } = await library()
  yield await writeXlsx({ sheets: [answerSheet(titles, held, places), summary.sheet()] })
}
