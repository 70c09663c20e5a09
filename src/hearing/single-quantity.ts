/** A numeral with what makes it money or a share, by itself: 30万元, 百分之三, 三成; and half a year. */
import { quantity } from '../calculators/quantity.ts'
import { numeralAt, type Span, scaled } from './numeral.ts'

/** What a quantity is of: a bare number, a number too small to be money unless it says so, yuan, a share in percent. */
export type Kind = 'plain' | 'small' | 'one' | 'money' | 'percent'

export interface Quantity {
  start: number
  end: number
  kind: Kind
  /** null where it was not read; ends that are open are infinite */
  span: Span | null
  /** an end that is itself out: 不到4个 */
  below: boolean
  above: boolean
  /** the numeral counts by itself: 俩 is 两个 */
  counts: boolean
  /** where a word stands that belongs to it, beyond its measure word: the 以上 of 4个以上 */
  tail: [start: number, end: number] | null
}

export const isExact = (span: Span | null) => span !== null && span.min === span.max

const SHARE_BEFORE = /(百|千|万)分之 ?$/
const SHARE_OF = { 百: 1, 千: 0.1, 万: 0.01 } as const
/** What ends a number as a share; 三成 is no 成立. */
const SHARE_AFTER =
  /个?百分点|个点|%|‰|成(?!立|本|交|年|员|人|品|为|果|功|了|都|套|长|熟|绩|批|分)([一二三四五六七八九半])?/y
const SHARE_WORTH = new Map([
  ['‰', 0.1],
  ['成', 10]
])
const CURRENCY =
  /([块元圆](?![地田石牌板肉屏旦宵])|人民币)(?:零?([0-9一二两三四五六七八九])(?:[毛角](?:([0-9一二三四五六七八九])分)?|(?![0-9零一二两三四五六七八九十百千万亿.个名])))?(?:钱|整)?|[毛角](?![利坯巾衣猪度落])(?:([0-9一二三四五六七八九])分)?钱?(?![0-9一二三四五六七八九])/y
/** Money of other countries, fractions, times of day, letters that go on: no number of ours. */
const OTHER =
  /[a-z0-9.:：=<>^*×_]|[ ]?(?:美|欧|港|日|英|澳|加|韩|新台?)[元币金刀镑]|英镑|卢布|比索|刀|外币|分之|折|点|\/(?![月年天日批次人平亩])/y
/** 2.0t, 1.5l: litres stay to be seen. */
const LITRES = /[lt](?![a-z0-9])/y
const BEFORE = /(?:[a-z第$€£<>=^*×_/.]|周|星期|礼拜|初)$/
const DIGIT = new Map([...'零一二三四五六七八九'].map((digit, value) => [digit, value]))
DIGIT.set('两', 2).set('半', 5)
const digitOf = (text: string) => DIGIT.get(text) ?? Number(text)

export const plus = (span: Span, part: number): Span => ({
  min: quantity.total(span.min, part),
  max: quantity.total(span.max, part),
  step: Math.min(span.step, 0.1)
})

/** A numeral with its currency or share, alone. */
export interface Alone extends Quantity {
  /** the numeral had no 万 of its own, so that it may take that of its neighbour: the 300 of 300-500万 */
  large: number
  /** the same of a numeral that is one digit and its unit: 百万 of 五百万, which a digit before it takes whole */
  head: number
}

/** 五百, 5百万: one digit, and what it counts. */
const ONE_DIGIT = /^[0-9一二两三四五六七八九](?:十|百|千)(?:万|亿)?$/

const sticky = (form: RegExp, text: string, at: number) => {
  form.lastIndex = at
  return form.exec(text)
}

function moneyOf(span: Span | null, match: RegExpExecArray): Span | null {
  const [, unit, tenths, hundredths, small] = match
  if (!span) return null
  if (unit === undefined) {
    const worth = scaled(span, 0.1)
    return small === undefined ? worth : isExact(span) ? plus(worth, digitOf(small) / 100) : null
  }
  if (tenths === undefined) return span
  if (!isExact(span)) return null
  const whole = plus(span, digitOf(tenths) / 10)
  return hundredths === undefined ? whole : plus(whole, digitOf(hundredths) / 100)
}

/** Reads the quantity that begins at a place. */
export function aloneAt(text: string, start: number): Alone {
  const before = text.slice(Math.max(0, start - 5), start)
  const share = SHARE_BEFORE.exec(before)
  const { end: numeralEnd, span: numeral } = numeralAt(text, start)
  const words = text.slice(start, numeralEnd)
  const large = /亿/.test(words)
    ? 100_000_000
    : /[万w]/.test(words)
      ? 10_000
      : /千|k/.test(words)
        ? 1000
        : /百/.test(words) && !/[0-9]/.test(words)
          ? 100
          : 1
  const made = (end: number, kind: Kind, span: Span | null): Alone => ({
    start: share ? start - share[0].length : start,
    end,
    kind,
    span,
    below: false,
    above: false,
    counts: /^[俩仨]$/.test(words),
    tail: null,
    large,
    head: numeral && ONE_DIGIT.test(words) ? numeral.step : large
  })
  if (BEFORE.test(before) || (!share && /分之 ?$/.test(before))) return made(numeralEnd, 'plain', null)
  if (share) {
    const span = numeral && scaled(numeral, SHARE_OF[share[1] as keyof typeof SHARE_OF])
    return made(numeralEnd, 'percent', sticky(OTHER, text, numeralEnd) ? null : span)
  }
  const shown = sticky(SHARE_AFTER, text, numeralEnd)
  if (shown) {
    const [sign, more] = shown
    const span = numeral && scaled(numeral, SHARE_WORTH.get(sign.charAt(0)) ?? 1)
    const whole = more === undefined ? span : isExact(span) ? plus(span as Span, digitOf(more)) : null
    return made(
      numeralEnd + sign.length,
      'percent',
      sticky(OTHER, text, numeralEnd + sign.length) ? null : whole
    )
  }
  const money =
    sticky(CURRENCY, text, numeralEnd) ??
    (text.charAt(numeralEnd) === ' ' ? sticky(CURRENCY, text, numeralEnd + 1) : null)
  if (money) return made(money.index + money[0].length, 'money', moneyOf(numeral, money))
  if (text.charAt(start - 1) === '¥')
    return made(numeralEnd, 'money', sticky(OTHER, text, numeralEnd) ? null : numeral)
  const other = sticky(OTHER, text, numeralEnd)
  if (
    other &&
    !(sticky(LITRES, text, numeralEnd) || /^[.:：](?![0-9])/.test(text.slice(numeralEnd, numeralEnd + 2)))
  ) {
    // Letters that go on after a number are passed over with it.
    const [rest] = /^[a-z0-9.]*/.exec(text.slice(numeralEnd, numeralEnd + 40)) as unknown as [string]
    return made(numeralEnd + rest.length, 'plain', null)
  }
  if (words === '一') return made(numeralEnd, 'one', numeral)
  const saysMoney = /[百千万亿wk]|[0-9]{3}/.test(words)
  return made(numeralEnd, saysMoney ? 'plain' : 'small', numeral)
}

/** 半年, but not 大半年 or 减半年: half of one. */
const HALF = /半(?=年|个月)/y
const NO_HALF = /[大小多减一前后下上折对]$/
/** What stands at a place where no numeral begins: passed over, but for half a year. */
export function halfAt(text: string, at: number): Alone | null {
  if (!sticky(HALF, text, at) || NO_HALF.test(text.slice(Math.max(0, at - 1), at))) return null
  const span = { min: 0.5, max: 0.5, step: 0.5 }
  return {
    start: at,
    end: at + 1,
    kind: 'small',
    span,
    below: false,
    above: false,
    counts: false,
    tail: null,
    large: 1,
    head: 1
  }
}
