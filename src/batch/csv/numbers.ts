/** Numbers as people write them into a table: 1,200, 22万, 30人, ¥22万元. */
import { unitWord } from '../../policy/words.ts'

/** Digits, perhaps with thousands separated as spreadsheets show them, with what is in front and behind; no exponents. */
const NUMBER = /^(¥)? *(-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?) *(万|亿)?(\D*)$/
/** Digits that a number keeps. */
const PRECISE = 15
const POWERS: Record<string, number> = { 万: 4, 亿: 8 }

/** Words beside that of the unit itself. 月 is not one of month: 3月 is March. */
const MORE: Record<string, readonly string[]> = {
  CNY: ['元整'],
  person: ['名', '个人'],
  batch: ['批'],
  'percent-per-year': ['%']
}

/** What may stand behind a number of a unit. */
const wordsOf = (unit = 'ratio') => [unitWord(unit), ...(MORE[unit] ?? [])]

export const isPercent = (unit: string | undefined) => wordsOf(unit).includes('%')

/** Powers of ten by which the numbers of a column are larger, where its title says so: 月租金（万元）. */
export function scaleOf(word: string, unit: string | undefined): number | undefined {
  const [power, rest] = [POWERS[word.charAt(0)], word.slice(1)]
  if (power !== undefined && rest !== '' && rest === unitWord(unit)) return power
  return word !== '' && wordsOf(unit).includes(word) ? 0 : undefined
}

/**
 * @param unit of the fact
 * @param scale powers of ten that the title of the column adds; with one, a cell says a bare number or the same unit
 */
export function numberReader(unit: string | undefined, scale: number) {
  const words = wordsOf(unit)
  const percent = isPercent(unit)
  return (text: string): number | undefined => {
    const match = NUMBER.exec(text)
    if (!match) return undefined
    const [, sign, digits = '', large, word = ''] = match
    const power = large ? (POWERS[large] as number) : 0
    if (digits.replace(/\D/g, '').length > PRECISE || (sign && unit !== 'CNY')) return undefined
    if (word !== '' && !words.includes(word)) return undefined
    const isBare = !large && word === ''
    // 22万 in a column of 万元, or 22元: which of the two is meant nobody can tell.
    if (scale > 0 && !isBare && (power !== scale || word === '')) return undefined
    const value = Number(`${digits.replaceAll(',', '')}e${isBare ? scale : power}`)
    // 0.0435 is what a cell with 4.35% in it holds, or less than a twentieth of a percent.
    const isShare = isBare && percent && value > 0 && value < 1
    return isShare ? undefined : value
  }
}
