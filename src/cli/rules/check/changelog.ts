/**
 * The changelog of a rule set, CHANGELOG.md in its folder: Chinese, for case workers, and strict enough to be
 * checked. A released entry carries the digest of its rule files, so that no rule can change without a new
 * entry; an entry marked 未发布 is still being written and carries none.
 */
import { existsSync, readFileSync } from 'node:fs'
import type { Fault } from '../../../policy/fault.ts'

export const CHANGELOG = 'CHANGELOG.md'

export interface Entry {
  version: string
  /** YYYY-MM-DD, null while not released */
  date: string | null
  /** ids of measures whose answers change */
  measures: ReadonlySet<string>
  /** first and last day concerned, YYYY-MM-DD or 不限; null where the entry does not say */
  period: readonly [string, string] | null
  /** who notices; null where the entry does not say */
  notices: string | null
  /** null while not released */
  digest: string | null
}

const HEADING = /^## (\d+\.\d+\.\d+)（(\d{4}-\d{2}-\d{2}|未发布)）\s*$/gm
const LABELS = {
  measures: '影响的事项（Impacted measures）：',
  period: '影响的期间（Impacted period）：',
  notices: '谁会注意到（Who notices）：',
  digest: '规则摘要（Digest）：'
}
const PERIOD = /(\d{4}-\d{2}-\d{2}|不限) 至 (\d{4}-\d{2}-\d{2}|不限)/

/** What stands after a label, up to the next point of the list or paragraph on the same level. */
function field(body: string, label: string): string | null {
  const start = body.indexOf(`\n- ${label}`)
  if (start === -1) return null
  const rest = body.slice(start + `\n- ${label}`.length)
  return (rest.split(/\n(?=\S)/)[0] as string).trim() || null
}

/** The entries of a changelog, in the order of the file: the newest first. */
export function entriesOf(text: string): Entry[] {
  const headings = [...text.matchAll(HEADING)]
  return headings.map((heading, index) => {
    const [whole, version, date] = heading as unknown as [string, string, string]
    const body = `\n${text.slice(heading.index + whole.length, headings[index + 1]?.index)}`
    const period = field(body, LABELS.period)?.match(PERIOD)
    return {
      version,
      date: date === '未发布' ? null : date,
      measures: new Set(
        [...(field(body, LABELS.measures) ?? '').matchAll(/`([^`]+)`/g)].map(([, id]) => id as string)
      ),
      period: period ? [period[1] as string, period[2] as string] : null,
      notices: field(body, LABELS.notices),
      digest: field(body, LABELS.digest)?.match(/sha256:[0-9a-f]{64}/)?.[0] ?? null
    }
  })
}

/** @param file path of a changelog; none is the same as an empty one */
export const readEntries = (file: string): Entry[] =>
  existsSync(file) ? entriesOf(readFileSync(file, 'utf8')) : []

/** Whether version a comes after version b. */
export function isAfter(a: string, b: string): boolean {
  const [left, right] = [a, b].map(version => version.split('.').map(Number)) as [number[], number[]]
  const index = left.findIndex((part, at) => part !== right[at])
  return index !== -1 && (left[index] as number) > (right[index] as number)
}

/** What an entry lacks for a case worker to understand it. */
function* gapsIn(entry: Entry): Generator<string> {
  if (entry.measures.size === 0) yield `“${LABELS.measures}” names no measure in backquotes`
  if (!entry.period)
    yield `“${LABELS.period}” lacks its first and last day (2022-01-01 至 2022-12-31, or 不限)`
  else if (entry.period[0] !== '不限' && entry.period[1] !== '不限' && entry.period[0] > entry.period[1]) {
    yield 'the last day of the period comes before the first'
  }
  if (!entry.notices) yield `“${LABELS.notices}” is empty`
  if ((entry.date === null) !== (entry.digest === null))
    yield 'an entry has a date and a digest, or is 未发布 and has no digest'
}

/**
 * Checks that the rule files are those that the newest entry announces.
 * @param current version and digest of the rule files
 */
export function changelogFaults(
  entries: readonly Entry[],
  current: { version: string; digest: string }
): Fault[] {
  const faults: Fault[] = []
  const fault = (message: string, remedy: string) =>
    faults.push({ file: CHANGELOG, pointer: '', message, remedy })
  entries.forEach((entry, index) => {
    const before = entries[index + 1]
    if (before && !isAfter(entry.version, before.version)) {
      fault(`${entry.version} does not come after ${before.version}`, 'put the newest entry first')
    }
    if (index > 0 && entry.date === null)
      fault(`${entry.version} is 未发布 below a newer entry`, 'release it or merge it')
    for (const gap of gapsIn(entry)) fault(`${entry.version}: ${gap}`, 'see src/rules/README.md')
  })
  const [newest] = entries
  if (newest?.version !== current.version) {
    fault(
      `the rule files are version ${current.version}, the newest entry is ${newest?.version ?? 'missing'}`,
      'write an entry for this version'
    )
  } else if (newest.digest !== null && newest.digest !== current.digest) {
    fault(
      `the rule files have changed since ${newest.version} was released`,
      'raise "version" in policy.json and write an entry for it, marked 未发布'
    )
  }
  return faults
}
