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

/** The defaults of a policy, and which of them each measure makes use of. */
class Defaults {
  private readonly policy: Policy
  /** in the order in which answers list them: of facts, then of comparisons */
  private readonly all: readonly Assumed[]
  /** by fact and by leaf: its place among them */
  private readonly ofFact = new Map<number | null, number>()
  private readonly ofLeaf = new Map<number | null, number>()
  /** by measure, worked out when it is first asked about */
  private readonly places = new Map<Measure, readonly number[]>()

  constructor(policy: Policy) {
    const { facts, leaves } = policy
    this.policy = policy
    this.all = [
      ...facts.flatMap((fact): Assumed[] => {
        const { index, assumption } = fact
        if (!assumption) return []
        const view = viewOf(fact, assumption.value, assumption)
        return [{ fact: index, leaf: null, said: assumption.said, view }]
      }),
      ...leaves.flatMap(({ fact, value, assumption }, leaf): Assumed[] => {
        if (!assumption) return []
        const view = viewOf(facts[fact] as Fact, value, assumption)
        return [{ fact: null, leaf, said: assumption.said, view }]
      })
    ]
    for (const [place, { fact, leaf }] of this.all.entries()) {
      if (fact === null) this.ofLeaf.set(leaf, place)
      else this.ofFact.set(fact, place)
    }
  }

  private placesOf(measure: Measure): readonly number[] {
    const before = this.places.get(measure)
    if (before) return before
    const leaves = measure.conditions ? [...leavesIn(measure.conditions)] : []
    const found = [
      ...comparedIn(this.policy, leaves).map(fact => this.ofFact.get(fact)),
      ...leaves.map(leaf => this.ofLeaf.get(leaf))
    ].filter(place => place !== undefined)
    this.places.set(measure, found)
    return found
  }

  /** Those that the conditions of some measures may make use of. */
  of(measures: readonly Measure[]): readonly Assumed[] {
    const places = new Set<number>()
    for (const measure of measures) for (const place of this.placesOf(measure)) places.add(place)
    return [...places].sort((a, b) => a - b).map(place => this.all[place] as Assumed)
  }
}

const defaults = new WeakMap<Policy, Defaults>()

function defaultsOf(policy: Policy): Defaults {
  const before = defaults.get(policy)
  if (before) return before
  const made = new Defaults(policy)
  defaults.set(policy, made)
  return made
}

/** The defaults that the conditions of some measures made use of. */
export function assumedIn(assessment: Assessment, measures: readonly Measure[]): Assumed[] {
  const said = new Set<string>()
  return defaultsOf(assessment.policy)
    .of(measures)
    .filter(({ fact, leaf, view }) => {
      const isUsed = fact === null ? assessment.isAssumed(leaf as number) : assessment.assumed.includes(fact)
      if (!isUsed || said.has(view.text)) return false
      said.add(view.text)
      return true
    })
}

/** The same, as answers list them. */
export const assumptionsOf = (assessment: Assessment, measures: readonly Measure[]) =>
  assumedIn(assessment, measures).map(({ view }) => view)
