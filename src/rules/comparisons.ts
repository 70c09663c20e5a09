/**
 * The leaves of a policy as flat tables, and their results for the applicant at hand.
 *
 * Where a leaf asks whether a value is one of a few, the library's operator is asked about each of them, and
 * about anything else, when the rule set is loaded: deciding is then a look-up. For orders and for lists with
 * members it is called, once an applicant.
 */

import { FALSE, TRUE, type Truth } from './kleene.ts'
import { operatorKind } from './operators.ts'
import type { Fact, Policy } from './policy.ts'

/** Not among the values of any fact. */
const ANYTHING_ELSE = Symbol('anything else')

/** How a leaf is decided that is not about yes or no: by a few texts, by a list being empty, by the operator. */
export const ONE_OF = 1
export const LIST = 2
const CALL = 3

/** Stamps go up to here, then begin anew: results are 32-bit integers, a truth takes two bits. */
const LAST_STAMP = 2 ** 29 - 1

export class Comparisons {
  /** by leaf: index of the fact on the left */
  readonly fact: Uint16Array
  /** by leaf: how it is decided */
  readonly how: Uint8Array
  /** by leaf: the texts that are asked for */
  readonly listed: readonly (readonly unknown[])[]
  /** by leaf: the truth for yes, or for the texts asked for */
  readonly hit: Uint8Array
  /** by leaf: the truth for no, for any other text, or for an empty list, the commonest of lists */
  readonly miss: Uint8Array
  /** by leaf: stamp of the applicant it was decided for, times four, and the truth */
  readonly results: Int32Array
  private stamp = 0

  constructor({ leaves, facts }: Policy) {
    this.fact = Uint16Array.from(leaves, leaf => leaf.fact)
    this.how = new Uint8Array(leaves.length).fill(CALL)
    this.hit = new Uint8Array(leaves.length)
    this.miss = new Uint8Array(leaves.length)
    this.results = new Int32Array(leaves.length)
    this.listed = leaves.map(({ fact, operator, value, other, test }, index) => {
      if (other !== null) return []
      const decide = (left: unknown): Truth => (test(left, value) ? TRUE : FALSE)
      const { type } = (facts[fact] as Fact).schema
      const kind = operatorKind(operator)
      if (type === 'array') this.decided(index, LIST, FALSE, decide([]))
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

  /** A number that no result carries yet: the results of others count no longer. */
  newStamp(): number {
    if (this.stamp === LAST_STAMP) {
      this.results.fill(0)
      this.stamp = 0
    }
    this.stamp++
    return this.stamp * 4
  }
}
