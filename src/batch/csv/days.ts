/** Days and months as people and spreadsheets write them: the year comes first, or it is none. */

/** 2022-07-01, 2022/7/1, 2022.7.1 and 2022年7月1日, perhaps with a time of day behind it. */
const DAY =
  /^(\d{4}) *(?:([-/.]) *(\d{1,2}) *\2 *(\d{1,2})|年 *(\d{1,2}) *月 *(\d{1,2}) *[日号])(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/
const COMPACT_DAY = /^(\d{4})(\d{2})(\d{2})$/
/** 2022-07, 2022/7, 2022年7月. In 2022.1 a spreadsheet may have cut the zero off 2022.10: it is none. */
const MONTH = /^(\d{4}) *(?:[-/] *(\d{1,2})|\.(\d{2}|[2-9])|年 *(\d{1,2}) *月份?)$/
const COMPACT_MONTH = /^(\d{4})(\d{2})$/

/** What is left of a date whose cell has lost its format: days since the end of 1899, from 1927 to 2173. */
const SERIAL = /^[1-9]\d{4}$/
const DAY_MS = 86_400_000
const SERIAL_ZERO = Date.UTC(1899, 11, 30)

/** The parts of a date that matched, each with two digits or more. */
const dashed = (parts: readonly (string | undefined)[]) =>
  parts
    .filter(part => part !== undefined)
    .map(part => part.padStart(2, '0'))
    .join('-')

/** The day that a spreadsheet keeps as a number, in the calendar that all but very old ones count by. */
export const dayOfSerial = (serial: number): string =>
  new Date(SERIAL_ZERO + Math.floor(serial) * DAY_MS).toISOString().slice(0, 10)

/** A day as ISO text, or undefined. Whether it exists is for the schema. */
export function readDay(text: string): string | undefined {
  if (SERIAL.test(text)) return dayOfSerial(Number(text))
  const match = DAY.exec(text)
  if (match) return dashed([match[1], ...match.slice(3)])
  const compact = COMPACT_DAY.exec(text)
  return compact ? dashed(compact.slice(1)) : undefined
}

/** A month as ISO text, or undefined. The first of a month is what a spreadsheet makes of one. */
export function readMonth(text: string): string | undefined {
  const match = MONTH.exec(text) ?? COMPACT_MONTH.exec(text)
  if (match) return dashed(match.slice(1))
  const day = readDay(text)
  return day?.endsWith('-01') ? day.slice(0, -3) : undefined
}
