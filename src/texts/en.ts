/** What answers say, in English: the same table as in zh.ts, of British spelling. */
import { grouped, partsOf } from './numbers.ts'
import type { Texts } from './zh.ts'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December'
]

/** By unit, what is written behind a number that is not one; nothing where it has none. */
const UNITS: Readonly<Record<string, string>> = {
  CNY: ' yuan',
  'CNY-per-month': ' yuan a month',
  GBP: '',
  'GBP-per-month': ' a month',
  percent: '%',
  'percent-per-year': '% a year',
  month: ' months',
  day: ' days',
  'working-day': ' working days',
  year: ' years',
  person: ' people',
  litre: ' litres',
  batch: ' batches',
  test: ' tests',
  ratio: '',
  industry: '',
  date: '',
  'year-month': ''
}
/** The same behind one. */
const SINGULAR: Readonly<Record<string, string>> = {
  month: ' month',
  day: ' day',
  'working-day': ' working day',
  year: ' year',
  person: ' person',
  litre: ' litre',
  batch: ' batch',
  test: ' test'
}
/** What is written before a number. */
const SIGNS: Readonly<Record<string, string>> = { GBP: '£', 'GBP-per-month': '£' }

const quantity: Texts['quantity'] = (text, unit = 'ratio') => {
  const [year, month, day] = partsOf(text) as [number, number, number]
  if (unit === 'year-month') return `${MONTHS[month - 1]} ${year}`
  if (unit === 'date') return `${day} ${MONTHS[month - 1]} ${year}`
  const behind = Number(text) === 1 ? (SINGULAR[unit] ?? UNITS[unit]) : UNITS[unit]
  return `${SIGNS[unit] ?? ''}${grouped(text)}${behind}`
}

const date = (text: string) => quantity(text, 'date')

/** a, b and c */
const joined = (texts: readonly string[], word: string) =>
  texts.length > 1 ? `${texts.slice(0, -1).join(', ')} ${word} ${texts.at(-1)}` : texts.join()

/** 2027, from 1 June to 31 December 2027, until 31 December 2027 */
const span: Texts['window']['span'] = ({ from, to }) => {
  if (from && to) {
    const year = from.slice(0, 4)
    if (from === `${year}-01-01` && to === `${year}-12-31`) return year
    return `from ${date(from).replace(to.startsWith(year) ? ` ${year}` : '', '')} to ${date(to)}`
  }
  return to ? `until ${date(to)}` : `from ${date(from as string)}`
}

const inBrackets: Texts['versions']['withinAny'] = (text, one) =>
  one.from || one.to ? `${text} (${span(one)})` : text

const known = (texts: readonly string[]) => texts.join(', ')
const behind = (texts: readonly string[]) => (texts.length > 0 ? ` (${known(texts)})` : '')
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const NOTHING = () => ''
const clause = (id: string) => `Clause ${id.replace('-', ' to ')}`

export const en: Texts = {
  called: 'document',
  sentences: texts => texts.filter(text => text !== '').join(' '),
  speech: {
    charactersPerSecond: 15,
    stop: /(?<=[.!?])\s+/,
    pieces: text => text.toLowerCase().match(/[\p{L}\p{N}.%]*[\p{L}\p{N}%]/gu) ?? []
  },
  units: UNITS,
  quantity,
  values: {
    yes: 'yes',
    no: 'no',
    none: 'none',
    other: 'other',
    list: texts => texts.join(', '),
    oneOf: texts => joined(texts, 'or'),
    between: (least, most) => `${least} to ${most}`,
    atLeast: text => `at least ${text}`,
    atMost: text => `at most ${text}`,
    notBefore: text => `not before ${text}`,
    notAfter: text => `not after ${text}`,
    about: text => `about ${text}`,
    labelled: (label, text) => `${label}: ${text}`
  },
  conditions: { and: ', and ', or: ', or ', longAnd: '; and ', longOr: '; or ' },
  basis: {
    certainty: { verified: 'verified', unverified: 'not verified', reading: 'as this service reads it' },
    parts: { closing: 'closing words', title: 'title' },
    elsewhere: (source, quote, called, certainty) =>
      `${source}${quote ? `: “${quote}”` : ''} (not in this ${called}; ${certainty})`,
    clause,
    quoted: (id, isHeading, quote) => `${clause(id)}${isHeading ? ', heading' : ''}: “${quote}”`,
    part: (called, part, quote) => `${upper(called)}, ${part}: “${quote}”`
  },
  offices: {
    anyone: 'the enquiry line',
    noneNamed: 'The text does not say who is responsible. Please ask the enquiry line.',
    lost: 'Who is responsible is missing from the copy at hand. Please ask the enquiry line.',
    noLead: (called, first) => `The ${called} does not say who leads; it names ${first} first.`,
    lead: (lead, isReading, called, supporting) => {
      const why = isReading ? ` (the ${called} does not say who leads; read from the subject)` : ''
      return `Led by ${lead}${why}${supporting.length > 0 ? `, with ${joined(supporting, 'and')}` : ''}.`
    }
  },
  window: {
    span,
    unstated: ({ called }) => `The ${called} states no dates`,
    epidemic: ({ what, called }) => `Only for ${what}; the ${called} states no dates`,
    text: {
      application: {
        open: ({ span }) => `Open ${span}`,
        upcoming: ({ span }) => `Open ${span}; it has not begun`,
        closed: ({ span }) => `Was open ${span}; it has ended`
      },
      event: {
        open: ({ span, what }) => `Counts ${what}, ${span}; that time is running`,
        upcoming: ({ span, what }) => `Counts ${what}, ${span}; that time has not begun`,
        closed: ({ span, what, unit }) =>
          `Counts ${what}, ${span}; that time is over, what fell into it still counts, ask ${unit} whether it is still handled`
      },
      target: {
        open: ({ to, what, called }) => `The ${called} requires ${what} by ${to}; that day has not passed`,
        upcoming: ({ from, to, what, called }) =>
          `The ${called} requires ${what} from ${from} and by ${to}; it has not begun`,
        closed: ({ to, what, called }) =>
          `The ${called} required ${what} by ${to}; that day has passed: what was not done is overdue, not expired`
      }
    },
    say: {
      application: {
        upcoming: ({ from }) => `First of all, this only begins on ${from}.`,
        closed: ({ to }) => `First of all, this ended on ${to}.`
      },
      event: {
        upcoming: ({ from, what }) =>
          `First of all, this only counts ${what} from ${from}, which is still to come.`,
        closed: ({ span, what, unit }) =>
          `First of all, this only counts ${what}, ${span}. That time is over; what fell into it still counts, but ask ${unit} whether it is still handled.`
      },
      target: {
        upcoming: NOTHING,
        closed: ({ to, what, unit, called }) =>
          `First of all, the ${called} required ${what} by ${to}, and that day has passed. What was not done is overdue: you can press ${unit} for it, or complain.`
      }
    },
    short: {
      application: { closed: 'ended', upcoming: 'not begun' },
      event: { closed: 'time is over', upcoming: 'time not begun' },
      target: { closed: 'deadline passed', upcoming: 'not begun' }
    },
    notSure: 'to be checked whether it still runs',
    whole: {
      unstated: ({ called }) => `The ${called} states no dates.`,
      epidemic: ({ what, called }) => `Only for ${what}; the ${called} states no dates.`,
      application: ({ span }) => `Open ${span}.`,
      event: ({ span, what }) => `Counts ${what}, ${span}.`,
      target: ({ to, what, called }) =>
        `The ${called} requires ${what} by ${to}; what is done later is overdue, not expired.`
    }
  },
  versions: {
    within: (label, one, number) => inBrackets(`${label} is while ${number} is in force`, one),
    withinAny: (label, one) => inBrackets(`${label} is while a version is in force`, one),
    inForce: (number, one) => inBrackets(`${number} is in force on the day asked about`, one),
    presumed: (label, one) =>
      `${label} was not stated; ${inBrackets('it is taken to be while a version is in force', one)}`,
    presumedSaid: label => `${label} is while a version is in force`,
    outcome: { eligible: 'eligible', ineligible: 'not eligible', undetermined: 'cannot be told yet' },
    notThere: 'has no such measure',
    one: (number, version, one, says) => `${number} (${version}, ${span(one)}): ${known(says)}`,
    same: (label, each) => `${label} is not known yet; all versions say the same: ${each.join('; ')}`,
    differ: (label, each) => `It depends on ${label}; the versions differ: ${each.join('; ')}`,
    amounts: (label, each) => `It depends on ${label}: ${each.join('; or ')}`
  },
  formulas: {
    capped: (text, caps) => [text, ...caps.map(cap => `at most ${cap}`)].join(', '),
    notBefore: (text, day) => `${text}, not before ${day}`,
    until: (from, to) => `${from} to ${to}`,
    period: (from, to) => `(${from} to ${to})`,
    days: count => quantity(String(count), 'day'),
    monthsBetween: (from, to, first, last) => {
      const limits = [first && `not before ${first}`, last && `not after ${last}`].filter(Boolean).join(', ')
      return `${from} to ${to}${limits && ` (${limits})`}`
    },
    firstDayLeftOut: text => `${text}, the first day not counted`,
    termEnd: text => `${text}, the first day not counted; if the last is a day off, the next working day`,
    workingDays: text => `${text}, the first day not counted, working days only`
  },
  amounts: {
    rounding:
      'Each item is rounded half up to the penny at the last step; sums and differences are of rounded figures, so that parts add up to the whole',
    notStated: called => `The ${called} states no amount`,
    undetermined: bounds => known(['cannot be worked out yet', ...bounds]),
    notGiven: label => `${label} (not given)`,
    inBrackets: (label, text) => `${label} (${text})`,
    named: (label, text) => `${label} ${text}`,
    ifEligible: text => `if eligible, ${text}`
  },
  totals: {
    notMoney: 'not money that can be added',
    notInWindow: 'not within its dates',
    undetermined: 'the amount cannot be worked out yet',
    exclusive: (title, document) =>
      `cannot be had together with “${title}”${document === null ? '' : ` of ${document}`}; the larger amount counts`,
    closingNotLoaded: document =>
      `${document} is not loaded here: whether you had the like under it cannot be looked up; what you say counts.`,
    exclusiveNotLoaded: (title, document, other) =>
      `“${title}” cannot be had together with “${other}” of ${document}. ${document} is not loaded here: whether you had it cannot be looked up, and it is not in the total.`
  },
  reasons: {
    notKnown: 'not known',
    maybe: text => `may be ${text}`,
    yes: condition => `Met: ${condition}`,
    no: (condition, facts) => `Not met: ${condition}${behind(facts)}`,
    unknown: (condition, facts) => `Not known yet: ${condition}${behind(facts)}`,
    assumed: condition => `Taken as met for now: ${condition} (not stated)`
  },
  derived: {
    from: known,
    reasons: texts => texts.join('; '),
    notDerivable: 'cannot be worked out',
    withoutTax: price => `${price}, tax not included`,
    withTax: (price, divisor) => `${price}, price with tax ÷ ${divisor}`,
    daysElapsed: texts => `${known(texts)}, the first day not counted, nor days off at the end`,
    daysOffUnknown: 'the days off of that year are not known yet, so the last day cannot be worked out',
    noValueOnDay: 'the table of this service has no value for that day',
    size: (industry, parts, deciding) =>
      `by the standard for ${industry}: ${parts.join(', ')}; what decides is ${deciding}`
  },
  conflicts: {
    told: (label, is, because, follows) =>
      `${label} was given as ${is}, but ${because}, which makes it ${follows}; what was given counts, please check`,
    otherKind: (label, is, other, value, kinds) =>
      `${label} was given as ${is}, but ${other} (${value}) speaks of ${kinds}; what was given counts, please check`,
    derived: (label, is, because, follows) =>
      `${label} would be ${is} by one fact, but ${because}, which makes it ${follows}; please check`
  },
  examples: {
    eligible: 'All conditions are met',
    ineligible: condition => `Does not meet: ${condition}`,
    undetermined: 'Facts are missing'
  },
  serviceItem: () => null,
  knowledge: {
    units: units =>
      units.length > 0
        ? `Responsible: ${units.join(', ')}.`
        : 'Who is responsible is missing from the copy at hand.',
    later: (day, notice) => `To those who ask after ${day}, say first: ${notice}`,
    forWhom: text => `For: ${text}`,
    mind: texts => `Mind: ${texts.join(' ')}`,
    openPoint: (point, taken, other, interpreter) =>
      `The text leaves open: ${point}. This service reads it as: ${taken}; it may also be read as: ${other}; ${interpreter} interprets it.`,
    basis: (title, number, id) => `Basis: ${title} (${number}), clause ${id}.`,
    title: (title, number, id) => `${title} (${number}, clause ${id})`,
    lostTitle: (id, number) => `Clause ${id} (missing from the copy at hand) (${number})`,
    kind: 'Policy document',
    clause: id => `Clause ${id}`
  },
  card: {
    inThatYear: called => `By the ${called} as it was then, `,
    inThatPeriod: 'For that time, ',
    inTime: 'Had it been in time, ',
    byWhatYouSay: 'By what you say, ',
    eligible: (then, granted) =>
      `${then}${granted.length > 0 ? `if ${joined(granted, 'and')}, all conditions are met` : 'all conditions are met'}.`,
    undetermined: (then, open, first) =>
      upper(
        `${then}${open === 1 ? 'one condition is' : `${open} conditions are`} still open${open > 1 ? '; the first is' : ''}: ${first}.`
      ),
    dependsOnDay: (then, label, question) => upper(`${then}that depends on the ${label}. ${question}`),
    ineligible: condition => `This requires: ${condition}. By what you say, that is not the case.`,
    amount: (label, text) => `${upper(label)}: ${text}.`,
    otherReading: (called, text, reading) =>
      `The ${called} does not state the amount clearly; it may also be ${text} (${reading}).`,
    openPoint: (point, called, interpreter) =>
      `${upper(point)}: the ${called} leaves this open; ${interpreter} interprets it.`,
    window: text => `Dates: ${text}`,
    roughFact: (label, text) => `${label} ${text}`,
    ifRough: (facts, text) => `if ${joined(facts, 'and')}, ${text}`,
    titles: titles => titles.join(', or '),
    lostClause: (text, units) => `${text} (${units.join(', ')})`
  }
}
