/** The answers to a batch of a table, or as a table, as a stream of bytes. */
import { setImmediate } from 'node:timers/promises'
import type { Program } from '../engine/program.ts'
import { Output } from '../output.ts'
import { decidable } from '../policy/asked.ts'
import { answersIn } from './csv/answers.ts'
import { rowsOf } from './csv/blocks.ts'
import { placesIn } from './csv/details.ts'
import { layoutOf } from './csv/form.ts'
import { linesOfTable } from './csv/lines.ts'
import type { TableInHand } from './csv/read.ts'
import { rowReader } from './csv/row.ts'
import { RowFinder } from './csv/rows.ts'
import { tableWriter } from './csv/table.ts'
import { type BatchOptions, deciderFor, newTally, type Report } from './decider.ts'
import type { Line } from './lines.ts'
import { DECISION_TITLE, withCell } from './marking.ts'
import type { OutcomeCounts } from './outcome-counts.ts'
import type { Recording } from './recording.ts'
import { settledBy } from './settled.ts'
import { workbookOf } from './xlsx/workbook.ts'

/** Rows that are decided before other requests have a turn, and bytes of answers that leave together. */
const ROWS = 256
const SLICE = 64 * 1024

type Lines = AsyncIterable<readonly Line[]>

/** The rows of a table, some at a time. */
export async function* linesInTable({ table, bytes, line }: TableInHand): AsyncGenerator<readonly Line[]> {
  const split = linesOfTable(table)
  const pieces = [bytes] as unknown as AsyncIterable<Uint8Array>
  let first = line
  for await (const block of rowsOf(pieces, new RowFinder(layoutOf(table)), 0, ROWS)) {
    yield split(block.bytes, first)
    first += block.count
  }
}

/** What a batch is about, and how it is answered. */
export interface TableBatch {
  /** undefined where NDJSON comes in */
  found: TableInHand | undefined
  lines: Lines
  options: BatchOptions
  report: Report
  counts?: OutcomeCounts
  /** makes what puts the rows on record; null where they need not be @param shown titles of the columns of measures */
  recordingFor: ((shown: readonly string[]) => Recording) | null
}

/** The measures of a wide table, where the whole of what comes in is in hand; undefined where all are shown. */
async function shownOf(program: Program, { found, options }: TableBatch): Promise<string[] | undefined> {
  if (!found || options.measures || options.explain === 'summary') return undefined
  const settled = settledBy(program, options, rowReader(program, found.table))
  for await (const lines of linesInTable(found)) {
    settled.add(lines)
    await setImmediate()
  }
  const { measures } = settled
  return measures.length > 0 && measures.length < decidable(program.policy).length ? measures : undefined
}

/** @yields a table in text */
export async function* tableOfAnswers(program: Program, batch: TableBatch): AsyncGenerator<Buffer> {
  const { found, lines, options, report, counts, recordingFor } = batch
  const parts = { beside: found?.beside ?? [], shown: await shownOf(program, batch) }
  const writer = tableWriter(program, options, parts)
  const recording = recordingFor?.(writer.columns)
  const read = found && rowReader(program, found.table)
  const rowsFor = recording?.noting(writer.rowsFor) ?? writer.rowsFor
  const decide = deciderFor(program, options, read, rowsFor, report, counts)
  const [tally, output] = [newTally(), new Output(2 * SLICE)]
  // With the first rows: where those are not on record, nothing leaves.
  let header = withCell(Buffer.from(writer.header), DECISION_TITLE)
  if (!recording) output.add(writer.header)
  for await (const some of lines) {
    for (let at = 0; at < some.length; ) at = decide(some, at, tally, output)
    if (recording) {
      yield Buffer.concat([header, await recording.take(output, some)])
      header = Buffer.alloc(0)
    } else if (output.length >= SLICE) yield output.take()
    // Other requests are answered in between.
    await setImmediate()
  }
  yield recording ? header : output.take()
}

/** Rows of a workbook that are held at once: there may be several batches. */
const HELD = 5_000

/** @yields a workbook */
export function workbookOfAnswers(program: Program, batch: TableBatch): AsyncGenerator<Uint8Array> {
  const places = placesIn(batch.found?.beside.length ?? 0, batch.options.explain === 'summary')
  return workbookOf(answersIn(tableOfAnswers(program, batch)), places, HELD)
}
