/** Answers of the service without what an assistant need not read twice: half the bytes, the same names. */

import { isObject } from '../strict-json.ts'

type Plain = Record<string, unknown>

/** A basis says in its text which clause it is and which words it quotes. */
const isBasis = (value: Plain): boolean => 'certainty' in value && 'quote' in value && 'text' in value

/** A rule outside the plan, as results name it. */
const isNationalRule = (value: Plain): boolean => 'bearing' in value && 'says' in value && 'document' in value

/** It in a line; what it makes of a no is said by the card. */
const ruleText = ({ document, article, says, certainty }: Plain): string =>
  `${document}${article ?? ''}：${says}${certainty === 'unverified' ? '（未核实）' : ''}`

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0)

/**
 * A copy without what is null or an empty list; a basis is its text, a rule outside the plan a line. What is false, zero or an empty object stays: it
 * says something.
 * @param without names left out at every depth
 */
export function lean(value: unknown, without: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map(one => lean(one, without))
  if (!isObject(value)) return value
  if (isBasis(value)) return value.text
  if (isNationalRule(value)) return ruleText(value)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, one]) => !isNothing(one) && !without.includes(name))
      .map(([name, one]) => [name, lean(one, without)])
  )
}

/** The same for an object, which stays one. */
export const leanObject = (value: object, without: readonly string[] = []): Plain =>
  lean({ ...value }, without) as Plain
