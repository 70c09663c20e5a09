/** A table that comes in pieces, cut into blocks of whole rows. */
import { LINE_LIMIT } from '../lines.ts'
import type { RowFinder } from './rows.ts'

const CR = 0x0d

/** Whole rows with their ends. */
interface Rows {
  bytes: Buffer
  count: number
  /** where the next block starts */
  end: number
}

/** @param most rows of a block */
export async function* rowsOf(
  pieces: AsyncIterable<Uint8Array>,
  finder: RowFinder,
  start: number,
  most: number
): AsyncGenerator<Rows> {
  let rest = Buffer.alloc(0)
  let seen = start
  const cut = function* (bytes: Buffer, limit: number, isLast: boolean): Generator<Rows> {
    finder.over(bytes, limit)
    let [from, at, count] = [0, 0, 0]
    const block = () => ({ bytes: bytes.subarray(from, at), count, end: seen - (bytes.length - at) })
    for (let row = finder.find(0, isLast); row && at < limit; row = finder.find(at, isLast)) {
      at = row.next
      if (++count < most) continue
      yield block()
      from = at
      count = 0
    }
    if (count > 0) yield block()
    // Of a row that is too long, no more is kept than tells so. A \r at the end may be half an end of line.
    const begun = bytes.subarray(at, Math.min(limit, at + LINE_LIMIT + 1))
    rest = Buffer.concat([begun, bytes.subarray(limit)])
  }
  for await (const piece of pieces) {
    const bytes =
      rest.length > 0
        ? Buffer.concat([rest, piece])
        : Buffer.from(piece.buffer, piece.byteOffset, piece.length)
    seen += piece.length
    yield* cut(bytes, bytes.at(-1) === CR ? bytes.length - 1 : bytes.length, false)
  }
  yield* cut(rest, rest.length, true)
}
