/** How callers are expected to answer: every answer that the rules can tell apart is taken to be as likely as another. */
import { boundariesOf, leavesIn } from './boundaries.ts'
import type { Assessment } from './compile.ts'
import type { Fact, Leaf, Policy } from './policy.ts'

/** An answer to a fact, and how likely it is. */
export interface Chance {
  value: unknown
  chance: number
}

/** Facts that are answered by picking: yes or no, or a member of a list. */
export const isChoice = ({ schema }: Fact) => schema.type === 'boolean' || 'enum' in schema

const even = (values: readonly unknown[]): Chance[] =>
  values.map(value => ({ value, chance: 1 / values.length }))

/** The answers to be expected under one policy. */
export class Prior {
  private readonly policy: Policy
  private readonly answers: readonly (readonly unknown[])[]

  constructor(policy: Policy) {
    this.policy = policy
    const byFact = new Map<number, Leaf[]>()
    const trees = policy.measures.flatMap(({ conditions }) => (conditions ? [conditions] : []))
    for (const index of new Set(trees.flatMap(tree => [...leavesIn(tree)]))) {
      const leaf = policy.leaves[index] as Leaf
      byFact.set(leaf.fact, [...(byFact.get(leaf.fact) ?? []), leaf])
    }
    this.answers = policy.facts.map(fact => this.telling(fact, byFact.get(fact.index) ?? []))
  }

  /** Choices are answers as they are; numbers, dates and lists count once for each way that conditions take them. */
  private telling(fact: Fact, leaves: readonly Leaf[]): unknown[] {
    const values = boundariesOf(this.policy, fact, leaves)
    if (isChoice(fact)) return values
    const taken = (value: unknown) =>
      leaves.map(({ test, value: right }) => Number(test(value, right))).join('')
    return [...new Map(values.map(value => [taken(value), value])).values()]
  }

  /**
   * The answers to a fact that agree with what is known, each with its chance.
   * @param given values by fact index: where they settle or narrow the fact, nothing else is expected; where a
   *   few choices that are not given would, each of those is as likely as another
   */
  of(index: number, given: readonly unknown[]): Chance[] {
    const { derivation } = this.policy.facts[index] as Fact
    const own = this.answers[index] as readonly unknown[]
    const agreeing = derivation?.rule.values(given)
    if (agreeing || !derivation) return even(agreeing ?? own)
    const open = derivation.rule.inputs.filter(input => given[input] === undefined)
    if (open.length === 0 || !open.every(input => isChoice(this.policy.facts[input] as Fact)))
      return even(own)
    const found = new Map<unknown, number>()
    const [input] = open as [number]
    const values = this.answers[input] as readonly unknown[]
    for (const value of values) {
      for (const one of this.of(index, given.with(input, value))) {
        found.set(one.value, (found.get(one.value) ?? 0) + one.chance / values.length)
      }
    }
    return [...found].map(([value, chance]) => ({ value, chance }))
  }

  /** As `of`, for a fact of an assessment that is not settled. */
  ofOpen(index: number, { given, narrowed }: Assessment): Chance[] {
    const possible = narrowed.get(index)
    return possible ? even(possible) : this.of(index, given)
  }
}
