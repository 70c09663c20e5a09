/**
 * Released rule sets in the format of their day, read as today's. What an answer of theirs said stays what it was:
 * a place that had no name for something gets the name of what it always meant, and nothing else is touched.
 */
import type { RuleFiles } from './files.ts'
import { isClauseFile } from './rule-set.ts'

type Json = Readonly<Record<string, unknown>>
interface OldClause extends Json {
  numbers: readonly number[]
  measures: readonly (Json & { window: Json | null })[]
}

/** Rule sets promise their number of clauses since 1.1.0, which brought the rest of today's format too. */
const isOfToday = (files: RuleFiles) => (files['policy.json'] as Json | undefined)?.clauses !== undefined

/** Before windows had kinds, answers spoke of each as a period to apply in. */
const clauseOfToday = (clause: OldClause): OldClause => ({
  ...clause,
  measures: clause.measures.map(measure => ({
    ...measure,
    window: measure.window && { kind: 'application', ...measure.window }
  }))
})

/** What answers list of a default was also what a caller was told. */
const factOfToday = (fact: Json & { assumeWhenMissing?: Json & { note: string } }): Json =>
  fact.assumeWhenMissing
    ? { ...fact, assumeWhenMissing: { said: fact.assumeWhenMissing.note, ...fact.assumeWhenMissing } }
    : fact

/**
 * The files of a released rule set in today's format; its digest is that of the files as they were released.
 * Steps, oldest first: 1.0.0 → 1.1.0 adds `clauses`, `window.kind`, `assumeWhenMissing.said` and the
 * `words` for industries.
 * @param files in the form of their day
 * @returns the same object where the format is today's
 */
export function inFormatOfToday(files: RuleFiles): RuleFiles {
  if (isOfToday(files)) return files
  const clauses = Object.entries(files).filter(([file]) => isClauseFile(file)) as [string, OldClause][]
  const codes = files['industry-codes.json'] as Json | undefined
  const facts = files['facts.json'] as { facts: Record<string, Json> }
  return {
    ...files,
    ...Object.fromEntries(clauses.map(([file, clause]) => [file, clauseOfToday(clause)])),
    'facts.json': {
      ...facts,
      facts: Object.fromEntries(
        Object.entries(facts.facts).map(([id, fact]) => [id, factOfToday(fact as never)])
      )
    },
    // No everyday word stood for an industry.
    ...(codes && { 'industry-codes.json': { words: {}, ...codes } }),
    'policy.json': {
      ...(files['policy.json'] as Json),
      clauses: Math.max(...clauses.flatMap(([, { numbers }]) => numbers))
    }
  }
}
