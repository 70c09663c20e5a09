/** The files of a rule set, sorted by what they are. */
import type { RuleFiles } from './files.ts'
import type { RawClause, RawFacts, RawPolicy } from './format.ts'
import { type IndustryCodes, industries } from './industry.ts'

/** The files of a rule set by what they are. */
export interface RuleSet {
  policy: RawPolicy
  facts: RawFacts
  /** by file name */
  clauses: Readonly<Record<string, RawClause>>
  files: RuleFiles
}

export const isClauseFile = (file: string) => /^clause-.*\.json$/.test(file)

/** Sorts the files of a rule set; what they hold is not checked yet. */
export const sorted = (files: RuleFiles): RuleSet => ({
  policy: files['policy.json'] as RawPolicy,
  facts: files['facts.json'] as RawFacts,
  clauses: Object.fromEntries(Object.entries(files).filter(([file]) => isClauseFile(file))) as Record<
    string,
    RawClause
  >,
  files
})

/** What may be written for an industry under this rule set. */
export const industriesOf = (files: RuleFiles) =>
  industries(
    (files['industry-codes.json'] ?? { sections: {}, words: {} }) as IndustryCodes,
    (files['size-standard.json'] as { industries: { name: string; codes: string[] }[] } | undefined)
      ?.industries ?? []
  )
