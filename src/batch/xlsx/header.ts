/** The header of a sheet: below a title that spans all columns, or in two rows of which the upper spans several. */
import type { CellValue, StreamRow } from 'hucre'
import type { Policy } from '../../policy/model.ts'
import { bare, titled } from '../csv/form.ts'
import { type Column, readHeader } from '../csv/header.ts'
import { textOf } from './texts.ts'

/** Rows in which a header is looked for. */
export const HEADER_WITHIN = 10

export interface SheetHeader {
  titles: readonly string[]
  columns: readonly Column[]
  problems: readonly string[]
  /** index of the last row that belongs to it, from 0 */
  row: number
  /** columns that are known */
  known: number
}

const titlesOf = (values: readonly CellValue[]) => values.map(value => bare(textOf(value, false, false)))

/** Of two rows, the lower title counts; a cell that spans both has its title in the upper. */
function together(upper: readonly string[], lower: readonly string[]): string[] {
  const length = Math.max(upper.length, lower.length)
  return Array.from({ length }, (_, index) => lower[index] || upper[index] || '')
}

/** The rows of titles in which most columns are known; undefined where there is nothing. @param rows the first ones */
export function sheetHeader(
  rows: readonly StreamRow[],
  policy: Policy,
  keep: readonly string[]
): SheetHeader | undefined {
  const read = (titles: readonly string[], row: number): SheetHeader => {
    const shown = titled(titles)
    const { columns, problems } = readHeader(shown, policy, keep)
    const known = columns.filter(({ kind }) => kind !== 'beside' && kind !== 'none').length
    return { titles: shown, columns, problems, row, known }
  }
  const lines = rows.map(({ index, values }) => ({ index, titles: titlesOf(values) }))
  const found = [
    ...lines.map(({ index, titles }) => read(titles, index)),
    ...lines.map(({ index, titles }, at) => read(together(lines[at - 1]?.titles ?? [], titles), index))
  ].filter(({ titles }) => titles.length > 0)
  const most = Math.max(...found.map(({ known }) => known))
  return found.find(({ known }) => known === most)
}
