/**
 * Where the log begins and ends, signed: without the key nobody can cut it short or write it anew. The last two heads
 * are kept, so that one that was being written when the power went is not the only one.
 */
import type { Keys, PublicKeys } from './keys.ts'

export interface Head {
  log: string
  /** how many heads there were, with this one; the next is kept in the other place */
  serial: number
  /** the oldest segment that must be there, and the hash of its first line */
  first: { segment: number; hash: string }
  segment: number
  /** bytes of that segment */
  end: number
  /** of the last line */
  hash: string
  time: string
}

export function signedHead(keys: Keys, head: Head): string {
  const text = JSON.stringify(head)
  return `${JSON.stringify({ head: text, signature: keys.sign(text) })}\n`
}

/** What the heads of a log say. */
export interface Heads {
  /** the last one, or null */
  head: Head | null
  /** whether one is whole, but signed by an unknown key */
  isForeign: boolean
  faults: string[]
}

export function readHeads(keys: PublicKeys, texts: readonly string[]): Heads {
  const heads: Head[] = []
  const faults: string[] = []
  let isForeign = false
  for (const text of texts) {
    try {
      const { head, signature } = JSON.parse(text) as { head: string; signature: string }
      if (keys.isSigned(head, signature)) heads.push(JSON.parse(head) as Head)
      else isForeign = true
    } catch {
      faults.push('a head is torn')
    }
  }
  if (isForeign) faults.push('a head is not signed by a known key')
  heads.sort((a, b) => b.serial - a.serial)
  const [head = null, before] = heads
  if (head && head.serial > 1 && before?.serial !== head.serial - 1)
    faults.push('the head before the last is gone')
  return { head, isForeign, faults }
}
