/** Guards of what all clauses share. */
import { checkAudiences } from './audience.ts'
import { checkCondition } from './conditions.ts'
import type { Findings, Path } from './findings.ts'

/** A basis that is only words is looked up in the clause of its file; these files have none. */
function checkBases(findings: Findings, file: string, value: unknown, path: Path = []): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    const at = [...path, key]
    if (key === 'basis' && typeof item === 'string') {
      findings.fault(file, at, 'the words are of no clause', 'name the clause, or the source')
    } else checkBases(findings, file, item, at)
  }
}

/** policy.json: its bases and its shared conditions. */
export function checkPolicy(findings: Findings): void {
  checkBases(findings, 'policy.json', findings.set.policy)
  checkBases(findings, 'facts.json', findings.set.facts)
  checkAudiences(findings)
  for (const [name, tree] of Object.entries(findings.set.policy.conditions)) {
    checkCondition(findings, 'policy.json', ['conditions', name], tree, {}, new Set(), name)
  }
}
