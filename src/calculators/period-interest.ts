/** Simple interest on the whole principal for a period: principal × yearly rate × years (or months ÷ 12). */
import { type Formula, only } from './formula.ts'
import { quantity } from './quantity.ts'

export const periodInterest: Formula = {
  inputs: { principal: 'one', rate: 'one', years: 'optional', months: 'optional' },
  apply(operands) {
    const [principal, rate] = [only(operands.principal), only(operands.rate)]
    const years = operands.years?.[0]
    const months = operands.months?.[0]
    const time = [years?.text, months && `${months.text} ÷ 12`].filter(Boolean).join(' + ')
    const inYears = quantity.plus(
      years?.quantity ?? quantity.zero,
      months ? quantity.over(months.quantity, 12) : quantity.zero
    )
    return {
      expression: `${principal.text} × ${rate.text} × ${time}`,
      quantity: quantity.times(quantity.times(principal.quantity, rate.factor), inYears)
    }
  }
}
