/** The answers of a batch as a stream of text, one slice at a time, so that whoever reads sets the pace. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { stampOf } from '../rules/eligibility.ts'
import type { Policy } from '../rules/policy.ts'
import { type Decider, LINE_LIMIT, newTally } from './decider.ts'
import { linesOf } from './lines.ts'

/** Characters of a slice: enough to be worth a write, little enough to keep the event loop free. */
const SLICE = 32 * 1024

/**
 * Decides every line of a stream.
 * @yields NDJSON text; the last line holds counts and the digest of everything before it
 */
export async function* answersOf(
  chunks: AsyncIterable<Uint8Array>,
  decide: Decider,
  policy: Policy
): AsyncGenerator<string> {
  const tally = newTally()
  const hash = createHash('sha256')
  let slice = ''
  for await (const lines of linesOf(chunks, LINE_LIMIT)) {
    for (const [text, line] of lines) {
      slice += `${decide(text, line, tally)}\n`
      if (slice.length >= SLICE) {
        hash.update(slice)
        yield slice
        slice = ''
        // Other requests are answered in between.
        await setImmediate()
      }
    }
  }
  hash.update(slice)
  const end = { policy: stampOf(policy), ...tally, digest: `sha256:${hash.digest('hex')}` }
  yield `${slice}${JSON.stringify({ end })}\n`
}
