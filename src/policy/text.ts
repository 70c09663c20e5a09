/** Each clause of a rule set with its text, and what the rules take from its words. */
import { type Group, groupsOf } from './accounts.ts'
import type { CoveredBy } from './coverage.ts'
import { Ledger, placedIn, placements, type Stretch } from './ledger.ts'
import type { RuleSet } from './rule-set.ts'
import { type Source, spansOf } from './source.ts'

/** Words of a clause that something of the rules rests on. */
export interface Quotation {
  /** the words, `……` where some are left out between them */
  quote: string
  by: CoveredBy
  /** id of the measure; null for what all measures share, and for words that decide nothing */
  measure: string | null
  /** why words decide nothing; null for all others */
  why: string | null
  places: readonly { from: number; to: number }[]
}

/** A clause as it survives, and where in it the words stand that the rules rest on. */
export interface ClauseText {
  subsection: string | null
  /** one after the other they are the text in which places are counted */
  sentences: readonly { text: string; paragraph: number }[]
  quotations: readonly Quotation[]
  /** words that nothing accounts for */
  unused: readonly { from: number; to: number }[]
  /** what holds for every clause */
  closing: readonly string[]
}

const placesOf = (stretches: readonly Stretch[]) => stretches.map(([from, to]) => ({ from, to }))

/** What the measures of a group take from a text, each once. */
function quotationsOf(text: string, group: Group, ledger: Ledger): Quotation[] {
  const found = new Map<string, Quotation>()
  for (const { account, stretches } of placedIn(text, group)) {
    for (const stretch of stretches) ledger.cover(stretch, account.by)
    const quote = account.spans.join('……')
    const { measure } = group
    found.set(`${account.by} ${quote}`, {
      quote,
      by: account.by,
      measure,
      why: null,
      places: placesOf(stretches)
    })
  }
  return [...found.values()]
}

/** By clause id. */
export type Texts = ReadonlyMap<string, ClauseText>

/** Each clause of a rule set with its text. @param source sorted by clause */
export function textsOf(set: RuleSet, source: Source): Texts {
  const groups = groupsOf(set)
  const at = (place: string) => source.filter(passage => passage.place === place)
  const closing = at('closing').map(({ text }) => text)
  return new Map(
    Object.values(set.clauses).map(({ clause, descriptive = [] }) => {
      const sentences = at(`clause ${clause}`).map(({ text, paragraph }) => ({
        text,
        paragraph: paragraph as number
      }))
      const ledger = new Ledger(sentences.map(({ text }) => text).join(''))
      const quotations = (groups.get(clause) ?? []).flatMap(group => quotationsOf(ledger.text, group, ledger))
      for (const { quote, why } of descriptive) {
        for (const stretches of placements(ledger.text, spansOf(quote))) {
          for (const stretch of stretches) ledger.cover(stretch, 'descriptive')
          quotations.push({ quote, by: 'descriptive', measure: null, why, places: placesOf(stretches) })
        }
      }
      const unused = ledger.gaps.map(({ from, to }) => ({ from, to }))
      const subsection = at(`subsection ${clause}`)[0]?.text ?? null
      return [clause, { subsection, sentences, quotations, unused, closing }]
    })
  )
}
