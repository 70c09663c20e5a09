/** A number that changes from day to day and is published: a reference rate on the day of a contract. */
import { neighbours } from '../steps.ts'
import { becauseOfOne, type Given, type MakeDerivation } from './derivation.ts'

export interface OnDaySpec {
  from: string
  standard: string
}
interface Series {
  /** the last day for which the table is known to hold */
  until: string
  /** in the order of their days: from that day on, the value */
  values: { from: string; value: number }[]
}

export const onDay: MakeDerivation<OnDaySpec> = (spec, context) => {
  const from = context.index(spec.from)
  const { until, values } = context.file(spec.standard) as Series
  const turns = [...values.map(one => one.from), neighbours(until)[1]]
  const valueOn = (given: Given) => {
    const day = given[from] as string | undefined
    return day === undefined || day > until ? undefined : values.findLast(one => one.from <= day)?.value
  }
  return {
    inputs: [from],
    values(given) {
      const value = valueOn(given)
      return value === undefined ? undefined : [value]
    },
    because: becauseOfOne(from),
    missing: () => [],
    whyNot: (given, { texts }) =>
      given[from] !== undefined && valueOn(given) === undefined ? texts.derived.noValueOnDay : undefined,
    turns: () => turns
  }
}
