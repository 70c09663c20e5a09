/** What a run reads: lines, a table in text, or a sheet of a workbook, as blocks. */
import { stat } from 'node:fs/promises'
import type { Program } from '../../engine/program.ts'
import type { Spec } from './deciding.ts'
import type { Settings } from './settings.ts'
import { openSheet, sheetBatches } from './sheets.ts'
import { type Batch, ndjsonBatches, type Position, START } from './sources.ts'
import { checkLines, openTable, tableBatches } from './tables.ts'

export interface Source {
  /** bytes that positions count */
  size: number
  table: Spec['table']
  /** titles of its columns that are no facts */
  beside: readonly string[]
  start: Position
  batches(from: Position): AsyncIterable<Batch>
}

/** @param say tells what of the input is left out @throws Usage when it cannot be read */
export async function sourceOf(
  { input, from, encoding, keep, sheet, options: { explain = 'none' } }: Settings,
  { policy }: Program,
  say: (text: string) => void
): Promise<Source> {
  if (from === 'ndjson') {
    await checkLines(input)
    const { size } = await stat(input)
    return { size, table: null, beside: [], start: START, batches: at => ndjsonBatches(input, at, explain) }
  }
  if (from === 'xlsx') {
    const found = await openSheet(input, policy, { sheet, keep })
    const { name, others, table, beside, bytes, line } = found
    if (others.length > 0) say(`读的是工作表“${name}”，没有读：${others.join('、')}`)
    const start = { offset: 0, line }
    return { size: bytes.length, table, beside, start, batches: at => sheetBatches(found, at, explain) }
  }
  const header = await openTable(input, policy, encoding, keep)
  const { table, beside, offset, line } = header
  const { size } = await stat(input)
  return {
    size,
    table,
    beside,
    start: { offset, line },
    batches: at => tableBatches(input, header, at, explain)
  }
}
