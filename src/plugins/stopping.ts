/**
 * What happens between the signal to stop and the end: requests in flight are answered, and no caller who
 * keeps a connection open for later keeps the process from ending.
 */
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    isStopping(): boolean
  }
}

export const stopping = fp(
  async (app: FastifyInstance) => {
    let told = false
    app.decorate('isStopping', () => told)
    app.addHook('preClose', async () => {
      told = true
    })
    // Node closes the connections that are idle when it is told to; those that become so later stay open.
    app.addHook('onResponse', ({ raw }, _reply, done) => {
      if (told) raw.socket.destroySoon()
      done()
    })
  },
  { name: 'stopping' }
)
