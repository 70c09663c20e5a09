/**
 * The last day of a term of so many days, or working days, after a day that is not counted; where it falls on a day
 * off, the next working day. In a year whose days off are not known it is that day or a later one.
 */
import { type Formula, only } from './formula.ts'
import { daysLater, type WorkingDays } from './working-days.ts'

export const termEnd: Formula = {
  inputs: { date: 'one', days: 'optional', workingDays: 'optional', calendar: 'one' },
  apply(operands) {
    const { text, date, earliest } = only(operands.date)
    const term = operands.days?.[0] ?? only(operands.workingDays)
    const expression = `${text} + ${term.text}，当天不算；最后一天是休息日的，到下一个工作日`
    const count = term.quantity.max
    const from = date ?? earliest
    if (from === undefined || count === null || !count.isInteger()) return { expression }
    const calendar = only(operands.calendar).calendar as WorkingDays
    const last = operands.days
      ? calendar.from(daysLater(from, count.toNumber()))
      : calendar.after(from, count.toNumber())
    if (date !== undefined && last !== undefined && term.quantity.min?.equals(count)) {
      return { expression, date: last }
    }
    const least = term.quantity.min?.toNumber() ?? 0
    return { expression, earliest: daysLater(from, Math.ceil(least)) }
  }
}
