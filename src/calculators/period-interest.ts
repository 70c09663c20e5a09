/**
 * Simple interest on the whole principal for a period: principal × yearly rate × years (or months ÷ 12, or days ÷ the
 * days of a year), of which a share may be paid.
 */
import { type Formula, only } from './formula.ts'
import { type Quantity, quantity } from './quantity.ts'

/** Days as a part of a year of so many days; a year of about 360 days leaves the part about right. */
const partOfYear = (days: Quantity, yearDays: Quantity): Quantity => ({
  ...quantity.over(days, quantity.number(yearDays)),
  marks: new Set([...days.marks, ...yearDays.marks])
})

export const periodInterest: Formula = {
  inputs: {
    principal: 'one',
    rate: 'one',
    years: 'optional',
    months: 'optional',
    days: 'optional',
    yearDays: 'optional',
    share: 'optional'
  },
  apply(operands) {
    const [principal, rate] = [only(operands.principal), only(operands.rate)]
    const years = operands.years?.[0]
    const months = operands.months?.[0]
    const days = operands.days?.[0]
    const yearDays = operands.yearDays?.[0]
    const share = operands.share?.[0]
    const time = [
      years?.text,
      months && `${months.text} ÷ 12`,
      days && yearDays && `${days.text} ÷ ${yearDays.text}`
    ].filter(Boolean)
    const inYears = [
      years?.quantity ?? quantity.zero,
      months ? quantity.over(months.quantity, 12) : quantity.zero,
      days && yearDays ? partOfYear(days.quantity, yearDays.quantity) : quantity.zero
    ].reduce(quantity.plus)
    const interest = quantity.times(quantity.times(principal.quantity, rate.factor), inYears)
    return {
      expression: [principal.text, rate.text, time.join(' + '), ...(share ? [share.text] : [])].join(' × '),
      quantity: share ? quantity.times(interest, share.factor) : interest
    }
  }
}
