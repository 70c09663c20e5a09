/** Worked examples in prose: 贷100万大约交5000元 is right while the rate is 0.5%. */
import { type StatedNumber, tidy } from './check/numerals.ts'

const percent = ({ value }: StatedNumber) => value / 100
const isShare = ({ unit }: StatedNumber) => unit === 'percent'
const isSum = ({ unit }: StatedNumber) => unit === 'CNY' || unit === null

/** What follows from the numbers of a measure alone: the other part of a share, a share of a share, how many fit in a cap. */
function implied(known: readonly StatedNumber[]): StatedNumber[] {
  const shares = known.filter(isShare)
  const sums = known.filter(({ unit }) => unit === 'CNY')
  return [
    ...shares.map(({ value }): StatedNumber => ({ value: tidy(100 - value), unit: 'percent' })),
    ...shares.flatMap(one =>
      shares.map((other): StatedNumber => ({ value: tidy(one.value * percent(other)), unit: 'percent' }))
    ),
    ...sums.flatMap(cap =>
      sums.map((each): StatedNumber => ({ value: tidy(cap.value / each.value), unit: 'person' }))
    )
  ]
}

/** What follows from an example's own number by the numbers of its measure, in so many steps. */
function reached(from: number, factors: readonly number[], steps: number): number[] {
  if (steps === 0) return [from]
  return [from, ...factors.flatMap(factor => reached(tidy(from * factor), factors, steps - 1))]
}

const same = (said: StatedNumber, { value, unit }: StatedNumber) =>
  said.value === value && (unit === null || said.unit === null || said.unit === unit)

/**
 * Whether numbers that are none of a measure's own follow from them: each by itself, or, for the sums of one sentence,
 * all of them from one of them, which is the example.
 */
export function addsUp(strange: readonly StatedNumber[], known: readonly StatedNumber[]): boolean {
  const follows = implied(known)
  const left = strange.filter(number => !follows.some(one => same(number, one)))
  if (left.length === 0) return true
  if (left.length === 1 || !left.every(isSum)) return false
  const factors = [
    ...[...known, ...follows].filter(isShare).map(percent),
    ...known.filter(({ unit }) => unit === 'month' || unit === 'person').map(({ value }) => value)
  ]
  return left.some(({ value: example }) => {
    const results = reached(example, factors, 2)
    return left.every(({ value }) => results.includes(value))
  })
}
