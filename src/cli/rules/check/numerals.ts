/** The numbers and dates that a quotation of a plan states, in the ways a plan writes them. */

/** A number with its unit; no unit where the words give none (8000至10000), which then fits any. */
export interface StatedNumber {
  value: number
  unit: 'CNY' | 'percent' | 'month' | 'year' | 'day' | 'litre' | 'person' | null
}

/** A day, month or year, from its first to its last day (YYYY-MM-DD). */
export interface StatedPeriod {
  first: string
  last: string
}

export interface Stated {
  numbers: readonly StatedNumber[]
  periods: readonly StatedPeriod[]
}

/** Words that state a number without naming it. */
const WORDS: readonly [RegExp, StatedNumber][] = [
  [/减半|一半|半数/, { value: 50, unit: 'percent' }],
  [/全额|全部|全免/, { value: 100, unit: 'percent' }],
  [/免收|免除|免费|免征|全免/, { value: 0, unit: null }],
  [/半年/, { value: 6, unit: 'month' }]
]

const DIGITS = '零一二三四五六七八九'
const TENS: Record<string, number> = { 十: 10, 百: 100, 千: 1_000 }
const MULTIPLES: Record<string, number> = { 万: 10_000, 亿: 100_000_000 }
const FRACTIONS: Record<string, number> = { 百: 1, 千: 0.1, 万: 0.01 }
const UNITS: Record<string, StatedNumber['unit']> = {
  元: 'CNY',
  '%': 'percent',
  '％': 'percent',
  个月: 'month',
  年: 'year',
  天: 'day',
  日: 'day',
  个工作日: 'day',
  升: 'litre',
  名: 'person',
  人: 'person'
}

/** 二十五 → 25, 三百 → 300, 两 → 2, 一点五 → 1.5 */
function chinese(text: string): number {
  const [whole, decimals] = text.split('点') as [string, string | undefined]
  if (decimals !== undefined) {
    return Number(
      `${chinese(whole)}.${[...decimals].map(digit => Math.max(0, DIGITS.indexOf(digit))).join('')}`
    )
  }
  let [sum, digit] = [0, 0]
  for (const character of text.replaceAll('两', '二').replaceAll('〇', '零')) {
    const ten = TENS[character]
    if (ten === undefined) digit = DIGITS.indexOf(character)
    else [sum, digit] = [sum + (digit || 1) * ten, 0]
  }
  return sum + digit
}

const numeral = (text: string) => (/\d/.test(text) ? Number(text.replaceAll(',', '')) : chinese(text))

/** Sums of a million are exact in binary, 0.1 × 5 is not: twelve digits are enough for any number of a plan. */
export const tidy = (value: number) => Number(value.toPrecision(12))

const DATE =
  /(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日|([底末]))?|(?:(\d{4})|(?<![\d零〇一二两三四五六七八九十百]))年([底末内])|(\d{4})年度?(?:([上下])半年)?/g
const FRACTION = /([百千万])分之([零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?|[\d.]+)/g
/** Tenths: 三成; not of 三成立, 成本. */
const TENTHS = /([一二两三四五六七八九])成(?![立本交年员人品为果功])/g
const NUMBER =
  /(\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)(万|亿)?(个工作日|个月|[元%％年天日升名人])?/g
const RANGE = /^[-—–~～至到]$/

const two = (number: number | string) => String(number).padStart(2, '0')
const lastDay = (year: string, month: number) => new Date(Date.UTC(Number(year), month, 0)).getUTCDate()

/** Periods that name no year: all of this one, this one and the next. */
function periodsByName(text: string, year: string): StatedPeriod[] {
  const until = (last: number) => ({ first: `${year}-01-01`, last: `${last}-12-31` })
  return [
    ...(/全年/.test(text) ? [until(Number(year))] : []),
    ...(/今明两年/.test(text) ? [until(Number(year) + 1)] : [])
  ]
}

/** @param year the year meant where the words name none before it */
function periodsIn(text: string, year: string): StatedPeriod[] {
  let current = year
  return [...text.matchAll(DATE)].map(([, monthYear, month, day, monthEnd, endYear, , wholeYear, half]) => {
    current = monthYear ?? endYear ?? wholeYear ?? current
    const span = (first: string, last: string) => ({
      first: `${current}-${first}`,
      last: `${current}-${last}`
    })
    if (month === undefined) {
      if (wholeYear === undefined) return span('12-31', '12-31')
      return span(half === '下' ? '07-01' : '01-01', half === '上' ? '06-30' : '12-31')
    }
    const end = `${two(month)}-${lastDay(current, Number(month))}`
    if (day) return span(`${two(month)}-${two(day)}`, `${two(month)}-${two(day)}`)
    return span(monthEnd ? end : `${two(month)}-01`, end)
  })
}

/** The first number of a range takes over what only the last one carries: 1-3年, 300至1000万元. */
function numbersIn(text: string): StatedNumber[] {
  const found = [...text.matchAll(NUMBER)].map(match => ({
    digits: match[1] as string,
    multiple: match[2],
    unit: match[3],
    start: match.index,
    end: match.index + match[0].length
  }))
  for (const [index, one] of found.entries()) {
    const next = found[index + 1]
    if (!next || one.unit || !RANGE.test(text.slice(one.end, next.start))) continue
    one.unit = next.unit
    one.multiple ??= next.multiple
  }
  return found
    .filter(({ digits, multiple, unit }) => /\d/.test(digits) || multiple || unit)
    .map(({ digits, multiple, unit }) => ({
      value: tidy(numeral(digits) * (MULTIPLES[multiple ?? ''] ?? 1)),
      unit: UNITS[unit ?? ''] ?? null
    }))
}

/**
 * Reads every number and date out of a quotation: 2.0升, 300万元, 1,000元, 三个月, 十万元, 0.8%至1.5%,
 * 百分之五, 减半, 免收, 每一名, 2022年底, 6月30日, 2022年4月至12月, 2022年.
 * @param year the year meant where the words name none: that of the plan, four digits
 */
export function statedIn(quote: string, year: string): Stated {
  const rest = quote.replaceAll(DATE, match => '　'.repeat(match.length))
  const fractions = [...rest.matchAll(FRACTION)].map(
    ([, of, digits]): StatedNumber => ({
      value: tidy(numeral(digits as string) * (FRACTIONS[of as string] as number)),
      unit: 'percent'
    })
  )
  const tenths = [...rest.matchAll(TENTHS)].map(
    ([, digit]): StatedNumber => ({ value: chinese(digit as string) * 10, unit: 'percent' })
  )
  const words = WORDS.filter(([word]) => word.test(quote)).map(([, stated]) => stated)
  return {
    numbers: [...numbersIn(rest.replaceAll(FRACTION, '　')), ...fractions, ...tenths, ...words],
    periods: [...periodsIn(quote, year), ...periodsByName(quote, year)]
  }
}

/** Numbers that count nothing: of documents, clauses, lines, telephones; one in the sense of any. */
const NAMES =
  /第[\d零一二三四五六七八九十百]+[条届号]|[〔[]\d{4}[〕\]]\d+号|公告\d{4}年第\d+号|\d+号|[打拨是]\d{3,}(?:、\d{3,})*|\d{5}\S{0,4}热线|一[年天日人名个升]/g
/** Said loosely in prose: 全部 is not always 100%. */
const WHOLE = WORDS[1]?.[1]

/** Reads the numbers and dates of prose, as `statedIn` does those of a quotation, without those that count nothing. */
export function proseIn(text: string, year: string): Stated {
  const { numbers, periods } = statedIn(text.replaceAll(NAMES, '　'), year)
  return { numbers: numbers.filter(number => number !== WHOLE), periods }
}

const FAMILY: Record<string, string> = {
  'CNY-per-month': 'CNY',
  'working-day': 'day',
  'percent-per-year': 'percent'
}

/** The unit of a rule file as a quotation has it; null for one that only the rules have. */
export const unitOf = (unit: string): StatedNumber['unit'] => (FAMILY[unit] ?? unit) as StatedNumber['unit']

/** Whether a quotation states a number in a unit of the rules: 1年 states 12 months, 50% a ratio of 0.5. */
function statesNumber({ numbers }: Stated, value: number, unit: string): boolean {
  const wanted: [number, string][] = [[value, FAMILY[unit] ?? unit]]
  if (unit === 'month') wanted.push([value / 12, 'year'])
  if (unit === 'year') wanted.push([value * 12, 'month'])
  if (unit === 'ratio') wanted.push([tidy(value * 100), 'percent'])
  return wanted.some(([number, name]) =>
    numbers.some(stated => stated.value === number && (stated.unit === null || stated.unit === name))
  )
}

/** Whether a quotation states a day, as the first or last of what it names, or a month. */
const statesDate = ({ periods }: Stated, date: string): boolean =>
  periods.some(({ first, last }) => [first, last].some(day => day.startsWith(date)))

/** @param value a number, YYYY-MM or YYYY-MM-DD */
export const states = (stated: Stated, value: number | string, unit: string): boolean =>
  typeof value === 'number' ? statesNumber(stated, value, unit) : statesDate(stated, value)
