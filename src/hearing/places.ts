/**
 * Places in a pattern for what callers measure: {n} a number, {money} a sum, {percent} a share. Patterns are put to
 * a text in which every quantity is one character, so that a quantity stands in a place whole, or not at all.
 */
import type { Kind, Quantity } from './single-quantity.ts'

/** Characters that stand for quantities; Unicode gives them to nobody. What was not read has one, too. */
const MARKS: Readonly<Record<Kind | 'unread', string>> = {
  plain: '\uE000',
  small: '\uE001',
  one: '\uE002',
  money: '\uE003',
  percent: '\uE004',
  unread: '\uE005'
}
const OWN = /[\uE000-\uE005]/g
/** Any quantity in a marked text, as a pattern. */
export const QUANTITY = `[${Object.values(MARKS).join('')}]`

/** A bare number that counts things is no sum of money: 借三年 is no loan of three yuan. */
const NOT_COUNTED = '(?![个批位口岁件年月天日次家名人亩台辆户套层平号斤吨成倍米升公])'

const PLACES: Readonly<Record<string, string>> = {
  n: `[${MARKS.plain}${MARKS.small}${MARKS.one}]`,
  money: `(?:${MARKS.money}|${MARKS.plain}${NOT_COUNTED})`,
  percent: MARKS.percent
}

/** A text with its quantities as single characters. */
export interface Marked {
  text: string
  /** the quantity that stands at a place, if one does */
  quantity(at: number): Quantity | undefined
  /** where a character of the marked text starts in the text itself, and where it ends */
  start(at: number): number
  end(at: number): number
  /** whether what a pattern found between two places is an end of a range that goes on, or came before */
  isEnd(start: number, place: number, end: number): boolean
}

const LINK = '(?:到|至|[-–—~]|、|或者?|还是)'
/** 月租1万2和1万4: one of two sums that only count together. */
const AND = `(?:和|跟|与|及|加上?|外加)[${MARKS.plain}${MARKS.money}](?!个|台|间|家|套|辆)`
const GOES_ON = new RegExp(`^(?:${LINK}${QUANTITY}|${AND}|之间|中间)`, 'u')
const CAME = new RegExp(`${QUANTITY}[^，。]{0,3}${LINK}$`, 'u')

/** Puts one character in the place of each quantity. */
export function marked(text: string, quantities: readonly Quantity[]): Marked {
  const found = new Map<number, Quantity>()
  const origins: [start: number, end: number][] = []
  let written = ''
  const write = (from: number, to: number) => {
    for (let at = from; at < to; at++) origins.push([at, at + 1])
    // Nobody can slip in a mark of ours.
    written += text.slice(from, to).replace(OWN, MARKS.unread)
  }
  let at = 0
  for (const one of quantities) {
    const start = Math.max(at, one.start)
    write(at, start)
    found.set(written.length, one)
    const [end, rest] = one.tail ?? [one.end, one.end]
    origins.push([start, Math.max(one.end, rest)])
    written += MARKS[one.span ? one.kind : 'unread']
    if (one.counts) {
      origins.push([start, one.end])
      written += '个'
    }
    write(one.end, end)
    at = Math.max(end, rest)
  }
  write(at, text.length)
  return {
    text: written,
    quantity: place => found.get(place),
    isEnd: (start, place, end) =>
      GOES_ON.test(written.slice(end, end + 6)) ||
      CAME.test(written.slice(Math.max(0, start - 8), start)) ||
      CAME.test(written.slice(Math.max(0, place - 8), place)),
    start: place => (origins[place] as [number, number])[0],
    end: place => (origins[place] as [number, number])[1]
  }
}

/** A pattern of the rule set with its places put in; 一 in a pattern is met by the number one as well. */
export function quantityPattern(pattern: string): RegExp {
  let places = 0
  const filled = pattern
    .replaceAll('一', `[一${MARKS.one}]`)
    .replace(/\{(n|money|percent)\}/g, (_place, kind: string) => `(?<place${places++}>${PLACES[kind]})`)
  return new RegExp(filled, 'dgu')
}

/** Where in the text the quantity of a match stands. */
export function placeOf(match: RegExpMatchArray): number {
  const groups = match.indices?.groups as Record<string, [number, number] | undefined>
  const [start] = Object.values(groups).find(one => one !== undefined) as [number, number]
  return start
}
