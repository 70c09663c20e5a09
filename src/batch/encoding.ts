/** Whether lines are text in UTF-8, told by the first of them: said once, instead of in every line. */
import { isUtf8 } from 'node:buffer'
import { Gathered } from './gathered.ts'
import { LF, LINE_LIMIT } from './lines.ts'

const SPACE = 0x20
const NUL = 0x00

/** Thrown where the first line that is not blank is no text in UTF-8. */
export class NotUtf8 extends Error {}

/** A byte 0 is in no JSON; UTF-16 is full of them. */
const isText = (line: Uint8Array) => isUtf8(line) && !line.includes(NUL)

const isVisible = (byte: number) => byte > SPACE || byte === NUL

/**
 * Passes a stream on when its first line that is not blank has come, and is text. Whatever is wrong with a line
 * further down is an error of that line alone; and of one that is too long, that is what is said.
 * @throws NotUtf8
 */
export async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const start = new Gathered()
  let isKnown = false
  for await (const chunk of chunks) {
    const from = start.length > 0 ? 0 : chunk.findIndex(isVisible)
    if (isKnown || from === -1) {
      yield chunk
      continue
    }
    const before = start.length
    const end = chunk.indexOf(LF, from)
    start.add(chunk)
    if (end === -1 && start.length <= LINE_LIMIT) continue
    const bytes = start.take()
    if (end !== -1 && !isText(bytes.subarray(0, before + end))) throw new NotUtf8()
    isKnown = true
    yield bytes
  }
  if (start.length === 0) return
  const bytes = start.take()
  if (!isText(bytes)) throw new NotUtf8()
  yield bytes
}
