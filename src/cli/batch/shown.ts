/** Which measures a wide table of files has columns for: not those that stay undetermined for everybody. */
import { rowReader } from '../../batch/csv/row.ts'
import type { BatchOptions } from '../../batch/decider.ts'
import { settledBy } from '../../batch/settled.ts'
import type { Program } from '../../engine/program.ts'
import { blockLines, type Spec } from './deciding.ts'
import type { Batch } from './sources.ts'

/**
 * Decides everything once, for the header is written before the first row.
 * @param options about every measure
 * @returns ids; null where the run was stopped
 */
export async function settledFor(
  batches: AsyncIterable<Batch>,
  program: Program,
  options: BatchOptions,
  table: Spec['table'],
  signal: AbortSignal
): Promise<string[] | null> {
  const settled = settledBy(program, options, table ? rowReader(program, table) : undefined)
  const split = blockLines(table)
  for await (const { bytes, first } of batches) {
    if (signal.aborted) return null
    settled.add(split(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), first))
  }
  return settled.measures
}
