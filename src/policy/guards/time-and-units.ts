/** Guards of when a measure holds and who answers for it: its window, and its lead and supporting units. */
import type { RawClause, RawMeasure } from '../format.ts'
import type { Findings, Path } from './findings.ts'

/** Kinds of window of which has to be said what the dates are about. */
const ABOUT_SOMETHING = ['event', 'target', 'epidemic']

/** Its window: what its kind needs, and dates in order. */
function checkWindow(at: At, window: NonNullable<RawMeasure['window']>): void {
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

/** Its lead and supporting units: those of the clause, each once. */
function checkUnits(
  at: At,
  { lead, supporting }: NonNullable<RawMeasure['responsible']>,
  named: readonly string[]
) {
  const check = (unit: string, field: Path) => {
    if (!named.includes(unit)) at(field, `the clause does not name "${unit}"`, 'use a unit of the clause')
  }
  if (lead !== null) check(lead, ['responsible', 'lead'])
  supporting.forEach((unit, index) => {
    const field = ['responsible', 'supporting', index]
    check(unit, field)
    if (unit === lead) at(field, `"${unit}" leads already`, 'remove it')
  })
}

/** Callers are sent to the unit that leads or to one that supports it, not to another of the clause. */
function checkSentTo(at: At, measure: RawMeasure, named: readonly string[]): void {
  const { lead = null, supporting = [] } = measure.responsible ?? {}
  const right = [lead ?? named[0], ...supporting]
  const check = (text: string, field: Path) => {
    for (const unit of named.filter(one => text.includes(one) && !right.includes(one))) {
      at(field, `sends to "${unit}", which neither leads nor supports`, `send to ${right[0]}`)
    }
  }
  check(measure.hotline.say, ['hotline', 'say'])
  measure.silent.forEach((text, index) => {
    check(text, ['silent', index])
  })
  measure.interpretations.forEach(({ interpreter }, index) => {
    check(interpreter, ['interpretations', index, 'interpreter'])
  })
}

type At = (field: Path, message: string, remedy: string) => void

export function checkTimeAndUnits(findings: Findings, file: string, path: Path, measure: RawMeasure): void {
  const at: At = (field, message, remedy) => findings.fault(file, [...path, ...field], message, remedy)
  const named = (findings.set.clauses[file] as RawClause).responsible ?? []
  if (measure.window) checkWindow(at, measure.window)
  if (measure.responsible) checkUnits(at, measure.responsible, named)
  checkSentTo(at, measure, named)
}
