/** Guards of what all clauses share. */
import { DEFAULT_LANG, isSpoken, languages } from '../../texts/index.ts'
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

/** The clauses that the plan is said to have, each in one file: one that is gone would be gone without a word. */
function checkNumbers(findings: Findings): void {
  const { policy, clauses } = findings.set
  const seen = new Map<number, string>()
  for (const [file, { numbers }] of Object.entries(clauses)) {
    for (const [index, number] of numbers.entries()) {
      const at = (message: string, remedy: string) =>
        findings.fault(file, ['numbers', index], message, remedy)
      const before = seen.get(number)
      if (before !== undefined) at(`clause ${number} stands in ${before} too`, 'keep one of them')
      if (number > policy.clauses) {
        at(`policy.json promises ${policy.clauses} clauses`, 'mend the number, or "clauses" of policy.json')
      }
      seen.set(number, file)
    }
  }
  for (let number = 1; number <= policy.clauses; number++) {
    if (!seen.has(number)) {
      findings.fault(
        'policy.json',
        ['clauses'],
        `no file is about clause ${number}`,
        'add it, or mend the number'
      )
    }
  }
}

/** When a version is the law: days in order, and a day of an applicant that chooses among versions. */
function checkVersion(findings: Findings): void {
  const { inForce, versionBy } = findings.set.policy
  if (inForce?.to && inForce.from && inForce.from > inForce.to) {
    findings.fault('policy.json', ['inForce'], 'the dates are out of order', 'from comes before to')
  }
  if (versionBy !== undefined && !inForce?.from && !inForce?.to) {
    findings.fault(
      'policy.json',
      ['inForce'],
      'a day chooses the version, but none is named',
      'add from or to'
    )
  }
  if (versionBy !== undefined && findings.schemas.get(versionBy)?.schema.format !== 'date') {
    const remedy = 'name a fact of facts.json that is a day'
    findings.fault('policy.json', ['versionBy'], `"${versionBy}" is no day`, remedy)
  }
}

/** Answers are in its language: there must be words in it. */
function checkLanguage(findings: Findings): void {
  const { lang = DEFAULT_LANG } = findings.set.policy
  if (isSpoken(lang)) return
  findings.fault('policy.json', ['lang'], `answers have no words in "${lang}"`, `use ${languages.join(', ')}`)
}

/** policy.json: the clauses it promises, its bases and its shared conditions. */
export function checkPolicy(findings: Findings): void {
  checkNumbers(findings)
  checkVersion(findings)
  checkLanguage(findings)
  checkBases(findings, 'policy.json', findings.set.policy)
  checkBases(findings, 'facts.json', findings.set.facts)
  checkAudiences(findings)
  for (const [name, tree] of Object.entries(findings.set.policy.conditions)) {
    checkCondition(findings, 'policy.json', ['conditions', name], tree, {}, new Set(), name)
  }
}
