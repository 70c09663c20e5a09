/** What of a policy a request asks about, and the stamp of the rule set that the answer rests on. */
import type { Measure, Policy } from './model.ts'

/** The rule set an answer rests on. */
export const stampOf = ({ id, version, digest }: Policy) => ({ id, version, digest })

const decidables = new WeakMap<Policy, readonly Measure[]>()

/** The measures that can be decided: kinds B, C and D, in plan order. */
export function decidable(policy: Policy): readonly Measure[] {
  const before = decidables.get(policy)
  if (before) return before
  const made = policy.measures.filter(({ conditions }) => conditions)
  decidables.set(policy, made)
  return made
}

/** The measures that a request names, in its order; where it names none, all that can be decided. */
export const askedOf = (policy: Policy, ids: readonly string[] | undefined): readonly Measure[] =>
  ids?.map(id => policy.measure(id) as Measure) ?? decidable(policy)
