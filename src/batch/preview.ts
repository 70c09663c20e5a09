/** What a table says, before anything is decided: its columns, its first rows, and what is wrong in which cell. */
import { setImmediate } from 'node:timers/promises'
import type { Program } from '../engine/program.ts'
import type { Fault } from './applicant-shape.ts'
import { readHeader } from './csv/header.ts'
import type { TableInHand } from './csv/read.ts'
import { cellsIn, pointerOf, rowReader } from './csv/row.ts'
import { linesInTable } from './table-stream.ts'

/** Rows that are shown as they come, and rows with errors that are. */
const FIRST = 10
const WRONG = 50
/** Characters of a cell. */
const SHOWN = 200

export interface PreviewRow {
  line: number
  cells: string[]
  /** each with the index of its column; null where it is about the row */
  errors: { column: number | null; message: string }[]
}

/** Reads all of a table. */
export async function previewOf(program: Program, found: TableInHand) {
  const { table } = found
  const { columns } = readHeader(table.titles, program.policy, table.keep)
  const pointers = columns.map(pointerOf)
  const read = rowReader(program, table)
  const split = cellsIn(table)
  const placed = ({ pointer, message }: Fault['error']['errors'][number]) => {
    const column = pointers.findIndex(
      known => known && (pointer === known || pointer.startsWith(`${known}/`))
    )
    return { column: column === -1 ? null : column, message }
  }
  const rows: PreviewRow[] = []
  const counts = { rows: 0, wrong: 0 }
  for await (const lines of linesInTable(found)) {
    for (const line of lines) {
      const one = read(line)
      const errors = 'error' in one ? one.error.errors.map(placed) : []
      counts.rows++
      counts.wrong += 'error' in one ? 1 : 0
      if (counts.rows > FIRST && (errors.length === 0 || counts.wrong > WRONG)) continue
      const cells = split(line).slice(0, columns.length)
      rows.push({ line: line.number, cells: cells.map(cell => cell.slice(0, SHOWN)), errors })
    }
    await setImmediate()
  }
  return {
    columns: columns.map(column => ({
      title: column.title,
      kind: column.kind,
      fact: column.kind === 'fact' ? column.fact.id : null,
      label: column.kind === 'fact' ? column.fact.label : null
    })),
    rows,
    counts
  }
}
