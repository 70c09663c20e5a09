/** A share of an amount: an amount × a rate, whether exact, approximate, a ceiling, a floor or a range. */
import { type Formula, only } from './formula.ts'
import { quantity } from './quantity.ts'

export const share: Formula = {
  inputs: { of: 'one', rate: 'one' },
  apply({ of, rate }) {
    const [amount, part] = [only(of), only(rate)]
    return {
      expression: `${amount.text} × ${part.text}`,
      quantity: quantity.times(amount.factor, part.factor)
    }
  }
}
