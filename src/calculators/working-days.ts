/**
 * Which days are worked on, year by year, as the government announces it: weekends but for those that are worked on,
 * and the days that are taken off. Of a year that was not announced nothing is known: holidays move every year.
 */
import { Temporal } from 'temporal-polyfill'
import { type Static, Type } from 'typebox'

const date = () => Type.String({ format: 'date' })
const strict = { additionalProperties: false } as const

/** A calendar as a rule set has it: `off` are spells off, first and last day. */
export const CalendarSchema = Type.Object(
  {
    source: Type.String({ minLength: 1 }),
    certainty: Type.Union([Type.Literal('verified'), Type.Literal('unverified')]),
    years: Type.Record(
      Type.String({ pattern: '^20\\d{2}$' }),
      Type.Object(
        {
          off: Type.Array(Type.Tuple([date(), date()])),
          working: Type.Array(date())
        },
        strict
      )
    )
  },
  strict
)
export type RawCalendar = Static<typeof CalendarSchema>

const SATURDAY = 6
const day = (text: string) => Temporal.PlainDate.from(text)
const isWeekend = (text: string) => day(text).dayOfWeek >= SATURDAY

/** A day moved by some days. */
export const daysLater = (text: string, days: number): string => day(text).add({ days }).toString()

/** How many days from one day to another; below zero where the other comes first. */
export const daysFrom = (first: string, last: string): number =>
  day(first).until(last, { largestUnit: 'days' }).days

function* daysOf([first, last]: readonly [string, string]): Generator<string> {
  for (let one = first; one <= last; one = daysLater(one, 1)) yield one
}

export class WorkingDays {
  private readonly years: ReadonlySet<string>
  private readonly off: ReadonlySet<string>
  private readonly working: ReadonlySet<string>

  constructor({ years }: RawCalendar) {
    const all = Object.values(years)
    this.years = new Set(Object.keys(years))
    this.off = new Set(all.flatMap(({ off }) => off.flatMap(span => [...daysOf(span)])))
    this.working = new Set(all.flatMap(({ working }) => working))
  }

  /** Undefined where the year was not announced. */
  isWorked(text: string): boolean | undefined {
    if (!this.years.has(text.slice(0, 4))) return undefined
    return this.working.has(text) || !(this.off.has(text) || isWeekend(text))
  }

  /** The first working day from a day on, or before it; undefined where the way leads into an unknown year. */
  private nearest(text: string, step: 1 | -1): string | undefined {
    let one = text
    let found = this.isWorked(one)
    while (found === false) {
      one = daysLater(one, step)
      found = this.isWorked(one)
    }
    return found && one
  }

  /** The day itself where it is worked on, else the next that is. */
  from(text: string): string | undefined {
    return this.nearest(text, 1)
  }

  /** The last working day before a day. */
  before(text: string): string | undefined {
    return this.nearest(daysLater(text, -1), -1)
  }

  /** The last of some working days after a day, which is not counted. */
  after(text: string, count: number): string | undefined {
    let one: string | undefined = text
    for (let counted = 0; counted < count && one !== undefined; counted++) one = this.from(daysLater(one, 1))
    return one
  }
}

/** Whether every day that is said to be worked on is one that else is not: a weekend. */
export const makesUpOnWeekends = ({ years }: RawCalendar): boolean =>
  Object.values(years).every(({ working }) => working.every(isWeekend))
