/** What an answer took for granted: facts that a default stands for, and conditions held to be met meanwhile. */

import { laterOf } from '../later.ts'
import type { Fact, Measure, Policy } from '../policy/model.ts'
import { comparedIn, leavesIn } from '../policy/uses.ts'
import type { Texts } from '../texts/index.ts'
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

/** A default in the words of each language. */
interface Default extends Pick<Assumed, 'fact' | 'leaf'> {
  readonly worded: ReadonlyMap<Texts, Assumed>
}

const viewOf = (
  { id, label }: Fact,
  value: unknown,
  { note, basis }: Pick<NonNullable<Fact['assumption']>, 'note' | 'basis'>
) => ({ fact: id, label, value, text: note, basis })

/** Every default of a policy, in the order in which answers list them: of facts, then of comparisons. */
function everyDefault({ facts, leaves, documents }: Policy): Default[] {
  const words = new Map(documents.map(document => [document.texts, document.facts]))
  const inWords = (make: (facts: readonly Fact[]) => Assumed) =>
    new Map([...words].map(([texts, worded]) => [texts, make(worded)]))
  const ofFacts = facts.flatMap(({ index: fact, assumption }): Default[] => {
    if (!assumption) return []
    const worded = inWords(all => {
      const own = all[fact] as Fact
      const { value, said, ...rest } = own.assumption ?? assumption
      return { fact, leaf: null, said, view: viewOf(own, value, rest) }
    })
    return [{ fact, leaf: null, worded }]
  })
  const ofLeaves = leaves.flatMap(({ fact, value, assumption }, leaf): Default[] => {
    if (!assumption) return []
    const { said } = assumption
    const worded = inWords(all => {
      return { fact: null, leaf, said, view: viewOf(all[fact] as Fact, value, assumption) }
    })
    return [{ fact: null, leaf, worded }]
  })
  return [...ofFacts, ...ofLeaves]
}

/** The defaults of a policy, and which of them each measure makes use of. */
class Defaults {
  readonly all: readonly Default[]
  private readonly policy: Policy
  /** by fact and by leaf: its place among them */
  private readonly ofFact = new Map<number | null, number>()
  private readonly ofLeaf = new Map<number | null, number>()
  /** by measure, worked out when it is first asked about */
  private readonly places = new Map<Measure, readonly number[]>()

  constructor(policy: Policy) {
    this.policy = policy
    this.all = everyDefault(policy)
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

  /** By place: those that the conditions of some measures may make use of, each with the first of these. */
  usersAmong(measures: readonly Measure[]): ReadonlyMap<number, Measure> {
    const users = new Map<number, Measure>()
    for (const measure of measures) {
      for (const place of this.placesOf(measure)) if (!users.has(place)) users.set(place, measure)
    }
    return users
  }
}

const defaultsOf = laterOf((policy: Policy) => new Defaults(policy))

/** The defaults that the conditions of some measures made use of, each in the words of the first that did. */
export function assumedIn(assessment: Assessment, measures: readonly Measure[]): Assumed[] {
  const known = defaultsOf(assessment.policy)
  const said = new Set<string>()
  const users = [...known.usersAmong(measures)].sort(([a], [b]) => a - b)
  return users.flatMap(([place, user]) => {
    const { fact, leaf, worded } = known.all[place] as Default
    const isUsed = fact === null ? assessment.isAssumed(leaf as number) : assessment.assumed.includes(fact)
    if (!isUsed) return []
    const assumed = worded.get(user.document.texts) as Assumed
    if (said.has(assumed.view.text)) return []
    said.add(assumed.view.text)
    return [assumed]
  })
}

/** The same, as answers list them. */
export const assumptionsOf = (assessment: Assessment, measures: readonly Measure[]) =>
  assumedIn(assessment, measures).map(({ view }) => view)
