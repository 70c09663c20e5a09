/** What a rule set says to account for the words of a clause: its quotations, by measure. */
import type { CoveredBy } from './coverage.ts'
import type { RawClause, RawCondition, RawMeasure } from './format.ts'
import { basesBelow, quotation } from './quotations.ts'
import type { RuleSet } from './rule-set.ts'
import { spansOf } from './source.ts'

/** Words of a clause, and what they are quoted for. */
export interface Account {
  spans: readonly string[]
  by: CoveredBy
}

/** Accounts that stand near each other: those of one measure, or of the facts. */
export interface Group {
  /** id; null for what all measures share */
  measure: string | null
  accounts: readonly Account[]
}

/** The field of a measure that a basis stands in, and what it accounts for. */
const FIELDS: Readonly<Record<string, CoveredBy>> = {
  parameters: 'parameter',
  otherNumbers: 'parameter',
  figures: 'figure',
  window: 'window',
  delivery: 'delivery',
  interpretations: 'open-point'
}

/** The names of the shared conditions that a part of a measure refers to, and those that these refer to. */
function sharedIn(value: unknown, conditions: Readonly<Record<string, RawCondition>>): Set<string> {
  const found = new Set<string>()
  const visit = (part: unknown) => {
    if (typeof part !== 'object' || part === null) return
    const { condition } = part as { condition?: unknown }
    if (typeof condition === 'string' && !found.has(condition)) {
      found.add(condition)
      visit(conditions[condition])
    }
    for (const child of Object.values(part)) visit(child)
  }
  visit(value)
  return found
}

/** Words in quotation marks in what a measure says the plan does not say: 方案没有写“按规定”是什么规定。 */
const quotedIn = (lines: readonly string[]) =>
  lines.flatMap(line => [...line.matchAll(/“([^”]+)”/g)].map(([, words]) => words as string))

/** Accounts by the clause whose words they are. */
type Accounts = Map<string, Account[]>

function add(accounts: Accounts, clause: string, account: Account) {
  const before = accounts.get(clause)
  if (before) before.push(account)
  else accounts.set(clause, [account])
}

const PLACE = /^clause (.*)$/

/** The quotations below a part of a rule set. */
function quotedBelow(value: unknown, own: string | null, accounts: Accounts, only?: CoveredBy) {
  for (const { path, basis } of basesBelow(value, [])) {
    const words = quotation(basis, own)
    const [, clause] = PLACE.exec(words?.place ?? '') ?? []
    const by = only ?? FIELDS[path[0] as string] ?? 'condition'
    if (words && clause !== undefined) add(accounts, clause, { spans: spansOf(words.quote), by })
  }
}

function accountsOf(measure: RawMeasure, clause: RawClause, set: RuleSet): Accounts {
  const accounts: Accounts = new Map()
  quotedBelow(measure, clause.clause, accounts)
  const { conditions } = set.policy
  for (const name of sharedIn(measure, conditions)) {
    for (const { basis } of basesBelow(conditions[name], [])) {
      const words = quotation(basis, null)
      if (words) add(accounts, clause.clause, { spans: spansOf(words.quote), by: 'condition' })
    }
  }
  for (const words of quotedIn(measure.silent)) {
    add(accounts, clause.clause, { spans: spansOf(words), by: 'silent' })
  }
  for (const unit of clause.responsible ?? []) {
    add(accounts, clause.clause, { spans: [unit], by: 'responsible' })
  }
  return accounts
}

/**
 * What accounts for the words of each clause, by clause id, but for its `descriptive`.
 * Shared conditions count for each clause that uses them, where their words stand there.
 */
export function groupsOf(set: RuleSet): ReadonlyMap<string, readonly Group[]> {
  const facts: Accounts = new Map()
  quotedBelow(set.facts, null, facts, 'condition')
  const all: [measure: string | null, Accounts][] = [
    [null, facts],
    ...Object.values(set.clauses).flatMap(clause =>
      clause.measures.map((one): [string, Accounts] => [one.id, accountsOf(one, clause, set)])
    )
  ]
  const groups = new Map<string, Group[]>()
  for (const [measure, byClause] of all) {
    for (const [clause, accounts] of byClause)
      groups.set(clause, [...(groups.get(clause) ?? []), { measure, accounts }])
  }
  return groups
}
