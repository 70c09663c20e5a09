/**
 * Where the facts of an applicant stand, as far as it can be counted: what depends on a few facts only is made once
 * for each state they can be in, and shared by all applicants in that state.
 */

import { type Fact, mayFollow, type Policy } from '../policy/model.ts'
import { countedValues } from '../policy/vocabulary.ts'
import type { AssumptionMode, Intake, Known } from './intake.ts'

/** Where a fact is known from. */
const ORIGINS = ['given', 'derived', 'assumed', 'unknown'] as const
const [GIVEN, DERIVED, ASSUMED, UNKNOWN] = [0, 1, 2, 3] as const
/** How many of these there are of a fact that is known. */
const KNOWN = 3

/** Of facts: too many states to number them. */
export const UNCOUNTED = -1
/** Of a fact: not known. States of known values follow; 0 is a fact that was not looked at yet. */
const OPEN = 1

const EMPTY = Symbol('an empty list')

/** The values of a fact that are told apart when states are counted; of a list the commonest: that it is empty. */
export const membersOf = (fact: Fact): readonly unknown[] =>
  fact.schema.type === 'array' ? [EMPTY] : (countedValues(fact) ?? [])

/** Which states some facts can be in together: the same for every applicant. */
export interface StateSpace {
  /** indexes of the facts */
  readonly facts: readonly number[]
  /** what a state of each fact counts for */
  readonly strides: readonly number[]
  /** the fact, where it is one only, as of most comparisons: to look at one without a loop saves 4 % of a trace */
  readonly single: number | null
  /** how many states there are */
  readonly size: number
  /** what is added to a state where nothing is assumed: 0 where no comparison of the facts would be */
  readonly strict: number
  /** whether there are so few states that each has a number */
  readonly isCounted: boolean
}

/**
 * @param policy its facts, and by which they follow
 * @param indexes of those that matter
 * @param assumes whether a comparison of them may be taken to hold while its fact is not known: then their state
 *   does not tell what it comes to, but only together with whether assumptions are on
 */
export function stateSpace(
  { facts, rules }: Pick<Policy, 'facts' | 'rules'>,
  indexes: readonly number[],
  assumes: boolean
): StateSpace {
  const members = (index: number) => membersOf(facts[index] as Fact).length
  // Those that cannot be counted once they are known come first: behind them nobody has to look.
  const ordered = [...indexes].sort((a, b) => members(a) - members(b))
  const strides: number[] = []
  let size = 1
  for (const index of ordered) {
    strides.push(size)
    // Most facts can only be given: one origin, the first.
    const follows = mayFollow(facts[index] as Fact) || rules.some(({ fact }) => fact === index)
    size *= 1 + members(index) * (follows ? KNOWN : 1)
  }
  const strict = assumes ? size : 0
  size += strict
  return {
    facts: ordered,
    strides,
    single: indexes.length === 1 ? (indexes[0] as number) : null,
    size,
    strict,
    isCounted: size <= Number.MAX_SAFE_INTEGER
  }
}

type Origins = Pick<Known, 'given' | 'told' | 'assumed' | 'derived'>

function originNumber({ given, told, assumed, derived }: Origins, fact: number) {
  if (given[fact] !== undefined) return GIVEN
  if (assumed.includes(fact)) return ASSUMED
  if (derived.includes(fact)) return DERIVED
  return told.has(fact) ? GIVEN : UNKNOWN
}

/** Where a fact is known from. */
export const originOf = (known: Origins, fact: number) => ORIGINS[originNumber(known, fact)]

/** The states of the facts of one applicant, each looked at when it is first needed. */
export class States {
  private readonly known: Known
  private readonly isStrict: boolean
  private readonly members: Intake['members']
  private readonly states: number[]

  constructor(known: Known, { members, unseen }: Pick<Intake, 'members' | 'unseen'>, mode: AssumptionMode) {
    this.known = known
    this.isStrict = mode === 'none'
    this.members = members
    this.states = unseen.slice()
  }

  /** @returns the number of the state that facts are in together, or UNCOUNTED */
  in({ facts, strides, single, strict, isCounted }: StateSpace): number {
    if (!isCounted) return UNCOUNTED
    let number = this.isStrict ? strict : 0
    if (single !== null) {
      const state = (this.states[single] as number) || this.look(single)
      return state === UNCOUNTED ? UNCOUNTED : number + state - OPEN
    }
    for (let at = 0; at < facts.length; at++) {
      const fact = facts[at] as number
      const state = (this.states[fact] as number) || this.look(fact)
      if (state === UNCOUNTED) return UNCOUNTED
      number += (state - OPEN) * (strides[at] as number)
    }
    return number
  }

  private look(fact: number): number {
    const state = this.stateOf(fact)
    this.states[fact] = state
    return state
  }

  private stateOf(fact: number): number {
    const { known } = this
    const value = known.values[fact]
    if (value === undefined) return known.narrowed.has(fact) ? UNCOUNTED : OPEN
    const members = this.members[fact] as readonly unknown[]
    const member = Array.isArray(value) && value.length === 0 ? EMPTY : value
    const at = members.indexOf(member)
    return at < 0 ? UNCOUNTED : OPEN + 1 + originNumber(known, fact) * members.length + at
  }
}
