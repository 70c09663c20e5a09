/** How callers are expected to answer: every answer that the rules can tell apart is taken to be as likely as another. */
import { boundariesOf, leavesIn } from './boundaries.ts'
import type { Fact, Leaf, Policy } from './policy.ts'

/** Members of an enum and lists are themselves the answers; numbers and dates count once for each side of a limit. */
const isCounted = ({ schema }: Fact) => schema.type === 'array' || 'enum' in schema

/**
 * The answers to each fact, by fact index: one for each way in which the conditions of the plan can take it.
 * Facts that no condition uses have only the values of their own that come first.
 */
export function expectedAnswers(policy: Policy): readonly (readonly unknown[])[] {
  const used = new Set(
    policy.measures.flatMap(({ conditions }) => (conditions ? [...leavesIn(conditions)] : []))
  )
  const byFact = new Map<number, Leaf[]>()
  for (const index of used) {
    const leaf = policy.leaves[index] as Leaf
    byFact.set(leaf.fact, [...(byFact.get(leaf.fact) ?? []), leaf])
  }
  return policy.facts.map(fact => {
    const leaves = byFact.get(fact.index) ?? []
    const values = boundariesOf(policy, fact, leaves)
    if (isCounted(fact)) return values
    const telling = (value: unknown) =>
      leaves.map(({ test, value: right }) => Number(test(value, right))).join('')
    return [...new Map(values.map(value => [telling(value), value])).values()]
  })
}
