/**
 * The last day of a term of so many days after a day that is not counted; where it falls on a day off, the next
 * working day. In a year whose days off are not known it is that day or a later one.
 */
import { type Formula, type Operand, only, type Result } from './formula.ts'
import { daysFrom, daysLater, type WorkingDays } from './working-days.ts'

/** No date is written with more than four digits of a year. */
const LAST = '9999-12-31'

/** The last day by a calendar; undefined where the way leads into a year that is not known. */
export type LastDay = (calendar: WorkingDays, from: string, days: number) => string | undefined

/** @param lastDay how the days of the term are counted */
export function lastDayOf(
  operands: Readonly<Record<string, readonly Operand[]>>,
  lastDay: LastDay
): Pick<Result, 'date' | 'earliest'> {
  const { date, earliest } = only(operands.date)
  const { min, max, marks } = only(operands.days).quantity
  const from = date ?? earliest
  // Of about 30 days, as of days that are not known, no last day follows.
  const isOpen = marks.has('missing') || marks.has('approximate')
  if (from === undefined || min === null || max === null || isOpen) return {}
  const days = min.ceil().toNumber()
  // What is only bounded below is also calculated for a number that stands for any.
  if (days > daysFrom(from, LAST)) return {}
  const isKnown = date !== undefined && min.equals(max)
  const last = isKnown ? lastDay(only(operands.calendar).calendar as WorkingDays, from, days) : undefined
  return last === undefined ? { earliest: daysLater(from, days) } : { date: last }
}

export const termEnd: Formula = {
  inputs: { date: 'one', days: 'one', calendar: 'one' },
  apply: (operands, words) => ({
    expression: words.termEnd(`${only(operands.date).text} + ${only(operands.days).text}`),
    ...lastDayOf(operands, (calendar, from, days) => calendar.from(daysLater(from, days)))
  })
}
