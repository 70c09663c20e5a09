/** The clock: the only place that knows what day it is. */
import { Temporal } from 'temporal-polyfill'

/** @returns today in a time zone, YYYY-MM-DD */
export type Today = () => string

/** Today by the system's clock. @param timeZone such as Asia/Shanghai */
export const todayIn =
  (timeZone: string): Today =>
  () =>
    Temporal.Now.plainDateISO(timeZone).toString()
