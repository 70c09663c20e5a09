/** What a rule set says to account for the words of a clause: its quotations, by measure. */
import type { CoveredBy } from '../../rules/coverage.ts'
import type { RawBasis, RawClause, RawCondition, RawMeasure } from '../../rules/format.ts'
import type { RuleSet } from '../../rules/rule-set.ts'
import { basesBelow, quotation } from './quotations.ts'
import { spansOf } from './source.ts'

/** Words of a clause, and what they are quoted for. */
export interface Account {
  spans: readonly string[]
  by: CoveredBy
}

/** Accounts that stand near each other: those of one measure, or of one entry of words that decide nothing. */
export type Group = readonly Account[]

/** The field of a measure that a basis stands in, and what it accounts for. */
const FIELDS: Readonly<Record<string, CoveredBy>> = {
  parameters: 'parameter',
  otherNumbers: 'parameter',
  figures: 'figure',
  window: 'window',
  delivery: 'delivery',
  interpretations: 'open-point'
}

/** The names of the shared conditions that a part of a measure refers to, and those that these refer to. */
function sharedIn(value: unknown, conditions: Readonly<Record<string, RawCondition>>): Set<string> {
  const found = new Set<string>()
  const visit = (part: unknown) => {
    if (typeof part !== 'object' || part === null) return
    const { condition } = part as { condition?: unknown }
    if (typeof condition === 'string' && !found.has(condition)) {
      found.add(condition)
      visit(conditions[condition])
    }
    for (const child of Object.values(part)) visit(child)
  }
  visit(value)
  return found
}

/** Words in quotation marks in what a measure says the plan does not say: 方案没有写“按规定”是什么规定。 */
const quotedIn = (lines: readonly string[]) =>
  lines.flatMap(line => [...line.matchAll(/“([^”]+)”/g)].map(([, words]) => words as string))

function accountsOf(measure: RawMeasure, clause: RawClause, set: RuleSet, place: string): Account[] {
  const wordsAt = (basis: RawBasis, own: string | null) => {
    const words = quotation(basis, own)
    return words?.place === place ? [words.quote] : []
  }
  const own = [...basesBelow(measure, [])].flatMap(({ path, basis }) =>
    wordsAt(basis, clause.clause).map(quote => ({
      spans: spansOf(quote),
      by: FIELDS[path[0] as string] ?? 'condition'
    }))
  )
  if (place !== `clause ${clause.clause}`) return own
  const { conditions } = set.policy
  const shared = [...sharedIn(measure, conditions)].flatMap(name =>
    [...basesBelow(conditions[name], [])].flatMap(({ basis }) => {
      const words = quotation(basis, null)
      return words ? [{ spans: spansOf(words.quote), by: 'condition' as const }] : []
    })
  )
  const silent = quotedIn(measure.silent).map(words => ({ spans: spansOf(words), by: 'silent' as const }))
  const units = [...(measure.responsible ?? []), ...(clause.responsible ?? [])]
  return [...own, ...shared, ...silent, ...units.map(unit => ({ spans: [unit], by: 'responsible' as const }))]
}

/**
 * What accounts for the words of a clause, but for its `descriptive`.
 * Shared conditions count for each clause that uses them, where their words stand there.
 */
export function groupsFor(set: RuleSet, id: string): Group[] {
  const place = `clause ${id}`
  const facts = [...basesBelow(set.facts, [])].flatMap(({ basis }) => {
    const words = quotation(basis, null)
    return words?.place === place ? [{ spans: spansOf(words.quote), by: 'condition' as const }] : []
  })
  const ofMeasures = Object.values(set.clauses).flatMap(clause =>
    clause.measures.map(measure => accountsOf(measure, clause, set, place))
  )
  return [facts, ...ofMeasures].filter(group => group.length > 0)
}
