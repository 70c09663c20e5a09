/** An amount, or the smallest of its limits: never more than is owed, or than there is. */
import { type Formula, only } from './formula.ts'
import { quantity } from './quantity.ts'

export const lesser: Formula = {
  inputs: { value: 'one', limits: 'many' },
  apply(operands) {
    const value = only(operands.value)
    // A limit of which nothing at all is known does not count; that it was left out is said.
    const limits = (operands.limits ?? []).filter(limit => limit.quantity.max !== null)
    const words = (operands.limits ?? []).map(limit => `，不超过${limit.text}`)
    return {
      expression: [value.text, ...words].join(''),
      quantity: limits.reduce((least, limit) => {
        const capped = quantity.cappedAt(least, limit.quantity)
        return { ...capped, marks: new Set([...least.marks, ...limit.quantity.marks]) }
      }, value.quantity)
    }
  }
}
