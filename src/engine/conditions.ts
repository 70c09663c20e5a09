/**
 * Trees ready to be decided and explained: what does not depend on the applicant is worked out once, when a rule
 * set is loaded.
 */

import { FALSE, TRUE } from '../policy/kleene.ts'
import { type Basis, comparedBy, type Leaf, type Node, type Policy } from '../policy/model.ts'
import { type StateSpace, stateSpace } from './fact-states.ts'
import { KeptByNumber } from './memo.ts'
import type { TraceNode } from './trace.ts'

/** Traces of a condition that are kept: each is an object that shares its parts with the others. */
const TRACES = 256

/** Marks a `not` in code. */
export const NOT = 3

/**
 * A tree as a few small integers, walked without an allocation:
 * - `not`: NOT, then its part;
 * - `all` and `any`: the truth that settles it, how many leaves, the leaves, how many groups, and for each
 *   group the place after it and its code.
 * Parts of an `all` within an `all` are taken up into it. Leaves come first, since they cost least.
 */
export function emit(node: Node, code: number[]): number[] {
  if (node.kind === 'not') {
    code.push(NOT)
    return emit(node.children[0] as Node, code)
  }
  const parts = partsFor(node.kind, node)
  const leaves = new Set(parts.flatMap(part => (part.kind === 'leaf' ? [part.leaf] : [])))
  const groups = parts.filter(part => part.kind !== 'leaf')
  code.push(node.kind === 'any' ? TRUE : FALSE, leaves.size, ...leaves, groups.length)
  for (const group of groups) {
    const place = code.push(0) - 1
    emit(group, code)
    code[place] = code.length
  }
  return code
}

/** What a group has to look at: an `all` within an `all`, or a group of one, is nothing but its parts. */
function partsFor(above: Node['kind'], node: Node): Node[] {
  if (node.kind === 'leaf' || node.kind === 'not') return [node]
  const alike = node.kind === above || node.children.length === 1
  return alike ? node.children.flatMap(child => partsFor(above, child)) : [node]
}

/** A node of a tree, with everything that does not depend on the applicant. */
export class Condition {
  readonly kind: Node['kind']
  readonly name: string | null
  /** the leaf, of a leaf, and its index */
  readonly leaf: Leaf | null
  readonly leafIndex: number | null
  /** how it is decided, see `emit` */
  readonly code: readonly number[]
  /** the name, or the names of the parts */
  readonly text: string
  /** what the node itself rests on, as a trace shows it */
  readonly ownBasis: Basis | null
  /** the nearest words of the plan; what decides a measure has some, what only a figure waits for need not */
  readonly basis: Basis | null
  /** indexes of the facts compared, in the order of the tree */
  readonly facts: readonly number[]
  /** whether one of its comparisons may be taken to hold while its fact is not known */
  readonly assumes: boolean
  /** the states that its facts can be in */
  readonly space: StateSpace
  /** its traces by state: made as they come up, see explain.ts */
  readonly traces: KeptByNumber<TraceNode>
  readonly children: readonly Condition[]

  constructor(node: Node, policy: Policy, above: Basis | null = null) {
    // The plan's own words win over a standard's further down; of the plan's, the nearest.
    const basis = node.basis && (node.basis.certainty === 'plan' || !above) ? node.basis : above
    const children =
      node.kind === 'leaf' ? [] : node.children.map(child => new Condition(child, policy, basis))
    const leaf = node.kind === 'leaf' ? (policy.leaves[node.leaf] as Leaf) : null
    const facts = new Set(leaf ? comparedBy(leaf) : children.flatMap(child => child.facts))
    this.kind = node.kind
    this.name = node.name
    this.leaf = leaf
    this.leafIndex = node.kind === 'leaf' ? node.leaf : null
    this.code = emit(node, [])
    this.text = node.text
    this.ownBasis = node.basis
    this.basis = basis
    this.facts = [...facts]
    this.assumes = leaf ? leaf.assumption !== null : children.some(({ assumes }) => assumes)
    this.space = stateSpace(policy, this.facts, this.assumes)
    this.traces = new KeptByNumber(this.space.size, TRACES)
    this.children = children
  }
}
