/**
 * Compiling a policy: condition trees become closures over leaf results, so that deciding is synchronous,
 * three-valued, and evaluates each distinct leaf at most once for an applicant.
 */
import { FALSE, TRUE, type Truth, UNKNOWN } from './kleene.ts'
import type { Leaf, Measure, Node, Policy } from './policy.ts'

/** Facts as requests carry them: by subject, then by name. */
export type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Whether the defaults of the rule set stand in for facts that are not given. */
export type AssumptionMode = 'declared' | 'none'

const NOT_EVALUATED = 3
type Test = (assessment: Assessment) => Truth

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
  private readonly results: Uint8Array

  constructor(policy: Policy, facts: Settled) {
    this.policy = policy
    this.given = facts.given
    this.values = facts.values
    this.narrowed = facts.narrowed
    this.derived = facts.derived
    this.assumed = facts.assumed
    this.results = new Uint8Array(policy.leaves.length).fill(NOT_EVALUATED)
  }

  /** The truth of a leaf: unknown while the facts it compares can still make it true as well as false. */
  leaf(index: number): Truth {
    const before = this.results[index] as number
    if (before !== NOT_EVALUATED) return before as Truth
    const truth = this.compare(this.policy.leaves[index] as Leaf)
    this.results[index] = truth
    return truth
  }

  private compare(leaf: Leaf): Truth {
    const left = this.values[leaf.fact]
    const right = leaf.other === null ? leaf.value : this.values[leaf.other]
    if (left !== undefined && right !== undefined) return leaf.test(left, right) ? TRUE : FALSE
    if (this.narrowed.size === 0) return UNKNOWN
    const lefts = left === undefined ? this.narrowed.get(leaf.fact) : [left]
    const rights = right === undefined ? this.narrowed.get(leaf.other as number) : [right]
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

const NOTHING_NARROWED: ReadonlyMap<number, readonly unknown[]> = new Map()
const NONE: readonly number[] = []

/** A condition tree as a closure. Short-circuits; the trace evaluates what it skipped. */
function closure(node: Node): Test {
  if (node.kind === 'leaf') {
    const { leaf } = node
    return assessment => assessment.leaf(leaf)
  }
  const tests = node.children.map(closure)
  if (node.kind === 'not') {
    const [test] = tests as [Test]
    return assessment => (TRUE - test(assessment)) as Truth
  }
  const settling = node.kind === 'all' ? FALSE : TRUE
  return assessment => {
    let truth: Truth = settling === FALSE ? TRUE : FALSE
    for (const test of tests) {
      const next = test(assessment)
      if (next === settling) return settling
      if (next === UNKNOWN) truth = UNKNOWN
    }
    return truth
  }
}

/** A policy ready to decide. */
export class Program {
  readonly policy: Policy
  private readonly indexes: ReadonlyMap<string, ReadonlyMap<string, number>>
  private readonly roots: readonly (Test | null)[]
  private readonly tests = new WeakMap<Node, Test>()
  private readonly derivable: readonly number[]
  private readonly assumable: readonly number[]

  constructor(policy: Policy) {
    this.policy = policy
    const indexes = new Map<string, Map<string, number>>()
    for (const { subject, key, index } of policy.facts) {
      const keys = indexes.get(subject) ?? new Map<string, number>()
      indexes.set(subject, keys.set(key, index))
    }
    this.indexes = indexes
    this.roots = policy.measures.map(({ conditions }) => conditions && closure(conditions))
    this.derivable = policy.facts.filter(fact => fact.derivation).map(fact => fact.index)
    this.assumable = policy.facts.filter(fact => fact.assumption).map(fact => fact.index)
  }

  /**
   * Takes in the facts of one applicant: derives what follows from them, assumes what the rule set declares.
   * @param facts checked against the vocabulary before; a name that is not in it would be ignored here
   */
  assess(facts: Facts, mode: AssumptionMode = 'declared'): Assessment {
    const given: unknown[] = new Array(this.policy.facts.length).fill(undefined)
    for (const subject in facts) {
      const keys = this.indexes.get(subject)
      const values = facts[subject]
      for (const key in values) {
        const index = keys?.get(key)
        if (index !== undefined) given[index] = values[key]
      }
    }
    return this.settle(given, mode)
  }

  /** As `assess`, for facts by fact index. */
  settle(given: readonly unknown[], mode: AssumptionMode = 'declared'): Assessment {
    const values = [...given]
    let narrowed: Map<number, readonly unknown[]> | undefined
    const derived: number[] = []
    for (const index of this.derivable) {
      if (given[index] !== undefined) continue
      const possible = this.policy.facts[index]?.derivation?.rule.values(given)
      if (!possible) continue
      derived.push(index)
      if (possible.length === 1) values[index] = possible[0]
      else narrowed = (narrowed ?? new Map()).set(index, possible)
    }
    const assumed = mode === 'none' ? NONE : this.assumable.filter(index => given[index] === undefined)
    for (const index of assumed) values[index] = this.policy.facts[index]?.assumption?.value
    return new Assessment(this.policy, {
      given,
      values,
      narrowed: narrowed ?? NOTHING_NARROWED,
      derived,
      assumed
    })
  }

  /** Whether the conditions of a measure hold. A measure with none (kind S) has no truth value. */
  decide(measure: Measure, assessment: Assessment): Truth {
    const test = this.roots[measure.index]
    if (!test) throw new Error(`measure ${measure.id} has nothing to decide`)
    return test(assessment)
  }

  /** Whether any tree of the policy holds: a group, or the `when` of a figure or an open point. */
  truth(node: Node, assessment: Assessment): Truth {
    let test = this.tests.get(node)
    if (!test) {
      test = closure(node)
      this.tests.set(node, test)
    }
    return test(assessment)
  }
}
