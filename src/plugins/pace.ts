/**
 * The pace of long transfers, both ways: whoever sends or reads a few bytes a minute is given up. It takes the place
 * of a time limit for batches, which may take as long as they have lines, and covers large answers.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Bounds } from '../bounds.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** whether a connection is held to a pace, and not to a time limit */
    hasPace(socket: Socket): boolean
  }
}

/** Bytes a second: a line of a batch every other second, and an answer of all measures in three minutes. */
const SENT = 100
const READ = 1000
/** Bytes from which an answer is long. */
const LONG = 16 * 1024

interface Transfer {
  request: IncomingMessage
  since: number
  moved: number
  /** bytes that the system had not taken yet */
  queued: number
}

/** Bytes of a write that the system has not taken yet; Node looks at the same for its own time limit. */
const queuedOf = (socket: Socket) =>
  (socket as unknown as { _handle: { writeQueueSize: number } })._handle.writeQueueSize

/** Bytes that went either way; of a long write they count when all of it went. */
const movedOf = (socket: Socket) => socket.bytesRead + socket.bytesWritten - socket.writableLength

/** Bytes a second that the caller owes now; 0 where it is for the service to go on. */
export function owed(
  socket: Pick<Socket, 'writableLength'>,
  request: Pick<IncomingMessage, 'complete' | 'readableLength'>
): number {
  if (socket.writableLength > 0) return READ
  return request.complete || request.readableLength > 0 ? 0 : SENT
}

export const pace = fp<Pick<Bounds, 'paceTime'>>(
  async (app: FastifyInstance, { paceTime }) => {
    const transfers = new Map<Socket, Transfer>()
    app.decorate('hasPace', (socket: Socket) => transfers.has(socket))

    const look = () => {
      const now = performance.now()
      for (const [socket, seen] of transfers) {
        const seconds = (now - seen.since) / 1000
        if (socket.destroyed || seconds * 1000 < paceTime) continue
        const moved = movedOf(socket)
        const queued = queuedOf(socket)
        const went = moved - seen.moved + Math.max(0, seen.queued - queued)
        if (went < owed(socket, seen.request) * seconds) {
          app.log.warn(`given up: ${went} bytes in ${Math.round(seconds)} s on one connection`)
          socket.destroy()
        }
        Object.assign(seen, { since: now, moved, queued })
      }
    }
    const timer = setInterval(look, paceTime / 10).unref()
    app.addHook('onClose', async () => clearInterval(timer))

    app.addHook('onSend', ({ raw }, reply, payload, done) => {
      const length = (payload as { length?: number } | null)?.length
      // What has no length is a stream.
      const isLong = payload && (length === undefined || length > LONG)
      if (isLong && !reply.raw.destroyed) {
        const { socket } = raw
        const moved = movedOf(socket)
        transfers.set(socket, { request: raw, since: performance.now(), moved, queued: 0 })
        reply.raw.once('close', () => transfers.delete(socket))
      }
      done(null, payload)
    })
  },
  { name: 'pace' }
)
