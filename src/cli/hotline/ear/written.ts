/** Numbers as people write and say them, made without the reader that they are put to. */

const DIGITS = [...'零一二三四五六七八九']
const UNITS = ['', '十', '百', '千']

/** 0 to 9999 in full: 1,050 is 一千零五十. */
function section(value: number): string {
  const digits = [...String(value)].map(Number)
  const words = digits.map((digit, index) =>
    digit === 0 ? '零' : `${DIGITS[digit]}${UNITS[digits.length - 1 - index]}`
  )
  return words
    .join('')
    .replace(/零+/g, '零')
    .replace(/(.)零$/, '$1')
    .replace(/^一十/, '十')
}

/** A whole number in full. */
export function inChinese(value: number): string {
  if (value < 10_000) return section(value)
  const [worth, unit] = value < 100_000_000 ? [10_000, '万'] : [100_000_000, '亿']
  const rest = value % worth
  const after = rest === 0 ? '' : `${rest < worth / 10 ? '零' : ''}${inChinese(rest)}`
  return `${section(Math.floor(value / worth))}${unit}${after}`
}

/** 一万二, 三百五: the last unit left out, as it is spoken; null where nobody would. */
function short(value: number): string | null {
  const digits = String(value)
  const full = inChinese(value)
  const unit = /([二三四五六七八九一])[千百十]$/.exec(full)
  const isShort = /^[1-9]?[1-9][1-9]0+$/.test(digits) && digits.length > 2 && unit
  return isShort && !full.includes('零') ? `${full.slice(0, -2)}${unit[1]}` : null
}

const decimal = (value: number) => {
  const [whole = '0', decimals] = String(value).split('.')
  const said = inChinese(Number(whole))
  return decimals === undefined
    ? said
    : `${said}点${[...decimals].map(digit => DIGITS[Number(digit)]).join('')}`
}

const known = new Map<string, string[]>()

/** The ways to write a number that count the same, the plainest first. */
export function ways(value: number, isMoney: boolean): string[] {
  const key = `${value} ${isMoney}`
  const before = known.get(key) ?? waysOf(value, isMoney)
  known.set(key, before)
  return before
}

function waysOf(value: number, isMoney: boolean): string[] {
  const found: (string | null)[] = [String(value), decimal(value)]
  if (Number.isInteger(value) && value >= 1000) found.push(value.toLocaleString('en-US'))
  if (Number.isInteger(value)) found.push(short(value))
  if (value === 2) found.push('两')
  if (isMoney && value >= 1000 && value % 100 === 0 && value < 10_000)
    found.push(`${value / 1000}千`, `${value / 1000}k`)
  if (isMoney && value >= 10_000 && value % 100 === 0) {
    const large = String(value / 10_000)
    found.push(`${large}万`, `${large}w`, `${decimal(value / 10_000)}万`)
  }
  return [...new Set(found.filter(way => way !== null))]
}

/** Numerals that are rough by themselves, with the least and the most that they may mean. */
export const ROUGH: readonly [words: string, min: number, max: number][] = [
  ['一两', 1, 2],
  ['两三', 2, 3],
  ['三四', 3, 4],
  ['三五', 3, 5],
  ['七八', 7, 8],
  ['十七八', 17, 18],
  ['二十三四', 23, 24],
  ['一二十', 10, 20],
  ['三五十', 30, 50],
  ['十几', 11, 19],
  ['二十几', 21, 29],
  ['十多', 10, 19],
  ['20多', 20, 29],
  ['几十', 20, 90],
  ['十来', 9, 12],
  ['一百多', 100, 199],
  ['两三百', 200, 300],
  ['数百', 200, 900],
  ['好几', 3, 9],
  ['上百', 100, 900]
]
