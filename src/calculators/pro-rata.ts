/** Amounts multiplied, for the part of a period that lies in a window: × days ÷ the days of a whole one. */
import { Temporal } from 'temporal-polyfill'
import { type Formula, type Operand, only } from './formula.ts'
import { quantity } from './quantity.ts'

/** Both days counted; zero when the last comes before the first. */
const daysFrom = (first: string, last: string) =>
  Math.max(0, Temporal.PlainDate.from(first).until(last, { largestUnit: 'days' }).days + 1)

/** The later of two days, the earlier with `earlier`; a day that is not known does not count. */
const bound = (day: string, limit: string | undefined, earlier: boolean) =>
  limit !== undefined && limit > day !== earlier ? limit : day

const dateOf = (operand: Operand) => operand.date as string

export const proRata: Formula = {
  inputs: { factors: 'many', first: 'one', last: 'one', from: 'one', to: 'one', days: 'one' },
  apply(operands, words) {
    const { factors = [] } = operands
    const [first, last, from, to] = [operands.first, operands.last, operands.from, operands.to].map(only) as [
      Operand,
      Operand,
      Operand,
      Operand
    ]
    const whole = only(operands.days)
    const isKnown = first.date !== undefined && last.date !== undefined
    const start = bound(dateOf(from), first.date, false)
    const end = bound(dateOf(to), last.date, true)
    const days = daysFrom(start, end)
    const part = isKnown ? quantity.exact(days) : quantity.between(0, days, 'missing')
    const all = factors.map(factor => factor.factor).reduce(quantity.times)
    const text = isKnown ? words.days(days) : words.period(first.text, last.text)
    return {
      expression: `${factors.map(factor => factor.text).join(' × ')} × ${text} ÷ ${whole.text}`,
      quantity: quantity.over(quantity.times(all, part), quantity.number(whole.quantity))
    }
  }
}
