/**
 * ETags, and 304 where the caller has the answer already.
 * @see https://github.com/fastify/fastify-etag
 */
import etag from '@fastify/etag'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** Compared weakly, as RFC 9110 wants it of If-None-Match: whether a tag is marked as weak does not count. */
const opaque = (tag: string) => tag.trim().replace(/^W\//, '')

/** Whether an If-None-Match, which may be a list or `*`, names a tag. */
const names = (header: string, tag: string) =>
  header.trim() === '*' || header.split(',').some(one => opaque(one) === opaque(tag))

export const conditional = fp(
  async (app: FastifyInstance) => {
    // Weak: what is compared is the text of an answer, not its bytes on the wire. The plugin's own 304 knows
    // neither lists nor `*`.
    app.addHook('onRoute', route => {
      route.config = { ...route.config, tagged: true }
    })
    await app.register(etag, { weak: true, replyWith304: false })
    app.addHook('onSend', async (request, reply, payload) => {
      const tag = reply.getHeader('etag') as string
      if (reply.statusCode !== 200 || !names(request.headers['if-none-match'] ?? '', tag)) return payload
      reply.code(304)
      return ''
    })
  },
  { name: 'conditional' }
)
