/**
 * What happens between the signal to stop and the end. For a while connections are still taken and everything is
 * answered, each answer with `Connection: close`, so that callers leave by themselves; then the listener closes,
 * the requests in flight are finished, and no connection that is kept for later keeps the process from ending.
 */
import type { Socket } from 'node:net'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Bounds } from '../bounds.ts'

declare module 'fastify' {
  interface FastifyInstance {
    isStopping(): boolean
  }
}

/** Milliseconds in which a connection that was taken last must have sent something. */
const SILENCE = 1000
/** Rounds of the event loop in which connections that wait are still taken; others may come for ever. */
const MOST_ROUNDS = 1000
/** Milliseconds of a round in which nothing was done. */
const SHORT = 1

export const stopping = fp<Pick<Bounds, 'drainTime'>>(
  async (app: FastifyInstance, { drainTime }) => {
    let told = false
    app.decorate('isStopping', () => told)

    let hasArrived = false
    const silent = new Set<Socket>()
    app.server.on('connection', socket => {
      hasArrived = true
      silent.add(socket)
      socket.once('close', () => silent.delete(socket))
    })
    app.addHook('onRequest', ({ raw }, _reply, done) => {
      silent.delete(raw.socket)
      done()
    })

    app.addHook('preClose', async () => {
      told = true
      if (!app.server.listening) return
      await setTimeout(drainTime)
      // Node takes one connection a round. Those that wait to be taken would be reset with the listener.
      for (let round = 0; round < MOST_ROUNDS; round++) {
        hasArrived = false
        const began = performance.now()
        await setImmediate()
        // In a round that took long, more may have come since it looked.
        if (!hasArrived && performance.now() - began < SHORT) break
      }
      void setTimeout(SILENCE, undefined, { ref: false }).then(() => {
        for (const socket of silent) if (socket.bytesRead === 0) socket.destroy()
      })
    })
    // Fastify says it in what begins from now on; this is for what began before.
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (told) reply.header('connection', 'close')
      done(null, payload)
    })
    // Node closes the connections that are idle when it is told to; those that become so later stay open.
    app.addHook('onResponse', ({ raw }, _reply, done) => {
      if (told) raw.socket.destroySoon()
      done()
    })
  },
  { name: 'stopping' }
)
