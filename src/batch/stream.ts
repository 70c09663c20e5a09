/** The answers of a batch as a stream of bytes, one slice at a time, so that whoever reads sets the pace. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { Output } from '../output.ts'
import type { Policy } from '../policy/model.ts'
import { type Decider, newTally } from './decider.ts'
import { blocksOf, countLines, type Line, linesOf } from './lines.ts'
import { endLine } from './ndjson.ts'

/** Bytes of a slice: enough to be worth a write, little enough to keep the event loop free. */
const SLICE = 64 * 1024

/**
 * Decides every line of a stream.
 * @param record puts answers on record before they leave; null where they need not be
 * @yields NDJSON; the last line holds counts and the digest of everything before it
 */
export async function* answersOf(
  chunks: AsyncIterable<Uint8Array>,
  decide: Decider,
  policy: Policy,
  record: ((answers: Buffer, asked: readonly string[]) => Promise<Buffer>) | null = null
): AsyncGenerator<Buffer> {
  const tally = newTally()
  const hash = createHash('sha256')
  const output = new Output(2 * SLICE)
  let first = 1
  const cut = async (lines: readonly Line[]) => {
    const answers = output.take()
    const slice = record
      ? await record(
          answers,
          lines.map(({ text }) => text)
        )
      : answers
    hash.update(slice)
    return slice
  }
  for await (const { bytes } of blocksOf(chunks)) {
    const lines = linesOf(bytes, first)
    let from = 0
    for (let at = 0; at < lines.length; ) {
      at = decide(lines, at, tally, output)
      if (output.length < SLICE) continue
      yield await cut(lines.slice(from, at))
      from = at
      // Other requests are answered in between.
      await setImmediate()
    }
    first += countLines(bytes)
    // A client that waits for these answers before it sends more gets them.
    if (output.length > 0) yield await cut(lines.slice(from))
  }
  yield Buffer.from(endLine(policy, tally, hash.digest('hex')))
}
