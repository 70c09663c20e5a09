/** Guards of when a measure holds and who answers for it: its window, and its lead and supporting units. */
import type { RawClause, RawMeasure } from '../format.ts'
import type { Findings, Path } from './findings.ts'

/** Kinds of window of which has to be said what the dates are about. */
const ABOUT_SOMETHING = ['event', 'target', 'epidemic']

export function checkTimeAndUnits(findings: Findings, file: string, path: Path, measure: RawMeasure): void {
  const at = (field: (string | number)[], message: string, remedy: string) =>
    findings.fault(file, [...path, ...field], message, remedy)
  const { window, responsible } = measure
  if (window) {
    const { kind, from, to, what } = window
    if (from && to && from > to) at(['window'], 'the dates are out of order', 'from comes before to')
    if ((kind === 'epidemic') !== (from === null && to === null)) {
      at(['window', 'kind'], `kind ${kind} and its dates do not go together`, 'all but epidemic have a date')
    }
    if (kind === 'target' && to === null) at(['window', 'to'], 'a target without its day', 'add the day')
    if (ABOUT_SOMETHING.includes(kind) !== (what !== undefined)) {
      at(['window', 'what'], `kind ${kind} and "what" do not go together`, 'say what the dates are about')
    }
  }
  if (!responsible) return
  const named = (findings.set.clauses[file] as RawClause).responsible ?? []
  const { lead, supporting } = responsible
  const check = (unit: string, field: (string | number)[]) => {
    if (!named.includes(unit)) at(field, `the clause does not name "${unit}"`, 'use a unit of the clause')
  }
  if (lead !== null) check(lead, ['responsible', 'lead'])
  supporting.forEach((unit, index) => {
    check(unit, ['responsible', 'supporting', index])
    if (unit === lead) at(['responsible', 'supporting', index], `"${unit}" leads already`, 'remove it')
  })
}
