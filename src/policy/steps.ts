/** The smallest step of each kind of value, and the values next to one. */
import { Temporal } from 'temporal-polyfill'

/** The smallest step of a number in a unit; what is not named here is counted in hundredths. */
const STEPS: Record<string, number> = {
  month: 1,
  day: 1,
  'working-day': 1,
  person: 1,
  batch: 1,
  test: 1,
  litre: 0.1
}

const moved = (value: number, step: number) => Number((value + step).toFixed(4))

/** The smallest step of a unit: a fen, a tenth of a litre, one person. */
export const stepOf = (unit: string | undefined): number => STEPS[String(unit)] ?? 0.01

/**
 * The values next to a number (by the step of its unit), a date (YYYY-MM-DD) or a month (YYYY-MM).
 * @returns the one below and the one above
 */
export function neighbours<T extends number | string>(value: T, unit?: string): [T, T] {
  if (typeof value === 'number') {
    const step = stepOf(unit)
    return [moved(value, -step) as T, moved(value, step) as T]
  }
  if (/^\d{4}-\d{2}$/.test(value)) {
    const month = Temporal.PlainYearMonth.from(value)
    return [month.subtract({ months: 1 }).toString() as T, month.add({ months: 1 }).toString() as T]
  }
  const day = Temporal.PlainDate.from(value)
  return [day.subtract({ days: 1 }).toString() as T, day.add({ days: 1 }).toString() as T]
}
