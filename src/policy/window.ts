/**
 * The window of a measure on a day: an answer of its own, apart from the conditions. What its dates bound depends on
 * its kind, and so does what is said of them: a duty that is overdue has not expired.
 */
import type { Basis, Measure, Window } from './model.ts'
import { withUnit } from './words.ts'

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

/** What the sentences are made of. */
interface Parts {
  /** 2022年, 到2022年6月30日为止 */
  span: string
  from: string
  to: string
  /** what the dates are about */
  what: string
  /** whom to ask */
  unit: string
  /** what the document is called */
  called: string
}
/** In short, for lists; and to a caller, empty where nothing has to be said first. */
type Sentence = readonly [text: (parts: Parts) => string, say: (parts: Parts) => string]

const NOTHING = () => ''
const UNSTATED: Sentence = [({ called }) => `${called}没有写期限`, NOTHING]
const EPIDEMIC: Sentence = [({ what, called }) => `只说${what}，${called}没有写起止日期`, NOTHING]
const always = (sentence: Sentence) => ({
  open: sentence,
  upcoming: sentence,
  closed: sentence,
  unstated: sentence
})

const SENTENCES: Record<WindowKind, Record<WindowStatus, Sentence>> = {
  application: {
    open: [({ span }) => `${span}，在有效期内`, NOTHING],
    upcoming: [({ span }) => `${span}，还没有开始`, ({ from }) => `先跟您说明，这项政策从${from}才开始。`],
    closed: [
      ({ span }) => `${span}，已经过期`,
      ({ to }) => `先跟您说明，这项政策到${to}为止，现在已经过期了。`
    ],
    unstated: UNSTATED
  },
  event: {
    open: [({ span, what }) => `只算${span}${what}，现在在这段时间内`, NOTHING],
    upcoming: [
      ({ span, what }) => `只算${span}${what}，还没有到这段时间`,
      ({ from, what }) => `先跟您说明，这一项只算从${from}起${what}，现在还没有到。`
    ],
    closed: [
      ({ span, what, unit }) => `只算${span}${what}；这段时间已经过去，在里面的仍然算，现在还办不办问${unit}`,
      ({ span, what, unit }) =>
        `先跟您说明，这一项只算${span}${what}。这段时间已经过去，在里面的仍然算，现在还办不办要问${unit}。`
    ],
    unstated: UNSTATED
  },
  target: {
    open: [({ to, what, called }) => `${called}要求最迟${to}${what}，还没有到期`, NOTHING],
    upcoming: [
      ({ from, to, what, called }) => `${called}要求从${from}起、最迟${to}${what}，还没有开始`,
      NOTHING
    ],
    closed: [
      ({ to, what, called }) => `${called}要求最迟${to}${what}，日子已经过了；没有办到是逾期，不是政策过期`,
      ({ to, what, unit, called }) =>
        `先跟您说明，${called}要求最迟${to}${what}，日子已经过了。没有办到的是逾期，可以向${unit}催办，也可以投诉。`
    ],
    unstated: UNSTATED
  },
  epidemic: always(EPIDEMIC),
  unstated: always(UNSTATED)
}

const kindOf = (window: Window | null): WindowKind => window?.kind ?? 'unstated'
const day = (date: string | null) => (date === null ? '' : withUnit(date, 'date'))

/** As short as it can be said: 2022年, 2022年6月1日至12月31日, 到2022年12月31日为止. */
export function spanText({ from, to }: Pick<Window, 'from' | 'to'>): string {
  if (from && to) {
    const year = from.slice(0, 4)
    if (from === `${year}-01-01` && to === `${year}-12-31`) return `${year}年`
    return `${day(from)}至${day(to).replace(new RegExp(`^${year}年`), '')}`
  }
  return to ? `到${day(to)}为止` : `从${day(from)}起`
}

const partsOf = ({ window, toAsk, document }: Measure): Parts => ({
  span: window ? spanText(window) : '',
  from: day(window?.from ?? null),
  to: day(window?.to ?? null),
  what: window?.what ?? '',
  unit: toAsk,
  called: document.called
})

const sentenceOf = ({ window }: Measure, asOf: string): Sentence =>
  SENTENCES[kindOf(window)][windowStatus(window, asOf)]

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

const SHORT = {
  application: { closed: '已过期', upcoming: '还没开始' },
  event: { closed: '期间已过', upcoming: '还没到期间' },
  target: { closed: '已过期限', upcoming: '还没开始' }
} as const
const NOT_SURE = '是否还执行要核实'

/** In a few words, why a measure may not be had on a day; null where the window is no obstacle. */
export function obstacleOf(measure: Measure, asOf: string): string | null {
  const { window } = measure
  const status = windowStatus(window, asOf)
  if (window && window.kind !== 'epidemic' && (status === 'closed' || status === 'upcoming')) {
    return SHORT[window.kind][status]
  }
  return noticeOf(measure, asOf) === null ? null : NOT_SURE
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
  const [text] = sentenceOf(measure, asOf)
  return {
    status: windowStatus(window, asOf),
    kind: kindOf(window),
    from,
    to,
    basis,
    note,
    notice,
    obstacle: obstacleOf(measure, asOf),
    text: `${notice ?? ''}${text(partsOf(measure))}`
  }
}

/** What a caller is told of the window before anything else; nothing while it is no obstacle. */
export function windowSaid(measure: Measure, asOf: string): string[] {
  const [, say] = sentenceOf(measure, asOf)
  return [noticeOf(measure, asOf), say(partsOf(measure))].filter(
    text => text !== null && text !== ''
  ) as string[]
}

/** The window of a measure whatever the day, for those who look it up. */
export function windowInWords({ window, document: { called } }: Measure): string {
  if (!window) return `${called}没有写期限。`
  const { kind, what } = window
  if (kind === 'epidemic') return `只说${what}，${called}没有写起止日期。`
  if (kind === 'event') return `只算${spanText(window)}${what}。`
  if (kind === 'target')
    return `${called}要求最迟${day(window.to)}${what}；这是办到的期限，过了是逾期，不是政策过期。`
  return `${spanText(window)}。`
}
