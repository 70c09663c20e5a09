/**
 * Figures that are made from the same unknown are not independent: of a price between two ends, the tax saved and
 * the tax still paid rise together. So a sheet is worked out once for each combination of ends, and a figure lies
 * between the least and the most that it comes to; for every formula rises or falls with each of its operands.
 */

import { type Quantity, quantity } from '../calculators/quantity.ts'
import type { Assessment } from '../engine/program.ts'
import type { Figure, Parameter } from '../policy/model.ts'
import { endsOf, type Ordered } from '../policy/possible.ts'
import { countedIn } from '../policy/uses.ts'

/** What takes one value at a time: a fact, by index, or a parameter. */
export type Variable = number | Parameter

/** One combination of values. */
export type Point = ReadonlyMap<Variable, Ordered>

/** Combinations worked out, at most; of more, figures are taken as independent. */
const MOST = 64

/** So far out that an open end shows where a figure goes: of numbers, and of days and months. */
const FAR = {
  number: [0, 1e15],
  date: ['1900-01-01', '2100-12-31'],
  month: ['1900-01', '2100-12']
} as const

interface Ends {
  variable: Variable
  /** the lower and the upper end */
  values: readonly [Ordered, Ordered]
  /** which of them are open */
  open: readonly [boolean, boolean]
}

function endsFor(variable: Variable, min: Ordered | null, max: Ordered | null): Ends {
  const known = String(min ?? max)
  const [low, high] =
    FAR[/^\d{4}-\d{2}-/.test(known) ? 'date' : /^\d{4}-\d{2}$/.test(known) ? 'month' : 'number']
  return { variable, values: [min ?? low, max ?? high], open: [min === null, max === null] }
}

function endsOfParameter(parameter: Parameter): Ends[] {
  const { value, precision } = parameter
  if (Array.isArray(value)) return [endsFor(parameter, ...value)]
  if (precision === 'at-most') return [endsFor(parameter, 0, value)]
  return precision === 'at-least' ? [endsFor(parameter, value, null)] : []
}

/** What figures depend on and is known only within ends. */
function variablesOf({ narrowed }: Assessment, figures: readonly Figure[]): Ends[] {
  const operands = figures.flatMap(({ inputs }) => Object.values(inputs).flat())
  const facts = new Set(countedIn(figures))
  const parameters = new Set(operands.flatMap(operand => ('parameter' in operand ? [operand.parameter] : [])))
  return [
    ...[...facts].flatMap(fact => {
      const possible = narrowed.get(fact)
      return possible ? [endsFor(fact, ...endsOf(possible))] : []
    }),
    ...[...parameters].flatMap(endsOfParameter)
  ]
}

/** A combination of ends, and whether one of them is open: there it only shows where figures go. */
export interface Corner {
  point: Point
  isFar: boolean
}

/** @returns every combination of ends; none where nothing is known only within ends, or too much is */
export function cornersOf(assessment: Assessment, figures: readonly Figure[]): Corner[] {
  const variables = variablesOf(assessment, figures)
  if (variables.length === 0 || 2 ** variables.length > MOST) return []
  let corners: Corner[] = [{ point: new Map(), isFar: false }]
  for (const { variable, values, open } of variables) {
    corners = corners.flatMap(({ point, isFar }) =>
      ([0, 1] as const).map(end => ({
        point: new Map(point).set(variable, values[end]),
        isFar: isFar || open[end]
      }))
    )
  }
  return corners
}

/**
 * The ends of a figure by what it comes to at each corner.
 * @param whole the figure as if its operands were independent, which holds but may be too wide
 */
export function between(
  whole: Quantity,
  at: readonly { isFar: boolean; found: Quantity | undefined }[]
): Quantity {
  const ends = (isFar: boolean) =>
    quantity.hull(at.flatMap(one => (one.isFar === isFar && one.found ? [one.found] : [])))
  return quantity.within(whole, ends(false), ends(true))
}

/** The same of a date, which is later the later what it depends on is. @returns null where an end is open */
export function datesBetween(
  at: readonly { isFar: boolean; found: { date?: string | undefined } | undefined }[]
): [string | null, string | null] {
  const dates = (isFar: boolean) =>
    at.flatMap(one => (one.isFar === isFar && one.found?.date ? [one.found.date] : [])).sort()
  const [near, far] = [dates(false), dates(true)]
  const [first, last] = [near[0] ?? null, near.at(-1) ?? null]
  const isEarlier = first !== null && far.some(date => date < first)
  const isLater = last !== null && far.some(date => date > last)
  return [isEarlier ? null : first, isLater ? null : last]
}
