/** Why a measure came out as it did: the reasons, what is missing, what it depends on, and the whole trace. */
import type { Assessment, Program } from './compile.ts'
import { TRUE, TRUTH_NAMES, type Truth, UNKNOWN } from './kleene.ts'
import type { Basis, Fact, Leaf, Measure, Node, Policy } from './policy.ts'
import { showValue } from './values.ts'

export interface FactValue {
  fact: string
  label: string
  /** null while it is not known */
  value: unknown
  text: string
}

export interface Reason {
  condition: string
  met: 'yes' | 'no' | 'unknown'
  /** one Chinese sentence to read out */
  text: string
  basis: Basis
  facts: FactValue[]
}

export interface TraceNode {
  kind: Node['kind']
  name: string | null
  result: (typeof TRUTH_NAMES)[number]
  basis: Basis | null
  fact?: string
  operator?: string
  /** what the rule compares with */
  expected?: unknown
  /** what was given, derived or assumed; null while not known */
  actual?: unknown
  /** where `actual` comes from */
  origin?: 'given' | 'derived' | 'assumed' | 'unknown'
  conditions?: TraceNode[]
}

const MET = ['no', 'unknown', 'yes'] as const
const OUR_READING: Basis = {
  clause: null,
  part: null,
  quote: null,
  source: '本服务的理解',
  certainty: 'reading',
  text: '本服务的理解'
}

/** A node that counts, with the nearest words of the plan above it. */
interface Found {
  node: Node
  basis: Basis
}

const leafOf = (policy: Policy, index: number) => policy.leaves[index] as Leaf
const factOf = (policy: Policy, index: number) => policy.facts[index] as Fact

/** The facts a tree compares, by index, in the order of the tree. */
function factsIn(node: Node, policy: Policy, found: Set<number> = new Set()): Set<number> {
  if (node.kind === 'leaf') {
    const { fact, other } = leafOf(policy, node.leaf)
    found.add(fact)
    if (other !== null) found.add(other)
  } else for (const child of node.children) factsIn(child, policy, found)
  return found
}

/** The plan's own words win over a standard's further down; of the plan's, the nearest. */
const nearer = (node: Node, above: Basis | null): Basis | null =>
  node.basis && (node.basis.certainty === 'plan' || !above) ? node.basis : above

/**
 * The conditions that made a tree come out as it did. An `all` that holds is carried by all its children,
 * one that fails by those that fail; an `any` the other way round. A named `any` or `not` is one condition.
 */
function deciding(
  program: Program,
  assessment: Assessment,
  node: Node,
  truth: Truth,
  above: Basis | null
): Found[] {
  const basis = nearer(node, above)
  const children = node.kind === 'leaf' ? [] : node.children
  const alike = children.filter(child => program.truth(child, assessment) === truth)
  const whole =
    node.kind === 'leaf' || node.kind === 'not' || (node.kind === 'any' && node.name && alike.length > 1)
  const carriedWhole = node.kind === 'all' && node.name && truth === TRUE
  if (whole || carriedWhole) return [{ node, basis: basis ?? OUR_READING }]
  return alike.flatMap(child => deciding(program, assessment, child, truth, basis))
}

function factValue(assessment: Assessment, index: number): FactValue {
  const fact = factOf(assessment.policy, index)
  const value = assessment.values[index]
  const possible = assessment.narrowed.get(index)
  const text =
    value !== undefined
      ? showValue(fact, value)
      : possible
        ? `可能是${possible.map(one => showValue(fact, one)).join('或')}`
        : '还不知道'
  return { fact: fact.id, label: fact.label, value: value ?? null, text }
}

const nameOf = (node: Node): string =>
  node.name ??
  (node.kind === 'leaf' ? '' : node.children.map(nameOf).join(node.kind === 'any' ? '，或者' : '，并且'))

const SENTENCE = {
  yes: (name: string) => `符合：${name}`,
  no: (name: string, facts: string) => `不符合“${name}”${facts && `：${facts}`}`,
  unknown: (name: string) => `还不能确定：${name}`
}

function reason(assessment: Assessment, { node, basis }: Found, truth: Truth): Reason {
  const facts = [...factsIn(node, assessment.policy)].map(index => factValue(assessment, index))
  const known = facts.filter(({ value }) => value !== null).map(({ label, text }) => `${label}：${text}`)
  const met = MET[truth]
  const condition = nameOf(node)
  return { condition, met, text: SENTENCE[met](condition, known.join('，')), basis, facts }
}

/** The conditions that decided a measure; for an undetermined one, those that are still open. */
export function reasonsFor(
  program: Program,
  assessment: Assessment,
  measure: Measure,
  truth: Truth
): Reason[] {
  return deciding(program, assessment, measure.conditions as Node, truth, null).map(found =>
    reason(assessment, found, truth)
  )
}

/**
 * The facts that still matter to a tree, by index, in the order of the tree: only those of conditions that
 * are open, and for a fact that others settle, the others that are missing once one of them is given.
 */
export function missingIn(
  program: Program,
  assessment: Assessment,
  node: Node,
  found: Set<number> = new Set()
): Set<number> {
  if (program.truth(node, assessment) !== UNKNOWN) return found
  if (node.kind !== 'leaf') {
    for (const child of node.children) missingIn(program, assessment, child, found)
    return found
  }
  const { fact, other } = leafOf(program.policy, node.leaf)
  for (const index of other === null ? [fact] : [fact, other]) {
    if (assessment.values[index] !== undefined) continue
    const rest = factOf(program.policy, index).derivation?.rule.missing(assessment.given) ?? []
    for (const one of rest.length > 0 ? rest : [index]) found.add(one)
  }
  return found
}

/** A tree with every comparison, its values and its result. */
export function traceOf(program: Program, assessment: Assessment, node: Node): TraceNode {
  const { kind, name, basis } = node
  const result = TRUTH_NAMES[program.truth(node, assessment)]
  if (node.kind !== 'leaf') {
    const conditions = node.children.map(child => traceOf(program, assessment, child))
    return { kind, name, result, basis, conditions }
  }
  const { fact: index, operator, value, other } = leafOf(program.policy, node.leaf)
  const fact = factOf(program.policy, index)
  const actual = assessment.values[index] ?? assessment.narrowed.get(index) ?? null
  const origin =
    assessment.given[index] !== undefined
      ? 'given'
      : assessment.assumed.includes(index)
        ? 'assumed'
        : assessment.derived.includes(index)
          ? 'derived'
          : 'unknown'
  const expected = other === null ? value : (assessment.values[other] ?? null)
  return { kind, name, result, basis, fact: fact.id, operator, expected, actual, origin }
}
