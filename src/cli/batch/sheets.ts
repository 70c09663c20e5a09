/** Workbooks as files: one sheet in, a table of answers out. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile, rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { answersIn } from '../../batch/csv/answers.ts'
import { rowsOf } from '../../batch/csv/blocks.ts'
import type { Places } from '../../batch/csv/details.ts'
import { layoutOf } from '../../batch/csv/form.ts'
import { RowFinder } from '../../batch/csv/rows.ts'
import { UnreadableTable } from '../../batch/unreadable.ts'
import { readSheet, type SheetChoice, type SheetTable } from '../../batch/xlsx/read.ts'
import { HELD, workbookOf } from '../../batch/xlsx/workbook.ts'
import type { Explain } from '../../decisions/eligibility.ts'
import type { Policy } from '../../policy/model.ts'
import { Usage } from '../frame/command.ts'
import { piecesOf } from './pieces.ts'
import { type Batch, LINES, type Position } from './sources.ts'

/** Bytes of a workbook, which is read as a whole. */
const FILE_LIMIT = 128 * 1024 * 1024

/** @throws Usage when it cannot be read, in Chinese, with what to do */
export async function openSheet(file: string, policy: Policy, choice: SheetChoice): Promise<SheetTable> {
  const { size } = await stat(file)
  if (size > FILE_LIMIT) throw new Usage(`${file}：工作簿太大，请分成几个文件，或者另存为 CSV UTF-8`)
  try {
    return await readSheet(await readFile(file), policy, choice)
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error
    throw new Usage(
      error.message
        .split('\n')
        .map(line => `${file}：${line}`)
        .join('\n')
    )
  }
}

/** The rows of a sheet from a position on. */
export async function* sheetBatches(
  { bytes: all, table }: SheetTable,
  from: Position,
  explain: Explain
): AsyncGenerator<Batch> {
  let first = from.line
  const pieces = Readable.from([all.subarray(from.offset)], { objectMode: true })
  for await (const { bytes, count, end } of rowsOf(
    pieces,
    new RowFinder(layoutOf(table)),
    from.offset,
    LINES[explain]
  )) {
    const line = first + count
    yield { bytes, first, next: { offset: end, line } }
    first = line
  }
}

/**
 * Makes a workbook of a table of answers; whole or not at all.
 * @returns whether it has filters, colours and a summary
 */
export async function writeWorkbook(table: string, output: string, places: Places): Promise<boolean> {
  const draft = `${output}.${randomUUID()}`
  let rows = -1
  const counted = async function* () {
    for await (const cells of answersIn(piecesOf(table))) {
      rows++
      yield cells
    }
  }
  try {
    await pipeline(workbookOf(counted(), places), createWriteStream(draft))
    await rename(draft, output)
    return rows <= HELD
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
