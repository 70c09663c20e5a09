/** What is written of a decision: a line of JSON that names the line before it by its hash. */
import { createHash, randomBytes } from 'node:crypto'
import type { Keys } from './keys.ts'
import { seal } from './seal.ts'

export interface Stamp {
  id: string
  version: string
  digest: string
}

/** What was decided, as it is known before it is written. */
export interface Draft {
  client: string | null
  /** method and path */
  route: string
  policies: readonly Stamp[]
  asOf: string
  /** by measure */
  outcomes: Readonly<Record<string, string>>
  amounts: Readonly<Record<string, string>>
  /** what was asked, as JSON */
  request: string
  /** whether the request is kept, sealed, or only its hash */
  keep: 'hashed' | 'full'
  /** the answer as it is sent */
  body: Uint8Array
}

/** A line of the log. */
export interface DecisionRecord extends Omit<Draft, 'request' | 'keep' | 'body'> {
  id: string
  /** UTC */
  time: string
  /** version of the service */
  engine: string
  request: { sealed: string; slot: number } | { salt: string; sha256: string }
  /** of the answer as it was sent, before it was packed */
  body: string
  /** of the line before */
  prev: string
}

/** The first line of a segment: where the one before ended. */
export interface Header {
  log: string
  segment: number
  time: string
  after: { segment: number; end: number; hash: string } | null
}

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** What is shown for a request that is not kept: whoever has the request can show that it was this one. */
function hashed(request: string): { salt: string; sha256: string } {
  const salt = randomBytes(16).toString('hex')
  return { salt, sha256: sha256(salt + request) }
}

/** A line, with its end, and the wrapped key of what is sealed in it. */
export interface Written {
  line: Buffer
  wrapped: Buffer | null
  record: DecisionRecord
}

/** @param slot where the wrapped key is kept */
export function written(
  keys: Keys,
  draft: Draft,
  place: { id: string; slot: number; time: string; engine: string; prev: string }
): Written {
  const { id, slot, time, engine, prev } = place
  const { request, keep, body, ...rest } = draft
  const sealed = keep === 'full' ? seal(keys, id, request) : null
  const record: DecisionRecord = {
    id,
    time,
    ...rest,
    engine,
    request: sealed ? { sealed: sealed.text, slot } : hashed(request),
    body: `sha256:${sha256(body)}`,
    prev
  }
  return { record, line: Buffer.from(`${JSON.stringify(record)}\n`), wrapped: sealed?.wrapped ?? null }
}
