/** What is done with a block, as data that a worker can be sent, and the function it stands for. */
import type { Table } from '../../batch/csv/form.ts'
import { linesOfTable } from '../../batch/csv/lines.ts'
import { rowReader } from '../../batch/csv/row.ts'
import { type TableParts, tableWriter } from '../../batch/csv/table.ts'
import { type BatchOptions, deciderFor, newTally, type Tally } from '../../batch/decider.ts'
import { linesOf } from '../../batch/lines.ts'
import { ndjsonWriter } from '../../batch/ndjson.ts'
import { inShard, type Shard } from '../../batch/shard.ts'
import type { Program } from '../../engine/program.ts'
import type { Output } from '../../output.ts'

/** Bytes for the answers to one block, to start with. */
export const ROOM = 2 * 1024 * 1024

export type Format = 'ndjson' | 'csv'

/** A batch, apart from its files. */
export interface Spec {
  /** null for NDJSON */
  table: Table | null
  to: Format
  options: BatchOptions
  /** of a table that is written */
  parts: TableParts
  shard?: Shard | undefined
}

/** Lines with the number of the first. */
export interface Work {
  bytes: Uint8Array
  first: number
}

/** What a worker is sent: a block, and memory shared with it that the answers go into if there is room for them. */
export interface Task extends Work {
  room: Uint8Array
}

export interface Done {
  /** the answers; from a worker null where they are at the start of the shared memory */
  bytes: Uint8Array | null
  /** bytes of them */
  length: number
  tally: Tally
}

/** What stands before the answers. */
export const leadOf = (program: Program, { to, options, parts }: Spec): string =>
  to === 'csv' ? tableWriter(program, options, parts).header : ''

/** What turns a block into lines. */
export const blockLines = (table: Table | null) => (table ? linesOfTable(table) : linesOf)

/** Makes the function that a block is put through, here or in a worker. @returns it; it adds answers to an output */
export function decidingOf(program: Program, { table, to, options, parts, shard }: Spec) {
  const read = table ? rowReader(program, table) : undefined
  const split = blockLines(table)
  const writer = to === 'csv' ? tableWriter(program, options, parts).rowsFor : ndjsonWriter(program, options)
  const decide = deciderFor(program, options, read, writer)
  return ({ bytes, first }: Work, output: Output): Tally => {
    const tally = newTally()
    const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const lines = inShard(split(block, first), shard)
    for (let at = 0; at < lines.length; ) at = decide(lines, at, tally, output)
    return tally
  }
}
