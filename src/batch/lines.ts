/** Bytes into lines: bounded, whatever the chunks and the encoding's borders. */
import { StringDecoder } from 'node:string_decoder'

const BOM = '\uFEFF'

/**
 * Splits a stream of UTF-8 into lines, without their ends (LF or CRLF). Blank lines are left out, a byte order
 * mark at the start too. A line over the limit comes out as undefined, and no more of it is kept than the limit.
 * @param limit characters that a line may have
 * @returns lines with their numbers, from 1, a batch a chunk
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  limit: number
): AsyncGenerator<[text: string | undefined, line: number][]> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let over = false
  let line = 0
  const take = (piece: string): [string | undefined, number][] => {
    const parts = (rest + piece).split('\n')
    rest = parts.pop() as string
    const found: [string | undefined, number][] = []
    for (const part of parts) {
      line++
      const text = line === 1 && part.startsWith(BOM) ? part.slice(1) : part
      if (over || text.length > limit) found.push([undefined, line])
      else if (text.trim() !== '') found.push([text, line])
      over = false
    }
    if (rest.length > limit) {
      over = true
      rest = ''
    }
    return found
  }
  for await (const chunk of chunks)
    yield take(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)))
  const last = take(decoder.end())
  if (rest.trim() !== '' || over) last.push(...take('\n'))
  yield last
}
