/** The answers of a batch as a stream of bytes, one slice at a time, so that whoever reads sets the pace. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Policy } from '../rules/policy.ts'
import { type Decider, newTally } from './decider.ts'
import { blocksOf, countLines, linesOf } from './lines.ts'
import { endLine } from './ndjson.ts'

/** Characters of a slice: enough to be worth a write, little enough to keep the event loop free. */
const SLICE = 64 * 1024

/**
 * Decides every line of a stream.
 * @yields NDJSON; the last line holds counts and the digest of everything before it
 */
export async function* answersOf(
  chunks: AsyncIterable<Uint8Array>,
  decide: Decider,
  policy: Policy
): AsyncGenerator<Buffer> {
  const tally = newTally()
  const hash = createHash('sha256')
  let slice = ''
  let first = 1
  const cut = () => {
    const bytes = Buffer.from(slice)
    hash.update(bytes)
    slice = ''
    return bytes
  }
  for await (const { bytes } of blocksOf(chunks)) {
    for (const line of linesOf(bytes, first)) {
      slice += decide(line, tally)
      if (slice.length < SLICE) continue
      yield cut()
      // Other requests are answered in between.
      await setImmediate()
    }
    first += countLines(bytes)
    // A client that waits for these answers before it sends more gets them.
    if (slice !== '') yield cut()
  }
  yield Buffer.from(endLine(policy, tally, hash.digest('hex')))
}
