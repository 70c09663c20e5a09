/** A clause word by word: where what is quoted of it stands, and what accounts for each of its characters. */
import type { Account, Group } from './accounts.ts'
import { COVERED_BY, type CoveredBy, type CoveredSpan } from './coverage.ts'

/** Words that only join others: alone between accounted words they need no account of their own. */
const CONNECTIVE = /^(?:以及|或者|并且|对于|其中|[的地和与及或并且而对将把在以为由从于])+$/
/** Punctuation, signs and white space say nothing alone. */
const SILENT = /[\p{P}\p{S}\s]/u

/** First place and place after the last. */
export type Stretch = readonly [from: number, to: number]

export interface Gap {
  from: number
  to: number
  words: string
}

/** Every way to place spans in a text, one after the other: one for each place where the first stands. */
export function placements(text: string, spans: readonly string[]): Stretch[][] {
  const [first = '', ...rest] = spans
  const found: Stretch[][] = []
  for (let start = text.indexOf(first); start !== -1; start = text.indexOf(first, start + 1)) {
    const stretches: Stretch[] = [[start, start + first.length]]
    for (const span of rest) {
      const next = text.indexOf(span, (stretches.at(-1) as Stretch)[1])
      if (next === -1) return found
      stretches.push([next, next + span.length])
    }
    found.push(stretches)
  }
  return found
}

const distance = (stretches: readonly Stretch[], anchors: readonly Stretch[]): number =>
  Math.min(
    ...anchors.map(([from, to]) =>
      Math.min(...stretches.map(([start, end]) => Math.max(from - end, start - to, 0)))
    )
  )

/** Words of a clause with the stretches where they stand. */
export interface Placed {
  account: Account
  stretches: readonly Stretch[]
}

/**
 * Where the words of a group stand; words that stand nowhere are left out. Words that stand more than once count where
 * they stand nearest to what the group quotes otherwise: a condition of one measure does not account for the same words
 * of another.
 */
export function placedIn(text: string, { accounts }: Group): Placed[] {
  const placed = accounts
    .map(account => ({ account, ways: placements(text, account.spans) }))
    .filter(({ ways }) => ways.length > 0)
  const anchors = placed.flatMap(({ account, ways }) =>
    ways.length === 1 && account.by !== 'responsible' ? (ways[0] as Stretch[]) : []
  )
  return placed.map(({ account, ways }) => ({
    account,
    stretches: ways.reduce((best, way) => (distance(way, anchors) < distance(best, anchors) ? way : best))
  }))
}

/** The text of a clause, and what accounts for each of its characters. */
export class Ledger {
  readonly text: string
  private readonly by: (CoveredBy | undefined)[]

  constructor(text: string) {
    this.text = text
    this.by = Array.from({ length: text.length })
  }

  /** How many characters say something: without punctuation, signs and white space. */
  get characters(): number {
    return [...this.text].filter(one => !SILENT.test(one)).length
  }

  /** @returns whether anything was not accounted for before */
  cover([from, to]: Stretch, by: CoveredBy): boolean {
    let adds = false
    for (let index = from; index < to; index++) {
      const before = this.by[index]
      adds ||= before === undefined && !SILENT.test(this.text[index] as string)
      if (before === undefined || COVERED_BY.indexOf(by) < COVERED_BY.indexOf(before)) this.by[index] = by
    }
    return adds
  }

  get spans(): CoveredSpan[] {
    const spans: CoveredSpan[] = []
    for (const [index, by] of this.by.entries()) {
      const last = spans.at(-1)
      if (by === undefined) continue
      if (last?.by === by && last.to === index) last.to++
      else spans.push({ from: index, to: index + 1, by })
    }
    return spans
  }

  get gaps(): Gap[] {
    const gaps: Gap[] = []
    for (const [index, character] of [...this.text].entries()) {
      if (this.by[index] !== undefined || SILENT.test(character)) continue
      const last = gaps.at(-1)
      if (last?.to === index) Object.assign(last, { to: index + 1, words: last.words + character })
      else gaps.push({ from: index, to: index + 1, words: character })
    }
    return gaps.filter(({ words }) => !CONNECTIVE.test(words))
  }
}
