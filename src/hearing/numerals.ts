/** Numbers as callers say and write them: 30万, 三十万, 一万二, 两千五, 百分之零点八, 三成. */

const DIGITS = new Map([...'零一二三四五六七八九'].map((digit, value) => [digit, value]))
DIGITS.set('〇', 0).set('两', 2).set('幺', 1).set('俩', 2).set('仨', 3)
const SMALL = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000]
])
const LARGE = new Map([
  ['万', 10_000],
  ['亿', 100_000_000]
])

/** A number found in a text. */
export interface Found {
  value: number
  /** the number is a share: 百分之二十, 20%, 两成 */
  percent: boolean
  /** where it stands, and the words it was read from */
  start: number
  words: string
}

const ARABIC = /^[0-9]+(?:[.,][0-9]+)*$/

/**
 * Reads one numeral, Chinese, Arabic or mixed.
 * @returns its value; 一万二 is 12,000, as it is spoken
 */
export function readNumeral(text: string): number {
  if (ARABIC.test(text)) return Number(text.replaceAll(',', ''))
  let total = 0
  let section = 0
  let current: number | null = null
  let lastUnit = 1
  let index = 0
  const characters = [...text]
  while (index < characters.length) {
    const character = characters[index] as string
    if (/[0-9.]/.test(character)) {
      const [digits] = /^[0-9.,]+/.exec(characters.slice(index).join('')) as unknown as [string]
      const value = Number(digits.replaceAll(',', ''))
      index += digits.length
      const spoken = lastUnit >= 100 && index === characters.length && digits.length === 1
      current = spoken ? (value * lastUnit) / 10 : value
      lastUnit = 1
      continue
    }
    index++
    const digit = DIGITS.get(character)
    const small = SMALL.get(character)
    const large = LARGE.get(character)
    if (character === '点') {
      let decimals = ''
      while (index < characters.length && DIGITS.has(characters[index] as string)) {
        decimals += DIGITS.get(characters[index++] as string)
      }
      current = Number(`${current ?? 0}.${decimals}`)
    } else if (digit !== undefined) {
      // 二零二二 is read digit by digit; the last digit of 一万二 counts in thousands.
      const spoken: boolean = lastUnit >= 100 && index === characters.length && digit > 0
      const afterZero = characters[index - 2] === '零'
      current =
        current !== null && lastUnit === 1
          ? current * 10 + digit
          : spoken && !afterZero
            ? (digit * lastUnit) / 10
            : digit
      if (!spoken) lastUnit = 1
    } else if (small !== undefined) {
      section += (current ?? 1) * small
      current = null
      lastUnit = small
    } else if (large !== undefined) {
      total = (total + section + (current ?? 0)) * large
      section = 0
      current = null
      lastUnit = large
    }
  }
  return total + section + (current ?? 0)
}

const NUMERAL =
  '[0-9零〇一二两三四五六七八九十百千万亿](?:[0-9.零〇一二两三四五六七八九十百千万亿点]|,(?=[0-9]{3}(?![0-9])))*'
const RUN = new RegExp(`百分之(${NUMERAL})|(${NUMERAL})(%|成(?!立|本|交|年|员|人|品|为|果|功))?`, 'g')

/** Every number of a text, in order. */
export function numbersIn(text: string): Found[] {
  return [...text.matchAll(RUN)].map(match => {
    const [words, hundredths, plain, unit] = match
    const start = match.index
    if (hundredths !== undefined) return { value: readNumeral(hundredths), percent: true, start, words }
    const value = readNumeral((plain as string).replace(/[.,]+$/, ''))
    return unit === '成'
      ? { value: value * 10, percent: true, start, words }
      : { value, percent: unit === '%', start, words }
  })
}
