/**
 * Refusals that come before the request is whole: the rest is read for a while and thrown away. Closed at once, the
 * connection would be reset under the caller who is still sending, and the answer lost with it.
 */
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** Milliseconds and bytes that a caller may go on sending. */
const TIME = 10_000
const BYTES = 64 * 1024 * 1024
/** Milliseconds between two looks at how much came. */
const EVERY = 100

/** Connections that are only read to their end. */
const lingering = new WeakSet<Socket>()

export const isLingering = (socket: Socket): boolean => lingering.has(socket)

/** Ends the answers of a connection, and the connection when the caller has stopped sending, within bounds. */
export function linger(socket: Socket, within = TIME): void {
  lingering.add(socket)
  const most = socket.bytesRead + BYTES
  const until = performance.now() + within
  const timer = setInterval(() => {
    if (socket.bytesRead > most || performance.now() > until) socket.destroy()
  }, EVERY)
  socket.once('close', () => clearInterval(timer))
  socket.end()
}

/** @param bodyLimit bytes; a rest that cannot be longer is read without ado, and the connection kept */
export const lingeringRefusals = fp<{ bodyLimit: number }>(
  async (app: FastifyInstance, { bodyLimit }) => {
    app.addHook('onSend', ({ raw }, reply, payload, done) => {
      const { 'content-length': length = 0, 'transfer-encoding': chunked } = raw.headers
      if (reply.statusCode >= 400 && !raw.complete && (chunked || Number(length) > bodyLimit)) {
        reply.header('connection', 'close')
        // What Node calls when the last answer of a connection was handed over.
        raw.socket.destroySoon = () => {
          linger(raw.socket)
          raw.unpipe().resume()
        }
      }
      done(null, payload)
    })
  },
  { name: 'lingering-refusals' }
)
