/** Keys: `<client>.<secret>`. Only the hash of a key is kept; the client's name in front finds it. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { KnownClient } from './format.ts'

/** Bytes of chance in a key. */
const SECRET = 32

export const newKey = (client: string): string => `${client}.${randomBytes(SECRET).toString('base64url')}`

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

export const hashOf = (key: string): string => sha256(key).toString('hex')

/** The client that a key says it is of. */
export const ownerOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf('.')))

/** Compares in the same time whichever key it is, and whether there is such a client or not. */
export function isKeyOf(client: KnownClient | undefined, key: string): boolean {
  const digest = sha256(key)
  let isOne = false
  for (const known of client?.digests ?? [Buffer.alloc(digest.length)]) {
    if (timingSafeEqual(known, digest)) isOne = true
  }
  return isOne && client !== undefined
}
