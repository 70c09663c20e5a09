/** Who sends 10 MB where 64 KB are taken, and reads only then. */
import { once } from 'node:events'
import { open, readToEnd, statuses } from './sockets.ts'

const CHUNK = Buffer.alloc(64 * 1024, ' ')

/** @returns the status that the caller saw; undefined when the connection was reset first */
export async function refused(
  port: number,
  megabytes: number,
  isChunked: boolean
): Promise<number | undefined> {
  const socket = await open(port)
  socket.pause()
  const length = megabytes * 16 * CHUNK.length
  const size = isChunked ? 'transfer-encoding: chunked' : `content-length: ${length}`
  socket.write(`POST /eligibility HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${size}\r\n\r\n`)
  for (let sent = 0; sent < length && !socket.destroyed; sent += CHUNK.length) {
    if (isChunked) socket.write(`${CHUNK.length.toString(16)}\r\n`)
    if (!socket.write(CHUNK)) await Promise.race([once(socket, 'drain'), once(socket, 'close')])
    if (isChunked) socket.write('\r\n')
  }
  return statuses(await readToEnd(socket, 15_000))[0]
}
