/**
 * Who asks, whether it may, and how much it may still ask. Before turns are given, so that a turn is a client's; a
 * signed body is checked as it comes in.
 */
import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { type Readable, Transform } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { KnownClient, Scope } from '../clients/format.ts'
import { isKeyOf, ownerOf } from '../clients/key.ts'
import { Meter } from '../clients/meter.ts'
import type { Registry } from '../clients/registry.ts'
import { isSignedBy, METHODS, Nonces, type Signed, signedIn, signedText } from '../clients/signature.ts'
import { ACCESS_PROBLEMS, problemResponses } from '../schemas/problem.ts'
import { ProblemError } from './problems.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** what a client must be let to do; without it, anyone may ask */
    scope?: Scope
    /** units that a request costs; 1 when left out */
    cost?: (request: FastifyRequest) => number
  }
  interface FastifyRequest {
    /** null where anyone may ask */
    client: KnownClient | null
    /** how the body must hash, where the request is signed */
    signed: Signed | null
    /** takes units off what the client may still ask; only where clients are known */
    charge(units: number): void
  }
  interface FastifyInstance {
    /** whether anyone may ask */
    isOpen: boolean
    /** counts what happened, for GET /metrics */
    onRefusal(listener: (client: string) => void): void
  }
}

/** Who a request says it is from, once that was proven. */
interface Caller {
  client: KnownClient
  signed: Signed | null
}

const BEARER = /^Bearer +(\S+)$/i

/** Milliseconds of a day in China, which has one time and no summer time. */
const dayOf = (now: number) => new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)

function isFrom(client: KnownClient, ip: string): boolean {
  const address = ip.startsWith('::ffff:') ? ip.slice('::ffff:'.length) : ip
  return client.allowed?.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') ?? true
}

const unauthenticated = (detail: string) => new ProblemError('unauthenticated', detail)

/** Passes a body on, and fails at its end when it is another than was signed. */
function checked(payload: Readable, { method, digest }: Signed): Readable {
  const hash = createHash(METHODS[method])
  const passed = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
    flush(done) {
      done(hash.digest('hex') === digest ? null : unauthenticated('请求体与签名的摘要不符。'))
    }
  })
  payload.once('error', error => passed.destroy(error))
  return payload.pipe(passed)
}

export interface ClientsOptions {
  /** null where anyone may ask */
  registry: Registry | null
  /** milliseconds since 1970 */
  now?: () => number
}

export const clients = fp<ClientsOptions>(
  async (app: FastifyInstance, { registry, now = Date.now }) => {
    const meters = new Map<string, Meter>()
    const nonces = new Nonces()
    const listeners: ((client: string) => void)[] = []
    app.decorateRequest('client', null)
    app.decorateRequest('signed', null)
    app.decorate('isOpen', registry === null)
    app.decorate('onRefusal', (listener: (client: string) => void) => void listeners.push(listener))

    const meterOf = ({ id, quota }: KnownClient): Meter => {
      const known = meters.get(id) ?? new Meter(quota, now())
      meters.set(id, known)
      return known
    }
    app.decorateRequest('charge', function (this: FastifyRequest, units: number) {
      const client = this.client as KnownClient
      meterOf(client).take(units)
      app.spend(client.id, units)
    })

    const bySignature = ({ method, url, raw }: FastifyRequest): Caller => {
      const signed = signedIn(raw.headers)
      if (typeof signed === 'string') throw unauthenticated(signed)
      const client = registry?.get(signed.client)
      const isRight = isSignedBy(client, signed, signedText(method, url, signed))
      if (!client || !isRight || client.signing !== true) throw unauthenticated('签名不对。')
      const fault = nonces.take(signed, Math.floor(now() / 1000))
      if (fault) throw unauthenticated(fault)
      return { client, signed }
    }
    const byKey = (authorization: string): Caller => {
      const [, key = ''] = BEARER.exec(authorization) ?? []
      const client = registry?.get(ownerOf(key))
      if (!isKeyOf(client, key) || !client) throw unauthenticated('密钥不对。')
      return { client, signed: null }
    }
    const callerOf = (request: FastifyRequest): Caller => {
      const { authorization, 'x-signature': signature } = request.headers
      if (signature !== undefined) return bySignature(request)
      if (authorization !== undefined) return byKey(authorization)
      throw unauthenticated('请用 Authorization: Bearer 提交密钥，或者给请求签名。')
    }
    const check = ({ client }: Caller, scope: Scope, ip: string) => {
      const refuse = (detail: string) => new ProblemError('not-permitted', detail)
      if (client.validUntil !== undefined && dayOf(now()) > client.validUntil) {
        throw refuse(`密钥的有效期到 ${client.validUntil} 为止。`)
      }
      if (!isFrom(client, ip)) throw refuse('不接受来自这个地址的请求。')
      if (!client.scopes.includes(scope)) throw refuse(`这个调用方没有 ${scope} 权限。`)
    }
    const checkQuota = (client: KnownClient, reply: FastifyReply) => {
      const meter = meterOf(client)
      const hasAny = meter.hasAny(client.quota, now())
      reply.headers(meter.headers(client.quota))
      if (hasAny) return
      for (const tell of listeners) tell(client.id)
      reply.header('retry-after', meter.wait(client.quota))
      throw new ProblemError('quota-exceeded', '这个调用方的额度用完了，请过一会儿再试。')
    }

    app.addHook('onRoute', route => {
      const { scope } = route.config ?? {}
      if (!scope || !route.schema) return
      // The document is the same whether or not clients are known here.
      route.schema.security = [{ key: [scope] }, { signature: [scope] }]
      route.schema.response = {
        ...problemResponses(...ACCESS_PROBLEMS),
        ...(route.schema.response as Record<number, unknown>)
      }
    })
    if (!registry) return

    app.addHook('onRequest', (request, reply, done) => {
      const { scope } = request.routeOptions.config
      if (!scope) return done()
      try {
        const caller = callerOf(request)
        check(caller, scope, request.ip)
        checkQuota(caller.client, reply)
        request.client = caller.client
        request.signed = caller.signed
        done()
      } catch (error) {
        if ((error as ProblemError).problem === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
        done(error as Error)
      }
    })
    app.addHook('preParsing', async (request, _reply, payload) =>
      request.signed ? checked(payload as Readable, request.signed) : payload
    )
    app.addHook('preHandler', (request, reply, done) => {
      const { client } = request
      if (client) {
        const { cost } = request.routeOptions.config
        request.charge(cost ? cost(request) : 1)
        reply.headers(meterOf(client).headers(client.quota))
      }
      done()
    })
    const unwatch = registry.watch(app.log)
    app.addHook('onClose', async () => unwatch())
  },
  { name: 'clients' }
)
