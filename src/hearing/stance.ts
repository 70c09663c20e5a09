/**
 * How a caller stands to the words that a pattern found: says them, denies them, or neither for certain. Looked
 * for in the same clause of the sentence, and where a clause after it only takes them back. The words are data.
 */
import { type Static, Type } from 'typebox'
import { QUANTITY } from './places.ts'

const text = () => Type.String({ minLength: 1 })
const strict = { additionalProperties: false } as const

export const StanceSchema = Type.Object(
  {
    /** what ends a clause, besides punctuation */
    clause: text(),
    denial: Type.Object(
      {
        /** words that deny */
        words: text(),
        /** words with such a character that deny nothing: 能不能, 差不多 */
        none: text(),
        /** what may stand before the denying word, and between it and what is denied */
        lead: text(),
        verbs: text(),
        rest: text(),
        /** a denial behind: 国有房没租 */
        after: text(),
        /** the second of 不是…是…: what goes before the first, and before the second */
        not: text(),
        but: text()
      },
      strict
    ),
    doubt: Type.Object(
      {
        /** anywhere before in the clause */
        before: text(),
        /** anywhere before in the clause, and not what a pattern itself begins with: what was, and is no more */
        past: text(),
        /** anywhere before in the clause, or in the words themselves: what is only meant to be */
        planned: text(),
        /** right before */
        near: text(),
        /** right behind */
        after: text(),
        /** anywhere before a number in its clause: bounds, and what is counted by the piece */
        number: text(),
        /** right behind a number, but for its measure word */
        afterNumber: text(),
        /** right behind a bound, which then is the rule's and not the caller's: 300万以上的怎么算 */
        afterBound: text(),
        /** what follows within the sentence, and puts another in its place: 现在不租了 */
        later: text(),
        /** the same of a number, with {n} for the one that counts: 现在只有{n} */
        laterNumber: text(),
        /** the whole clause behind: 好像是吧 */
        clause: text()
      },
      strict
    )
  },
  strict
)

export type Stance = 'said' | 'denied' | 'unclear'

export interface Stances {
  /** of words between two places */
  ofWords(text: string, start: number, end: number): Stance
  /**
   * of a number at a place, whose pattern ends at `end`; it is never turned around
   * @param isBound whether it has an end on one side only
   */
  ofNumber(text: string, place: number, end: number, isBound: boolean): Stance
}

/** Characters of a clause that are looked at: a longer one has other things to say. */
const WIDTH = 40

/** Makes the reader of stances. */
export function stancesOf({ clause, denial, doubt }: Static<typeof StanceSchema>): Stances {
  const stop = new RegExp(`[，。；！？,;?!\\n]|\\.(?![0-9])|${clause}`, 'gu')
  const denies = new RegExp(denial.words, 'gu')
  const none = new RegExp(denial.none, 'gu')
  const tight = new RegExp(
    `(?:${denial.lead})*(?:${denial.words})(?:${denial.lead})*(?:${denial.verbs})?(?:${denial.rest})*$`,
    'u'
  )
  const after = new RegExp(`^(?:${denial.after})`, 'u')
  const but = new RegExp(`(?:${denial.not})(.{1,12}?)(?:${denial.but})`, 'u')
  const doubted = new RegExp(doubt.before, 'u')
  const near = new RegExp(`(?:${doubt.near})$`, 'u')
  const doubtedAfter = new RegExp(`^(?:${doubt.after})`, 'u')
  const past = new RegExp(doubt.past, 'u')
  const planned = new RegExp(doubt.planned, 'u')
  const number = new RegExp(doubt.number, 'u')
  const afterNumber = new RegExp(`^(?:${doubt.afterNumber})`, 'u')
  const afterBound = new RegExp(`^(?:${doubt.afterBound})`, 'u')
  const later = new RegExp(`^(?:${doubt.later})`, 'u')
  const laterNumber = new RegExp(`^(?:${doubt.laterNumber.replaceAll('{n}', QUANTITY)})`, 'u')
  const takenBack = new RegExp(`^.{0,3}?[，,。？?](?:${doubt.clause})(?:[，。！？,?!]|$)`, 'u')

  /** What stands before a place in its clause. */
  function before(text: string, start: number): string {
    const near = text.slice(Math.max(0, start - WIDTH), start)
    const last = [...near.matchAll(stop)].at(-1)
    const own = last ? near.slice(last.index + last[0].length) : near
    const turn = but.exec(own)
    return turn ? own.slice(turn.index + turn[0].length) : own
  }
  function behind(text: string, end: number): string {
    const near = text.slice(end, end + WIDTH)
    const first = near.search(stop)
    return first < 0 ? near : near.slice(0, first)
  }
  const denialsIn = (text: string) => text.replace(none, '').match(denies)?.length ?? 0

  return {
    ofWords(text, start, end) {
      const said = before(text, start)
      const rest = behind(text, end)
      // 是没是低保户: the second verb belongs to what the pattern found.
      const asked = said + text.slice(start, Math.min(end, start + 2))
      const next = text.slice(end, end + WIDTH)
      if (doubted.test(asked) || near.test(said) || doubtedAfter.test(rest) || after.test(rest))
        return 'unclear'
      if (past.test(said) || planned.test(said + text.slice(start, end))) return 'unclear'
      if (takenBack.test(next) || later.test(next)) return 'unclear'
      const denials = denialsIn(said)
      if (denials === 0) return 'said'
      return denials === 1 && tight.test(said) ? 'denied' : 'unclear'
    },
    ofNumber(text, place, end, isBound) {
      const said = before(text, place)
      const rest = behind(text, end)
      const next = text.slice(end, end + WIDTH)
      const isUnclear =
        doubted.test(said) ||
        past.test(said) ||
        number.test(said) ||
        denialsIn(said) > 0 ||
        afterNumber.test(rest) ||
        (isBound && afterBound.test(rest)) ||
        takenBack.test(next) ||
        laterNumber.test(next)
      return isUnclear ? 'unclear' : 'said'
    }
  }
}
