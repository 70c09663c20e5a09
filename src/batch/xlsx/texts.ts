/** The cells of a workbook as the texts that a table in text would have. */
import type { CellValue } from 'hucre'
import { dayOfSerial } from '../csv/days.ts'

/** Days between the two calendars that workbooks count by. */
const SINCE_1904 = 1462
/** Serial numbers of days, as tables in text have them too. */
const SERIALS: readonly [number, number] = [10_000, 99_999]
/** Digits that a spreadsheet keeps of a number. */
const KEPT = 15
/** From here on, the last digits of a number are lost. */
const EXACT = 10 ** KEPT

/** What a spreadsheet shows of a number that is no date, in a cell for one. */
const NO_DAY = '#####'

/** A day, with its time where it has one. */
function dayText(date: Date): string {
  if (Number.isNaN(date.valueOf())) return NO_DAY
  const [day, time = ''] = date.toISOString().split('T') as [string, string]
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`
}

/** All of a number; of one that has lost digits, what a spreadsheet shows of it. */
function numberText(value: number): string {
  if (Math.abs(value) >= EXACT) return value.toExponential(KEPT - 1).toUpperCase()
  return String(Number(value.toPrecision(KEPT)))
}

/**
 * @param isDay whether the column is one of days
 * @param is1904 whether the workbook counts days as old Macs did
 */
export function textOf(value: CellValue | undefined, isDay: boolean, is1904: boolean): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return dayText(value)
  if (typeof value !== 'number') return String(value)
  const [low, high] = SERIALS
  return isDay && value >= low && value <= high
    ? dayOfSerial(value + (is1904 ? SINCE_1904 : 0))
    : numberText(value)
}
