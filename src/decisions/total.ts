/** The total of several measures: only what is alike is added, and what excludes each other counts once. */

import { compareText, sumText } from '../calculators/quantity.ts'
import type { AmountStatus } from '../calculators/statuses.ts'
import type { Nature } from '../policy/format.ts'
import type { Measure } from '../policy/model.ts'
import type { WindowStatus } from '../policy/window.ts'
import { withUnit } from '../policy/words.ts'
import type { Amount, AmountFigure } from './amount.ts'

/** One measure with its amount. */
export interface Entry {
  measure: Measure
  window: WindowStatus
  amount: Amount
}

export interface Total {
  nature: Nature
  status: AmountStatus
  value: string | null
  min: string | null
  max: string | null
  unit: string
  text: string
  measures: string[]
}

/** Natures that can be added up: sums of money now, and sums of money later. */
const ADDED = ['cash', 'deferral'] as const

const low = ({ value, min }: AmountFigure) => value ?? min ?? '0.00'
const high = ({ value, max }: AmountFigure) => value ?? max

function totalText(status: AmountStatus, min: string, max: string | null): string {
  if (max === null) return `不低于${withUnit(min, 'CNY')}`
  if (status === 'at-most') return `不超过${withUnit(max, 'CNY')}`
  if (min !== max) return `${withUnit(min, 'CNY')}至${withUnit(max, 'CNY')}`
  return `${status === 'approximate' ? '约' : ''}${withUnit(max, 'CNY')}`
}

function totalOf(nature: Nature, parts: readonly { measure: Measure; figure: AmountFigure }[]): Total {
  const figures = parts.map(({ figure }) => figure)
  const min = sumText(figures.map(low))
  const highs = figures.map(high)
  const max = highs.every(bound => bound !== null) ? sumText(highs as string[]) : null
  const statuses = new Set(figures.map(({ status }) => status))
  const onlyOf = (...allowed: AmountStatus[]) => [...statuses].every(status => allowed.includes(status))
  const status: AmountStatus = onlyOf('exact')
    ? 'exact'
    : onlyOf('exact', 'approximate')
      ? 'approximate'
      : max === null
        ? 'at-least'
        : onlyOf('at-most')
          ? 'at-most'
          : 'range'
  const one = min === max
  return {
    nature,
    status,
    value: one ? max : null,
    min: one || status === 'at-most' ? null : min,
    max: one ? null : max,
    unit: 'CNY',
    text: totalText(status, min, max),
    measures: parts.map(({ measure }) => measure.id)
  }
}

/**
 * Adds up the money of eligible measures, cash apart from deferrals. Left out, with the reason: measures whose
 * window is not open, figures that are not known, and the smaller of two measures that exclude each other.
 */
export function totalsOf(entries: readonly Entry[]) {
  const notAdded: { measure: string; reason: string }[] = []
  const parts = entries.flatMap(({ measure, window, amount }) => {
    const skip = (reason: string) => {
      notAdded.push({ measure: measure.id, reason })
      return []
    }
    const figure = amount.figures.find(({ nature }) => ADDED.includes(nature as (typeof ADDED)[number]))
    if (!figure) return skip(amount.status === 'not-stated' ? '方案没有给出金额' : '不是可以相加的钱')
    // A duty that is overdue is still owed.
    const isBounded = measure.window?.kind !== 'target'
    if (isBounded && (window === 'closed' || window === 'upcoming')) return skip('不在期限内')
    if (figure.status === 'undetermined') return skip('还缺条件，算不出金额')
    return [{ measure, figure }]
  })
  const excluded = new Set<Measure>()
  for (const { measure, figure } of parts) {
    const stronger = parts.find(
      other =>
        other.measure.exclusive.includes(measure.id) &&
        compareText(high(other.figure) ?? low(other.figure), high(figure) ?? low(figure)) > 0
    )
    if (stronger) {
      excluded.add(measure)
      notAdded.push({
        measure: measure.id,
        reason: `与“${stronger.measure.title}”不能同时享受，按金额高的计`
      })
    }
  }
  const totals = ADDED.flatMap(nature => {
    const alike = parts.filter(({ measure, figure }) => figure.nature === nature && !excluded.has(measure))
    return alike.length > 0 ? [totalOf(nature, alike)] : []
  })
  return { totals, notAdded }
}
