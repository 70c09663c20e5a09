/**
 * Sealing: what a record holds of a person is under a key of its own, and that key is kept beside the record, wrapped.
 * Without the wrapped key nobody can open it again, and the record stays as it was written.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Keys } from './keys.ts'

const CIPHER = 'aes-256-gcm'
const KEY = 32
const NONCE = 12
const TAG = 16
const NAME = 4

/** Bytes of a wrapped key: which master, nonce, the key, tag. */
export const WRAPPED = NAME + NONCE + KEY + TAG

function encrypt(key: Uint8Array, nonce: Uint8Array, id: string, text: Uint8Array): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(id))
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Uint8Array, nonce: Uint8Array, id: string, sealed: Uint8Array): Buffer {
  const end = sealed.length - TAG
  const decipher = createDecipheriv(CIPHER, key, nonce).setAAD(Buffer.from(id))
  decipher.setAuthTag(sealed.subarray(end))
  return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()])
}

export interface Sealed {
  /** in base64 */
  text: string
  wrapped: Buffer
}

/** @param id of the record: what is sealed for one cannot be passed off as another's */
export function seal(keys: Keys, id: string, text: string): Sealed {
  const [master] = keys.masters as [Keys['masters'][number]]
  const chance = randomBytes(KEY + 2 * NONCE)
  const key = chance.subarray(0, KEY)
  const nonce = chance.subarray(KEY, KEY + NONCE)
  const wrapping = chance.subarray(KEY + NONCE)
  return {
    text: Buffer.concat([nonce, encrypt(key, nonce, id, Buffer.from(text))]).toString('base64'),
    wrapped: Buffer.concat([master.name, wrapping, encrypt(master.key, wrapping, id, key)])
  }
}

/** Whether a wrapped key was destroyed. */
export const isErased = (wrapped: Buffer): boolean => wrapped.every(byte => byte === 0)

/** @throws Error when no master key opens it, or it was changed */
export function unseal(keys: Keys, id: string, { text, wrapped }: Sealed): string {
  const master = keys.masters.find(({ name }) => name.equals(wrapped.subarray(0, NAME)))
  if (!master) throw new Error(`no key of RECORDS_KEY opens ${id}`)
  const nonce = wrapped.subarray(NAME, NAME + NONCE)
  const key = decrypt(master.key, nonce, id, wrapped.subarray(NAME + NONCE))
  const bytes = Buffer.from(text, 'base64')
  return decrypt(key, bytes.subarray(0, NONCE), id, bytes.subarray(NONCE)).toString()
}
