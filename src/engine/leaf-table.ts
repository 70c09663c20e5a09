/**
 * The leaves of a policy as flat tables.
 *
 * The library's operators are asked when the rule set is loaded: where a leaf asks whether a value is one of a few,
 * about each of them and about anything else; where it asks for a member of a list, about a list with it and one
 * without; where it asks for an order, about less, the same and more. Deciding is then a look-up.
 */

import { FALSE, TRUE, type Truth, UNKNOWN } from '../policy/kleene.ts'
import type { Fact, Leaf, Policy } from '../policy/model.ts'
import { operatorKind } from '../policy/operators.ts'
import { admits, endsOf, type Ordered, type Possible, Several } from '../policy/possible.ts'

/** Not among the values of any fact. */
const ANYTHING_ELSE = Symbol('anything else')

/** How a leaf is decided that is not about yes or no; by a call of the operator where none of the others will do. */
const ONE_OF = 1
const LIST = 2
const ORDER = 3
const CALL = 4

export const NO_FACT = -1

type Ends = readonly [Ordered | null, Ordered | null]

/** What truths come to that may all be: the one that they are, or not known. */
const alike = (truths: readonly Truth[]): Truth => {
  const [first] = truths as [Truth]
  return truths.every(truth => truth === first) ? first : UNKNOWN
}

export class Comparisons {
  /** by leaf: index of the fact on the left */
  readonly fact: Int32Array
  /** by leaf: index of the fact on the right, NO_FACT where there is a constant */
  readonly other: Int32Array
  private readonly leaves: readonly Leaf[]
  /** by leaf: how it is decided */
  private readonly how: Uint8Array
  /** by leaf: the texts that are asked for */
  private readonly listed: readonly (readonly unknown[])[]
  /** by leaf: the truth for yes, for the texts asked for, for a list with the member asked for, or for more */
  private readonly hit: Uint8Array
  /** by leaf: the truth for no, for any other text, for any other list, or for less */
  private readonly miss: Uint8Array
  /** by leaf that asks for an order: the truth for the same */
  private readonly tie: Uint8Array
  /** by leaf: 1 where it is taken to hold while its fact is not known */
  readonly assumes: Uint8Array

  constructor({ leaves, facts }: Policy) {
    this.leaves = leaves
    this.fact = Int32Array.from(leaves, leaf => leaf.fact)
    this.other = Int32Array.from(leaves, ({ other }) => other ?? NO_FACT)
    this.assumes = Uint8Array.from(leaves, ({ assumption }) => (assumption ? 1 : 0))
    this.how = new Uint8Array(leaves.length).fill(CALL)
    this.hit = new Uint8Array(leaves.length)
    this.miss = new Uint8Array(leaves.length)
    this.tie = new Uint8Array(leaves.length)
    this.listed = leaves.map(({ fact, operator, value, test }, index) => {
      const kind = operatorKind(operator)
      if (kind === 'order') {
        const [less, same, more] = [test(0, 1), test(1, 1), test(1, 0)].map(is => (is ? TRUE : FALSE))
        this.decided(index, ORDER, more as Truth, less as Truth)
        this.tie[index] = same as Truth
        return []
      }
      const decide = (left: unknown): Truth => (test(left, value) ? TRUE : FALSE)
      const { type } = (facts[fact] as Fact).schema
      if (kind === 'list') this.decided(index, LIST, decide([value]), decide([]))
      else if (type === 'boolean') this.decided(index, CALL, decide(true), decide(false))
      else if (type === 'string' && (kind === 'same' || kind === 'member')) {
        const miss = decide(ANYTHING_ELSE)
        this.decided(index, ONE_OF, (TRUE - miss) as Truth, miss)
        return [value].flat().filter(one => decide(one) !== miss)
      }
      return []
    })
  }

  private decided(leaf: number, how: number, hit: Truth, miss: Truth): void {
    this.how[leaf] = how
    this.hit[leaf] = hit
    this.miss[leaf] = miss
  }

  /** The truth of a leaf whose sides are known. @param right the value of the other fact, where it names one */
  ofKnown(index: number, left: unknown, right: unknown): Truth {
    if (left === true) return this.hit[index] as Truth
    if (left === false) return this.miss[index] as Truth
    const how = this.how[index]
    if (how === ONE_OF) {
      const listed = this.listed[index] as readonly unknown[]
      for (let one = 0; one < listed.length; one++) {
        if (left === listed[one]) return this.hit[index] as Truth
      }
      return this.miss[index] as Truth
    }
    const { value, other, test } = this.leaves[index] as Leaf
    if (how === ORDER) {
      // Numbers, or days and months, which are in the order of their texts.
      const bound = (other === null ? value : right) as number
      const truths = left === bound ? this.tie : (left as number) < bound ? this.miss : this.hit
      return truths[index] as Truth
    }
    if (how === LIST) {
      return ((left as readonly unknown[]).includes(value) ? this.hit[index] : this.miss[index]) as Truth
    }
    return test(left, value) ? TRUE : FALSE
  }

  /**
   * The truth of a leaf of which a side may still be one of several values: what all of them come to.
   * @param right what is known of the other fact, where the leaf names one
   */
  ofNarrowed(index: number, left: Possible | undefined, right: Possible | undefined): Truth {
    const { other, value } = this.leaves[index] as Leaf
    if (!left) return UNKNOWN
    // With each other facts are compared by order only.
    if (other !== null) return right ? this.ofEnds(index, endsOf(left), endsOf(right)) : UNKNOWN
    if (left instanceof Several) return alike(left.values.map(one => this.ofKnown(index, one, undefined)))
    if (this.how[index] === ORDER)
      return this.ofEnds(index, endsOf(left), [value as Ordered, value as Ordered])
    return [value].flat().some(one => admits(left, one))
      ? UNKNOWN
      : this.ofKnown(index, ANYTHING_ELSE, undefined)
  }

  /** The truth of a leaf that asks for an order, where each side lies between two ends. */
  private ofEnds(index: number, [low, high]: Ends, [lowest, highest]: Ends): Truth {
    const [less, more] = [this.miss[index] as Truth, this.hit[index] as Truth]
    const compared = (a: Ordered, b: Ordered) => (a === b ? (this.tie[index] as Truth) : a < b ? less : more)
    return alike([
      low === null || highest === null ? less : compared(low, highest),
      high === null || lowest === null ? more : compared(high, lowest)
    ])
  }
}
