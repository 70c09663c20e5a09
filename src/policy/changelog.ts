/**
 * The changelog of a rule set, CHANGELOG.md in its folder: Chinese, for case workers, and strict enough to be
 * checked. A released entry carries the digest of its rule files, so that no rule can change without a new
 * entry; an entry marked 未发布 is still being written and carries none.
 */
import { existsSync, readFileSync } from 'node:fs'

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
  /** what changed, a point each, as it is written */
  points: readonly string[]
}

const HEADING = /^## (\d+\.\d+\.\d+)（(\d{4}-\d{2}-\d{2}|未发布)）\s*$/gm
export const LABELS = {
  measures: '影响的事项（Impacted measures）：',
  period: '影响的期间（Impacted period）：',
  notices: '谁会注意到（Who notices）：',
  digest: '规则摘要（Digest）：'
}
/** In place of a day: the period is open there. */
export const UNLIMITED = '不限'
const PERIOD = /(\d{4}-\d{2}-\d{2}|不限) 至 (\d{4}-\d{2}-\d{2}|不限)/

/** What stands after a label, up to the next point of the list or paragraph on the same level. */
function field(body: string, label: string): string | null {
  const start = body.indexOf(`\n- ${label}`)
  if (start === -1) return null
  const rest = body.slice(start + `\n- ${label}`.length)
  return (rest.split(/\n(?=\S)/)[0] as string).trim() || null
}

/** The points of an entry but for those that have a label. */
const pointsOf = (body: string): string[] =>
  body
    .split(/\n- /)
    .slice(1)
    .filter(point => !Object.values(LABELS).some(label => point.startsWith(label)))
    .map(point => point.trim())

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
      digest: field(body, LABELS.digest)?.match(/sha256:[0-9a-f]{64}/)?.[0] ?? null,
      points: pointsOf(body)
    }
  })
}

/** @param file path of a changelog; none is the same as an empty one */
export const readChangelog = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/** @param file path of a changelog */
export const readEntries = (file: string): Entry[] => entriesOf(readChangelog(file))

/** Whether version a comes after version b. */
export function isAfter(a: string, b: string): boolean {
  const [left, right] = [a, b].map(version => version.split('.').map(Number)) as [number[], number[]]
  const index = left.findIndex((part, at) => part !== right[at])
  return index !== -1 && (left[index] as number) > (right[index] as number)
}
