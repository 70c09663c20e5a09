/**
 * The quantities of a text: numerals with what makes them money or shares, ranges of two, and the words that
 * make them bounds (不到4个) or rough (三十万左右). What cannot be read for certain is found, but has no value.
 */
import { quantity } from '../calculators/quantity.ts'
import type { Bound, Bounds } from './bounds.ts'
import { BEGINS, type Span, scaled } from './numeral.ts'
import { type Alone, aloneAt, halfAt, isExact, plus, type Quantity } from './single-quantity.ts'

const OPEN = Number.POSITIVE_INFINITY
const BETWEEN =
  /^(?:个月|[个名位口号]?(?:人|员工|工人|职工)|个|名|位|年|天|批次?|次|升|[lt]|月|日|号|[块元]钱?|%)? ?(到|至|[-–—~―‐]{1,2}|、|或者?|还是|和|与|跟) ?$/
/** Joins only with 之间 behind it: two people and a loan are no range. */
const JOINS = ['和', '与', '跟']
const IN_BETWEEN = /^(?:之间|中间)/
/** Words between a number and the 以上 that belongs to it. */
const MEASURE =
  /^(?:个百分点|个点|个月|个|名|位|口|号|家|户|批次?|次|天|年|月|升|岁|平米?|亩|台|套|辆|层|[lt])?(?:人|员工|工人|职工|劳动力|平方|货|钱)?/

/** 300 of 300-500万 is 300万, 三 of 三到五百万 is 三百万; 3000 of 3000到1万 is 3000. */
function rangeOf(a: Alone, b: Alone): Span | null {
  if (!a.span || !b.span) return null
  const { max } = a.span
  const unit = [b.head, b.large].find(worth => a.large < worth && max < (b.span as Span).max / worth)
  const low = unit === undefined ? a.span : scaled(a.span, unit)
  if (low.max > b.span.max) return null
  return { min: low.min, max: b.span.max, step: b.span.step }
}

/** Whether two neighbours are the ends of a range. */
function areEnds(text: string, a: Alone, b: Alone): boolean {
  if (b.start < a.end || b.start - a.end > 8) return false
  const [, link] = BETWEEN.exec(text.slice(a.end, b.start)) ?? []
  if (link === undefined) return false
  if (!JOINS.includes(link)) return true
  const rest = text.slice(b.end, b.end + 12)
  return IN_BETWEEN.test(rest) || IN_BETWEEN.test(rest.replace(MEASURE, ''))
}

/** 十个八个, 三年五年: rough, as two digits side by side are. */
function isPair(text: string, a: Alone, b: Alone): boolean {
  const measure = b.start > a.end && b.start - a.end <= 2 ? text.slice(a.end, b.start) : ''
  return /^(?:个|块|名|位|年|天|批|次)$/.test(measure) && text.startsWith(measure, b.end)
}

/** 贷款300，500万: whether the first is 300 or 300万 nobody can tell. */
const isBeside = (text: string, a: Alone, b: Alone): boolean =>
  /^[，, ]{1,2}$/.test(text.slice(a.end, Math.min(b.start, a.end + 3))) &&
  (b.kind === 'plain' || b.kind === 'money')

/** Joins what stands on both sides of 到, 至, - or 、. */
function joined(text: string, alone: readonly Alone[]): Alone[] {
  const found: Alone[] = []
  for (const one of alone) {
    const before = found.at(-1)
    if (before && isBeside(text, before, one)) {
      before.span = null
      found.push({ ...one, span: null })
      continue
    }
    const paired = before !== undefined && isPair(text, before, one)
    if (!before || !(paired || areEnds(text, before, one))) {
      found.push(one)
      continue
    }
    const kinds = [before.kind, one.kind]
    const isOdd = kinds.includes('percent') && kinds.includes('money')
    found[found.length - 1] = {
      ...one,
      start: before.start,
      kind: (['percent', 'money', 'plain'] as const).find(kind => kinds.includes(kind)) ?? 'small',
      span: isOdd ? null : (rangeOf(before, one) ?? (paired ? rangeOf(one, before) : null)),
      counts: false
    }
  }
  return found
}

/** 一年半, 两个半月. */
const AND_A_HALF = /^(年|个月|天)半(?![年月])|^(个)半(?=[年月])/

const NOT = /(?:并?不是|并非)$/
const BUT = /^[^，。]{0,3}[，, ]?(?:而是|是|就是|才是)$/

/** 不是两百万是三百万: the second is said, the first is not. */
function corrected(text: string, quantities: readonly Quantity[]): Quantity[] {
  const found: Quantity[] = []
  for (const one of quantities) {
    const before = found.at(-1)
    const end = before && (before.tail?.[1] ?? before.end)
    const not = before && NOT.exec(text.slice(Math.max(0, before.start - 3), before.start))
    const turns = not && BUT.test(text.slice(end, Math.min(one.start, (end as number) + 9)))
    if (turns) found[found.length - 1] = { ...one, start: before.start - not[0].length }
    else found.push(one)
  }
  return found
}

/** Finds the quantities of a text, in order. Goes through it once. */
export function quantitiesIn(text: string, bounds: Bounds): Quantity[] {
  const alone: Alone[] = []
  let at = 0
  while (at < text.length) {
    const half = text.charAt(at) === '半' ? halfAt(text, at) : null
    if (half) alone.push(half)
    if (
      !BEGINS.test(text.charAt(at)) ||
      /^(?:[百千万]分之|[几数](?![十百千万亿]))/.test(text.slice(at, at + 3))
    ) {
      at++
      continue
    }
    const one = aloneAt(text, at)
    if (one.end > at) alone.push(one)
    at = Math.max(one.end, at + 1)
  }
  return corrected(
    text,
    joined(text, alone).map(one => bounded(text, one, bounds))
  )
}

/** What the words around it make of a number. */
function spanWith(span: Span, said: ReadonlySet<Bound>, about: number): Span | null {
  const [bound, ...others] = said
  if (others.length > 0) return null
  const less = quantity.product(span.min, 1 - about)
  switch (bound) {
    case undefined:
      return span
    case 'least':
    case 'over':
      return { ...span, max: OPEN }
    case 'most':
    case 'under':
      return { ...span, min: -OPEN }
    case 'more':
      return isExact(span) ? { ...span, max: quantity.total(span.min, span.step) } : null
    case 'near':
      return { ...span, min: less }
    case 'about':
      return { ...span, min: less, max: quantity.product(span.max, 1 + about) }
    default:
      return null
  }
}

/** Takes in the words before and after a quantity that make it a bound, or rough. */
function bounded(text: string, { large, head, ...one }: Alone, bounds: Bounds): Quantity {
  const rest = text.slice(one.end, one.end + 12)
  const half = AND_A_HALF.exec(rest)
  if (half) {
    const from = one.end + (half[1] ?? (half[2] as string)).length
    const goesOn = bounds.after(text, from + 1).said.size + bounds.before(text, one.start).said.size > 0
    const span = isExact(one.span) && !goesOn ? plus(one.span as Span, 0.5) : null
    return { ...one, kind: 'small', span, tail: [from, from + 1] }
  }
  const before = bounds.before(text, one.start)
  const own = bounds.after(text, one.end)
  const [measure] = MEASURE.exec(rest) as unknown as [string]
  const later = bounds.after(text, one.end + measure.length)
  const after = own.said.size > 0 ? own : later
  const said = new Set([...before.said, ...after.said])
  const isBetween = IN_BETWEEN.test(text.slice(after.end, after.end + 2))
  const isRough = said.size > 0 || (isBetween && isExact(one.span))
  return {
    ...one,
    start: before.start,
    end: after === own ? own.end : one.end,
    // 不到一年 is not the "a year" of patterns any more.
    kind: isRough && one.kind === 'one' ? 'small' : one.kind,
    span: one.span && !(isBetween && isExact(one.span)) ? spanWith(one.span, said, bounds.about) : null,
    above: said.has('over') && isExact(one.span),
    below: said.has('under'),
    tail: after === own ? null : [one.end + measure.length, later.end]
  }
}
