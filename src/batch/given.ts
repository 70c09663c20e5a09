/** Reading facts and checking them in one walk. */

import type { GivenFacts } from '../engine/given-facts.ts'
import type { Narrowed } from '../engine/intake.ts'
import { type Possible, type PossibleFacts, possibleOf, settledBy } from '../policy/possible.ts'
import type { Facts } from '../policy/vocabulary.ts'
import type { Tellable, TellableFacts } from './fact-checks.ts'

/**
 * Takes in facts that fit; the rest is for the schema, which says what is wrong.
 * @param facts of any shape
 * @param given cleared; of no use where the answer is no
 * @returns whether the schema would accept them
 */
export function takeFitting(facts: unknown, tellable: TellableFacts, given: GivenFacts): boolean {
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return false
  for (const subject in facts) {
    const keys = tellable.get(subject)
    const values = (facts as Facts)[subject]
    if (!keys || typeof values !== 'object' || values === null || Array.isArray(values)) return false
    for (const key in values) {
      const known = keys.get(key)
      const value = values[key]
      if (!known?.fits(value)) return false
      given.add(known.index, value)
    }
  }
  return true
}

/**
 * Takes in facts that the schema has accepted.
 * @param possible what is known of others; of which only one value is possible, that is a fact given
 * @param given cleared
 * @returns what is possible of facts that are not given
 */
export function takeChecked(
  facts: Facts,
  possible: PossibleFacts,
  tellable: TellableFacts,
  given: GivenFacts
): Narrowed {
  for (const [subject, values] of Object.entries(facts)) {
    for (const [key, value] of Object.entries(values)) {
      const fact = tellable.get(subject)?.get(key) as Tellable
      given.add(fact.index, value)
    }
  }
  const told = new Map<number, Possible>()
  for (const [id, values] of Object.entries(possible)) {
    const [subject, key] = id.split('.') as [string, string]
    const fact = tellable.get(subject)?.get(key) as Tellable
    const { index } = fact
    if (given.has(index)) continue
    const one = possibleOf(values)
    const settled = settledBy(one)
    if (settled === undefined) told.set(index, one)
    else given.add(index, settled)
  }
  return told
}
