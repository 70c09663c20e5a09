/** Which measures a wide table of files has columns for: not those that stay undetermined for everybody. */
import { rowReader } from '../../batch/csv/row.ts'
import type { BatchOptions } from '../../batch/decider.ts'
import { settledBy } from '../../batch/settled.ts'
import type { Program } from '../../engine/program.ts'
import { decidable } from '../../policy/asked.ts'
import { blockLines, type Spec } from './deciding.ts'
import type { Settings } from './settings.ts'
import type { Source } from './source.ts'
import type { Batch } from './sources.ts'

/**
 * Decides everything once, for the header is written before the first row.
 * @param options about every measure
 * @returns ids; null where the run was stopped
 */
async function settledFor(
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

/** The measures of a wide table that nobody has chosen; undefined where none is left out, null where it was stopped. */
export async function shownIn(
  program: Program,
  { to, options }: Settings,
  { table, start, batches }: Pick<Source, 'table' | 'start' | 'batches'>,
  today: string,
  signal: AbortSignal,
  say: (text: string) => void
): Promise<string[] | undefined | null> {
  const { measures, policies, explain = 'none' } = options
  if (to === 'ndjson' || explain !== 'none' || measures) return undefined
  const dated = { ...options, asOf: options.asOf ?? today }
  const shown = await settledFor(batches(start), program, dated, table, signal)
  if (!shown) return null
  const asked = decidable(program.policy).filter(one => policies?.includes(one.document.id) ?? true)
  const left = asked.length - shown.length
  // A table of nothing helps nobody.
  if (left === 0 || shown.length === 0) return undefined
  say(`对每一个申请人都还不能确定、没有单列一列的政策：${left} 项（要列出来，用 --measures 写明）`)
  return shown
}
