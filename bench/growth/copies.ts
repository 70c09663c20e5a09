/** Copies of the plan as rule sets of their own: the same vocabulary, other measures. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultRules } from '../../src/policy/files.ts'
import type { RawClause, RawFacts, RawPolicy } from '../../src/policy/format.ts'
import { isClauseFile } from '../../src/policy/rule-set.ts'
import { type RawSituations, SITUATIONS_FILE } from '../../src/policy/situations-format.ts'

type Files = Readonly<Record<string, unknown>>

const original = (): Files =>
  Object.fromEntries(
    readdirSync(defaultRules)
      .filter(file => file.endsWith('.json'))
      .map(file => [file, JSON.parse(readFileSync(join(defaultRules, file), 'utf8'))])
  )

/** What each rule set calls by a name of its own: itself, its measures, and the facts that list its measures. */
function namesOf(files: Files): Set<string> {
  const clauses = Object.entries(files).flatMap(([file, one]) =>
    isClauseFile(file) ? [one as RawClause] : []
  )
  const { facts } = files['facts.json'] as RawFacts
  return new Set([
    (files['policy.json'] as RawPolicy).id,
    ...clauses.flatMap(({ measures }) => measures.map(({ id }) => id)),
    ...Object.entries(facts).flatMap(([id, { measureIds }]) => (measureIds ? [id] : []))
  ])
}

/** A value with every text, and every name of a property, that is one of some names changed. */
function renamed(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(one => renamed(one, change))
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [change(key), renamed(one, change)]))
}

/** Lists are put once, by their ids, which are words that stand elsewhere too. */
const ownLists = (files: Files, index: number): RawSituations => ({
  lists: (files[SITUATIONS_FILE] as RawSituations).lists.map(list => ({
    ...list,
    id: `${list.id}-s${index}`
  }))
})

/**
 * Writes copies of the plan.
 * @param folder where each gets a folder of its own
 * @returns these folders
 */
export function writeCopies(folder: string, count: number): string[] {
  const files = original()
  const names = namesOf(files)
  return Array.from({ length: count }, (_, index) => {
    const change = (text: string) =>
      names.has(text) ? `${text}${text.includes('.') ? '' : '-'}s${index}` : text
    const own = join(folder, `copy-${index}`)
    mkdirSync(own)
    const copied = { ...files, [SITUATIONS_FILE]: ownLists(files, index) }
    for (const [file, content] of Object.entries(copied)) {
      writeFileSync(join(own, file), JSON.stringify(renamed(content, change)))
    }
    return own
  })
}
