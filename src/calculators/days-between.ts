/** How many days one day lies after another; none where it does not. */
import { type Formula, only } from './formula.ts'
import { quantity } from './quantity.ts'
import { daysFrom } from './working-days.ts'

export const daysBetween: Formula = {
  inputs: { from: 'one', to: 'one' },
  apply(operands, words) {
    const [from, to] = [only(operands.from), only(operands.to)]
    const expression = words.firstDayLeftOut(words.until(from.text, to.text))
    const first = from.date ?? from.earliest
    if (first === undefined || to.date === undefined) {
      return { expression, quantity: quantity.between(0, null, 'missing') }
    }
    const days = Math.max(0, daysFrom(first, to.date))
    return {
      expression,
      // A first day that may be later leaves fewer days.
      quantity: from.date === undefined ? quantity.between(0, days, 'range') : quantity.exact(days)
    }
  }
}
