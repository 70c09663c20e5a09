/** Every mutant of a rule set: of its measures, of the conditions they share, of what its facts are derived by. */
import type { RuleFiles } from '../../../policy/files.ts'
import type { RawCondition, RawFact } from '../../../policy/format.ts'
import { type RuleSet, sorted } from '../../../policy/rule-set.ts'
import { type Edit, isDate, type Mutant, moves, type Path, removed } from './edit.ts'
import { measureEdits } from './measure.ts'
import { type Context, treeEdits } from './tree.ts'

/** Numbers, dates and answers anywhere in the data of a derivation; tables and lists of codes lose a member. */
function dataEdits(data: unknown, path: Path, context: Context): Edit[] {
  if (typeof data === 'boolean') return [{ path, value: !data, what: `${data} → ${!data}` }]
  if (typeof data === 'number') return moves(path, data, 'person')
  if (isDate(data)) return moves(path, data)
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([key, item]) => {
    const at = [...path, Array.isArray(data) ? Number(key) : key]
    if (key === 'basis') return []
    if (key === 'tree') return treeEdits(item as RawCondition, at, context)
    const loses = ['table', 'codes', 'from', 'orElse'].includes(String(path.at(-1)))
    return [...(loses ? [removed(at, JSON.stringify(item))] : []), ...dataEdits(item, at, context)]
  })
}

function factEdits(id: string, { derive, assumeWhenMissing }: RawFact, context: Context): Edit[] {
  const at = ['facts', id]
  return [
    ...(assumeWhenMissing ? [removed([...at, 'assumeWhenMissing'], 'default')] : []),
    ...(assumeWhenMissing?.unlessGiven ?? []).map((one, index) =>
      removed([...at, 'assumeWhenMissing', 'unlessGiven', index], one)
    ),
    ...(derive
      ? [removed([...at, 'derive'], 'derivation'), ...dataEdits(derive, [...at, 'derive'], context)]
      : [])
  ]
}

/** The files that derivations look things up in. */
const standardsOf = ({ facts }: RuleSet): string[] => [
  ...new Set(
    Object.values(facts.facts).flatMap(({ derive }) => {
      const { standard } = (derive ?? {}) as { standard?: string }
      return standard === undefined ? [] : [standard]
    })
  )
]

/**
 * Every mutant of a rule set, in file order.
 * @param only the id of a measure: its own mutants alone
 */
export function mutantsOf(files: RuleFiles, only?: string): Mutant[] {
  const set = sorted(files)
  const context: Context = { facts: set.facts.facts, shared: Object.keys(set.policy.conditions) }
  const inFile = (file: string, measure: string | null, edits: readonly Edit[]): Mutant[] =>
    edits.map(edit => ({ ...edit, file, measure }))
  const ofMeasures = Object.entries(set.clauses).flatMap(([file, { measures }]) =>
    measures.flatMap((measure, index) =>
      only === undefined || only === measure.id
        ? inFile(file, measure.id, measureEdits(measure, ['measures', index], context))
        : []
    )
  )
  if (only !== undefined) return ofMeasures
  return [
    ...ofMeasures,
    ...Object.entries(set.policy.conditions).flatMap(([name, tree]) =>
      inFile('policy.json', null, treeEdits(tree, ['conditions', name], context))
    ),
    ...Object.entries(set.facts.facts).flatMap(([id, fact]) =>
      inFile('facts.json', null, factEdits(id, fact, context))
    ),
    ...standardsOf(set).flatMap(file => inFile(file, null, dataEdits(files[file], [], context)))
  ]
}
