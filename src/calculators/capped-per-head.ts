/** So much for each person, up to a ceiling for all of them together. */
import { type Formula, only } from './formula.ts'
import { quantity } from './quantity.ts'

export const cappedPerHead: Formula = {
  inputs: { heads: 'one', each: 'one', cap: 'one' },
  apply(operands, words) {
    const [heads, each, cap] = [only(operands.heads), only(operands.each), only(operands.cap)]
    return {
      expression: words.capped(`${heads.text} × ${each.text}`, [cap.text]),
      quantity: quantity.cappedAt(quantity.times(heads.quantity, each.quantity), cap.quantity)
    }
  }
}
