/**
 * The header of a table: what each column is, by the id of a fact or by its Chinese label. Columns that are no facts
 * come out again beside the answers, but for those whose title is so near to a fact that it may be misspelt.
 */

import { closestMatch } from 'leven'
import { nearest } from '../../field-errors.ts'
import { laterOf } from '../../later.ts'
import type { Fact, Policy } from '../../policy/model.ts'
import { halfWidth, shortened } from './cells.ts'
import { scaleOf } from './numbers.ts'

/** A column without a title says nothing, and must have nothing in it; one beside the facts comes out as it is. */
export type Column =
  | { kind: 'id' | 'asOf' | 'none' | 'beside'; title: string }
  | { kind: 'fact'; title: string; fact: Fact; scale: number }

/** Titles of the columns that are no facts; written to answers too. */
export const ID_TITLE = '编号'
export const DAY_TITLE = '日期'

const OTHERS = new Map<string, 'id' | 'asOf'>([
  ['id', 'id'],
  [ID_TITLE, 'id'],
  ['序号', 'id'],
  ['asOf', 'asOf'],
  [DAY_TITLE, 'asOf']
])

/** Labels that more than one fact has: such a label names none of them. */
export const sharedLabels = ({ facts }: Policy): string[] => {
  const labels = facts.map(({ label }) => label)
  return labels.filter((label, index) => labels.indexOf(label) !== index)
}

/** A title as it is compared: without the mark of what must be filled in, and without spaces. */
const plain = (title: string) => halfWidth(title).replaceAll(/\s+|^[*]|[*:]$/g, '')
/** 月租金(万元) */
const WITH_UNIT = /^(.+)\((.+)\)$/
/** Columns of a table: the rest of the time would go into comparing titles. */
const MOST = 1000
/** Letters of a title that are one word of a label or a whole one. */
const WORD = 2
const PHRASE = 3
/** One letter in so many may be wrong. */
const LETTERS = 4

/** What titles stand for. */
class Titles {
  private readonly known = new Map<string, Fact>()
  private readonly policy: Policy

  constructor(policy: Policy) {
    this.policy = policy
    const shared = new Set(sharedLabels(policy))
    for (const fact of policy.facts) {
      this.known.set(fact.id, fact)
      if (!shared.has(fact.label)) this.known.set(plain(fact.label), fact)
    }
  }

  /** The fact of a title, and the powers of ten by which its unit is larger. */
  find(title: string): { fact: Fact; scale: number } | undefined {
    const text = plain(title)
    const fact = this.known.get(text)
    if (fact) return { fact, scale: 0 }
    const [, name, word] = WITH_UNIT.exec(text) ?? []
    const measured = this.known.get(name ?? '')
    const scale = measured && scaleOf(word as string, measured.unit)
    return scale === undefined ? undefined : { fact: measured as Fact, scale }
  }

  /** The name of a fact that a title may be meant for: nearly the same letters, a part of them, or more. */
  near(title: string): string | undefined {
    const text = plain(title)
    const names = [...this.known.keys()]
    const [subject] = text.split('.')
    const isId = this.policy.facts.some(fact => text !== subject && fact.subject === subject)
    if (isId) return nearest(text, names) ?? names.find(name => name.startsWith(`${subject}.`))
    if (text.length < WORD || text.length > 2 * LETTERS * LETTERS) return undefined
    const parts = names.filter(
      name =>
        name.endsWith(text) ||
        (text.length >= PHRASE && name.includes(text)) ||
        (name.length >= PHRASE && text.includes(name))
    )
    if (parts.length > 0 || text.length < PHRASE) return parts[0]
    return closestMatch(text, names, { maxDistance: Math.max(1, Math.floor(text.length / LETTERS)) })
  }
}

const titlesOf = laterOf((policy: Policy) => new Titles(policy))

/**
 * Reads a header.
 * @param titles as far as the last that is not empty
 * @param keep titles that are no facts, however near they are to one
 * @returns the columns, and what is wrong with them in Chinese, one text a column
 */
export function readHeader(
  titles: readonly string[],
  policy: Policy,
  keep: readonly string[] = []
): { columns: Column[]; problems: string[] } {
  if (titles.length > MOST) return { columns: [], problems: [`有 ${titles.length} 列，最多 ${MOST} 列`] }
  const known = titlesOf(policy)
  const problems: string[] = []
  const columns: Column[] = []
  const unknown: string[] = []
  for (const [index, title] of titles.entries()) {
    const named = `第 ${index + 1} 列“${shortened(title)}”`
    const kind = OTHERS.get(plain(title))
    const found = known.find(title)
    const same = columns.some(column =>
      column.kind === 'fact' ? column.fact === found?.fact : kind !== undefined && column.kind === kind
    )
    if (title === '') columns.push({ kind: 'none', title })
    else if (keep.includes(title)) columns.push({ kind: 'beside', title })
    else if (same) problems.push(`${named}重复了`)
    else if (kind) columns.push({ kind, title })
    else if (found) columns.push({ kind: 'fact', title, ...found })
    else {
      const near = known.near(title)
      if (near) problems.push(`${named}不是已知的事实，是不是“${near}”（不是的话列进 keep，原样带出）`)
      else unknown.push(`${named}不是已知的事实`)
      columns.push({ kind: 'beside', title })
    }
  }
  // A table of which nothing is known is another one, or was read in the wrong encoding.
  const isKnown = columns.some(({ kind }) => kind === 'fact')
  if (!isKnown) problems.push(...unknown)
  if (!columns.some(({ kind }) => kind === 'id')) problems.push(`缺少“${ID_TITLE}”（或者“序号”、id）这一列`)
  return { columns, problems }
}

/** Titles of the columns that come out as they are. */
export const besideIn = (columns: readonly Column[]) =>
  columns.flatMap(({ kind, title }) => (kind === 'beside' ? [title] : []))
