/** The answers of a batch as a stream of bytes, one slice at a time, so that whoever reads sets the pace. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { Output } from '../output.ts'
import type { Policy } from '../policy/model.ts'
import { type Decider, newTally, type Tally } from './decider.ts'
import { type Line, lineBlocks } from './lines.ts'
import { endLine } from './ndjson.ts'

/** Bytes of a slice: enough to be worth a write, little enough to keep the event loop free. */
const SLICE = 64 * 1024

/** Decides every line of a stream of NDJSON. @yields what `answersTo` does */
export const answersOf = (
  chunks: AsyncIterable<Uint8Array>,
  decide: Decider,
  policy: Policy
): AsyncGenerator<Buffer> => answersTo(lineBlocks(chunks), decide, policy)

/**
 * Decides lines as they come.
 * @param tally counted up
 * @yields NDJSON; the last line holds counts and the digest of everything before it
 */
export async function* answersTo(
  blocks: AsyncIterable<readonly Line[]>,
  decide: Decider,
  policy: Policy,
  tally: Tally = newTally()
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const output = new Output(2 * SLICE)
  const cut = () => {
    const slice = output.take()
    hash.update(slice)
    return slice
  }
  for await (const lines of blocks) {
    for (let at = 0; at < lines.length; ) {
      at = decide(lines, at, tally, output)
      if (output.length < SLICE) continue
      yield cut()
      // Other requests are answered in between.
      await setImmediate()
    }
    // A client that waits for these answers before it sends more gets them.
    if (output.length > 0) yield cut()
  }
  yield Buffer.from(endLine(policy, tally, hash.digest('hex')))
}
