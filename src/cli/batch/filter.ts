/** The batch between two pipes: lines from standard input, answers to standard output, as other engines run it. */
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { deciderFor, newTally, type Tally } from '../../batch/decider.ts'
import { type Line, lineBlocks } from '../../batch/lines.ts'
import { inShard, type Shard } from '../../batch/shard.ts'
import { answersTo } from '../../batch/stream.ts'
import type { Program } from '../../engine/program.ts'
import { FINDINGS, FINE } from '../frame/command.ts'
import type { Stream } from '../frame/terminal.ts'
import { countsText, STOPPED } from './ending.ts'
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
async function filter(
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

/** The same, as a command. @param err where counts are said @returns the exit code */
export async function piped(
  program: Program,
  settings: Settings,
  today: string,
  pipes: Pipes,
  signal: AbortSignal,
  err: Stream
): Promise<number> {
  const tally = await filter(program, settings, today, pipes, signal)
  err.write(tally ? countsText(tally) : '已停下，没有做完\n')
  return tally === null ? STOPPED : tally.errors > 0 ? FINDINGS : FINE
}
