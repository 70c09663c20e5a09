/** The words that make a number a bound or rough: data of the rule set, found before and after it. */
import { type Static, Type } from 'typebox'

const words = () => Type.Array(Type.String({ minLength: 1 }))
const strict = { additionalProperties: false } as const

/**
 * What a word makes of a number: at least, more than, at most, less than, a little more, a little less, about it;
 * `unsure` leaves it unread.
 */
export const BoundWordsSchema = Type.Object(
  {
    least: words(),
    over: words(),
    most: words(),
    under: words(),
    more: words(),
    near: words(),
    about: words(),
    unsure: words(),
    /** words that change nothing: 正好 */
    exact: words(),
    /** longer words that only begin or end like one of those: 多少, 最近 */
    none: words()
  },
  strict
)

export const BoundsSchema = Type.Object(
  {
    /** how far about may be from the number, as a share of it */
    about: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
    /** words that may stand between such a word and the number: 至少有 */
    between: words(),
    before: BoundWordsSchema,
    after: BoundWordsSchema
  },
  strict
)

export type Bound = keyof Static<typeof BoundWordsSchema>

export interface Bounds {
  about: number
  /** the bounds that end at a place, and where they start */
  before(text: string, end: number): { start: number; said: Set<Bound> }
  /** the bounds that start at a place, and where they end */
  after(text: string, start: number): { end: number; said: Set<Bound> }
}

type Listed = ReadonlyMap<string, readonly [word: string, bound: Bound][]>

/** Words by one of their characters, the longest first: where there is none, nothing is compared. */
function listed(table: Static<typeof BoundWordsSchema>, at: 0 | -1): Listed {
  const found = new Map<string, [string, Bound][]>()
  for (const [bound, list] of Object.entries(table) as [Bound, string[]][]) {
    for (const word of list) {
      const key = word.at(at) as string
      found.set(key, [...(found.get(key) ?? []), [word, bound]])
    }
  }
  for (const list of found.values()) list.sort(([a], [b]) => b.length - a.length)
  return found
}

/** Makes the finder of bounds. */
export function boundsOf({ about, between, before, after }: Static<typeof BoundsSchema>): Bounds {
  const ahead = listed(before, -1)
  const behind = listed(after, 0)
  const fillers = [...between].sort((a, b) => b.length - a.length)
  return {
    about,
    before(text, end) {
      const said = new Set<Bound>()
      let [start, at] = [end, end]
      for (;;) {
        const found = ahead.get(text.charAt(at - 1))?.find(([word]) => text.endsWith(word, at))
        if (found?.[1] === 'none') return { start, said }
        if (found) {
          if (found[1] !== 'exact') said.add(found[1])
          at -= found[0].length
          start = at
          continue
        }
        // Fillers belong to it only when a bound stands before them.
        const filler = fillers.find(word => text.endsWith(word, at))
        if (filler === undefined) return { start, said }
        at -= filler.length
      }
    },
    after(text, start) {
      const said = new Set<Bound>()
      let end = start
      for (;;) {
        const found = behind.get(text.charAt(end))?.find(([word]) => text.startsWith(word, end))
        if (!found || found[1] === 'none') return { end, said }
        if (found[1] !== 'exact') said.add(found[1])
        end += found[0].length
      }
    }
  }
}
