/** Which measures a wide table has columns for: not those that stay undetermined for everybody. */
import { rowReader } from '../../batch/csv/row.ts'
import { deciderFor, newTally, type Writer } from '../../batch/decider.ts'
import type { Program } from '../../engine/program.ts'
import { Output } from '../../output.ts'
import { decidable } from '../../policy/asked.ts'
import { UNKNOWN } from '../../policy/kleene.ts'
import { blockLines, type Spec } from './deciding.ts'
import type { Settings } from './settings.ts'
import type { Batch } from './sources.ts'

/**
 * Decides everything once, for the header is written before the first row.
 * @param options about every measure; the day does not matter
 * @returns ids; undefined where the run was stopped
 */
export async function settledFor(
  batches: AsyncIterable<Batch>,
  program: Program,
  options: Settings['options'],
  table: Spec['table'],
  signal: AbortSignal
): Promise<string[] | undefined> {
  const measures = decidable(program.policy)
  let open = measures.map((_, index) => index)
  const writer: Writer = {
    answer: (_output, _applicant, truths) => {
      open = open.filter(index => truths.at(index) === UNKNOWN)
    },
    error: () => {}
  }
  const read = table ? rowReader(program, table) : undefined
  const decide = deciderFor(program, { ...options, asOf: '' }, read, writer)
  const split = blockLines(table)
  const [tally, nowhere] = [newTally(), new Output(0)]
  for await (const { bytes, first } of batches) {
    if (signal.aborted) return undefined
    const lines = split(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), first)
    for (let at = 0; at < lines.length; ) at = decide(lines, at, tally, nowhere)
  }
  return measures.flatMap(({ id }, index) => (open.includes(index) ? [] : [id]))
}
