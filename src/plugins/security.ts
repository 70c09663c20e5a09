/**
 * Security headers, cross-origin access, and an optional limit of requests.
 * @see https://github.com/fastify/fastify-helmet
 * @see https://github.com/fastify/fastify-rate-limit
 */
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

export interface SecurityOptions {
  /** origins that browsers may call from; none when empty */
  corsOrigins: readonly string[]
  /** requests a minute from one address; 0 for no limit */
  rateLimitPerMinute: number
}

/** What a page of another origin may read of an answer, beside what browsers always let it. */
const EXPOSED = [
  'x-request-id',
  'traceparent',
  'etag',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'ratelimit',
  'ratelimit-policy',
  'x-decision-id'
]

/** On all that is not a page: a browser shows it nowhere, runs nothing in it, and takes it for what it says it is. */
const ON_DATA = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY'
}

/** Headers of pages, in the scope where they are registered. Working them out takes a third of a short answer's time. */
export const pageSecurity = fp(
  async (app: FastifyInstance) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        // Swagger UI and the agents' page are also opened over plain http inside a government network.
        directives: { 'upgrade-insecure-requests': null }
      },
      strictTransportSecurity: false
    })
  },
  { name: 'page-security' }
)

export const security = fp<SecurityOptions>(
  async (app: FastifyInstance, { corsOrigins, rateLimitPerMinute }) => {
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (!reply.raw.hasHeader('content-security-policy')) reply.headers(ON_DATA)
      done(null, payload)
    })
    if (corsOrigins.length > 0)
      await app.register(cors, { origin: [...corsOrigins], exposedHeaders: EXPOSED })
    if (rateLimitPerMinute > 0) {
      await app.register(rateLimit, {
        max: rateLimitPerMinute,
        timeWindow: '1 minute',
        allowList: request => request.url.startsWith('/health/'),
        errorResponseBuilder: (_request, { statusCode }) =>
          Object.assign(new Error('too many requests'), { statusCode, code: 'RATE_LIMITED' })
      })
    }
  },
  { name: 'security' }
)
