/** An applicant as a batch decides it, and what is told of a line that holds none. */
import type { GivenFacts } from '../engine/given-facts.ts'
import type { Narrowed } from '../engine/intake.ts'
import type { BatchError } from '../schemas/batch.ts'
import type { Id } from './id.ts'
import { LINE_LIMIT } from './lines.ts'

export interface Applicant {
  /** valid as long as the line's bytes are */
  id: Id
  /** valid until the next applicant is read */
  given: GivenFacts
  /** what is possible of facts that are not given, where the line says so */
  told: Narrowed | undefined
  /** the day the line names, if it names one, YYYY-MM-DD */
  asOf: string | undefined
  /** cells of a table that are no facts, as they came */
  beside?: readonly string[]
}

export interface Fault {
  id: string | null
  error: BatchError['error']
  /** cells of a table that are no facts, as they came */
  beside?: readonly string[]
}

/** Characters of an id, at most. */
export const LONGEST_ID = 100

const DETAILS = {
  'malformed-text': '这一行不是合法的 UTF-8 文本，请检查文件的编码。',
  'malformed-json': '这一行不是合法的 JSON。',
  'validation-failed': '这一行的内容有误，见 errors。',
  'line-too-long': `这一行超过了 ${LINE_LIMIT} 字节。`,
  'malformed-row': '这一行的引号不成对，分不清有几格。',
  'internal-error': '判断这一行时程序出了错，请把这一行报给维护的人；其余各行不受影响。'
} as const

export const fault = (
  code: keyof typeof DETAILS,
  id: string | null = null,
  errors: Fault['error']['errors'] = []
): Fault => ({ id, error: { code, detail: DETAILS[code], errors } })
