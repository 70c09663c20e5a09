/** The facts given of one applicant, by index; one object for all applicants of a batch, since most know few facts. */
export class GivenFacts {
  private readonly byIndex: unknown[]
  private readonly known: Int32Array
  private count = 0

  /** @param facts how many the policy has */
  constructor(facts: number) {
    this.byIndex = new Array(facts).fill(undefined)
    this.known = new Int32Array(facts)
  }

  /**
   * By fact index; undefined where a fact is not given. A circuit puts there what follows, and takes it back: to copy
   * the facts of every applicant would take half as long as to decide on them.
   */
  get values(): unknown[] {
    return this.byIndex
  }

  /** How many facts are given. */
  get length(): number {
    return this.count
  }

  /** The index of one that is given. @param at from 0, in the order they were added */
  index(at: number): number {
    return this.known[at] as number
  }

  has(index: number): boolean {
    return this.byIndex[index] !== undefined
  }

  /** @param index of a fact that was not added before @param value any but undefined */
  add(index: number, value: unknown): void {
    this.byIndex[index] = value
    this.known[this.count++] = index
  }

  clear(): void {
    for (let at = 0; at < this.count; at++) this.byIndex[this.known[at] as number] = undefined
    this.count = 0
  }
}
