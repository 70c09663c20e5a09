/** Reading facts and checking them in one walk. */
import type { Facts } from '../rules/compile.ts'
import type { GivenFacts } from '../rules/given.ts'
import type { Tellable, TellableFacts } from './tellable.ts'

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

/** Takes in facts that the schema has accepted. @param given cleared */
export function takeChecked(facts: Facts, tellable: TellableFacts, given: GivenFacts): void {
  for (const [subject, values] of Object.entries(facts)) {
    for (const [key, value] of Object.entries(values)) {
      const fact = tellable.get(subject)?.get(key) as Tellable
      given.add(fact.index, value)
    }
  }
}
