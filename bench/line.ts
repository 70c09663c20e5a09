/** A line of the bench, and how much time it may take. */
import type { Row } from './table.ts'

export interface Pace {
  quick: boolean
  rounds: number
  /** milliseconds that a contender runs at a stretch */
  turn: number
}

export const PACES = {
  quick: { quick: true, rounds: 7, turn: 100 },
  full: { quick: false, rounds: 15, turn: 100 }
} as const satisfies Record<string, Pace>

export type Line = (pace: Pace) => Promise<Row[]>
