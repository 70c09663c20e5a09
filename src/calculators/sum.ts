/** Several amounts added. */
import type { Formula } from './formula.ts'
import { quantity } from './quantity.ts'

export const sum: Formula = {
  inputs: { terms: 'many' },
  apply: ({ terms = [] }) => ({
    expression: terms.map(term => term.text).join(' + '),
    quantity: terms.map(term => term.quantity).reduce(quantity.plus, quantity.zero)
  })
}
