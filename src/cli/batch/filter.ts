/** The batch between two pipes: lines from standard input, answers to standard output, as other engines run it. */
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { deciderFor, newTally, type Tally } from '../../batch/decider.ts'
import { type Line, lineBlocks } from '../../batch/lines.ts'
import { inShard, type Shard } from '../../batch/shard.ts'
import { answersTo } from '../../batch/stream.ts'
import type { Program } from '../../engine/program.ts'
import type { Settings } from './settings.ts'

export interface Pipes {
  stdin: AsyncIterable<Uint8Array>
  stdout: Writable
}

async function* shared(
  blocks: AsyncIterable<readonly Line[]>,
  shard: Shard | undefined
): AsyncGenerator<readonly Line[]> {
  for await (const lines of blocks) yield inShard(lines, shard)
}

/**
 * @param today the day for applicants that name none
 * @param signal stops it; what was answered by then has no end line
 * @returns null where it was stopped
 */
export async function filter(
  program: Program,
  { options, shard }: Settings,
  today: string,
  { stdin, stdout }: Pipes,
  signal: AbortSignal
): Promise<Tally | null> {
  const tally = newTally()
  const dated = { ...options, asOf: options.asOf ?? today }
  const decide = deciderFor(program, dated)
  const lines = shared(lineBlocks(stdin), shard)
  const answers = answersTo(lines, decide, program.policy, dated, null, tally)
  try {
    await pipeline(Readable.from(answers, { objectMode: false }), stdout, { end: false, signal })
    return tally
  } catch (error) {
    if (signal.aborted) return null
    throw error
  }
}
