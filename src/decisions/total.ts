/** The total of several measures: only what is alike is added, and what excludes each other counts once. */

import { compareText, sumText } from '../calculators/quantity.ts'
import type { AmountStatus } from '../calculators/statuses.ts'
import type { Nature } from '../policy/format.ts'
import type { Measure } from '../policy/model.ts'
import type { WindowStatus } from '../policy/window.ts'
import type { Currency } from '../policy/words.ts'
import type { Texts } from '../texts/index.ts'
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

/** A measure with the figure of it that can be added up. */
interface Part {
  measure: Measure
  figure: AmountFigure
}

/** Natures that can be added up: sums of money now, and sums of money later. */
const ADDED = ['cash', 'deferral'] as const

const low = ({ value, min }: AmountFigure) => value ?? min ?? '0.00'
const high = ({ value, max }: AmountFigure) => value ?? max

function totalText(
  { quantity, values }: Texts,
  unit: Currency,
  status: AmountStatus,
  min: string,
  max: string | null
): string {
  if (max === null) return values.atLeast(quantity(min, unit))
  const most = quantity(max, unit)
  if (status === 'at-most') return values.atMost(most)
  if (min !== max) return values.between(quantity(min, unit), most)
  return status === 'approximate' ? values.about(most) : most
}

/** @param parts at least one, all of one currency */
function totalOf(nature: Nature, parts: readonly Part[]): Total {
  const { texts, currency } = (parts[0] as Part).measure.document
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
    unit: currency,
    text: totalText(texts, currency, status, min, max),
    measures: parts.map(({ measure }) => measure.id)
  }
}

/** What a figure comes to at most, or at least where that is all that is known. */
const sumOf = ({ figure }: Part) => high(figure) ?? low(figure)

const areExclusive = (a: Measure, b: Measure) => a.exclusive.includes(b.id) || b.exclusive.includes(a.id)

/**
 * Which measures give way, and to which: of measures that exclude each other the larger sum counts, of equal ones the
 * first; one that has given way itself displaces nothing.
 */
function strongerOf(parts: readonly Part[]): Map<Measure, Measure> {
  const largest = [...parts].sort((a, b) => compareText(sumOf(b), sumOf(a)))
  const counted: Measure[] = []
  const stronger = new Map<Measure, Measure>()
  for (const { measure } of largest) {
    const other = counted.find(one => areExclusive(one, measure))
    if (other) stronger.set(measure, other)
    else counted.push(measure)
  }
  return stronger
}

/** Of a measure of another document, the number of that one. */
const foreignNumber = (measure: Measure, other: Measure) =>
  measure.document.id === other.document.id ? null : other.document.number

/**
 * Adds up the money of eligible measures, cash apart from deferrals, and each currency by itself. Left out, with the reason: measures whose
 * window is not open, figures that are not known, and the smaller of two measures that exclude each other.
 */
export function totalsOf(entries: readonly Entry[]) {
  const notAdded: { measure: string; reason: string }[] = []
  const parts = entries.flatMap(({ measure, window, amount }): Part[] => {
    const skip = (reason: string) => {
      notAdded.push({ measure: measure.id, reason })
      return []
    }
    const figure = amount.figures.find(({ nature }) => ADDED.includes(nature as (typeof ADDED)[number]))
    const { texts, called } = measure.document
    const { totals: words, amounts } = texts
    if (!figure) return skip(amount.status === 'not-stated' ? amounts.notStated(called) : words.notMoney)
    // A duty that is overdue is still owed.
    const isBounded = measure.window?.kind !== 'target'
    if (isBounded && (window === 'closed' || window === 'upcoming')) return skip(words.notInWindow)
    if (figure.status === 'undetermined') return skip(words.undetermined)
    return [{ measure, figure }]
  })
  const stronger = strongerOf(parts)
  for (const { measure } of parts) {
    const other = stronger.get(measure)
    if (other) {
      notAdded.push({
        measure: measure.id,
        reason: measure.document.texts.totals.exclusive(other.title, foreignNumber(measure, other))
      })
    }
  }
  const totals = ADDED.flatMap(nature => {
    const alike = parts.filter(({ measure, figure }) => figure.nature === nature && !stronger.has(measure))
    const currencies = new Set(alike.map(({ measure }) => measure.document.currency))
    return [...currencies].map(currency =>
      totalOf(
        nature,
        alike.filter(({ measure }) => measure.document.currency === currency)
      )
    )
  })
  return { totals, notAdded }
}
