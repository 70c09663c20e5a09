/** The last of so many working days after a day, which is not counted: to pass on a complaint within 10 working days. */
import { type Formula, only } from './formula.ts'
import { lastDayOf } from './term-end.ts'

export const workingDaysAfter: Formula = {
  inputs: { date: 'one', days: 'one', calendar: 'one' },
  apply: (operands, words) => ({
    expression: words.workingDays(`${only(operands.date).text} + ${only(operands.days).text}`),
    ...lastDayOf(operands, (calendar, from, days) => calendar.after(from, days))
  })
}
