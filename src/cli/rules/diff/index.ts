/** `diff`: which answers two versions of a rule set give differently, why, and whether it was announced. */
import { join } from 'node:path'
import { decidable } from '../../../policy/asked.ts'
import { CHANGELOG, type Entry, isAfter, readEntries } from '../../../policy/changelog.ts'
import type { RuleFiles } from '../../../policy/files.ts'
import type { Document, Measure, Policy } from '../../../policy/model.ts'
import { type Command, common, FINDINGS, FINE, type Io, parse, Usage } from '../../frame/command.ts'
import { painter } from '../../frame/paint.ts'
import { lastRelease, needFolder, readRules, readVersion } from '../../frame/read.ts'
import type { Edit } from '../edits.ts'
import { factCheck } from '../facts.ts'
import { type QuestionSources, questionsFrom } from '../questions.ts'
import { casesFolder, generatedFolder } from '../rooms.ts'
import { type Change, changesBetween } from './comparison.ts'
import { textOf } from './text.ts'

/** The only document of a rule set that is linked alone. */
const headOf = ({ documents }: Policy) => documents[0] as Document

export interface Version {
  version: string
  digest: string
}

export interface MeasureChanges {
  measure: string
  title: string
  announced: boolean
  /** by the edits that cause them; an empty list of edits: none of them alone does */
  groups: { edits: Edit[]; changes: Change[] }[]
}

export interface Report {
  from: Version
  to: Version
  asked: number
  changed: number
  edits: Edit[]
  /** whether the edits behind the changes were not looked for */
  brief: boolean
  measures: MeasureChanges[]
  /** what the changelog owes, one sentence each; empty when everything is announced */
  owed: string[]
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

/** The kind belongs to it: what is removed from a list and what is added may stand in the same place. */
const causesKey = ({ causes }: Change) =>
  causes.map(({ kind, file, pointer }) => `${kind} ${file}#${pointer}`).join(' ')

function byMeasure(changes: readonly Change[], titleOf: (id: string) => string, entry: Entry | undefined) {
  return [...grouped(changes, ({ question }) => question.measure)].map(
    ([measure, own]): MeasureChanges => ({
      measure,
      title: titleOf(measure),
      announced: entry?.measures.has(measure) ?? false,
      groups: [...grouped(own, causesKey).values()].map(alike => ({
        edits: (alike[0] as Change).causes,
        changes: alike
      }))
    })
  )
}

function owedBy(
  from: Version,
  to: Version,
  entry: Entry | undefined,
  measures: readonly MeasureChanges[]
): string[] {
  if (from.digest === to.digest) return []
  const owed: string[] = []
  if (!isAfter(to.version, from.version)) {
    owed.push(`the rule files changed, but version ${to.version} does not come after ${from.version}`)
  }
  if (!entry) owed.push(`the changelog has no entry for ${to.version}`)
  for (const { measure, announced } of measures) {
    if (!announced)
      owed.push(`answers of ${measure} change, and the entry for ${to.version} does not name it`)
  }
  return owed
}

function report(
  before: RuleFiles,
  after: RuleFiles,
  entries: readonly Entry[],
  sources: QuestionSources,
  io: Io | null
): Report {
  let [from, to] = [] as unknown as [Policy, Policy]
  const compared = changesBetween(
    before,
    after,
    (old, now) => {
      ;[from, to] = [old.policy, now.policy]
      const ids = new Set([from, to].flatMap(policy => decidable(policy).map(({ id }) => id)))
      return questionsFrom(sources, factCheck(to), [...ids], headOf(to).published)
    },
    io && ((done, total) => io.progress(done, total, 'edits taken back'))
  )
  const [older, newer] = [headOf(from), headOf(to)]
  const entry = entries.find(({ version }) => version === newer.version)
  const titleOf = (id: string) => ((to.measure(id) ?? from.measure(id)) as Measure).title
  const measures = byMeasure(compared.changes, titleOf, entry)
  return {
    from: { version: older.version, digest: older.digest },
    to: { version: newer.version, digest: newer.digest },
    asked: compared.asked,
    changed: compared.changes.length,
    edits: compared.edits,
    brief: io === null,
    measures,
    owed: owedBy(older, newer, entry, measures)
  }
}

/**
 * OLD and NEW, as the arguments name them.
 * @returns null where the last release is meant and there is none
 */
function placesIn(positionals: readonly string[], rules: string, sinceRelease: boolean) {
  if (sinceRelease) {
    if (positionals.length > 0) throw new Usage('--since-release takes no OLD; name NEW by --rules')
    needFolder(rules)
    const old = lastRelease(rules)
    return old === null ? null : { old, folder: rules }
  }
  const [old, folder = rules, ...others] = positionals
  if (old === undefined || others.length > 0) throw new Usage('diff takes OLD and, if it is another, NEW')
  return { old, folder }
}

const help = `Usage: npm run rules -- diff OLD [NEW] [options]
       npm run rules -- diff --since-release [options]

Puts every case, every witness (generated/witnesses.json of NEW) and a file of requests to two versions of a rule set,
and shows which answers change: + newly eligible, - no longer eligible, ~ otherwise (window, figures, reasons).
Grouped by measure and by the edit that causes it: the one that brings the old answer back when it alone is taken
back.

  OLD, NEW          folders; OLD may be a packed release (releases/1.0.0.json.gz), or git:REV, the same folder at a
                    revision; NEW defaults to --rules
  --since-release   OLD is the newest packed release of the rule set; where none is packed, the highest git tag
                    v1.2.3; where there is none, nothing is compared
  --brief           which answers change, not why: in seconds where there are a thousand edits
  --facts FILE      requests, one JSON a line: { "id"?, "facts", "asOf"? }; each is put to every measure
  --changelog FILE  default ${CHANGELOG} in NEW
  --cases DIR       default: cases/ of the rule set
  --rules DIR       the rule set (default the one the service serves)
  --json            the report as JSON, with every change; null where nothing is compared

Exit codes: 0 no change, or all of it announced; 1 an answer changed that the changelog entry of the new version
does not name under 影响的事项（Impacted measures）, or a rule file changed without a version step; 2 wrong usage
or unreadable input.
`

export const diff: Command = {
  name: 'diff',
  summary: 'compare the answers of two versions of a rule set',
  help,
  async run(args, io) {
    const { values, positionals } = parse(args, {
      ...common,
      cases: { type: 'string' },
      facts: { type: 'string' },
      changelog: { type: 'string' },
      'since-release': { type: 'boolean', default: false },
      brief: { type: 'boolean', default: false }
    })
    const places = placesIn(positionals, values.rules, values['since-release'])
    if (places === null) {
      io.out(
        values.json
          ? 'null\n'
          : 'No release is packed or tagged here (v1.2.3): there is nothing to compare with.\n'
      )
      return FINE
    }
    const { old, folder } = places
    const result = report(
      readVersion(old, folder),
      readRules(folder),
      readEntries(values.changelog ?? join(folder, CHANGELOG)),
      {
        cases: casesFolder(folder, values.cases),
        witnesses: join(generatedFolder(folder), 'witnesses.json'),
        requests: values.facts
      },
      values.brief ? null : io
    )
    io.out(values.json ? `${JSON.stringify(result, null, 2)}\n` : textOf(result, painter(io.isTerminal)))
    return result.owed.length === 0 ? FINE : FINDINGS
  }
}
