/** `check`: every fault of a rule set, and the coverage ledger. */
import { type Fault, PolicyError } from '../../rules/fault.ts'
import type { RuleFiles } from '../../rules/files.ts'
import { loadPolicy } from '../../rules/load.ts'
import type { Policy } from '../../rules/policy.ts'
import { sorted } from '../../rules/rule-set.ts'
import { readCases } from './cases.ts'
import { CHANGELOG, changelogFaults, readEntries } from './changelog.ts'
import { type Command, common, FINDINGS, FINE, parse } from './command.ts'
import { type Ledger, ledgerOf, ledgerText } from './ledger.ts'
import { type Pair, pairFaults, pairsOf, pairText } from './pairs.ts'
import { type Exempt, numberFaults, quoteFaults } from './quotations.ts'
import { needFolder, readRules } from './read.ts'
import { readSource } from './source.ts'

interface Report {
  policy: { id: string; version: string; digest: string } | null
  /** null while the rule set cannot be loaded */
  ledger: Ledger | null
  /** numbers that rest on another source than the plan */
  exempt: Exempt[]
  /** facts that are near each other, and how they are told apart */
  pairs: Pair[]
  faults: Fault[]
}

interface Loaded {
  files: RuleFiles
  policy: Policy
}

function load(folder: string): Loaded | PolicyError {
  try {
    const files = readRules(folder)
    return { files, policy: loadPolicy(files) }
  } catch (error) {
    if (error instanceof PolicyError) return error
    throw error
  }
}

function reportOn(folder: string, casesFolder: string, sourceFile: string | undefined): Report {
  const source = sourceFile === undefined ? null : readSource(sourceFile)
  needFolder(casesFolder)
  const loaded = load(folder)
  // What cannot be loaded cannot be held against a source: its parts need not even have their form.
  if (loaded instanceof PolicyError) {
    return { policy: null, ledger: null, exempt: [], pairs: [], faults: [...loaded.faults] }
  }
  const { files, policy } = loaded
  const { id, version, digest } = policy
  const set = sorted(files)
  const numbers = numberFaults(set)
  const pairs = pairsOf(policy, set)
  return {
    policy: { id, version, digest },
    ledger: ledgerOf(policy, readCases(casesFolder).measures),
    exempt: numbers.exempt,
    pairs,
    faults: [
      ...(source ? quoteFaults(set, source) : []),
      ...numbers.faults,
      ...pairFaults(pairs),
      ...changelogFaults(readEntries(`${folder}/${CHANGELOG}`), { version, digest })
    ]
  }
}

function textOf({ policy, ledger, exempt, pairs, faults }: Report): string {
  const parts = [
    policy && `${policy.id} ${policy.version} ${policy.digest}\n`,
    ledger && `${ledgerText(ledger)}\n`,
    exempt.length > 0 &&
      [
        '不出自本方案的数字：',
        ...exempt.map(
          ({ measure, label, value, source, certainty }) =>
            `  ${measure} ${label} ${value}：${source}（${certainty}）`
        ),
        ''
      ].join('\n'),
    pairs.length > 0 && pairText(pairs),
    ...faults.map(({ file, pointer, message, remedy }) => `${file}#${pointer}\n  ${message}\n  → ${remedy}`),
    faults.length === 0 ? 'No faults.' : `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}.`
  ]
  return `${parts.filter(Boolean).join('\n')}\n`
}

const help = `Usage: npm run rules -- check [options]

Finds every fault of a rule set: form, references, types, dates, numbers that their own quotation does not
state, rule files that changed without a version and an entry in ${CHANGELOG}. Each with its file, JSON Pointer
and what to do. Prints the coverage ledger, clause by clause.

  --source FILE  hold every quotation against the plan: plain text, or JSON sorted by clause
  --cases DIR    the cases to count (default test/cases)
  --rules DIR    the rule set (default the one the service serves)
  --json         the report as JSON

Exit codes: 0 no fault, 1 faults, 2 wrong usage or unreadable input.
`

export const check: Command = {
  name: 'check',
  summary: 'find every fault of the rule files; print the coverage ledger',
  help,
  async run(args, io) {
    const { values } = parse(args, {
      ...common,
      cases: { type: 'string', default: 'test/cases' },
      source: { type: 'string' }
    })
    const report = reportOn(values.rules, values.cases, values.source)
    io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report))
    return report.faults.length === 0 ? FINE : FINDINGS
  }
}
