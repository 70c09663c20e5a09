/** The parts of a numeral: digits, figures, 十 and 万, 几, 多; told by their first character. */

export type Item =
  | { kind: 'digit'; value: number }
  /** digits as they are written, with their decimals */
  | { kind: 'figure'; text: string }
  /** 十 百 千 */
  | { kind: 'unit'; value: number }
  /** 万 亿, and w and k after digits */
  | { kind: 'large'; value: number }
  /** 几 数: some */
  | { kind: 'some' }
  /** 多 余: and something; 来: about */
  | { kind: 'more'; about: boolean }

export const DIGITS = new Map([...'零一二三四五六七八九'].map((digit, value) => [digit, value]))
DIGITS.set('〇', 0).set('两', 2).set('俩', 2).set('仨', 3)
const UNITS = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000]
])
const LARGE = new Map([
  ['万', 10_000],
  ['亿', 100_000_000]
])
const LETTERS = new Map([
  ['w', 10_000],
  ['k', 1000]
])
const FIGURE = /(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?/y
/** 多少 asks; 来平谷 comes. */
const MORE = /余|多(?![少久长大高])|来(?=[个块元名口号家人万年天户亩台升次批位吨辆])/y
const SOME = /几|数(?=[十百千万亿])/y

interface Form {
  at: RegExp
  item(words: string): Item
}
const FIGURES: Form = { at: FIGURE, item: text => ({ kind: 'figure', text }) }
const SOMES: Form = { at: SOME, item: () => ({ kind: 'some' }) }
const MORES: Form = { at: MORE, item: words => ({ kind: 'more', about: words === '来' }) }

/** What a character may begin, besides a digit or a unit. */
function formOf(character: string, before: Item | undefined): Form | null {
  if (character >= '0' && character <= '9') return FIGURES
  if (character === '几' || character === '数') return SOMES
  return before && (character === '多' || character === '余' || character === '来') ? MORES : null
}

/** The part at a place of a text, with how long it is; null where no numeral goes on. */
export function itemAt(
  text: string,
  at: number,
  before: Item | undefined
): { item: Item; length: number } | null {
  const character = text.charAt(at)
  const digit = DIGITS.get(character)
  if (digit !== undefined) return { item: { kind: 'digit', value: digit }, length: 1 }
  const unit = UNITS.get(character)
  if (unit !== undefined) return { item: { kind: 'unit', value: unit }, length: 1 }
  const large = LARGE.get(character)
  if (large !== undefined) return { item: { kind: 'large', value: large }, length: 1 }
  // Asked by their first characters: most characters of a question begin nothing.
  const form = formOf(character, before)
  if (form) {
    form.at.lastIndex = at
    const [words] = form.at.exec(text) ?? []
    return words === undefined ? null : { item: form.item(words), length: words.length }
  }
  const letter = LETTERS.get(character)
  if (
    letter === undefined ||
    (before?.kind !== 'figure' && before?.kind !== 'digit') ||
    /[a-z0-9]/.test(text.charAt(at + 1))
  )
    return null
  return { item: { kind: 'large', value: letter }, length: 1 }
}
