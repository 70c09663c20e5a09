/** Several numbers multiplied: months × rent, batches × cost. A rate in percent counts as a factor. */
import type { Formula } from './formula.ts'
import { quantity } from './quantity.ts'

export const product: Formula = {
  inputs: { factors: 'many' },
  apply: ({ factors = [] }) => ({
    expression: factors.map(factor => factor.text).join(' × '),
    quantity: factors.map(factor => factor.factor).reduce(quantity.times)
  })
}
