/** Taking in the facts of one applicant: by index, with what follows from them and what is assumed. */
import { possibleBy } from './derivations/narrowed.ts'
import { mayFollow, type Policy, type PolicyRule } from './policy.ts'
import { narrowedBy, type Possible, type PossibleFacts, possibleOf, Several, settledBy } from './possible.ts'
import { membersOf } from './states.ts'

/** Facts as requests carry them: by subject, then by name. */
export type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Whether the defaults of the rule set stand in for facts that are not given. */
export type AssumptionMode = 'declared' | 'none'

/** By fact index: what is known of facts that are not settled. */
export type Narrowed = ReadonlyMap<number, Possible>

/** What is known of the facts of one applicant. */
export interface Known {
  /** facts as given, by fact index */
  given: readonly unknown[]
  /** of facts that are not given: what the caller said is possible, by fact index */
  told: Narrowed
  /** given, derived and assumed facts, by fact index; undefined while not settled */
  values: readonly unknown[]
  /** facts of which something is known, but not which value they have, by fact index */
  narrowed: Narrowed
  /** indexes of facts that a derivation settled or narrowed */
  derived: readonly number[]
  /** the rules that did so, in the order they were applied */
  applied: readonly PolicyRule[]
  /** indexes of facts that a default stands for */
  assumed: readonly number[]
}

export const NOTHING_NARROWED: Narrowed = new Map()

/** Rules applied to one applicant, at most: each narrows a fact, so that there is an end before long. */
const MOST_STEPS = 1_000

/** Whether something is known of one of the facts. */
function isAnyOf(facts: readonly number[], values: readonly unknown[]): boolean {
  for (let at = 0; at < facts.length; at++) if (values[facts[at] as number] !== undefined) return true
  return false
}

/** The vocabulary of a policy, ready to take in facts. */
export class Intake {
  /** every subject once */
  readonly subjects: readonly string[]
  /** by fact index: which of the subjects it belongs to */
  readonly places: readonly number[]
  /** by fact index: its name */
  readonly keys: readonly string[]
  /** by fact index: the values that are told apart when states are counted */
  readonly members: readonly (readonly unknown[])[]
  /** by fact index: 0, as a fact of whose state nothing is known yet */
  readonly unseen: readonly number[]
  /** one undefined a subject: none was looked up yet */
  readonly noSubjects: readonly undefined[]
  /** by fact index: whether a fact that is not given may be derived or assumed */
  readonly mayFollow: readonly boolean[]
  /** every rule by which facts follow from others */
  readonly rules: readonly PolicyRule[]
  /** facts that some rule reads, by index */
  private readonly inputs: readonly number[]
  /** by fact index: which rules read it */
  private readonly readers: readonly (readonly number[])[]
  /** by rule: whether it is yet to be applied */
  private readonly pending: Uint8Array
  /** the rules that are yet to be applied, in their order */
  private readonly queue: number[] = []
  private readonly assumptions: readonly { index: number; value: unknown; unlessGiven: readonly number[] }[]
  private readonly nothing: readonly undefined[]
  /** fact indexes by subject and name; without a prototype, so that only names of the vocabulary are found */
  private readonly indexes: Readonly<Record<string, Record<string, number>>>

  constructor(policy: Policy) {
    const indexes: Record<string, Record<string, number>> = Object.create(null)
    for (const { subject, key, index } of policy.facts) {
      indexes[subject] ??= Object.create(null) as Record<string, number>
      indexes[subject][key] = index
    }
    this.indexes = indexes
    this.subjects = Object.keys(indexes)
    this.places = policy.facts.map(({ subject }) => this.subjects.indexOf(subject))
    this.members = policy.facts.map(membersOf)
    this.unseen = policy.facts.map(() => 0)
    this.nothing = policy.facts.map(() => undefined)
    this.noSubjects = this.subjects.map(() => undefined)
    this.keys = policy.facts.map(({ key }) => key)
    this.rules = policy.rules
    const ruled = new Set(policy.rules.map(({ fact }) => fact))
    this.mayFollow = policy.facts.map(fact => ruled.has(fact.index) || mayFollow(fact))
    this.readers = policy.facts.map(({ index }) =>
      policy.rules.flatMap(({ rule }, at) => (rule.inputs.includes(index) ? [at] : []))
    )
    this.inputs = policy.facts.flatMap(({ index }) => (this.readers[index]?.length ? [index] : []))
    this.pending = new Uint8Array(policy.rules.length)
    this.assumptions = policy.facts.flatMap(({ index, assumption }) =>
      assumption ? [{ index, value: assumption.value, unlessGiven: assumption.unlessGiven }] : []
    )
  }

  /** Facts by subject and name → facts by index. */
  byIndex(facts: Facts): unknown[] {
    const given: unknown[] = this.nothing.slice()
    for (const subject in facts) {
      const keys = this.indexes[subject]
      if (keys === undefined) continue
      const values = facts[subject]
      for (const key in values) {
        const index = keys[key]
        if (index !== undefined) given[index] = values[key]
      }
    }
    return given
  }

  /** Facts, and what is possible of others, by index; a fact with only one possible value is a fact given. */
  taken(facts: Facts, possible: PossibleFacts): Pick<Known, 'given' | 'told'> {
    const given = this.byIndex(facts)
    const told = new Map<number, Possible>()
    for (const id in possible) {
      const [subject = '', key = ''] = id.split('.')
      const index = this.indexes[subject]?.[key]
      if (index === undefined || given[index] !== undefined) continue
      const one = possibleOf(possible[id] as PossibleFacts[string])
      const settled = settledBy(one)
      if (settled === undefined) told.set(index, one)
      else given[index] = settled
    }
    return { given, told }
  }

  /** Puts the rules that read a fact into the queue, but for those whose own fact is settled. */
  private awaken(fact: number, values: readonly unknown[]): void {
    const { pending, queue, rules } = this
    const readers = this.readers[fact] as readonly number[]
    for (let at = 0; at < readers.length; at++) {
      const rule = readers[at] as number
      if (pending[rule] === 1 || values[(rules[rule] as PolicyRule).fact] !== undefined) continue
      pending[rule] = 1
      queue.push(rule)
    }
  }

  /**
   * Applies the rules until nothing new follows. Values only ever narrow, so that the order makes no difference
   * to facts that agree with each other.
   * @param values facts by index as given, takes what is settled
   * @param narrowed takes what is narrowed
   * @param applied takes the rules that settled or narrowed something, in their order
   */
  follow(values: unknown[], narrowed: Map<number, Possible>, applied: PolicyRule[]): void {
    const { inputs, pending, queue, rules } = this
    for (let at = 0; at < inputs.length; at++) {
      const input = inputs[at] as number
      if (values[input] !== undefined || (narrowed.size > 0 && narrowed.has(input)))
        this.awaken(input, values)
    }
    for (let at = 0; at < queue.length; at++) {
      const rule = queue[at] as number
      const one = rules[rule] as PolicyRule
      pending[rule] = 0
      if (at < MOST_STEPS && apply(one, values, narrowed)) {
        applied.push(one)
        this.awaken(one.fact, values)
      }
    }
    queue.length = 0
  }

  /** Tells the defaults that stand in for facts of which nothing is known. */
  assume(values: readonly unknown[], narrowed: Narrowed, tell: (fact: number, value: unknown) => void): void {
    for (const { index, value, unlessGiven } of this.assumptions) {
      if (values[index] !== undefined || narrowed.has(index) || isAnyOf(unlessGiven, values)) continue
      tell(index, value)
    }
  }

  /** All that is known of one applicant, from facts by index. */
  known(given: readonly unknown[], mode: AssumptionMode, told: Narrowed = NOTHING_NARROWED): Known {
    const values = given.slice()
    const narrowed = new Map<number, Possible>()
    for (const [fact, possible] of told) if (given[fact] === undefined) narrowed.set(fact, possible)
    const applied: PolicyRule[] = []
    const assumed: number[] = []
    this.follow(values, narrowed, applied)
    const derived = applied.length > 0 ? [...new Set(applied.map(({ fact }) => fact))] : []
    if (mode === 'declared') {
      this.assume(values, narrowed, (fact, value) => {
        assumed.push(fact)
        values[fact] = value
      })
    }
    return { given, told, values, narrowed, derived, applied, assumed }
  }
}

/** @returns whether a rule says more of its fact than was known; what contradicts it is left to `conflictsOf` */
function apply({ fact, rule }: PolicyRule, values: unknown[], narrowed: Map<number, Possible>): boolean {
  if (values[fact] !== undefined) return false
  let possible: Possible
  if (narrowed.size === 0) {
    const found = rule.values(values)
    if (!found) return false
    if (found.length === 1) {
      values[fact] = found[0]
      return true
    }
    possible = new Several(found)
  } else {
    const found = possibleBy(rule, values, narrowed)
    if (!found) return false
    possible = found
  }
  const before = narrowed.get(fact)
  const after = before ? narrowedBy(before, possible) : possible
  if (after === before || after === null) return false
  const settled = settledBy(after)
  if (settled === undefined) narrowed.set(fact, after)
  else {
    values[fact] = settled
    narrowed.delete(fact)
  }
  return true
}
