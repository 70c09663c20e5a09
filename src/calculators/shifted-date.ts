/** A date moved by months or days. Months clamp to the end of the month: 31 August + 6 months = 28 February. */
import { Temporal } from 'temporal-polyfill'
import { type Formula, type Operand, only } from './formula.ts'

const whole = (operand: Operand | undefined) => operand?.quantity.max?.toNumber() ?? 0

export const shiftedDate: Formula = {
  inputs: { date: 'one', months: 'optional', days: 'optional' },
  apply(operands) {
    const { text, date } = only(operands.date)
    const months = operands.months?.[0]
    const days = operands.days?.[0]
    return {
      expression: [text, months?.text, days?.text].filter(Boolean).join(' + '),
      date:
        date &&
        Temporal.PlainDate.from(date)
          .add({ months: whole(months), days: whole(days) })
          .toString()
    }
  }
}
