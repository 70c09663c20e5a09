/** What trees come to for some applicants: decided with a word for each tree, answered with a few for each applicant. */
import { FALSE, TRUE, type Truth, UNKNOWN } from '../policy/kleene.ts'

/** Applicants decided together: each has a lane, a bit of its own in every word. */
export const LANES = 32

/** Turns a square of bits over: what was bit c of word r is bit r of word c (Hacker's Delight, 7-3). */
function transpose(words: Int32Array, start: number): void {
  for (let width = LANES / 2, mask = 0xffff; width > 0; width >>= 1, mask ^= mask << width) {
    for (let row = 0; row < LANES; row = (row + width + 1) & ~width) {
      const [upper, lower] = [start + row, start + row + width]
      const swapped = (((words[upper] as number) >>> width) ^ (words[lower] as number)) & mask
      words[upper] = (words[upper] as number) ^ (swapped << width)
      words[lower] = (words[lower] as number) ^ swapped
    }
  }
}

/** How many bits of a word are set. */
export function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** How trees are laid out in the words of an applicant: about as many in each, the first at the lowest bit. */
export interface Layout {
  words: number
  /** trees of a word at most */
  width: number
}

/** @param count trees, at least one */
export function layoutOf(count: number): Layout {
  const words = Math.ceil(count / LANES)
  return { words, width: Math.ceil(count / words) }
}

/** What each tree comes to, for one applicant at a time. */
export class Truths {
  private readonly count: number
  private readonly layout: Layout
  /** by word, then by applicant; bits of a word for which there is no tree are 0 */
  private readonly is: Int32Array
  private readonly may: Int32Array
  /** of the applicant at hand */
  private lane = 0

  constructor(count: number) {
    this.count = count
    this.layout = layoutOf(count)
    this.is = new Int32Array(this.layout.words * LANES)
    this.may = new Int32Array(this.layout.words * LANES)
  }

  /**
   * Takes in what was decided, a word for each tree.
   * @param places where the words of each tree are
   * @param is the lanes in which something is true @param may those in which it may be
   */
  take(places: readonly number[], is: Int32Array, may: Int32Array): void {
    const { words, width } = this.layout
    this.is.fill(0)
    this.may.fill(0)
    for (let word = 0; word < words; word++) {
      const start = word * LANES
      const first = word * width
      const end = Math.min(first + width, this.count)
      for (let tree = first, row = start; tree < end; tree++, row++) {
        this.is[row] = is[places[tree] as number] as number
        this.may[row] = may[places[tree] as number] as number
      }
      transpose(this.is, start)
      transpose(this.may, start)
    }
  }

  /** @returns itself, about the applicant of a lane */
  of(lane: number): this {
    this.lane = lane
    return this
  }

  /** The trees of a word that hold, a bit each. */
  holding(word: number): number {
    return this.is[word * LANES + this.lane] as number
  }

  /** The trees of a word that hold, or may hold once more is known. */
  possible(word: number): number {
    return this.may[word * LANES + this.lane] as number
  }

  at(tree: number): Truth {
    const { width } = this.layout
    const word = Math.floor(tree / width)
    const bit = 1 << (tree % width)
    if ((this.possible(word) & bit) === 0) return FALSE
    return (this.holding(word) & bit) === 0 ? UNKNOWN : TRUE
  }

  /** How many trees hold. */
  countHolding(): number {
    return this.bits(this.is)
  }

  /** How many trees hold, or may hold once more is known. */
  countPossible(): number {
    return this.bits(this.may)
  }

  /** How many bits of the applicant at hand are set. */
  private bits(words: Int32Array): number {
    let count = 0
    for (let at = this.lane; at < words.length; at += LANES) count += bitsOf(words[at] as number)
    return count
  }
}
