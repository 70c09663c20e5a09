/** Which words of each clause the rules rest on: numbers and places only, generated into coverage.json. */
import { readGenerated } from './files.ts'

/** What can account for words of a clause; where several do, the first named here is told. */
export const COVERED_BY = [
  'condition',
  'parameter',
  'figure',
  'window',
  'delivery',
  'open-point',
  'silent',
  'responsible',
  'descriptive'
] as const
export type CoveredBy = (typeof COVERED_BY)[number]

/** A stretch of a clause, its sentences written one after the other without white space. */
export interface CoveredSpan {
  /** place of the first character, from 0 */
  from: number
  /** place after the last character */
  to: number
  by: CoveredBy
}

export interface ClauseCoverage {
  /** characters of the clause, without punctuation and white space */
  characters: number
  /** how many of them are accounted for */
  covered: number
  spans: readonly CoveredSpan[]
  /** digest of the quotations that it was worked out from */
  rests: string
}

/** By clause id; a clause whose text was not at hand has none. */
export type Coverage = Readonly<Record<string, ClauseCoverage>>

/** The coverage that `npm run rules -- regenerate` worked out from the text. @param folder of the rule set */
export const readCoverage = (folder: string): Coverage =>
  JSON.parse(readGenerated(folder, 'coverage.json') ?? '{}') as Coverage
