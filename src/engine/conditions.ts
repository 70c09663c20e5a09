/**
 * Trees ready to be decided and explained: what does not depend on the applicant is worked out once, when a rule
 * set is loaded.
 */

import { type Basis, comparedBy, type Leaf, type Node, type Policy } from '../policy/model.ts'
import { type StateSpace, stateSpace } from './fact-states.ts'
import type { Gates } from './gates.ts'
import { KeptByNumber } from './memo.ts'
import type { TraceNode } from './trace.ts'

/** Traces of a condition that are kept: each is an object that shares its parts with the others. */
const TRACES = 256

/** A node of a tree, with everything that does not depend on the applicant. */
export class Condition {
  readonly kind: Node['kind']
  readonly name: string | null
  /** the leaf, of a leaf, and its index */
  readonly leaf: Leaf | null
  readonly leafIndex: number | null
  /** where it is decided, see gates.ts */
  readonly place: number
  /** the name, or the names of the parts */
  readonly text: string
  /** what the node itself rests on, as a trace shows it */
  readonly ownBasis: Basis | null
  /** the nearest words of the plan; what decides a measure has some, what only a figure waits for need not */
  readonly basis: Basis | null
  /** indexes of its leaves, each once, in the order of the tree */
  readonly leaves: readonly number[]
  /** indexes of the facts compared, in the order of the tree */
  readonly facts: readonly number[]
  /** whether one of its comparisons may be taken to hold while its fact is not known */
  readonly assumes: boolean
  /** the states that its facts can be in */
  readonly space: StateSpace
  /** its traces by state: made as they come up, see explain.ts */
  readonly traces: KeptByNumber<TraceNode>
  readonly children: readonly Condition[]

  constructor(node: Node, policy: Policy, gates: Gates, above: Basis | null = null) {
    // The plan's own words win over a standard's further down; of the plan's, the nearest.
    const basis = node.basis && (node.basis.certainty === 'plan' || !above) ? node.basis : above
    const children =
      node.kind === 'leaf' ? [] : node.children.map(child => new Condition(child, policy, gates, basis))
    const leaf = node.kind === 'leaf' ? (policy.leaves[node.leaf] as Leaf) : null
    const facts = new Set(leaf ? comparedBy(leaf) : children.flatMap(child => child.facts))
    this.kind = node.kind
    this.name = node.name
    this.leaf = leaf
    this.leafIndex = node.kind === 'leaf' ? node.leaf : null
    this.place = gates.place(node)
    this.text = node.text
    this.ownBasis = node.basis
    this.basis = basis
    this.leaves = node.kind === 'leaf' ? [node.leaf] : [...new Set(children.flatMap(child => child.leaves))]
    this.facts = [...facts]
    this.assumes = leaf ? leaf.assumption !== null : children.some(({ assumes }) => assumes)
    this.space = stateSpace(policy, this.facts, this.assumes)
    this.traces = new KeptByNumber(this.space.size, TRACES)
    this.children = children
  }
}
