/** `check`: every fault of a rule set, its cases, and the coverage ledger. */
import { Program } from '../../../engine/program.ts'
import { CHANGELOG, readEntries } from '../../../policy/changelog.ts'
import { digestOf } from '../../../policy/digest.ts'
import { type Fault, PolicyError } from '../../../policy/fault.ts'
import type { RuleFiles } from '../../../policy/files.ts'
import { loadPolicy } from '../../../policy/load.ts'
import type { Document, Policy } from '../../../policy/model.ts'
import { quoteFaults } from '../../../policy/quotations.ts'
import { packedReleases, readReleased } from '../../../policy/releases.ts'
import { sorted } from '../../../policy/rule-set.ts'
import type { Source } from '../../../policy/source.ts'
import { type Command, common, FINDINGS, FINE, parse } from '../../frame/command.ts'
import { needFolder, readRules } from '../../frame/read.ts'
import { type Cases, readCases } from '../cases/index.ts'
import { Judge } from '../cases/judge.ts'
import { staleFaults } from '../regenerate/generated.ts'
import { casesFolder } from '../rooms.ts'
import { faultOfQuote, sourceFor } from '../source.ts'
import { changelogFaults, packedFaults } from './changelog.ts'
import { type CoverageReport, coverageOf, coverageText } from './coverage.ts'
import { type Ledger, ledgerOf, ledgerText } from './ledger.ts'
import { type Exempt, numberFaults } from './numbers.ts'
import { type Pair, pairFaults, pairsOf, pairText } from './pairs.ts'
import { proseFaults } from './prose.ts'

interface Report {
  policy: { id: string; version: string; digest: string } | null
  /** null while the rule set cannot be loaded */
  ledger: Ledger | null
  /** how many were asked, and how many are not answered as they must be; null while the rule set cannot be loaded */
  cases: { asked: number; red: number } | null
  /** null without a source that is sorted by clause */
  coverage: CoverageReport | null
  /** numbers that rest on another source than the plan */
  exempt: Exempt[]
  /** facts that are near each other, and how they are told apart */
  pairs: Pair[]
  faults: Fault[]
}

interface Loaded {
  files: RuleFiles
  policy: Policy
  source: Source | null
}

function load(folder: string, sourceFile: string | undefined): Loaded | PolicyError {
  try {
    const files = readRules(folder)
    return { files, policy: loadPolicy(files), source: sourceFor(folder, sourceFile) }
  } catch (error) {
    if (error instanceof PolicyError) return error
    throw error
  }
}

/** The cases that the rule set does not answer as they demand. */
const redFaults = (policy: Policy, { measures, facts }: Cases, folder: string): Fault[] =>
  new Judge(new Program(policy)).red([...measures, ...facts]).map(({ file, name, differences }) => ({
    file: `${folder}/${file}`,
    pointer: '',
    message: `the case “${name}” is red: ${differences.join('; ')}`,
    remedy: 'read the plan again: mend the rule, or the case'
  }))

const packedIn = (folder: string) =>
  packedReleases(folder).map(one => ({ ...one, digest: digestOf(readReleased(one.file)) }))

async function reportOn(folder: string, casesIn: string, sourceFile: string | undefined): Promise<Report> {
  needFolder(casesIn)
  const loaded = load(folder, sourceFile)
  // What cannot be loaded cannot be held against a source: its parts need not even have their form.
  if (loaded instanceof PolicyError) {
    return {
      policy: null,
      ledger: null,
      cases: null,
      coverage: null,
      exempt: [],
      pairs: [],
      faults: [...loaded.faults]
    }
  }
  const { files, policy, source } = loaded
  const { id, version, digest } = policy.documents[0] as Document
  const set = sorted(files)
  const cases = readCases(casesIn)
  const red = redFaults(policy, cases, casesIn)
  const numbers = numberFaults(set)
  const coverage = source && coverageOf(set, source)
  const pairs = pairsOf(policy, set)
  const entries = readEntries(`${folder}/${CHANGELOG}`)
  return {
    policy: { id, version, digest },
    ledger: ledgerOf(policy, cases.measures),
    cases: { asked: cases.measures.length + cases.facts.length, red: red.length },
    coverage,
    exempt: numbers.exempt,
    pairs,
    faults: [
      ...(source ? quoteFaults(set, source, faultOfQuote) : []),
      ...(coverage?.faults ?? []),
      ...numbers.faults,
      ...pairFaults(pairs),
      ...proseFaults(set),
      ...red,
      ...(await staleFaults({ files, folder, source })),
      ...changelogFaults(entries, { version, digest }),
      ...packedFaults(entries, packedIn(folder))
    ]
  }
}

function textOf({ policy, ledger, cases, coverage, exempt, pairs, faults }: Report): string {
  const parts = [
    policy && `${policy.id} ${policy.version} ${policy.digest}\n`,
    ledger && `${ledgerText(ledger)}\n`,
    cases && `案例：问了${cases.asked}个，答得不对的${cases.red}个\n`,
    coverage && `${coverageText(coverage)}\n`,
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
state, numbers in prose that no parameter has, rule files that changed without a version and an entry in ${CHANGELOG}, cases that are not answered as they
must be, generated files that are stale. Each with its file, JSON Pointer and what to do. Prints the coverage ledger, clause by clause.

  --source FILE  hold every quotation against another text than source.json of the rule set: plain text, or JSON sorted
                 by clause; with JSON, every word of each clause too: it is accounted for by a quotation, by words quoted in "silent", by the name of
                 a responsible unit, or by an entry of "descriptive". Words that only join others need no account:
                 的 地 和 与 及 以及 或 或者 并 并且 且 而 对 对于 将 把 在 以 为 由 从 于 其中
  --cases DIR    the cases to ask (default: cases/ of the rule set)
  --rules DIR    the rule set (default the one the service serves)
  --json         the report as JSON

Exit codes: 0 no fault, 1 faults, 2 wrong usage or unreadable input.
`

export const check: Command = {
  name: 'check',
  summary: 'find every fault of the rule files, run the cases; print the coverage ledger',
  help,
  async run(args, io) {
    const { values } = parse(args, {
      ...common,
      cases: { type: 'string' },
      source: { type: 'string' }
    })
    const report = await reportOn(values.rules, casesFolder(values.rules, values.cases), values.source)
    io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report))
    return report.faults.length === 0 ? FINE : FINDINGS
  }
}
