/** A file in pieces, read ahead. */
import { open } from 'node:fs/promises'
import { LF } from '../../batch/lines.ts'

/** Bytes read at a time. */
const CHUNK = 1024 * 1024

/**
 * A file in pieces that end where a line ends, but for the last and within lines that are longer than a piece.
 * Two memories take turns: new memory for each costs more than reading.
 * @yields what is valid until the next is asked for
 */
export async function* piecesOf(file: string, start = 0): AsyncGenerator<Uint8Array> {
  const handle = await open(file)
  try {
    let [piece, next] = [Buffer.allocUnsafeSlow(CHUNK), Buffer.allocUnsafeSlow(CHUNK)]
    let offset = start
    let kept = 0
    const read = () => handle.read(next, kept, CHUNK - kept, offset)
    let reading = read()
    for (;;) {
      const { bytesRead } = await reading
      const length = kept + bytesRead
      ;[piece, next] = [next, piece]
      if (bytesRead === 0) {
        if (length > 0) yield piece.subarray(0, length)
        return
      }
      offset += bytesRead
      const end = piece.lastIndexOf(LF, length - 1) + 1 || length
      kept = piece.copy(next, 0, end, length)
      reading = read()
      // Heard of when it is waited for.
      reading.catch(() => {})
      yield piece.subarray(0, end)
    }
  } finally {
    await handle.close()
  }
}

/** The first bytes of a file. */
export async function startOf(file: string, length: number): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
