/**
 * One numeral, Chinese, Arabic or mixed, read strictly: 一万二 is 12,000, 两三百 is 200 to 300, 三百多 is 300 to 400,
 * and what is not well formed is not read. Goes through the text once.
 */
import { quantity } from '../calculators/quantity.ts'
import { DIGITS, type Item, itemAt } from './numeral-parts.ts'

/** What a numeral says: two equal ends where it is exact. `step` is the worth of its last place. */
export interface Span {
  min: number
  max: number
  step: number
}

const DECIMALS = /点([零〇一二两三四五六七八九]+)/y

/** Parts of the longest numeral that is read: a longer run is no number, and would be slow to read. */
const LONGEST = 24

const exact = (value: number, step: number): Span => ({ min: value, max: value, step })
const isExact = ({ min, max }: Span) => min === max
/** A span so many times over, in decimal arithmetic. */
export const scaled = ({ min, max, step }: Span, by: number): Span => ({
  min: quantity.product(min, by),
  max: quantity.product(max, by),
  step: quantity.product(step, by)
})
const sum = (a: Span, b: Span): Span => ({ min: a.min + b.min, max: a.max + b.max, step: b.step })

/** The worth of the last place that says something: 100 of 300, 0.1 of 3.5. */
function stepOf(text: string): number {
  const [whole = '', decimals] = text.split('.')
  if (decimals !== undefined) return 1 / 10 ** decimals.length
  return 10 ** (whole.length - whole.replace(/0+$/, '').length)
}

/** 三百多 is between 300 and 400; 十来 may be a little less than 10 as well. */
const andMore = ({ min, step }: Span, about: boolean): Span => ({
  min: about ? min - step / 2 : min,
  max: min + step,
  step
})

/** Digits side by side, three at most, that rise: 两三, 三五, 三四五. 三两 is said too. */
function sideBySide(values: readonly number[]): Span | null {
  const [first, second, third] = values as [number, number, number?]
  if (first === 3 && second === 2 && third === undefined) return { min: 2, max: 3, step: 1 }
  const rises = first > 0 && second > first && (third === undefined || third > second)
  return rises && values.length <= 3 ? { min: first, max: third ?? second, step: 1 } : null
}

/** Reads figures that stand for a whole part: 3.5, 300, or the 2000 of 1万2000. */
function figures(text: string, above: number, zero: boolean): Span | null {
  const plain = text.replaceAll(',', '')
  if (/^0[0-9]/.test(plain) || plain.replace(/\..*/, '').length > 12) return null
  const value = Number(plain)
  if (above === Number.POSITIVE_INFINITY) return exact(value, stepOf(plain))
  if (!/^[0-9]+$/.test(plain) || value >= above) return null
  const isWhole = 10 ** plain.length === above || (above === 10_000 && plain.length === 3)
  return isWhole || zero ? exact(value, stepOf(plain)) : null
}

/** What counts the next unit: a digit, two side by side, figures, or some. */
function counted(items: readonly Item[], at: number): { count: Span; next: number } | null {
  const item = items[at] as Item
  if (item.kind === 'some') return { count: { min: 1, max: 10, step: 1 }, next: at + 1 }
  if (item.kind === 'figure') {
    const count = /^[1-9]$|^[1-9][0-9]?(?:\.[0-9]+)?$/.test(item.text)
      ? figures(item.text, Number.POSITIVE_INFINITY, false)
      : null
    return count && { count, next: at + 1 }
  }
  const digits: number[] = []
  for (let digit: Item | undefined = item; digit?.kind === 'digit'; digit = items[at + digits.length]) {
    digits.push(digit.value)
  }
  const [only] = digits as [number]
  const count = digits.length > 1 ? sideBySide(digits) : exact(only, 1)
  return count && { count, next: at + digits.length }
}

/**
 * Reads what stands below 万: 三千五, 一百零五, 十七八.
 * @param above the worth of the unit before it: in 一万二 the 二 counts in thousands
 */
function section(items: readonly Item[], above: number): Span | null {
  const start = items[0]
  if (!start) return null
  if (items.length === 1 && start.kind === 'digit' && start.value === 0) {
    return above === Number.POSITIVE_INFINITY ? exact(0, 1) : null
  }
  let said = exact(0, 1)
  let last = above
  let zero = false
  let at = 0
  while (at < items.length) {
    const item = items[at] as Item
    if (!isExact(said)) return null
    if (item.kind === 'more') {
      return at === items.length - 1 ? andMore(said, item.about) : null
    }
    if (item.kind === 'digit' && item.value === 0) {
      if (zero || (at === 0 && above === Number.POSITIVE_INFINITY)) return null
      zero = true
      at++
      continue
    }
    if (item.kind === 'unit') {
      // 十五, and 一百十五: only ten goes without a digit before it.
      if (
        item.value !== 10 ||
        (at > 0 && last !== 100 && !zero) ||
        (at === 0 && above !== Number.POSITIVE_INFINITY)
      )
        return null
      said = sum(said, exact(10, 10))
      last = 10
      zero = false
      at++
      continue
    }
    if (item.kind === 'figure' && items[at + 1]?.kind !== 'unit') {
      const isAlone = item.text.length > 1 || (at === 0 && above === Number.POSITIVE_INFINITY)
      if (isAlone) {
        const read = figures(item.text, last, zero)
        if (!read) return null
        said = sum(said, read)
        last = 1
        at++
        continue
      }
    }
    const found: ReturnType<typeof counted> = counted(items, at)
    if (!found) return null
    const unit = items[found.next]
    if (unit?.kind === 'unit') {
      if (unit.value >= last || (above !== Number.POSITIVE_INFINITY && at === 0 && unit.value < 100))
        return null
      said = sum(said, scaled(found.count, unit.value))
      last = unit.value
      zero = false
      at = found.next + 1
      continue
    }
    if (found.next < items.length && unit?.kind !== 'more') return null
    // 一百二 is 120, 一百零二 is 102, 二十二 is 22, 二 is 2; 几 stands for units only.
    const worth = last === Number.POSITIVE_INFINITY || last === 10 || zero ? 1 : last / 10
    if (item.kind === 'some' && last !== 10 && last !== Number.POSITIVE_INFINITY) return null
    if (last === 1) return null
    said = sum(said, scaled(found.count, worth))
    last = 1
    at = found.next
  }
  return said
}

/** Reads items with 万 and 亿 in them. */
function whole(items: readonly Item[], above = Number.POSITIVE_INFINITY): Span | null {
  const largest = Math.max(0, ...items.map(item => (item.kind === 'large' ? item.value : 0)))
  if (largest === 0) return section(items, above)
  const at = items.findIndex(item => item.kind === 'large' && item.value === largest)
  const before = items.slice(0, at)
  // 一万零五 is read, 零五万 and 三千五万 are not: what stands before 万 is said in full.
  const head = before.some(item => item.kind === 'large') ? null : section(before, Number.POSITIVE_INFINITY)
  if (!head || isShort(before)) return null
  const said = scaled(head, largest)
  const rest = items.slice(at + 1)
  if (rest.length === 0) return said
  if (!isExact(said)) return null
  const [first] = rest
  if (first?.kind === 'more') return rest.length === 1 ? andMore(said, first.about) : null
  const tail = whole(rest, largest)
  // 一万九千多 may come up to two 万, 一万一万 is none.
  return tail && tail.min < largest && tail.max <= largest ? sum(said, tail) : null
}

/** 三千五, 一百二: short for 三千五百 and 一百二十, and said at the end only. */
function isShort(items: readonly Item[]): boolean {
  const last = items.at(-1)
  const before = items.at(-2)
  return (last?.kind === 'digit' || last?.kind === 'figure') && before?.kind === 'unit' && before.value > 10
}

/** Whether a numeral may begin with a character. */
export const BEGINS = /[0-9零〇一二两俩仨三四五六七八九十百千万亿几数]/

/**
 * Reads the numeral at a place.
 * @returns where it ends, and what it says; null as `span` where it is not well formed
 */
export function numeralAt(text: string, start: number): { end: number; span: Span | null } {
  let items: Item[] = []
  let at = start
  let broken = false
  for (;;) {
    // 30 万 is written with a space.
    const here =
      text.charAt(at) === ' ' && items.at(-1)?.kind === 'figure' && /[万亿千百]/.test(text.charAt(at + 1))
        ? at + 1
        : at
    const found = itemAt(text, here, items.at(-1))
    if (found) {
      items.push(found.item)
      at = here + found.length
      continue
    }
    DECIMALS.lastIndex = at
    const [words, decimals] = (text.charAt(at) === '点' && DECIMALS.exec(text)) || []
    if (words === undefined || items.length === 0) break
    const head = items.length > LONGEST ? null : whole(items)
    if (!head || !isExact(head)) broken = true
    const digits = [...(decimals as string)].map(digit => DIGITS.get(digit)).join('')
    items = [{ kind: 'figure', text: `${head?.min ?? 0}.${digits}` }]
    at += words.length
  }
  return { end: at, span: broken || items.length > LONGEST ? null : whole(items) }
}

/** Years and clause numbers are said digit by digit as well: 二零二二. */
const BY_DIGIT = /^[零〇一二三四五六七八九]{2,12}$/

/**
 * Reads a text that is one numeral; a rough one by its least.
 * @returns NaN when it is none
 */
export function readNumeral(text: string): number {
  const whole = text.startsWith('点') ? `零${text}` : text
  if (BY_DIGIT.test(whole)) return Number([...whole].map(digit => DIGITS.get(digit)).join(''))
  const { end, span } = numeralAt(whole, 0)
  return span && end === whole.length ? span.min : Number.NaN
}
