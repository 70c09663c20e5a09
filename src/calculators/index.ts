/** The formulas that a figure of a measure may name. */
import { cappedPerHead } from './capped-per-head.ts'
import { daysBetween } from './days-between.ts'
import { difference } from './difference.ts'
import type { Formula } from './formula.ts'
import { lesser } from './lesser.ts'
import { monthsInWindow } from './months-in-window.ts'
import { periodInterest } from './period-interest.ts'
import { proRata } from './pro-rata.ts'
import { product } from './product.ts'
import { share } from './share.ts'
import { shiftedDate } from './shifted-date.ts'
import { stated } from './stated.ts'
import { sum } from './sum.ts'
import { termEnd } from './term-end.ts'
import { workingDaysAfter } from './working-days-after.ts'

export const formulas: Readonly<Record<string, Formula>> = {
  'capped-per-head': cappedPerHead,
  'days-between': daysBetween,
  difference,
  lesser,
  'months-in-window': monthsInWindow,
  'period-interest': periodInterest,
  'pro-rata': proRata,
  product,
  share,
  'shifted-date': shiftedDate,
  stated,
  sum,
  'term-end': termEnd,
  'working-days-after': workingDaysAfter
}
