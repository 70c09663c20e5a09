/** The changes to a tree of conditions: operators, values, members, groups. */
import type { RawCondition, RawFact, RawFacts, RawLeaf } from '../../../policy/format.ts'
import { type Edit, isDate, moves, type Path, removed } from './edit.ts'

/** What the generators of changes need to know of the rest of the rule set. */
export interface Context {
  facts: RawFacts['facts']
  /** names of the shared conditions */
  shared: readonly string[]
}

/** The operator turned round, then its neighbours. */
const OPERATORS: Record<string, readonly string[]> = {
  equal: ['notEqual'],
  notEqual: ['equal'],
  in: ['notIn'],
  notIn: ['in'],
  contains: ['doesNotContain'],
  doesNotContain: ['contains'],
  lessThan: ['greaterThanInclusive', 'lessThanInclusive', 'greaterThan'],
  lessThanInclusive: ['greaterThan', 'lessThan', 'greaterThanInclusive'],
  greaterThan: ['lessThanInclusive', 'greaterThanInclusive', 'lessThan'],
  greaterThanInclusive: ['lessThan', 'greaterThan', 'lessThanInclusive']
}
/** For numbers and dates, "the same" has neighbours as well. */
const BESIDE: Record<string, readonly string[]> = {
  equal: ['lessThanInclusive', 'greaterThanInclusive'],
  notEqual: ['lessThan', 'greaterThan']
}
/** One member becomes one of several. */
const WIDER: Record<string, string> = { equal: 'in', notEqual: 'notIn' }

const isOrdered = ({ schema }: RawFact, value: RawLeaf['value']) =>
  typeof value !== 'boolean' && (schema.type !== 'string' || isDate(value) || typeof value === 'object')

function operatorEdits(leaf: RawLeaf, path: Path, fact: RawFact): Edit[] {
  const { operator, value } = leaf
  const ordered = isOrdered(fact, value) && !Array.isArray(value) && fact.schema.type !== 'array'
  const turned = OPERATORS[operator] as readonly string[]
  const others = [...turned, ...((ordered && BESIDE[operator]) || [])]
  return others.map(next => ({ path: [...path, 'operator'], value: next, what: `${operator} → ${next}` }))
}

function memberEdits(leaf: RawLeaf, path: Path, { schema }: RawFact): Edit[] {
  const { enum: own, items } = schema as { enum?: string[]; items?: { enum?: string[] } }
  const { operator, value } = leaf
  if (Array.isArray(value)) {
    const fewer = value.map((member, index) => removed([...path, 'value', index], `member ${member}`))
    const more = (own ?? []).filter(member => !value.includes(member))
    const added = more.map(member => ({
      path: [...path, 'value'],
      value: [...value, member],
      what: `member ${member} added`
    }))
    return [...fewer, ...added]
  }
  const members = (own ?? items?.enum ?? []).filter(member => member !== value)
  return members.map(member => {
    const wider = WIDER[operator]
    return wider
      ? { path, value: { ...leaf, operator: wider, value: [value, member] }, what: `member ${member} added` }
      : { path: [...path, 'value'], value: member, what: `${value} → ${member}` }
  })
}

function leafEdits(leaf: RawLeaf, path: Path, { facts }: Context): Edit[] {
  const fact = facts[leaf.fact] as RawFact
  const { value } = leaf
  const unit = fact.schema.type === 'integer' ? 'person' : fact.unit
  const moved = typeof value === 'number' || isDate(value) ? moves([...path, 'value'], value, unit) : []
  const members = typeof value === 'string' || Array.isArray(value) ? memberEdits(leaf, path, fact) : []
  const assumed = leaf.assumeWhenUnknown ? [removed([...path, 'assumeWhenUnknown'], 'default')] : []
  return [...operatorEdits(leaf, path, fact), ...moved, ...members, ...assumed]
}

const OTHER = { all: 'any', any: 'all' } as const

function groupEdits(kind: 'all' | 'any', group: RawCondition, path: Path, context: Context): Edit[] {
  const { [kind]: children, ...rest } = group as Record<'all' | 'any', RawCondition[]>
  const turned = { path, value: { ...rest, [OTHER[kind]]: children }, what: `${kind} → ${OTHER[kind]}` }
  return [
    ...(children.length > 1 ? [turned] : []),
    ...children.flatMap((child, index) => {
      const at = [...path, kind, index]
      return [removed(at, `condition ${child.name ?? index + 1}`), ...treeEdits(child, at, context)]
    })
  ]
}

/**
 * Every change to a tree.
 * @param path where the tree stands in its file
 */
export function treeEdits(tree: RawCondition, path: Path, context: Context): Edit[] {
  if ('all' in tree) return groupEdits('all', tree, path, context)
  if ('any' in tree) return groupEdits('any', tree, path, context)
  if ('not' in tree) {
    return [{ path, value: tree.not, what: 'not removed' }, ...treeEdits(tree.not, [...path, 'not'], context)]
  }
  if ('condition' in tree) {
    const others = context.shared.filter(name => name !== tree.condition)
    return others.map(name => ({
      path: [...path, 'condition'],
      value: name,
      what: `${tree.condition} → ${name}`
    }))
  }
  return leafEdits(tree, path, context)
}
