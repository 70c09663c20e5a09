/**
 * Condition trees ready to be decided: what is constant about them is worked out once, when a rule set is
 * loaded, so that deciding is a walk over small arrays without a promise or an allocation.
 */
import type { Assessment } from './compile.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from './kleene.ts'
import type { Basis, Fact, Leaf, Node, Policy } from './policy.ts'

/** Results kept in one small integer: two bits each, nothing, false, unknown or true. */
const RESULTS_IN_A_WORD = 15

/** How many words hold the results of so many leaves. */
export const wordsFor = (leaves: number): number => Math.ceil(leaves / RESULTS_IN_A_WORD)

/**
 * A leaf with what the library's operator says of every value that its fact can take, where these can be
 * counted: deciding is then a look-up. For numbers, dates and lists the operator is called, once an applicant.
 */
export class Comparison {
  readonly fact: number
  /** index of the fact on the right, or -1 */
  readonly other: number
  readonly value: unknown
  readonly test: (left: unknown, right: unknown) => boolean
  readonly whenTrue: Truth
  readonly whenFalse: Truth
  /** truth by member of an enum; null where the fact has none, or is held against another fact */
  readonly byMember: ReadonlyMap<unknown, Truth> | null
  /** where the result is kept: which word, and which bits of it */
  readonly word: number
  readonly shift: number

  constructor(leaf: Leaf, fact: Fact, index: number) {
    const decide = (value: unknown) => (leaf.test(value, leaf.value) ? TRUE : FALSE)
    const members = leaf.other === null ? (fact.schema as { enum?: readonly unknown[] }).enum : undefined
    this.fact = leaf.fact
    this.other = leaf.other ?? -1
    this.value = leaf.value
    this.test = leaf.test
    this.whenTrue = decide(true)
    this.whenFalse = decide(false)
    this.byMember = members ? new Map(members.map(member => [member, decide(member)])) : null
    this.word = Math.floor(index / RESULTS_IN_A_WORD)
    this.shift = 2 * (index % RESULTS_IN_A_WORD)
  }
}

/** A node of a tree, with everything that does not depend on the applicant. */
export class Condition {
  readonly node: Node
  readonly kind: Node['kind']
  /** the name, or the names of the parts */
  readonly text: string
  /** the nearest words of the plan; null where neither the node nor one above it has any */
  readonly basis: Basis | null
  /** indexes of the facts compared, in the order of the tree */
  readonly facts: readonly number[]
  /** index into Policy.leaves, or -1 for a group */
  readonly leaf: number
  readonly children: readonly Condition[]
  /** the truth of a child that settles an `all` or an `any` */
  readonly settling: Truth
  private readonly leaves: readonly number[]
  private readonly groups: readonly Condition[]

  constructor(node: Node, policy: Policy, above: Basis | null = null) {
    // The plan's own words win over a standard's further down; of the plan's, the nearest.
    const basis = node.basis && (node.basis.certainty === 'plan' || !above) ? node.basis : above
    this.node = node
    this.kind = node.kind
    this.basis = basis
    this.leaf = node.kind === 'leaf' ? node.leaf : -1
    this.children =
      node.kind === 'leaf' ? [] : node.children.map(child => new Condition(child, policy, basis))
    this.settling = node.kind === 'any' ? TRUE : FALSE
    this.leaves = this.children.filter(child => child.kind === 'leaf').map(child => child.leaf)
    this.groups = this.children.filter(child => child.kind !== 'leaf')
    const joint = node.kind === 'any' ? '，或者' : '，并且'
    this.text = node.name ?? this.children.map(child => child.text).join(joint)
    this.facts = [
      ...new Set(
        node.kind === 'leaf' ? compared(policy, node.leaf) : this.children.flatMap(child => child.facts)
      )
    ]
  }

  /** Kleene's strong three-valued logic; leaves first, since they cost least. */
  truth(assessment: Assessment): Truth {
    if (this.leaf >= 0) return assessment.leaf(this.leaf)
    const { settling, leaves, groups } = this
    if (this.kind === 'not') return (TRUE - (this.children[0] as Condition).truth(assessment)) as Truth
    let truth: Truth = settling === FALSE ? TRUE : FALSE
    for (let index = 0; index < leaves.length; index++) {
      const next = assessment.leaf(leaves[index] as number)
      if (next === settling) return settling
      if (next === UNKNOWN) truth = UNKNOWN
    }
    for (let index = 0; index < groups.length; index++) {
      const next = (groups[index] as Condition).truth(assessment)
      if (next === settling) return settling
      if (next === UNKNOWN) truth = UNKNOWN
    }
    return truth
  }
}

function compared(policy: Policy, leaf: number): number[] {
  const { fact, other } = policy.leaves[leaf] as Leaf
  return other === null ? [fact] : [fact, other]
}
