/** Who sends 10 MB of what is refused at its beginning, and reads only then. */
import { once } from 'node:events'
import { open, readToEnd, statuses } from './sockets.ts'

const SIZE = 64 * 1024
const BLANK = Buffer.alloc(SIZE, ' ')
/** Lines of what no text in UTF-8 has. */
const DAMAGED = Buffer.alloc(SIZE, `${'\xff'.repeat(63)}\n`, 'latin1')

/**
 * @param isBatch lines that are no text, where otherwise a body is too long
 * @returns the status that the caller saw; undefined when the connection was reset first
 */
export async function refused(
  port: number,
  megabytes: number,
  isChunked: boolean,
  isBatch = false
): Promise<number | undefined> {
  const socket = await open(port)
  socket.pause()
  const length = megabytes * 16 * SIZE
  const chunk = isBatch ? DAMAGED : BLANK
  const [path, type] = isBatch
    ? ['/eligibility/batch', 'application/x-ndjson']
    : ['/eligibility', 'application/json']
  const size = isChunked ? 'transfer-encoding: chunked' : `content-length: ${length}`
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\n${size}\r\n\r\n`)
  for (let sent = 0; sent < length && !socket.destroyed; sent += SIZE) {
    if (isChunked) socket.write(`${SIZE.toString(16)}\r\n`)
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')])
    if (isChunked) socket.write('\r\n')
  }
  return statuses(await readToEnd(socket, 15_000))[0]
}
