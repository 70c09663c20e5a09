/** What the hotline understands of free text: measures that it is about, facts that it states. */
import type { Clause, Measure } from '../policy/model.ts'
import type { Match } from './search.ts'

/** What a fact may be, short of its value: one of some, or within bounds, either of which may be open. */
export type Possible = readonly unknown[] | { readonly min?: number; readonly max?: number }

/** A fact heard in a question, with the words it came from: its value, or what it may be. */
export type Heard = { fact: string; words: string } & ({ value: unknown } | { possible: Possible })

/** What the hotline understands of free text. */
export interface Hearing {
  /**
   * measures a question is about, best first; empty when no rule set covers it
   * @param policies ids of rule sets to look in; all where none are named
   */
  search(question: string, limit: number, policies?: readonly string[]): readonly Match[]
  /** facts that the question states, only facts that the measures use */
  understand(question: string, measures: readonly Measure[]): readonly Heard[]
  /** the clause that a question names by its number, of the first rule set that has it */
  clauseNamed(question: string, policies?: readonly string[]): Clause | undefined
}
