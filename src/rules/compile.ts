/**
 * A policy ready to decide: synchronous, three-valued, without code generation. The facts of an applicant are
 * taken in once; each distinct comparison is made at most once for an applicant.
 */
import { Comparison, Condition, wordsFor } from './condition.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from './kleene.ts'
import type { Fact, Measure, Node, Policy } from './policy.ts'

/** Facts as requests carry them: by subject, then by name. */
export type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Whether the defaults of the rule set stand in for facts that are not given. */
export type AssumptionMode = 'declared' | 'none'

const NOTHING_NARROWED: ReadonlyMap<number, readonly unknown[]> = new Map()
const NONE: readonly number[] = []

/** What is known of one applicant, and every comparison made on it so far. */
export class Assessment {
  readonly policy: Policy
  /** facts as given, by fact index */
  readonly given: readonly unknown[]
  /** given, derived and assumed facts, by fact index; undefined while not settled */
  readonly values: readonly unknown[]
  /** facts narrowed to several values by a derivation, by fact index */
  readonly narrowed: ReadonlyMap<number, readonly unknown[]>
  /** indexes of facts that a derivation settled or narrowed */
  readonly derived: readonly number[]
  /** indexes of facts that a default stands for */
  readonly assumed: readonly number[]
  private readonly comparisons: readonly Comparison[]
  private readonly results: number[]

  constructor(policy: Policy, facts: Settled, comparisons: readonly Comparison[]) {
    this.policy = policy
    this.given = facts.given
    this.values = facts.values
    this.narrowed = facts.narrowed
    this.derived = facts.derived
    this.assumed = facts.assumed
    this.comparisons = comparisons
    this.results = new Array<number>(wordsFor(comparisons.length)).fill(0)
  }

  /** The truth of a leaf: unknown while the facts it compares can still make it true as well as false. */
  leaf(index: number): Truth {
    const leaf = this.comparisons[index] as Comparison
    const left = this.values[leaf.fact]
    if (left === undefined && this.narrowed.size === 0) return UNKNOWN
    if (leaf.other < 0) {
      if (left === true) return leaf.whenTrue
      if (left === false) return leaf.whenFalse
      const decided = leaf.byMember?.get(left)
      if (decided !== undefined) return decided
    }
    const word = this.results[leaf.word] as number
    const before = (word >> leaf.shift) & 3
    if (before !== 0) return (before - 1) as Truth
    const truth = this.compare(leaf, left)
    this.results[leaf.word] = word | ((truth + 1) << leaf.shift)
    return truth
  }

  private compare(leaf: Comparison, left: unknown): Truth {
    const right = leaf.other < 0 ? leaf.value : this.values[leaf.other]
    if (left !== undefined && right !== undefined) return leaf.test(left, right) ? TRUE : FALSE
    const lefts = left === undefined ? this.narrowed.get(leaf.fact) : [left]
    const rights = right === undefined ? this.narrowed.get(leaf.other) : [right]
    if (!lefts || !rights) return UNKNOWN
    const found = new Set(lefts.flatMap(a => rights.map(b => leaf.test(a, b))))
    return found.size === 2 ? UNKNOWN : found.has(true) ? TRUE : FALSE
  }
}

interface Settled {
  given: readonly unknown[]
  values: readonly unknown[]
  narrowed: ReadonlyMap<number, readonly unknown[]>
  derived: readonly number[]
  assumed: readonly number[]
}

/** A policy ready to decide. */
export class Program {
  readonly policy: Policy
  /** the measures that can be decided: kinds B, C and D, in plan order */
  readonly decidable: readonly Measure[]
  private readonly indexes: ReadonlyMap<string, ReadonlyMap<string, number>>
  private readonly comparisons: readonly Comparison[]
  private readonly roots: readonly (Condition | null)[]
  private readonly conditions = new WeakMap<Node, Condition>()
  private readonly derivable: readonly number[]
  private readonly assumable: readonly number[]
  private readonly nothing: readonly undefined[]

  constructor(policy: Policy) {
    this.policy = policy
    this.decidable = policy.measures.filter(({ conditions }) => conditions)
    const indexes = new Map<string, Map<string, number>>()
    for (const { subject, key, index } of policy.facts) {
      const keys = indexes.get(subject) ?? new Map<string, number>()
      indexes.set(subject, keys.set(key, index))
    }
    this.indexes = indexes
    this.comparisons = policy.leaves.map(
      (leaf, index) => new Comparison(leaf, policy.facts[leaf.fact] as Fact, index)
    )
    this.roots = policy.measures.map(({ conditions }) => conditions && this.condition(conditions))
    this.derivable = policy.facts.filter(fact => fact.derivation).map(fact => fact.index)
    this.assumable = policy.facts.filter(fact => fact.assumption).map(fact => fact.index)
    this.nothing = policy.facts.map(() => undefined)
  }

  private condition(node: Node): Condition {
    const known = this.conditions.get(node)
    if (known) return known
    const condition = new Condition(node, this.policy)
    this.conditions.set(node, condition)
    return condition
  }

  /**
   * Takes in the facts of one applicant: derives what follows from them, assumes what the rule set declares.
   * @param facts checked against the vocabulary before; a name that is not in it would be ignored here
   * @param derivable indexes of the facts to work out from others, see `derivableFor`; default all
   */
  assess(facts: Facts, mode: AssumptionMode = 'declared', derivable = this.derivable): Assessment {
    const given: unknown[] = this.nothing.slice()
    for (const subject in facts) {
      const keys = this.indexes.get(subject)
      const values = facts[subject]
      for (const key in values) {
        const index = keys?.get(key)
        if (index !== undefined) given[index] = values[key]
      }
    }
    return this.settle(given, mode, derivable)
  }

  /** As `assess`, for facts by fact index. */
  settle(
    given: readonly unknown[],
    mode: AssumptionMode = 'declared',
    derivable = this.derivable
  ): Assessment {
    const values = given.slice()
    let narrowed: Map<number, readonly unknown[]> | undefined
    let derived: number[] | undefined
    for (const index of derivable) {
      if (given[index] !== undefined) continue
      const possible = this.policy.facts[index]?.derivation?.rule.values(given)
      if (!possible) continue
      derived = derived ?? []
      derived.push(index)
      if (possible.length === 1) values[index] = possible[0]
      else narrowed = (narrowed ?? new Map()).set(index, possible)
    }
    const assumed = mode === 'none' ? NONE : this.assumable.filter(index => given[index] === undefined)
    for (const index of assumed) values[index] = this.policy.facts[index]?.assumption?.value
    return new Assessment(
      this.policy,
      { given, values, narrowed: narrowed ?? NOTHING_NARROWED, derived: derived ?? NONE, assumed },
      this.comparisons
    )
  }

  /** Whether the conditions of a measure hold. A measure with none (kind S) has no truth value. */
  decide(measure: Measure, assessment: Assessment): Truth {
    const root = this.roots[measure.index]
    if (!root) throw new Error(`measure ${measure.id} has nothing to decide`)
    return root.truth(assessment)
  }

  /** Whether any tree of the policy holds: a group, or the `when` of a figure or an open point. */
  truth(node: Node, assessment: Assessment): Truth {
    return this.condition(node).truth(assessment)
  }
}
