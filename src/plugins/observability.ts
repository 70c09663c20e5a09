/** Request ids and W3C trace context mirrored; request logs that never hold a fact or a question. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import fp from 'fastify-plugin'

/** What may come back in a header or go into a log as a request id. */
const REQUEST_ID = /^[\w.:-]{1,128}$/
/** As W3C Trace Context has it: neither id is all zeros, and no version is called ff. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** The caller's x-request-id where it is a plain one, otherwise a new UUID. */
export const requestId: FastifyServerOptions['genReqId'] = request => {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
}

/** What of a request is logged: the path without its query, which may hold a caller's words. */
export const serializers = {
  req: (request: { method: string; url: string }) => ({
    method: request.method,
    path: request.url.split('?')[0]
  })
}

export const observability = fp(
  async (app: FastifyInstance) => {
    app.addHook('onRequest', (request, reply, done) => {
      reply.header('x-request-id', request.id)
      const { traceparent } = request.headers
      if (typeof traceparent === 'string' && TRACEPARENT.test(traceparent)) {
        reply.header('traceparent', traceparent)
      }
      done()
    })
  },
  { name: 'observability' }
)
