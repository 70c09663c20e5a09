/**
 * The window of a measure on a day: an answer of its own, apart from the conditions. What its dates bound depends on
 * its kind, and so does what is said of them: a duty that is overdue has not expired.
 */
import type { Basis, Measure, Window } from './model.ts'

export const WINDOW_STATUSES = ['open', 'upcoming', 'closed', 'unstated'] as const
export type WindowStatus = (typeof WINDOW_STATUSES)[number]

/** What the dates of a window bound; `unstated` where the plan gives no window. */
export const WINDOW_KINDS = ['application', 'event', 'target', 'epidemic', 'unstated'] as const
export type WindowKind = (typeof WINDOW_KINDS)[number]

/** @param asOf YYYY-MM-DD; the first and the last day belong to the window */
export function windowStatus(window: Window | null, asOf: string): WindowStatus {
  if (!window || (window.from === null && window.to === null)) return 'unstated'
  if (window.from && asOf < window.from) return 'upcoming'
  return window.to && asOf > window.to ? 'closed' : 'open'
}

const kindOf = (window: Window | null): WindowKind => window?.kind ?? 'unstated'

const partsOf = ({ window, toAsk, document: { texts, called } }: Measure) => {
  const day = (date: string | null) => (date === null ? '' : texts.quantity(date, 'date'))
  return {
    span: window && (window.from || window.to) ? texts.window.span(window) : '',
    from: day(window?.from ?? null),
    to: day(window?.to ?? null),
    what: window?.what ?? '',
    unit: toAsk,
    called
  }
}

/** The status of a window that has dates. */
type Dated = Exclude<WindowStatus, 'unstated'>

/** In short, for lists. */
function textOf(measure: Measure, asOf: string): string {
  const { window, document } = measure
  const words = document.texts.window
  if (!window || window.kind === 'epidemic') return words[window ? 'epidemic' : 'unstated'](partsOf(measure))
  return words.text[window.kind][windowStatus(window, asOf) as Dated](partsOf(measure))
}

/** To a caller; empty where nothing has to be said first. */
function saidOf(measure: Measure, asOf: string): string {
  const { window, document } = measure
  const status = windowStatus(window, asOf)
  if (!window || window.kind === 'epidemic' || (status !== 'upcoming' && status !== 'closed')) return ''
  return document.texts.window.say[window.kind][status](partsOf(measure))
}

/** Kinds whose dates, if there are any, do not say until when a measure can be had. */
const ENDLESS: readonly WindowKind[] = ['unstated', 'epidemic', 'target']

/** Whether the plan does not say until when a measure can be had. */
export const isEndless = ({ window }: Measure): boolean => ENDLESS.includes(kindOf(window))

/**
 * What is said first of a measure without an end, asked about on a day after the horizon of the plan: whether the
 * plan still runs then is not known.
 */
export function noticeOf(measure: Measure, asOf: string): string | null {
  const { horizon } = measure
  return horizon && asOf > horizon.to && isEndless(measure) ? horizon.notice : null
}

/** In a few words, why a measure may not be had on a day; null where the window is no obstacle. */
export function obstacleOf(measure: Measure, asOf: string): string | null {
  const { window, document } = measure
  const words = document.texts.window
  const status = windowStatus(window, asOf)
  if (window && window.kind !== 'epidemic' && (status === 'closed' || status === 'upcoming')) {
    return words.short[window.kind][status]
  }
  return noticeOf(measure, asOf) === null ? null : words.notSure
}

/** What answers show of a window. */
export interface WindowView {
  status: WindowStatus
  kind: WindowKind
  from: string | null
  to: string | null
  basis: Basis | null
  note: string | null
  notice: string | null
  /** why the measure may not be had on the day, in a few words */
  obstacle: string | null
  text: string
}

/** The window of a measure on a day, as answers show it. @param asOf YYYY-MM-DD */
export function windowView(measure: Measure, asOf: string): WindowView {
  const { window } = measure
  const { from, to, basis, note } = window ?? { from: null, to: null, basis: null, note: null }
  const notice = noticeOf(measure, asOf)
  return {
    status: windowStatus(window, asOf),
    kind: kindOf(window),
    from,
    to,
    basis,
    note,
    notice,
    obstacle: obstacleOf(measure, asOf),
    text: measure.document.texts.sentences([notice ?? '', textOf(measure, asOf)])
  }
}

/** What a caller is told of the window before anything else; nothing while it is no obstacle. */
export function windowSaid(measure: Measure, asOf: string): string[] {
  return [noticeOf(measure, asOf), saidOf(measure, asOf)].filter(
    text => text !== null && text !== ''
  ) as string[]
}

/** The window of a measure whatever the day, for those who look it up. */
export const windowInWords = (measure: Measure): string =>
  measure.document.texts.window.whole[kindOf(measure.window)](partsOf(measure))
