/** A number or date as it is stated: a fixed sum, a ceiling, a rate, a closing date, a whole amount. */
import { type Formula, only } from './formula.ts'

export const stated: Formula = {
  inputs: { value: 'one' },
  apply({ value }) {
    const operand = only(value)
    return { expression: operand.text, quantity: operand.quantity, date: operand.date }
  }
}
