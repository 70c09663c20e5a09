/** Whether the changelog of a rule set announces its rule files as they are, and says what a case worker needs. */
import { CHANGELOG, type Entry, isAfter, LABELS } from '../../../policy/changelog.ts'
import type { Fault } from '../../../policy/fault.ts'

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
 * Checks that what was packed is what was released.
 * @param packed version and digest of each packed release
 */
export function packedFaults(
  entries: readonly Entry[],
  packed: readonly { version: string; file: string; digest: string }[]
): Fault[] {
  return packed.flatMap(({ version, file, digest }) => {
    const entry = entries.find(one => one.version === version)
    if (entry?.digest === digest) return []
    const message = `it holds ${digest}, the entry of ${version} says ${entry?.digest ?? 'nothing'}`
    return [{ file, pointer: '', message, remedy: `what is released stays as it was: get the file back` }]
  })
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
