/**
 * Signed requests, as Chinese gateways ask for them: client, time, nonce and a digest of the body, under an HMAC
 * with SM3 or SHA-256. The key of the HMAC is the SHA-256 of the client's key, in hex: what the service has of it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { KnownClient } from './format.ts'

/** Seconds that the clocks of caller and service may differ. */
const SPAN = 300

export const METHODS = { 'HMAC-SM3': 'sm3', 'HMAC-SHA256': 'sha256' } as const
export type Method = keyof typeof METHODS

/** What a signed request says of itself. */
export interface Signed {
  client: string
  /** Unix time in seconds */
  time: string
  nonce: string
  method: Method
  /** of the body as sent, in hex */
  digest: string
  /** in hex */
  signature: string
}

const NONCE = /^[\w-]{8,64}$/

/** The headers of a signed request, or why they are none. */
export function signedIn(headers: Record<string, string | string[] | undefined>): Signed | string {
  const of = (name: string) => String(headers[name] ?? '')
  const method = of('x-signature-method')
  if (!(method in METHODS)) return `请求头 x-signature-method 应当是 ${Object.keys(METHODS).join(' 或 ')}。`
  if (!/^\d{10}$/.test(of('x-timestamp'))) return '请求头 x-timestamp 应当是 Unix 时间，以秒计。'
  if (!NONCE.test(of('x-nonce'))) return '请求头 x-nonce 应当是 8 到 64 个字母、数字、- 或 _。'
  return {
    client: of('x-client'),
    time: of('x-timestamp'),
    nonce: of('x-nonce'),
    method: method as Method,
    digest: of('x-body-digest').toLowerCase(),
    signature: of('x-signature').toLowerCase()
  }
}

/** The text under the signature. @param target path and query as the service sees them */
export const signedText = (verb: string, target: string, { time, nonce, digest }: Signed): string =>
  [verb, target, time, nonce, digest].join('\n')

/** The signature, in hex. @param key the SHA-256 of the client's key, in hex */
export const signatureOf = (key: string, method: Method, text: string): string =>
  createHmac(METHODS[method], key).update(text).digest('hex')

/** Whether the signature is one of the client's. */
export function isSignedBy(client: KnownClient | undefined, signed: Signed, text: string): boolean {
  const given = Buffer.from(signed.signature)
  let isOne = false
  for (const key of client?.keys ?? ['']) {
    const expected = Buffer.from(signatureOf(key, signed.method, text))
    if (given.length === expected.length && timingSafeEqual(given, expected)) isOne = true
  }
  return isOne && client !== undefined
}

/** Nonces that were used: each is remembered for as long as its time could be taken. */
export class Nonces {
  private used = new Set<string>()
  private usedBefore = new Set<string>()
  private since = 0

  /**
   * @param now Unix time in seconds
   * @returns why the request is not taken, or null
   */
  take({ client, nonce, time }: Signed, now: number): string | null {
    if (Math.abs(now - Number(time)) > SPAN) return `请求的时间与服务的时间相差超过 ${SPAN} 秒。`
    // What is two rounds old can no longer be in time.
    if (now - this.since > 2 * SPAN) {
      this.usedBefore = now - this.since > 4 * SPAN ? new Set() : this.used
      this.used = new Set()
      this.since = now
    }
    const one = `${client} ${nonce}`
    if (this.used.has(one) || this.usedBefore.has(one)) return '这个 x-nonce 已经用过。'
    this.used.add(one)
    return null
  }
}
