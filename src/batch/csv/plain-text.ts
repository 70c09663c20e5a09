/**
 * Cells that a spreadsheet would take for more than text: a formula, or a number that it would round, shorten or make
 * a date of. An apostrophe in front keeps them as they are, and is taken off again when a table is read.
 */

const MARK = "'"
/** What a formula starts with, full-width too; white space in front of one is no hindrance (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
/** Digits with what belongs to numbers, dates and times. */
const NUMERIC = /^[\d.][\d.,:/%e+\- ]*$/i
/** A whole number that is shown with all its digits: from 12 on it becomes 1.23E+11, and from 16 on other digits. */
const SHOWN = /^(?:0|[1-9]\d{0,10})$/

const isFormula = (text: string) => FORMULA.test(text)
const isChanged = (text: string) => isFormula(text) || (NUMERIC.test(text) && !SHOWN.test(text))

/** A mark more for what would lose one when it is read: so that every text comes back as it was. */
function marked(text: string, isUnsafe: (text: string) => boolean): string {
  return isUnsafe(text) || unmarked(text) !== text ? `${MARK}${text}` : text
}

/** A text that never starts a formula. */
export const plainText = (text: string): string => marked(text, isFormula)

/** A name for something: no formula, and the same characters still when the spreadsheet is saved again. */
export const plainName = (text: string): string => marked(text, isChanged)

/** What a cell says without the mark, where it has one. */
export function unmarked(text: string): string {
  if (!text.startsWith(MARK)) return text
  const rest = text.slice(MARK.length)
  return isChanged(rest) || unmarked(rest) !== rest ? rest : text
}
