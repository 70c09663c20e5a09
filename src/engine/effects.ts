/** What each value of a fact comes to, worked out when a circuit is made: which leaves hold, and which do not. */

import { FALSE, TRUE, type Truth } from '../policy/kleene.ts'
import type { Fact, Policy } from '../policy/model.ts'
import type { Comparisons } from './leaf-table.ts'

/** What a value comes to: the leaves that hold, and those that do not. */
export interface Effect {
  on: readonly number[]
  off: readonly number[]
}
export const NOTHING: Effect = { on: [], off: [] }

/** Of a fact whose values can be counted: what each comes to. */
export interface Effects {
  /** by value: yes or no, a text, a member of a list */
  by: ReadonlyMap<unknown, Effect>
  /** of a list: what it comes to before anybody looked at its members; null of all else */
  list: Effect | null
  /** of yes and of no, which come most: found sooner than in the map */
  yes: Effect
  no: Effect
}

const effectsBy = (by: ReadonlyMap<unknown, Effect>, list: Effect | null): Effects => ({
  by,
  yes: by.get(true) ?? NOTHING,
  no: by.get(false) ?? NOTHING,
  list
})

/**
 * @param compared the leaves that compare the fact with a constant, by their number in the circuit
 * @param leaves by that number: the leaf of the policy
 * @returns null where its values cannot be counted
 */
export function effectsOf(
  fact: Fact,
  compared: readonly number[],
  leaves: readonly number[],
  policy: Policy,
  comparisons: Comparisons
) {
  const of = (value: unknown): Effect => {
    const having = (truth: Truth) =>
      compared.filter(leaf => comparisons.ofKnown(leaves[leaf] as number, value, undefined) === truth)
    return { on: having(TRUE), off: having(FALSE) }
  }
  const { type, enum: members } = fact.schema as { type?: string; enum?: readonly unknown[] }
  if (type === 'array') {
    const list = of([])
    const asked = compared.map(leaf => policy.leaves[leaves[leaf] as number]?.value)
    const differing = ({ on, off }: Effect): Effect => ({
      on: on.filter(leaf => !list.on.includes(leaf)),
      off: off.filter(leaf => !list.off.includes(leaf))
    })
    return effectsBy(new Map(asked.map(member => [member, differing(of([member]))])), list)
  }
  const values = type === 'boolean' ? [true, false] : members
  return values ? effectsBy(new Map(values.map(value => [value, of(value)])), null) : null
}
