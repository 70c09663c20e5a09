/** What is left of an amount after another is taken away; never below zero. */
import { type Formula, only } from './formula.ts'
import { quantity } from './quantity.ts'

export const difference: Formula = {
  inputs: { from: 'one', less: 'one' },
  apply({ from, less }) {
    const [whole, part] = [only(from), only(less)]
    return {
      expression: `${whole.text} - ${part.text}`,
      quantity: quantity.minus(whole.quantity, part.quantity)
    }
  }
}
