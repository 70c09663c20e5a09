/** Taking in the facts of one applicant: by index, with what follows from them and what is assumed. */

import type { Rule } from '../policy/derivations/derivation.ts'
import { isAnyNarrowed, possibleBy } from '../policy/derivations/narrowed.ts'
import { mayFollow, type Policy, type PolicyRule } from '../policy/model.ts'
import {
  narrowedBy,
  type Possible,
  type PossibleFacts,
  possibleOf,
  Several,
  settledBy
} from '../policy/possible.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { membersOf } from './fact-states.ts'

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
const NONE: readonly PolicyRule[] = []

/** A fact that a default stands for while nothing is known of it. */
export interface AssumedFact {
  index: number
  value: unknown
  /** facts of which none may be known */
  unlessGiven: readonly number[]
}

/** Rules applied to one applicant, at most: each narrows a fact, so that there is an end before long. */
const MOST_STEPS = 1_000

/** Rules in a word, a bit each. */
const WORD = 32
const wordsOf = ({ rules }: Policy) => Math.ceil(rules.length / WORD)

/** By fact index, a bit a rule. @param factsOf the facts that stand for a rule */
function masks(policy: Policy, factsOf: (rule: Rule) => readonly number[]): Int32Array {
  const words = wordsOf(policy)
  const found = new Int32Array(policy.facts.length * words)
  for (const [at, { rule }] of policy.rules.entries()) {
    for (const fact of factsOf(rule)) {
      const word = fact * words + Math.floor(at / WORD)
      found[word] = (found[word] as number) | (1 << (at % WORD))
    }
  }
  return found
}

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
  private readonly inputs: Int32Array
  /** by fact index, a bit a rule: those that read it, and those that may say something once it is known */
  private readonly readers: Int32Array
  private readonly wakes: Int32Array
  /** by rule: the fact that it tells of */
  private readonly targets: Int32Array
  /** a bit a rule: whether it is yet to be applied */
  private readonly pending: Int32Array
  /** where what is narrowed is put together; empty as long as nobody keeps it, for of most applicants nothing is */
  private spare = new Map<number, Possible>()
  /** the rules that were applied the last time */
  private readonly latest: PolicyRule[] = []
  readonly assumptions: readonly AssumedFact[]
  /** how many rules `follow` applied the last time, also where it threw */
  steps = 0
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
    const read = new Set(policy.rules.flatMap(({ rule }) => rule.inputs))
    this.inputs = Int32Array.from(
      policy.facts.filter(({ index }) => read.has(index)),
      ({ index }) => index
    )
    this.readers = masks(policy, ({ inputs }) => inputs)
    this.wakes = masks(policy, ({ needs, inputs }) => (needs === undefined ? inputs : [needs]))
    this.targets = Int32Array.from(policy.rules, ({ fact }) => fact)
    this.pending = new Int32Array(wordsOf(policy))
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

  /** Marks rules as to be applied. @param masks of rules by fact */
  private mark(masks: Int32Array, fact: number): void {
    const { pending } = this
    const from = fact * pending.length
    for (let word = 0; word < pending.length; word++) {
      pending[word] = (pending[word] as number) | (masks[from + word] as number)
    }
  }

  /**
   * Applies the rules until nothing new follows, in rounds and in each in their order: so it does not matter in which
   * order facts were given. Values only ever narrow, so that there is an end.
   * @param values facts by index as given, takes what is settled
   * @param narrowed takes what is narrowed
   * @param applied takes the rules that settled or narrowed something, in their order; `steps` says how many these
   *   are, and others may be left behind them
   */
  follow(values: unknown[], narrowed: Map<number, Possible>, applied: PolicyRule[]): void {
    const { inputs, rules, targets, pending } = this
    this.steps = 0
    pending.fill(0)
    for (let at = 0; at < inputs.length; at++) {
      const fact = inputs[at] as number
      if (values[fact] !== undefined || (narrowed.size > 0 && narrowed.has(fact))) this.mark(this.wakes, fact)
    }
    for (let more = true; more && this.steps < MOST_STEPS; ) {
      more = false
      for (let word = 0; word < pending.length; word++) {
        let marked = pending[word] as number
        pending[word] = 0
        while (marked !== 0) {
          const at = word * WORD + WORD - 1 - Math.clz32(marked & -marked)
          marked &= marked - 1
          const fact = targets[at] as number
          if (values[fact] !== undefined) continue
          const rule = rules[at] as PolicyRule
          if (!apply(rule, values, narrowed)) continue
          applied[this.steps++] = rule
          this.mark(this.readers, fact)
          more = true
        }
      }
    }
  }

  /** Whether a default stands in for its fact: nothing is known of it, nor of those that make it needless. */
  isAssumed({ index, unlessGiven }: AssumedFact, values: readonly unknown[], narrowed: Narrowed): boolean {
    if (values[index] !== undefined || isAnyOf(unlessGiven, values)) return false
    return narrowed.size === 0 || !narrowed.has(index)
  }

  /** All that is known of one applicant, from facts by index. */
  known(given: readonly unknown[], mode: AssumptionMode, told: Narrowed = NOTHING_NARROWED): Known {
    const values = given.slice()
    const { spare } = this
    if (spare.size > 0) spare.clear()
    if (told.size > 0) {
      for (const [fact, possible] of told) if (given[fact] === undefined) spare.set(fact, possible)
    }
    this.follow(values, spare, this.latest)
    const applied = this.steps > 0 ? this.latest.slice(0, this.steps) : NONE
    const derived: number[] = []
    for (let at = 0; at < applied.length; at++) {
      const { fact } = applied[at] as PolicyRule
      if (!derived.includes(fact)) derived.push(fact)
    }
    let narrowed = NOTHING_NARROWED
    if (spare.size > 0) {
      narrowed = spare
      this.spare = new Map()
    }
    const assumed: number[] = []
    if (mode === 'declared') {
      for (const one of this.assumptions) {
        if (!this.isAssumed(one, values, narrowed)) continue
        assumed.push(one.index)
        values[one.index] = one.value
      }
    }
    return { given, told, values, narrowed, derived, applied, assumed }
  }
}

/** @returns whether a rule says more of its fact than was known; what contradicts it is left to `conflictsOf` */
function apply({ fact, rule }: PolicyRule, values: unknown[], narrowed: Map<number, Possible>): boolean {
  let possible: Possible
  if (narrowed.size === 0 || !isAnyNarrowed(rule.inputs, narrowed)) {
    const found = rule.values(values)
    if (!found) return false
    if (found.length === 1 && (narrowed.size === 0 || !narrowed.has(fact))) {
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
