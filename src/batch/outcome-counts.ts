/** How many lines of a batch each measure was decided for, and how: counted many lines at a time. */
import type { Circuit } from '../engine/circuit.ts'
import { bitsOf } from '../engine/lanes.ts'
import type { Asked } from '../policy/asked.ts'

export type OutcomeCount = readonly [measure: string, outcome: string, count: number]

interface Counted {
  lines: number
  holding: Float64Array
  possible: Float64Array
}

export class OutcomeCounts {
  private readonly eras = new Map<Asked, Counted>()

  /** @param lanes of the circuit, a bit each: those that were answered */
  add(asked: Asked, circuit: Circuit, lanes: number): void {
    let counted = this.eras.get(asked)
    if (!counted) {
      const { length } = asked.measures
      counted = { lines: 0, holding: new Float64Array(length), possible: new Float64Array(length) }
      this.eras.set(asked, counted)
    }
    counted.lines += bitsOf(lanes)
    circuit.count(lanes, counted.holding, counted.possible)
  }

  *[Symbol.iterator](): Generator<OutcomeCount> {
    for (const [{ measures }, { lines, holding, possible }] of this.eras) {
      for (const [index, { id }] of measures.entries()) {
        const [sure, may] = [holding[index] as number, possible[index] as number]
        for (const [outcome, count] of [
          ['eligible', sure],
          ['undetermined', may - sure],
          ['ineligible', lines - may]
        ] as const) {
          if (count > 0) yield [id, outcome, count]
        }
      }
    }
  }
}
