/** What an answer took for granted: facts that a default stands for, and conditions held to be met meanwhile. */

import { comparedBy, type Fact, type Leaf, type Measure, type Policy } from '../policy/model.ts'
import type { Texts } from '../texts/index.ts'
import { leavesIn } from './boundaries.ts'
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

/** A default in the words of each language, and the measures whose conditions it bears on. */
interface Default extends Pick<Assumed, 'fact' | 'leaf'> {
  readonly worded: ReadonlyMap<Texts, Assumed>
  readonly users: ReadonlySet<Measure>
}

const viewOf = (
  { id, label }: Fact,
  value: unknown,
  { note, basis }: Pick<NonNullable<Fact['assumption']>, 'note' | 'basis'>
) => ({ fact: id, label, value, text: note, basis })

/** Every default of a policy. */
function defaultsOf({ facts, leaves, forms, documents }: Policy): Default[] {
  const leavesOf = new Map(forms.map(one => [one, one.conditions ? [...leavesIn(one.conditions)] : []]))
  const having = (is: (leaf: number) => boolean) =>
    new Set(forms.filter(measure => leavesOf.get(measure)?.some(is)))
  const inWords = (make: (facts: readonly Fact[]) => Assumed) =>
    new Map(documents.map(document => [document.texts, make(document.facts)]))
  const ofFacts = facts.flatMap(({ index: fact, assumption }): Default[] => {
    if (!assumption) return []
    const worded = inWords(all => {
      const own = all[fact] as Fact
      const { value, said, ...rest } = own.assumption ?? assumption
      return { fact, leaf: null, said, view: viewOf(own, value, rest) }
    })
    const users = having(leaf => comparedBy(leaves[leaf] as Leaf).includes(fact))
    return [{ fact, leaf: null, worded, users }]
  })
  const ofLeaves = leaves.flatMap(({ fact, value, assumption }, leaf): Default[] => {
    if (!assumption) return []
    const { said } = assumption
    const worded = inWords(all => {
      return { fact: null, leaf, said, view: viewOf(all[fact] as Fact, value, assumption) }
    })
    return [{ fact: null, leaf, worded, users: having(one => one === leaf) }]
  })
  return [...ofFacts, ...ofLeaves]
}

const defaults = new WeakMap<Policy, ReturnType<typeof defaultsOf>>()

/** The defaults that the conditions of some measures made use of, each in the words of the first that did. */
export function assumedIn(assessment: Assessment, measures: readonly Measure[]): Assumed[] {
  const { policy } = assessment
  const all = defaults.get(policy) ?? defaultsOf(policy)
  defaults.set(policy, all)
  const said = new Set<string>()
  return all.flatMap(({ fact, leaf, worded, users }) => {
    const isUsed = fact === null ? assessment.isAssumed(leaf as number) : assessment.assumed.includes(fact)
    if (!isUsed) return []
    const user = measures.find(measure => users.has(measure))
    const assumed = user && (worded.get(user.document.texts) as Assumed)
    if (!assumed || said.has(assumed.view.text)) return []
    said.add(assumed.view.text)
    return [assumed]
  })
}

/** The same, as answers list them. */
export const assumptionsOf = (assessment: Assessment, measures: readonly Measure[]) =>
  assumedIn(assessment, measures).map(({ view }) => view)
