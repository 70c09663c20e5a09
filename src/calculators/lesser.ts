/** An amount, or the smallest of its limits: never more than is owed, or than there is. */
import { type Formula, only } from './formula.ts'
import { quantity } from './quantity.ts'

export const lesser: Formula = {
  inputs: { value: 'one', limits: 'many' },
  apply(operands, words) {
    const value = only(operands.value)
    const { limits = [] } = operands
    return {
      expression: words.capped(
        value.text,
        limits.map(({ text }) => text)
      ),
      quantity: limits.reduce((least, limit) => {
        const capped = quantity.cappedAt(least, limit.quantity)
        // A limit that may not apply may lower the amount, and may leave it as it is.
        if (limit.mayLapse) capped.max = least.max
        return { ...capped, marks: new Set([...least.marks, ...limit.quantity.marks]) }
      }, value.quantity)
    }
  }
}
