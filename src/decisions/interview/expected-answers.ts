/**
 * How callers are expected to answer: every answer that the rules can tell apart is taken to be as likely as
 * another, but "none of these" as likely as all the others together; so is what the vocabulary gives as the
 * example of a number, a date or a list.
 */
import { boundariesOf } from '../../engine/boundaries.ts'
import type { Known } from '../../engine/intake.ts'
import type { Fact, Leaf, Policy } from '../../policy/model.ts'
import { admits, Several } from '../../policy/possible.ts'
import { leavesIn } from '../../policy/uses.ts'

/** An answer to a fact, and how likely it is. */
export interface Chance {
  value: unknown
  chance: number
}

/** Facts that are answered by picking: yes or no, or a member of a list. */
export const isChoice = ({ schema }: Fact) => schema.type === 'boolean' || 'enum' in schema

/** How vocabularies call the member of a list that stands for none of the others, the plainer name first. */
const NONE_OF_THESE = ['none', 'other']

const even = (values: readonly unknown[]): Chance[] =>
  values.map(value => ({ value, chance: 1 / values.length }))

/** @param usual the answer that is as likely as all the others together; undefined where there is none */
function chances(values: readonly unknown[], usual: unknown): readonly Chance[] {
  if (usual === undefined || values.length === 1) return even(values)
  const others = 2 * (values.length - 1)
  return values.map(value => ({ value, chance: value === usual ? 0.5 : 1 / others }))
}

/** The answers to be expected under one policy. */
export class Prior {
  private readonly policy: Policy
  private readonly answers: readonly (readonly Chance[])[]

  constructor(policy: Policy) {
    this.policy = policy
    const byFact = new Map<number, Leaf[]>()
    const measures = policy.documents.flatMap(document => document.measures)
    const trees = measures.flatMap(({ conditions }) => (conditions ? [conditions] : []))
    for (const index of new Set(trees.flatMap(tree => [...leavesIn(tree)]))) {
      const leaf = policy.leaves[index] as Leaf
      const own = byFact.get(leaf.fact)
      if (own) own.push(leaf)
      else byFact.set(leaf.fact, [leaf])
    }
    this.answers = policy.facts.map(fact => this.expected(fact, byFact.get(fact.index) ?? []))
  }

  /** Choices are answers as they are; numbers, dates and lists count once for each way that conditions take them. */
  private expected(fact: Fact, leaves: readonly Leaf[]): readonly Chance[] {
    const values = boundariesOf(this.policy, fact, leaves)
    if (isChoice(fact)) {
      return chances(
        values,
        NONE_OF_THESE.find(name => values.includes(name))
      )
    }
    const taken = (value: unknown) =>
      leaves.map(({ test, value: right }) => Number(test(value, right))).join('')
    const telling = new Map<string, unknown>()
    // The example comes first, so it stands for all that are taken as it is.
    for (const value of values) if (!telling.has(taken(value))) telling.set(taken(value), value)
    return chances([...telling.values()], values[0])
  }

  /**
   * The answers to a fact that agree with what is known, each with its chance.
   * @param known where it settles or narrows the fact, nothing else is expected; where a few choices that are
   *   not known would, those are gone through
   */
  of(index: number, { values, narrowed }: Pick<Known, 'values' | 'narrowed'>): readonly Chance[] {
    const possible = narrowed.get(index)
    if (possible instanceof Several) return even(possible.values)
    const expected = this.following(index, values)
    if (!possible) return expected
    const within = expected.filter(({ value }) => admits(possible, value))
    return within.length > 0 ? within : even([possible.min ?? possible.max])
  }

  /** The answers that agree with facts that are settled. */
  private following(index: number, given: readonly unknown[]): readonly Chance[] {
    const { derivation } = this.policy.facts[index] as Fact
    const own = this.answers[index] as readonly Chance[]
    const agreeing = derivation?.rule.values(given)
    if (agreeing || !derivation) return agreeing ? even(agreeing) : own
    const open = derivation.rule.inputs.filter(input => given[input] === undefined)
    if (open.length === 0 || !open.every(input => isChoice(this.policy.facts[input] as Fact))) return own
    const found = new Map<unknown, number>()
    const [input] = open as [number]
    for (const answer of this.answers[input] as readonly Chance[]) {
      for (const { value, chance } of this.following(index, given.with(input, answer.value))) {
        found.set(value, (found.get(value) ?? 0) + chance * answer.chance)
      }
    }
    return [...found].map(([value, chance]) => ({ value, chance }))
  }
}
