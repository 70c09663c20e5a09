/** Whether a rule set keeps to its source: every quotation verbatim, every number in its quotation. */

import { pointerTo } from '../../../field-error.ts'
import type { Fault } from '../../../policy/fault.ts'
import type { RawBasis, RawMeasure } from '../../../policy/format.ts'
import type { RuleSet } from '../../../policy/rule-set.ts'
import { faultOfQuote, type Source } from '../source.ts'
import { type Stated, statedIn, states } from './numerals.ts'

type Path = readonly (string | number)[]

/** A basis of a rule file, with where it stands. */
interface Found {
  file: string
  path: Path
  basis: RawBasis
  /** the clause that the file is about, null for the files about the whole plan */
  clause: string | null
}

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

/** Every basis below a place of a file: the value of each field of that name, and the words that decide nothing. */
export function* basesBelow(value: unknown, path: Path): Generator<{ path: Path; basis: RawBasis }> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    // Most of a rule set is text, such as what callers say: nothing is below it.
    if (typeof child !== 'object' && key !== 'basis') continue
    const deeper = [...path, Array.isArray(value) ? Number(key) : key]
    if (key === 'basis') yield { path: deeper, basis: child as RawBasis }
    else if (key === 'descriptive') {
      for (const [index, { quote }] of (child as { quote: string }[]).entries()) {
        yield { path: [...deeper, index, 'quote'], basis: quote }
      }
    } else yield* basesBelow(child, deeper)
  }
}

function* basesOf(set: RuleSet): Generator<Found> {
  for (const [file, content] of [['policy.json', set.policy] as const, ['facts.json', set.facts] as const]) {
    for (const found of basesBelow(content, [])) yield { ...found, file, clause: null }
  }
  for (const [file, content] of Object.entries(set.clauses)) {
    for (const found of basesBelow(content, [])) yield { ...found, file, clause: content.clause }
  }
}

/** The words that a basis takes from the plan, and where they must stand; null for another source. */
export function quotation(basis: RawBasis, clause: string | null): { quote: string; place: string } | null {
  if (typeof basis === 'string') return { quote: basis, place: `clause ${clause}` }
  if ('source' in basis) return null
  if ('clause' in basis) return { quote: basis.quote, place: `${basis.part ?? 'clause'} ${basis.clause}` }
  return { quote: basis.quote, place: basis.part }
}

/** Faults of the quotations: not in the source, under another clause, too long. */
export function quoteFaults(set: RuleSet, source: Source): Fault[] {
  return [...basesOf(set)].flatMap(({ file, path, basis, clause }) => {
    const words = quotation(basis, clause)
    const fault = words && faultOfQuote(source, words.quote, words.place)
    return fault ? [{ file, pointer: pointerTo(...path), ...fault }] : []
  })
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
