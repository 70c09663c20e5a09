/** Every combination of values of some facts, each fact absent as well. */

/** Values by fact index. */
export type Given = unknown[]

/** Compares two ways to answer over all combinations of values, with each fact absent as well. */
export class Comparison {
  combinations = 1
  private readonly domain: readonly (readonly [number, readonly unknown[]])[]

  constructor(domain: ReadonlyMap<number, readonly unknown[]>) {
    this.domain = [...domain]
    for (const [, values] of domain) this.combinations *= values.length + 1
  }

  /**
   * Goes through the combinations. Where both ways have settled, the combinations that only add facts to it
   * are passed over: a fact added never turns a settled answer round.
   * @param look 'same' to go on, 'differs' when found, 'settled' when no further fact can change either
   * @returns the combination that differs
   */
  find(look: (given: Given) => 'same' | 'differs' | 'settled'): Given | undefined {
    const from = (position: number, given: Given, seen: boolean): Given | undefined => {
      const verdict = seen ? 'same' : look(given)
      if (verdict === 'differs') return given
      const next = this.domain[position]
      if (verdict === 'settled' || !next) return undefined
      const [index, values] = next
      for (const value of values) {
        const more = [...given]
        more[index] = value
        const found = from(position + 1, more, false)
        if (found) return found
      }
      return from(position + 1, given, true)
    }
    return from(0, [], false)
  }
}
