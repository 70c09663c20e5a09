/**
 * The days that have gone by from one day to another: a term of fewer days had ended before it. The first day does not
 * count, nor do days off just before the last: a term that ends on one of them runs on.
 */
import { daysFrom, type RawCalendar, WorkingDays } from '../../calculators/working-days.ts'
import { type Given, type MakeDerivation, restOf, shown } from './derivation.ts'

export interface DaysElapsedSpec {
  start: string
  end: string
  calendar: string
}

export const daysElapsed: MakeDerivation<DaysElapsedSpec> = (spec, context) => {
  const inputs = [context.index(spec.start), context.index(spec.end)] as const
  const calendar = new WorkingDays(context.file(spec.calendar) as RawCalendar)
  const daysOf = (given: Given) => inputs.map(input => given[input] as string | undefined)
  return {
    inputs,
    values(given) {
      const [start, end] = daysOf(given)
      if (start === undefined || end === undefined) return undefined
      if (end <= start) return [0]
      const worked = calendar.before(end)
      return worked === undefined ? undefined : [Math.max(0, daysFrom(start, worked) + 1)]
    },
    because: (given, wording) => wording.texts.derived.daysElapsed(shown(inputs, given, wording)),
    missing: given => restOf(inputs, given),
    whyNot(given, { texts }) {
      const [start, end] = daysOf(given)
      const isOpen = start !== undefined && end !== undefined && end > start
      return isOpen && calendar.before(end) === undefined ? texts.derived.daysOffUnknown : undefined
    }
  }
}
