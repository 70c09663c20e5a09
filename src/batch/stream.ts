/** The answers of a batch as a stream of bytes, one slice at a time, so that whoever reads sets the pace. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { Output } from '../output.ts'
import type { Policy } from '../policy/model.ts'
import { type BatchOptions, type Decider, newTally } from './decider.ts'
import type { Line } from './lines.ts'
import { endLine } from './ndjson.ts'
import type { Recording } from './recording.ts'

/** Bytes of a slice: enough to be worth a write, little enough to keep the event loop free. */
const SLICE = 64 * 1024

/**
 * Decides lines as they come.
 * @param decide writes NDJSON, and notes it where answers are put on record
 * @param recording null where answers need not be on record
 * @param tally counted up
 * @yields NDJSON; the last line holds counts and the digest of everything before it
 */
export async function* answersTo(
  blocks: AsyncIterable<readonly Line[]>,
  decide: Decider,
  policy: Policy,
  options: BatchOptions,
  recording: Recording | null = null,
  tally = newTally()
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const output = new Output(2 * SLICE)
  const cut = async (lines: readonly Line[]) => {
    const slice = recording ? await recording.take(output, lines) : output.take()
    hash.update(slice)
    return slice
  }
  for await (const lines of blocks) {
    let from = 0
    for (let at = 0; at < lines.length; ) {
      at = decide(lines, at, tally, output)
      if (output.length < SLICE) continue
      yield await cut(lines.slice(from, at))
      from = at
      // Other requests are answered in between.
      await setImmediate()
    }
    // A client that waits for these answers before it sends more gets them.
    if (output.length > 0) yield await cut(lines.slice(from))
  }
  yield Buffer.from(endLine(policy, options, tally, hash.digest('hex')))
}
