/** Simulated callers: each knows the truth about itself and answers every question with it. */

import { type Chance, isChoice, Prior } from '../../decisions/interview/expected-answers.ts'
import { NOTHING_NARROWED } from '../../engine/intake.ts'
import type { Fact, Leaf, Measure, Node, Policy } from '../../policy/model.ts'
import { factsUnder, leavesIn } from '../../policy/uses.ts'
import type { Facts } from '../../policy/vocabulary.ts'

/** What a caller answers, by fact index; a fact that is not there the caller does not know. */
export type Caller = ReadonlyMap<number, unknown>
/** A caller, and how likely such a one is. */
export interface Likely {
  caller: Caller
  chance: number
}
/** @returns a number from 0 to below 1 */
export type Random = () => number

/** Mulberry32: small, and the same numbers on every machine. */
export function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * The facts that a caller knows who knows what a measure asks: those its conditions compare, and where a few
 * choices settle such a fact, those choices; facts that are worked out from others come after them.
 */
export function factsKnown(policy: Policy, measure: Measure): number[] {
  const factOf = (index: number) => policy.facts[index] as Fact
  const compared = factsUnder(policy, measure.conditions)
  const inputs = compared
    .map(index => factOf(index).derivation?.rule.inputs ?? [])
    .filter(list => list.every(index => isChoice(factOf(index))))
  const known = [...new Set([...compared, ...inputs.flat()])].filter(one => factOf(one).assumption === null)
  const isDerived = (index: number) => factOf(index).derivation !== null
  return [...known.filter(one => !isDerived(one)), ...known.filter(isDerived)]
}

/** The answer that a number from 0 to below 1 falls on. */
export function drawn(number: number, chances: readonly Chance[]): unknown {
  let reached = 0
  const index = chances.findIndex(({ chance }) => {
    reached += chance
    return number < reached
  })
  // Rounding may leave the sum of the chances just below 1: at(-1) is the last of them.
  return (chances.at(index) as Chance).value
}

/** The callers there may be for one measure, as the rules can tell them apart. */
export class Callers {
  private readonly policy: Policy
  private readonly facts: readonly number[]
  private readonly leaves: readonly Leaf[]
  private readonly prior: Prior

  constructor(policy: Policy, measure: Measure) {
    this.policy = policy
    this.facts = factsKnown(policy, measure)
    this.leaves = [...leavesIn(measure.conditions as Node)].map(index => policy.leaves[index] as Leaf)
    this.prior = new Prior(policy)
  }

  /** The answers to a fact that agree with what the caller has said of itself: nobody contradicts oneself. */
  private agreeing(index: number, known: Caller) {
    const values = this.policy.facts.map(fact => known.get(fact.index))
    return this.prior.of(index, { values, narrowed: NOTHING_NARROWED })
  }

  /** A caller drawn at random, every answer as likely as another. @param known what is settled about it */
  draw(random: Random, known: Caller = new Map()): Caller {
    const caller = new Map(known)
    for (const index of this.facts) {
      if (caller.has(index)) continue
      caller.set(index, drawn(random(), this.agreeing(index, caller)))
    }
    return caller
  }

  /** Answers that the measure takes alike, as one; those that other facts are worked out from stay apart. */
  private alike(index: number, chances: readonly Chance[]): Chance[] {
    const own = this.leaves.filter(({ fact, other }) => fact === index && other === null)
    if (this.isInput(index)) return [...chances]
    const found = new Map<string, Chance>()
    for (const { value, chance } of chances) {
      const key = own.map(({ test, value: right }) => Number(test(value, right))).join('')
      found.set(key, { value, chance: chance + (found.get(key)?.chance ?? 0) })
    }
    return [...found.values()]
  }

  private isInput(index: number) {
    return this.facts.some(one => this.policy.facts[one]?.derivation?.rule.inputs.includes(index))
  }

  /** Every caller that `draw` may give, as far as the measure can tell them apart, with its chance. */
  all(): Likely[] {
    let found: Likely[] = [{ caller: new Map(), chance: 1 }]
    for (const index of this.facts) {
      found = found.flatMap(({ caller, chance }) =>
        this.alike(index, this.agreeing(index, caller)).map(answer => ({
          caller: new Map(caller).set(index, answer.value),
          chance: chance * answer.chance
        }))
      )
    }
    return found
  }
}

/** Facts as requests have them, by fact index. */
export function byIndex(policy: Policy, facts: Facts): Caller {
  const given = new Map<number, unknown>()
  for (const { subject, key, index } of policy.facts) {
    const value = facts[subject]?.[key]
    if (value !== undefined) given.set(index, value)
  }
  return given
}
