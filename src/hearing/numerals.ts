/** The numbers of a text as the classifier counts them: 30万, 三十万, 百分之零点八, 三成. What is rough counts by its least. */
import { readNumeral } from './numeral.ts'

/** A number found in a text. */
export interface Found {
  value: number
  /** the number is a share: 百分之二十, 20%, 两成 */
  percent: boolean
  /** where it stands, and the words it was read from */
  start: number
  words: string
}

const NUMERAL =
  '[0-9零〇一二两三四五六七八九十百千万亿](?:[0-9.零〇一二两三四五六七八九十百千万亿点]|,(?=[0-9]{3}(?![0-9])))*'
const RUN = new RegExp(`百分之(${NUMERAL})|(${NUMERAL})(%|成(?!立|本|交|年|员|人|品|为|果|功))?`, 'g')

/** Every number of a text that can be read, in order. */
export function numbersIn(text: string): Found[] {
  return [...text.matchAll(RUN)].flatMap(match => {
    const [words, hundredths, plain = '', unit] = match
    const value = readNumeral(hundredths ?? plain.replace(/[.,点]+$/, ''))
    if (Number.isNaN(value)) return []
    const isShare = hundredths !== undefined || unit !== undefined
    return [{ value: unit === '成' ? value * 10 : value, percent: isShare, start: match.index, words }]
  })
}
