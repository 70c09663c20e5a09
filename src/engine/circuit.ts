/**
 * The list of gates run for applicants by the hundred thousand, 32 at a time: each distinct comparison of a known fact
 * is made once, each distinct group decided once, and what is not known costs next to nothing. A circuit has only those
 * places that its trees need, in the order of the list.
 */

import { FALSE, TRUE, type Truth } from '../policy/kleene.ts'
import type { Node, PolicyRule } from '../policy/model.ts'
import { type Possible, Several } from '../policy/possible.ts'
import type { Tools } from './assessment.ts'
import { type Effect, type Effects, effectsOf, NOTHING } from './effects.ts'
import type { Gate } from './gates.ts'
import type { GivenFacts } from './given-facts.ts'
import { type Intake, type Narrowed, NOTHING_NARROWED } from './intake.ts'
import { bitsOf, Truths } from './lanes.ts'
import { type Comparisons, NO_FACT } from './leaf-table.ts'

const ALL_LANES = -1

export class Circuit {
  private readonly intake: Intake
  private readonly comparisons: Comparisons
  /** the leaves that are needed, by their number here: as they are known to the policy */
  private readonly leaves: readonly number[]
  /** by fact index: the leaves that compare it with a constant, by their number here as all that follow */
  private readonly compared: readonly (readonly number[])[]
  /** the leaves that compare a fact with another */
  private readonly comparedWithOthers: readonly number[]
  /** the leaves that are taken to hold where their fact is not known */
  private readonly assumed: readonly number[]
  /** by fact index; null where values cannot be counted */
  private readonly effects: readonly (Effects | null)[]
  private readonly gates: readonly Gate[]
  /** where each tree is */
  private readonly outputs: readonly number[]
  /** by leaf, and behind them by gate: the lanes in which it may be true */
  private readonly may: Int32Array
  /** the lanes in which it is true, which is never without that it may be */
  private readonly is: Int32Array
  /** what the trees come to */
  private readonly found: Truths
  /** the facts that are lists, and what each comes to without its members */
  private readonly lists: readonly ({ fact: number } & Effect)[]
  /** by fact index: the lanes in which a list is given */
  private readonly listed: Int32Array
  /** of the lane at hand */
  private bit = 1
  /** what is known of facts that are not settled */
  private readonly narrowed = new Map<number, Possible>()
  /** the rules by which others followed; the intake knows how many */
  private readonly applied: PolicyRule[] = []
  /** the facts that were assumed, and how many of these there are */
  private readonly assumedFacts: Int32Array
  private defaults = 0

  /** @param roots the trees to decide, of the policy */
  constructor({ policy, intake, comparisons, gates }: Tools, roots: readonly Node[]) {
    const { facts } = policy
    const places = roots.map(root => gates.place(root))
    const needed = gates.needed(places)
    const numbers = new Map(needed.map((place, number) => [place, number]))
    const numberOf = (place: number) => numbers.get(place) as number
    const leaves = needed.filter(place => place < gates.leafCount)
    const compared: number[][] = facts.map(() => [])
    const comparedWithOthers: number[] = []
    for (const [number, leaf] of leaves.entries()) {
      if (comparisons.other[leaf] !== NO_FACT) comparedWithOthers.push(number)
      else compared[comparisons.fact[leaf] as number]?.push(number)
    }
    this.leaves = leaves
    this.outputs = places.map(numberOf)
    this.gates = needed.slice(leaves.length).map(place => {
      const { settledBy, parts } = gates.at(place)
      return { settledBy, parts: parts.map(numberOf) }
    })
    this.may = new Int32Array(needed.length)
    this.is = new Int32Array(needed.length)
    this.found = new Truths(roots.length)
    this.compared = compared
    this.comparedWithOthers = comparedWithOthers
    this.assumed = [...leaves.keys()].filter(number => comparisons.assumes[leaves[number] as number] === 1)
    this.effects = facts.map((fact, index) =>
      effectsOf(fact, compared[index] as number[], leaves, policy, comparisons)
    )
    this.lists = this.effects.flatMap((effects, fact) => (effects?.list ? [{ fact, ...effects.list }] : []))
    this.listed = new Int32Array(facts.length)
    this.assumedFacts = new Int32Array(intake.assumptions.length)
    this.intake = intake
    this.comparisons = comparisons
  }

  /** Begins anew: in no lane anything is known. */
  clear(): void {
    this.may.fill(ALL_LANES)
    this.is.fill(0)
    this.listed.fill(0)
  }

  /**
   * Takes in the facts of one applicant, as an assessment would.
   * @param given checked before
   * @param lane from 0, of which nothing is known yet
   * @param told what is possible of facts that are not given
   */
  take(given: GivenFacts, lane: number, told: Narrowed = NOTHING_NARROWED): void {
    const { values } = given
    this.bit = 1 << lane
    for (let at = 0; at < given.length; at++) {
      const fact = given.index(at)
      this.know(fact, values[fact])
    }
    try {
      this.follow(values, told)
    } finally {
      // Nothing of one applicant may be left when the next comes, whatever happened.
      this.forget(values)
    }
  }

  /** @param values as given; what follows from them and what is assumed stands there as well until `forget` */
  private follow(values: unknown[], told: Narrowed): void {
    const { intake, narrowed, applied, comparedWithOthers } = this
    if (told.size > 0) for (const [fact, possible] of told) narrowed.set(fact, possible)
    intake.follow(values, narrowed, applied)
    for (let at = 0; at < intake.steps; at++) {
      const { fact } = applied[at] as PolicyRule
      if (values[fact] !== undefined) this.know(fact, values[fact])
    }
    if (narrowed.size > 0) for (const [fact, possible] of narrowed) this.narrow(fact, possible)
    for (const one of intake.assumptions) {
      if (!intake.isAssumed(one, values, narrowed)) continue
      this.assumedFacts[this.defaults++] = one.index
      values[one.index] = one.value
      this.know(one.index, one.value)
    }
    for (let at = 0; at < comparedWithOthers.length; at++) {
      this.compareFacts(comparedWithOthers[at] as number, values)
    }
  }

  /** Takes back what was added to facts as given. */
  private forget(values: unknown[]): void {
    const { applied, assumedFacts, narrowed, intake } = this
    for (let at = 0; at < intake.steps; at++) values[(applied[at] as PolicyRule).fact] = undefined
    for (let at = 0; at < this.defaults; at++) values[assumedFacts[at] as number] = undefined
    this.defaults = 0
    if (narrowed.size > 0) narrowed.clear()
  }

  private know(fact: number, value: unknown): void {
    const effects = this.effects[fact]
    if (!effects) this.compare(fact, value)
    else if (value === true) this.apply(effects.yes)
    else if (value === false) this.apply(effects.no)
    else if (!Array.isArray(value)) this.apply(effects.by.get(value))
    else {
      this.listed[fact] = (this.listed[fact] as number) | this.bit
      for (let member = 0; member < value.length; member++) this.apply(effects.by.get(value[member]))
    }
  }

  /** @param effect none of a member that nothing asks for */
  private apply({ on, off }: Effect = NOTHING): void {
    for (let at = 0; at < on.length; at++) this.settle(on[at] as number, TRUE)
    for (let at = 0; at < off.length; at++) this.settle(off[at] as number, FALSE)
  }

  private settle(leaf: number, truth: Truth): void {
    const { may, is, bit } = this
    if (truth === TRUE) {
      may[leaf] = (may[leaf] as number) | bit
      is[leaf] = (is[leaf] as number) | bit
    } else if (truth === FALSE) {
      may[leaf] = (may[leaf] as number) & ~bit
      is[leaf] = (is[leaf] as number) & ~bit
    }
  }

  private compare(fact: number, value: unknown): void {
    const leaves = this.compared[fact] as readonly number[]
    for (let at = 0; at < leaves.length; at++) {
      const leaf = leaves[at] as number
      this.settle(leaf, this.comparisons.ofKnown(this.leaves[leaf] as number, value, undefined))
    }
  }

  /** Takes in a fact of which something is known, but not which value it has. */
  private narrow(fact: number, possible: Possible): void {
    for (const leaf of this.compared[fact] as readonly number[]) {
      this.settle(leaf, this.comparisons.ofNarrowed(this.leaves[leaf] as number, possible, undefined))
    }
  }

  private compareFacts(leaf: number, values: readonly unknown[]): void {
    const { comparisons, narrowed } = this
    const index = this.leaves[leaf] as number
    const fact = comparisons.fact[index] as number
    const other = comparisons.other[index] as number
    const left = values[fact]
    const right = values[other]
    if (left !== undefined && right !== undefined) this.settle(leaf, comparisons.ofKnown(index, left, right))
    else if (narrowed.size > 0) {
      const possible = (one: number, value: unknown) =>
        value === undefined ? narrowed.get(one) : new Several([value])
      this.settle(leaf, comparisons.ofNarrowed(index, possible(fact, left), possible(other, right)))
    }
  }

  /** Settles what a list leaves out, in every lane in which it is given: at once, for most lists leave out nearly all. */
  private leaveOut(): void {
    const { may, is } = this
    for (const { fact, on, off } of this.lists) {
      const lanes = this.listed[fact] as number
      for (const leaf of on) is[leaf] = (is[leaf] as number) | ((may[leaf] as number) & lanes)
      for (const leaf of off) may[leaf] = (may[leaf] as number) & ((is[leaf] as number) | ~lanes)
    }
  }

  /** Decides every gate in every lane, by Kleene's strong three-valued logic. */
  decide(): void {
    const { gates, may, is } = this
    const first = this.leaves.length
    this.leaveOut()
    for (const leaf of this.assumed) is[leaf] = may[leaf] as number
    for (let gate = 0; gate < gates.length; gate++) {
      const { settledBy, parts } = gates[gate] as Gate
      let certain = settledBy === FALSE ? ALL_LANES : 0
      let possible = certain
      for (let at = 0; at < parts.length; at++) {
        const part = parts[at] as number
        if (settledBy === FALSE) {
          certain &= is[part] as number
          possible &= may[part] as number
        } else {
          certain |= is[part] as number
          possible |= may[part] as number
        }
      }
      is[first + gate] = settledBy === null ? ~possible : certain
      may[first + gate] = settledBy === null ? ~certain : possible
    }
    this.found.take(this.outputs, is, may)
  }

  /**
   * Adds up in how many of some lanes each tree holds, and in how many it may hold.
   * @param lanes a bit each
   */
  count(lanes: number, holding: Float64Array, possible: Float64Array): void {
    const { outputs, is, may } = this
    for (let tree = 0; tree < outputs.length; tree++) {
      const place = outputs[tree] as number
      holding[tree] = (holding[tree] as number) + bitsOf((is[place] as number) & lanes)
      possible[tree] = (possible[tree] as number) + bitsOf((may[place] as number) & lanes)
    }
  }

  /** @returns what each tree comes to, in their order; valid until the next call */
  truths(lane: number): Truths {
    return this.found.of(lane)
  }
}
