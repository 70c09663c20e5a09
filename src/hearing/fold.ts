/**
 * One form of what can be written in several: width, case, traditional characters. Everything that reads a
 * question reads it folded, and shows the caller's own words.
 */
import { ConverterFactory } from 'opencc-js/core'
import { to } from 'opencc-js/preset/t2cn'
import { LONGEST_QUESTION } from '../bounds.ts'

const simplified = ConverterFactory(to.cn as NonNullable<typeof to.cn>)

/** The comma of Chinese text stays what it is: between digits, the other one is part of a number. */
const COMMA = '，'

/** NFKC and lower case, without what a character may become in its surroundings. */
const narrowed = (text: string): string =>
  text
    .split(COMMA)
    .map(part => part.normalize('NFKC').toLowerCase())
    .join(COMMA)

/** 叁佰伍拾万: numerals as they stand on bills. One alone is a word of its own: 大陆, 收拾. */
const ON_BILLS = new Map(
  [...'壹贰弍叁肆伍陆柒捌玖拾佰仟圆'].map((sign, at) => [sign, [...'一二二三四五六七八九十百千元'][at]])
)
const BILL = /[壹贰弍叁肆伍陆柒捌玖拾佰仟](?:[零〇万亿]*[壹贰弍叁肆伍陆柒捌玖拾佰仟圆万亿])+/g
const plain = (text: string): string =>
  text.replace(BILL, signs => [...signs].map(sign => ON_BILLS.get(sign) ?? sign).join(''))

/** A text as everything in the hotline reads it. */
export const normalised = (text: string): string => plain(simplified(narrowed(text)))

/** Whether a question is longer than is read. */
export const isTooLong = (question: string): boolean => [...narrowed(question)].length > LONGEST_QUESTION

/** A folded text, and where each of its characters was. */
export interface Folded {
  text: string
  /** The caller's own words between two places of the folded text. */
  asSaid(start: number, end: number): string
}

/** Folds a question so that its own words can be shown. */
export function folded(question: string): Folded {
  const text = normalised(question)
  /** for each character of the folded text, where what it was folded from starts and ends */
  const from: [start: number, end: number][] = []
  let at = 0
  for (const character of question) {
    const end = at + character.length
    for (let rest = narrowed(character).length; rest > 0; rest--) from.push([at, end])
    at = end
  }
  // Marks that join the letter before them, and rare characters of other lengths, cannot be followed back.
  const follows = from.length === text.length
  return {
    text,
    asSaid: (start, end) =>
      follows
        ? question.slice((from[start] as [number, number])[0], (from[end - 1] as [number, number])[1])
        : text.slice(start, end)
  }
}
