/** What an answer took for granted: facts that a default stands for, and conditions held to be met meanwhile. */

import type { Fact, Measure, Policy } from '../policy/model.ts'
import { comparedIn, leavesIn } from '../policy/uses.ts'
import type { Assessment } from './program.ts'

/** A default that the rule set declares. */
export interface Assumed {
  /** the fact that the default stands for, or null */
  readonly fact: number | null
  /** the comparison that is taken to hold, or null */
  readonly leaf: number | null
  /** a few words for it, to a caller: 要是您是企业 */
  readonly said: string
  /** as answers list it */
  readonly view: ReturnType<typeof viewOf>
}

const viewOf = (
  { id, label }: Fact,
  value: unknown,
  { note, basis }: Pick<NonNullable<Fact['assumption']>, 'note' | 'basis'>
) => ({ fact: id, label, value, text: note, basis })

/** Every default of a policy, with the measures whose conditions it bears on. */
function defaultsOf(policy: Policy): [Assumed, ReadonlySet<Measure>][] {
  const { facts, leaves, forms } = policy
  const leavesOf = new Map(forms.map(one => [one, one.conditions ? [...leavesIn(one.conditions)] : []]))
  const having = (is: (leaf: number) => boolean) =>
    new Set(forms.filter(measure => leavesOf.get(measure)?.some(is)))
  const ofFacts = facts.flatMap((fact): [Assumed, ReadonlySet<Measure>][] => {
    const { index, assumption } = fact
    if (!assumption) return []
    const view = viewOf(fact, assumption.value, assumption)
    return [
      [
        { fact: index, leaf: null, said: assumption.said, view },
        having(leaf => comparedIn(policy, [leaf]).includes(index))
      ]
    ]
  })
  const ofLeaves = leaves.flatMap((leaf, index): [Assumed, ReadonlySet<Measure>][] => {
    if (!leaf.assumption) return []
    const view = viewOf(facts[leaf.fact] as Fact, leaf.value, leaf.assumption)
    return [[{ fact: null, leaf: index, said: leaf.assumption.said, view }, having(one => one === index)]]
  })
  return [...ofFacts, ...ofLeaves]
}

const defaults = new WeakMap<Policy, ReturnType<typeof defaultsOf>>()

/** The defaults that the conditions of some measures made use of. */
export function assumedIn(assessment: Assessment, measures: readonly Measure[]): Assumed[] {
  const { policy } = assessment
  const all = defaults.get(policy) ?? defaultsOf(policy)
  defaults.set(policy, all)
  const said = new Set<string>()
  return all.flatMap(([assumed, users]) => {
    const { fact, leaf, view } = assumed
    const isUsed = fact === null ? assessment.isAssumed(leaf as number) : assessment.assumed.includes(fact)
    if (!isUsed || said.has(view.text) || !measures.some(measure => users.has(measure))) return []
    said.add(view.text)
    return [assumed]
  })
}

/** The same, as answers list them. */
export const assumptionsOf = (assessment: Assessment, measures: readonly Measure[]) =>
  assumedIn(assessment, measures).map(({ view }) => view)
