/** The guards of a rule set: everything that can be wrong with the files, found before anything is decided. */
import type { Fault } from '../fault.ts'
import type { RuleFiles } from '../files.ts'
import { sorted } from '../rule-set.ts'
import { checkFacts } from './facts.ts'
import { Findings } from './findings.ts'
import { faultsOfForm } from './form.ts'
import { checkClauses } from './measures.ts'
import { checkPolicy } from './policy.ts'
import { checkSituations } from './situations.ts'

/**
 * Every fault of a rule set: first of form; then, where there is none, of meaning: references that lead nowhere,
 * values that do not fit, parts that no one uses.
 * @returns faults in file order; empty when the rule set may be loaded
 */
export function faultsOf(files: RuleFiles): Fault[] {
  const form = faultsOfForm(files)
  if (form.length > 0) return form
  const findings = new Findings(sorted(files))
  checkFacts(findings)
  checkPolicy(findings)
  checkClauses(findings)
  checkSituations(findings)
  return findings.faults
}
