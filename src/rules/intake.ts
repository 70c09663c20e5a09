/** Taking in the facts of one applicant: by index, with what follows from them and what is assumed. */
import type { Derivation } from './derivations/derivation.ts'
import { mayFollow, type Policy } from './policy.ts'
import { membersOf } from './states.ts'

/** Facts as requests carry them: by subject, then by name. */
export type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Whether the defaults of the rule set stand in for facts that are not given. */
export type AssumptionMode = 'declared' | 'none'

/** What is known of the facts of one applicant. */
export interface Known {
  /** facts as given, by fact index */
  given: readonly unknown[]
  /** given, derived and assumed facts, by fact index; undefined while not settled */
  values: readonly unknown[]
  /** facts narrowed to several values by a derivation, by fact index */
  narrowed: ReadonlyMap<number, readonly unknown[]>
  /** indexes of facts that a derivation settled or narrowed */
  derived: readonly number[]
  /** indexes of facts that a default stands for */
  assumed: readonly number[]
}

type Told = (index: number, possible: readonly unknown[], how: 'derived' | 'assumed') => void

const NOTHING_NARROWED: ReadonlyMap<number, readonly unknown[]> = new Map()

/** Whether one of the facts is given; asked of every derivation for every applicant. */
function isAnyOf(facts: readonly number[], given: readonly unknown[]): boolean {
  for (let at = 0; at < facts.length; at++) if (given[facts[at] as number] !== undefined) return true
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
  private readonly derivations: readonly { index: number; rule: Derivation }[]
  private readonly assumptions: readonly {
    index: number
    values: readonly unknown[]
    rule: Derivation | null
  }[]
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
    this.mayFollow = policy.facts.map(mayFollow)
    this.derivations = policy.derivable.map(({ index, derivation: { rule } }) => ({ index, rule }))
    this.assumptions = policy.facts.flatMap(({ index, assumption, derivation }) =>
      assumption ? [{ index, values: [assumption.value], rule: derivation?.rule ?? null }] : []
    )
  }

  /** Facts by subject and name → facts by index. */
  byIndex(facts: Facts): readonly unknown[] {
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

  /**
   * Tells what follows from facts by index, and what the rule set declares to be assumed.
   * @param tell is told the values still possible: one where the fact is settled
   */
  follow(given: readonly unknown[], mode: AssumptionMode, tell: Told): void {
    for (let at = 0; at < this.derivations.length; at++) {
      const { index, rule } = this.derivations[at] as (typeof this.derivations)[0]
      if (given[index] !== undefined || !isAnyOf(rule.inputs, given)) continue
      const possible = rule.values(given)
      if (possible) tell(index, possible, 'derived')
    }
    if (mode === 'none') return
    for (const { index, values, rule } of this.assumptions) {
      // What follows from other facts comes before what is assumed.
      const follows = rule !== null && isAnyOf(rule.inputs, given) && rule.values(given) !== undefined
      if (given[index] === undefined && !follows) tell(index, values, 'assumed')
    }
  }

  /** All that is known of one applicant, from facts by index. */
  known(given: readonly unknown[], mode: AssumptionMode): Known {
    const values = given.slice()
    let narrowed: Map<number, readonly unknown[]> | undefined
    const derived: number[] = []
    const assumed: number[] = []
    this.follow(given, mode, (index, possible, how) => {
      if (how === 'derived') derived.push(index)
      else assumed.push(index)
      if (possible.length === 1) values[index] = possible[0]
      else narrowed = (narrowed ?? new Map()).set(index, possible)
    })
    return { given, values, narrowed: narrowed ?? NOTHING_NARROWED, derived, assumed }
  }
}
