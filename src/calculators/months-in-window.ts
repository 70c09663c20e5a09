/** How many months of a period from a first to a last month, both counted, fall into a window. */
import { Temporal } from 'temporal-polyfill'
import { type Formula, type Operand, only } from './formula.ts'
import { quantity } from './quantity.ts'

const later = (a: string, b: string | undefined) => (b !== undefined && b > a ? b : a)
const earlier = (a: string, b: string | undefined) => (b !== undefined && b < a ? b : a)

/** Both months counted; zero when the last comes before the first. */
const count = (first: string, last: string) =>
  Math.max(
    0,
    Temporal.PlainYearMonth.from(first).until(Temporal.PlainYearMonth.from(last), { largestUnit: 'months' })
      .months + 1
  )

/** Whether anything is known of a month. */
const isTold = ({ date, isNarrowed }: Operand) => date !== undefined || isNarrowed === true

export const monthsInWindow: Formula = {
  inputs: { first: 'one', last: 'one', from: 'optional', to: 'optional' },
  apply(operands, words) {
    const [first, last] = [only(operands.first), only(operands.last)]
    const from: Operand | undefined = operands.from?.[0]
    const to: Operand | undefined = operands.to?.[0]
    const expression = words.monthsBetween(first.text, last.text, from?.text, to?.text)
    // A bound of the window stands in for a month that is not known: no more months than these can count.
    const start = first.date === undefined ? from?.date : later(first.date, from?.date)
    const end = last.date === undefined ? to?.date : earlier(last.date, to?.date)
    const most = start === undefined || end === undefined ? null : count(start, end)
    return {
      expression,
      quantity:
        first.date === undefined || last.date === undefined
          ? quantity.between(0, most, [first, last].every(isTold) ? 'range' : 'missing')
          : quantity.exact(most as number)
    }
  }
}
