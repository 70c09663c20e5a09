/** The JSON Schema of each fact: what facts.json says, completed by the rules of its unit. */

import type { RawFact } from './format.ts'
import type { Industries } from './industry.ts'
import { isCurrency } from './words.ts'

export type JsonSchema = Record<string, unknown>

/** Facts as requests carry them: by subject, then by name. */
export type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Facts as requests carry them. @param told facts with their values, in the order in which they are to stand */
export function bySubject(told: Iterable<readonly [{ subject: string; key: string }, unknown]>): Facts {
  const facts: Record<string, Facts[string]> = {}
  for (const [{ subject, key }, value] of told) facts[subject] = { ...facts[subject], [key]: value }
  return facts
}

/** A sum of money in a request: at most two decimals, small enough to be exact in a JSON number. */
const MONEY = { maximum: 1_000_000_000_000, multipleOf: 0.01 }

/** Years that arithmetic on dates cannot leave so far that they no longer have four digits. */
export const YEARS = '^(?:19|20)[0-9]{2}-|^2100-'

/** A day in a request. */
export const DAY = { type: 'string', format: 'date', pattern: YEARS } as const

/**
 * The schema that a value of a fact must fit in a request.
 * @param raw the fact as facts.json has it
 * @param industries what may be written for an industry
 * @param measureIds what may be written where a fact lists measures; of a linked fact its schema says so
 */
export function factSchema(
  raw: RawFact,
  industries: Pick<Industries, 'pattern'>,
  measureIds?: readonly string[]
): JsonSchema {
  const schema: JsonSchema = { ...raw.schema }
  if (isCurrency(raw.unit)) Object.assign(schema, MONEY)
  if (raw.industry) Object.assign(schema, { pattern: industries.pattern, maxLength: 20 })
  if (schema.format === 'date') Object.assign(schema, DAY)
  if (raw.measureIds && measureIds) schema.items = { type: 'string', enum: measureIds }
  return schema
}

/** Whether values of a schema can be put in order: numbers, dates and months. */
export const isOrdered = (schema: JsonSchema): boolean =>
  schema.type === 'number' ||
  schema.type === 'integer' ||
  schema.format === 'date' ||
  (schema.type === 'string' && String(schema.pattern).startsWith('^20'))

/** The values of a fact where they can be counted. */
export function countedValues({ schema }: { schema: JsonSchema }): readonly unknown[] | undefined {
  const { enum: members, type } = schema as { enum?: readonly unknown[]; type?: string }
  return type === 'boolean' ? [true, false] : members
}
