/** What the bench found: rows of ratios, as a table to read and as JSON to keep. */
import type { Spread } from './rounds.ts'

export type Goal = { atLeast: number } | { atMost: number }

export interface Row {
  /** which line of the bench: deciding, http, … */
  line: string
  /** what is held against what: over / under */
  what: string
  ratio: Spread
  /** null for a figure that is only told */
  goal: Goal | null
  /** absolute figures of this run, only a sense of scale */
  scale: string
}

export const isMet = ({ ratio, goal }: Row): boolean | null =>
  goal && ('atLeast' in goal ? ratio.median >= goal.atLeast : ratio.median <= goal.atMost)

/** Three digits that count. */
export const shown = (figure: number): string =>
  figure >= 100 ? figure.toFixed(0) : figure.toFixed(figure >= 10 ? 1 : 2)

/** Milliseconds in the unit that suits. */
export const time = (milliseconds: number): string =>
  milliseconds < 1 ? `${shown(milliseconds * 1000)} µs` : `${shown(milliseconds)} ms`

function goalText(row: Row): string {
  if (!row.goal) return ''
  const bound = 'atLeast' in row.goal ? `≥ ${row.goal.atLeast}` : `≤ ${row.goal.atMost}`
  return `${bound} ${isMet(row) ? 'met' : 'MISSED'}`
}

const HEAD = ['line', 'what', 'median', 'quartiles', 'goal', 'scale']

/** The rows as text in columns. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(row => [
    row.line,
    row.what,
    shown(row.ratio.median),
    `${shown(row.ratio.low)}–${shown(row.ratio.high)}`,
    goalText(row),
    row.scale
  ])
  const all = [HEAD, ...cells]
  const widths = HEAD.map((_head, column) => Math.max(...all.map(row => (row[column] as string).length)))
  return all
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] as number))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}
