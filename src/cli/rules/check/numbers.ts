/** Whether every number of a rule set is in its quotation. */

import { pointerTo } from '../../../field-error.ts'
import type { Fault } from '../../../policy/fault.ts'
import type { RawMeasure } from '../../../policy/format.ts'
import { quotation } from '../../../policy/quotations.ts'
import type { RuleSet } from '../../../policy/rule-set.ts'
import { type Stated, statedIn, states } from './numerals.ts'

/** A number that no quotation of the plan backs: what it rests on instead. */
export interface Exempt {
  file: string
  pointer: string
  measure: string
  label: string
  value: unknown
  source: string
  certainty: string
}

const NO_WINDOW = { from: null, to: null, basis: '' }

/** Numbers and dates of a measure: its parameters, and the ends of its window. */
function numbersOf(measure: RawMeasure) {
  const parameters = Object.entries(measure.parameters ?? {}).map(([id, { label, value, unit, basis }]) => ({
    path: ['parameters', id],
    label,
    values: [value].flat() as (number | string)[],
    unit,
    basis
  }))
  const { from, to, basis } = measure.window ?? NO_WINDOW
  const ends = Object.entries({ from, to }).flatMap(([end, date]) =>
    date === null ? [] : [{ path: ['window', end], label: end, values: [date], unit: 'date', basis }]
  )
  return [...parameters, ...ends]
}

/** Numbers and dates for a message. */
export const said = ({ numbers, periods }: Stated) =>
  [
    ...numbers.map(({ value, unit }) => `${value}${unit ? ` ${unit}` : ''}`),
    ...periods.map(({ first, last }) => `${first}..${last}`)
  ].join(', ') || 'none'

/**
 * Holds every number against its own quotation; needs no source, since the quotation is held against it.
 * @returns the faults, and the numbers that rest on another source than the plan
 */
export function numberFaults(set: RuleSet): { faults: Fault[]; exempt: Exempt[] } {
  const year = set.policy.dated.slice(0, 4)
  const faults: Fault[] = []
  const exempt: Exempt[] = []
  for (const [file, clause] of Object.entries(set.clauses)) {
    for (const [index, measure] of clause.measures.entries()) {
      for (const { path, label, values, unit, basis } of numbersOf(measure)) {
        const pointer = pointerTo('measures', index, ...path)
        const words = quotation(basis, clause.clause)
        if (!words) {
          const { source, certainty } = basis as { source: string; certainty: string }
          exempt.push({
            file,
            pointer,
            measure: measure.id,
            label,
            value: values.length > 1 ? values : values[0],
            source,
            certainty
          })
          continue
        }
        const stated = statedIn(words.quote, year)
        for (const value of values.filter(one => !states(stated, one, unit))) {
          faults.push({
            file,
            pointer,
            message: `${value} ${unit} is not in “${words.quote}” (numbers there: ${said(stated)})`,
            remedy: 'correct the number, or quote the words that state it'
          })
        }
      }
    }
  }
  return { faults, exempt }
}
