/** What is done with a block, as data that a worker can be sent, and the function it stands for. */
import { readHeader } from '../../batch/csv/columns.ts'
import { rowReader } from '../../batch/csv/row.ts'
import { tableWriter } from '../../batch/csv/table.ts'
import { type BatchOptions, deciderFor, newTally, type Tally } from '../../batch/decider.ts'
import { linesOf } from '../../batch/lines.ts'
import { ndjsonWriter } from '../../batch/ndjson.ts'
import { Output } from '../../output.ts'
import type { Program } from '../../rules/compile.ts'

/** Bytes for the answers to one block to start with. */
const ROOM = 1024 * 1024

export type Format = 'ndjson' | 'csv'

/** A batch, apart from its files. */
export interface Spec {
  /** titles of the columns of a table; null for NDJSON */
  header: readonly string[] | null
  to: Format
  options: BatchOptions
}

/** Lines with the number of the first. */
export interface Work {
  bytes: Uint8Array
  first: number
}

export interface Done {
  bytes: Uint8Array
  tally: Tally
}

/** What stands before the answers. */
export const leadOf = (program: Program, { to, options }: Spec): string =>
  to === 'csv' ? tableWriter(program, options).header : ''

/** Makes the function that a block is put through, here or in a worker. */
export function decidingOf(program: Program, { header, to, options }: Spec): (work: Work) => Done {
  const read = header ? rowReader(program, readHeader(header, program.policy).columns) : undefined
  const writer = to === 'csv' ? tableWriter(program, options) : ndjsonWriter(program, options)
  const decide = deciderFor(program, options, read, writer)
  const output = new Output(ROOM)
  return ({ bytes, first }) => {
    const tally = newTally()
    const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (const line of linesOf(block, first)) decide(line, tally, output)
    return { bytes: output.take(), tally }
  }
}
