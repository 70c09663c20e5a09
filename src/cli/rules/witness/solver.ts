/** Facts that give a tree of conditions a wanted truth, found by search over the values that matter to it. */
import { boundariesOf } from '../../../engine/boundaries.ts'
import { FALSE, TRUE } from '../../../policy/kleene.ts'
import type { Fact, GroupNode, Leaf, LeafNode, Node, Policy } from '../../../policy/model.ts'
import { factsUnder, leavesIn } from '../../../policy/uses.ts'

/** Values by fact index. */
export type Assignment = ReadonlyMap<number, unknown>
type Wanted = typeof TRUE | typeof FALSE

/** Search over one tree. Every solution is reached: the values stand for all that the tree can tell apart. */
export class Solver {
  private readonly policy: Policy
  private readonly values = new Map<number, readonly unknown[]>()

  constructor(policy: Policy, root: Node) {
    this.policy = policy
    const leaves = [...leavesIn(root)].map(index => policy.leaves[index] as Leaf)
    for (const index of factsUnder(policy, root)) {
      if (!this.values.has(index)) this.values.set(index, this.telling(index, leaves))
    }
  }

  /** One value for each way the comparisons of a fact can come out; the example of the fact where it fits. */
  private telling(index: number, leaves: readonly Leaf[]): unknown[] {
    const values = boundariesOf(this.policy, this.policy.facts[index] as Fact, leaves)
    const own = leaves.filter(({ fact, other }) => fact === index && other === null)
    const paired = leaves.some(({ fact, other }) => other !== null && (fact === index || other === index))
    if (paired) return values
    const seen = new Map<string, unknown>()
    for (const value of values) {
      const signature = own.map(({ test, value: right }) => (test(value, right) ? 1 : 0)).join('')
      if (!seen.has(signature)) seen.set(signature, value)
    }
    return [...seen.values()]
  }

  private *choose(index: number | null, assignment: Assignment, most: number): Generator<Assignment> {
    if (index === null || assignment.has(index)) yield assignment
    else if (assignment.size < most) {
      for (const value of this.values.get(index) as unknown[]) yield new Map(assignment).set(index, value)
    }
  }

  private *leaf(
    { leaf: index }: LeafNode,
    wanted: Wanted,
    assignment: Assignment,
    most: number
  ): Generator<Assignment> {
    const leaf = this.policy.leaves[index] as Leaf
    for (const half of this.choose(leaf.fact, assignment, most)) {
      for (const whole of this.choose(leaf.other, half, most)) {
        const right = leaf.other === null ? leaf.value : whole.get(leaf.other)
        if (leaf.test(whole.get(leaf.fact), right) === (wanted === TRUE)) yield whole
      }
    }
  }

  private *together(
    nodes: readonly Node[],
    wanted: Wanted,
    assignment: Assignment,
    most: number
  ): Generator<Assignment> {
    const [first, ...rest] = nodes
    if (!first) yield assignment
    else
      for (const next of this.reach(first, wanted, assignment, most))
        yield* this.together(rest, wanted, next, most)
  }

  /**
   * Assignments that extend `assignment`, have at most `most` facts and give `node` the truth `wanted`.
   * The same one may come more than once.
   */
  *reach(node: Node, wanted: Wanted, assignment: Assignment, most: number): Generator<Assignment> {
    if (node.kind === 'leaf') yield* this.leaf(node, wanted, assignment, most)
    else if (node.kind === 'not') {
      yield* this.together(node.children, wanted === TRUE ? FALSE : TRUE, assignment, most)
    } else if ((node.kind === 'all') === (wanted === TRUE)) {
      yield* this.together(node.children, wanted, assignment, most)
    } else for (const child of node.children) yield* this.reach(child, wanted, assignment, most)
  }

  /**
   * Assignments where `node` has the truth `wanted` for one reason alone: were the leaf `path` ends in the
   * other way round, so would `node` be.
   * @param path from `node` down to a leaf
   */
  *hinge(path: readonly Node[], wanted: Wanted, assignment: Assignment, most: number): Generator<Assignment> {
    const [node, next, ...rest] = path as [Node, ...Node[]]
    if (!next) yield* this.reach(node, wanted, assignment, most)
    else if (node.kind === 'not') {
      yield* this.hinge([next, ...rest], wanted === TRUE ? FALSE : TRUE, assignment, most)
    } else {
      const others = (node as GroupNode).children.filter(child => child !== next)
      const neutral = node.kind === 'all' ? TRUE : FALSE
      for (const one of this.together(others, neutral, assignment, most)) {
        yield* this.hinge([next, ...rest], wanted, one, most)
      }
    }
  }

  /**
   * The smallest solution of a search that is bounded by a number of facts.
   * @param holds whether the engine agrees
   * @returns undefined where there is none
   */
  smallest(
    search: (most: number) => Generator<Assignment>,
    holds: (found: Assignment) => boolean
  ): Assignment | undefined {
    for (let most = 0; most <= this.values.size; most++) {
      for (const found of search(most)) if (holds(found)) return found
    }
    return undefined
  }
}
