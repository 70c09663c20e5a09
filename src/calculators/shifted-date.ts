/** A date moved by months or days, and never to before another. Months clamp to the end of the month: 31 August + 6 months = 28 February. */
import { Temporal } from 'temporal-polyfill'
import { type Formula, type Operand, only } from './formula.ts'

const whole = (operand: Operand | undefined) => operand?.quantity.max?.toNumber() ?? 0

export const shiftedDate: Formula = {
  inputs: { date: 'one', months: 'optional', days: 'optional', notBefore: 'optional' },
  apply(operands, words) {
    const { text, date } = only(operands.date)
    const months = operands.months?.[0]
    const days = operands.days?.[0]
    const notBefore = operands.notBefore?.[0]
    const moved =
      date &&
      Temporal.PlainDate.from(date)
        .add({ months: whole(months), days: whole(days) })
        .toString()
    // While something is known of the other date, but not which it is, it may be the later one.
    const isOpen = notBefore?.isNarrowed === true && notBefore.date === undefined
    const isLater = moved !== undefined && notBefore?.date !== undefined && notBefore.date > moved
    const expression = [text, months?.text, days?.text].filter(Boolean).join(' + ')
    return {
      expression: notBefore ? words.notBefore(expression, notBefore.text) : expression,
      date: isOpen ? undefined : isLater ? notBefore.date : moved,
      earliest: isOpen ? moved : undefined
    }
  }
}
