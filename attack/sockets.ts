/** Sockets that send what they like, and read only when they like. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.on('error', () => {})
  return socket
}

/** A request as it goes over the wire. */
export function post(path: string, body: string, headers = ''): string {
  const type = path.includes('batch') ? 'application/x-ndjson' : 'application/json'
  return (
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${type}\r\n` +
    `content-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`
  )
}

export const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n`

/** Waits for the end of a connection, whichever it is. */
export const closed = (socket: Socket): Promise<void> =>
  new Promise(resolve => {
    if (socket.closed) resolve()
    else socket.once('close', () => resolve())
  })

/** All that comes until the other side ends, as text; what a reset cut off is missing. @param within milliseconds */
export async function readToEnd(socket: Socket, within = 30_000): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk)).resume()
  const timer = setTimeout(() => socket.destroy(), within)
  await closed(socket)
  clearTimeout(timer)
  return Buffer.concat(chunks).toString()
}

/** The statuses of all answers in a text, in their order. */
export const statuses = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))
