/** The header of a table: what each column is, by the id of a fact or by its Chinese label. */
import { nearest } from '../../field-errors.ts'
import type { Fact, Policy } from '../../policy/model.ts'
import { shortened } from './cells.ts'

/** A column without a title says nothing, and must have nothing in it. */
export type Column =
  | { kind: 'id' | 'asOf' | 'none'; title: string }
  | { kind: 'fact'; title: string; fact: Fact }

/** Titles of the columns that are no facts; written to answers too. */
export const ID_TITLE = '编号'
export const DAY_TITLE = '日期'

const OTHERS = new Map<string, 'id' | 'asOf'>([
  ['id', 'id'],
  [ID_TITLE, 'id'],
  ['asOf', 'asOf'],
  [DAY_TITLE, 'asOf']
])

/** Labels that more than one fact has: such a label names none of them. */
export const sharedLabels = ({ facts }: Policy): string[] => {
  const labels = facts.map(({ label }) => label)
  return labels.filter((label, index) => labels.indexOf(label) !== index)
}

/**
 * Reads a header.
 * @param titles as far as the last that is not empty
 * @returns the columns, and what is wrong with them in Chinese, one text a column
 */
export function readHeader(
  titles: readonly string[],
  policy: Policy
): { columns: Column[]; problems: string[] } {
  const shared = new Set(sharedLabels(policy))
  const known = new Map<string, Fact>()
  for (const fact of policy.facts) {
    known.set(fact.id, fact)
    if (!shared.has(fact.label)) known.set(fact.label, fact)
  }
  const names = [...OTHERS.keys(), ...known.keys()]
  const problems: string[] = []
  const columns: Column[] = []
  for (const [index, title] of titles.entries()) {
    const named = `第 ${index + 1} 列“${shortened(title)}”`
    const kind = OTHERS.get(title)
    const fact = known.get(title)
    const same = columns.some(column =>
      column.kind === 'fact' ? column.fact === fact : column.kind === kind
    )
    if (title === '') columns.push({ kind: 'none', title })
    else if (same) problems.push(`${named}重复了`)
    else if (kind) columns.push({ kind, title })
    else if (fact) columns.push({ kind: 'fact', title, fact })
    else {
      const near = nearest(title, names)
      problems.push(`${named}不是已知的事实${near ? `，是不是“${near}”` : ''}`)
    }
  }
  if (!columns.some(({ kind }) => kind === 'id')) problems.push(`缺少“${ID_TITLE}”（id）这一列`)
  return { columns, problems }
}
