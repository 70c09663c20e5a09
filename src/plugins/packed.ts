/**
 * Answers are packed for whoever asks for it (Accept-Encoding); nobody else waits for it. The tag of an answer is of
 * its text, and weak, so it holds for every way of packing: ETags are made in hooks of plugins, and packing is done in
 * hooks of routes, which come later.
 * @see https://github.com/fastify/fastify-compress
 */
import { constants } from 'node:zlib'
import compress, { type FastifyCompressOptions } from '@fastify/compress'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** Bytes below which packing saves nothing: they fit into a packet or two as they are. */
const THRESHOLD = 2048
/** The cheapest levels: a fifth more bytes than by default, for about half of the time. */
const GZIP = { level: 1 }
const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 1 }

/** For a route that answers while it is being asked: every part leaves at once, so that nobody waits for the next. */
export const streaming: FastifyCompressOptions = {
  zlibOptions: { ...GZIP, flush: constants.Z_SYNC_FLUSH },
  brotliOptions: { params: BROTLI, flush: constants.BROTLI_OPERATION_FLUSH },
  customTypes: /ndjson|csv/
}

const VARY = 'accept-encoding'

export const packed = fp(
  async (app: FastifyInstance) => {
    await app.register(compress, {
      globalDecompression: false,
      encodings: ['gzip', 'br', 'deflate', 'identity'],
      threshold: THRESHOLD,
      zlibOptions: GZIP,
      brotliOptions: { params: BROTLI },
      customTypes: /json|^text\/|javascript|svg/
    })
    // Also on answers that are not packed: a cache must not give those to who asked for packed ones, nor 304s.
    app.addHook('onSend', (_request, reply, payload, done) => {
      const given = reply.getHeader('vary')
      reply.header('vary', given ? `${given}, ${VARY}` : VARY)
      done(null, payload)
    })
  },
  { name: 'packed' }
)
