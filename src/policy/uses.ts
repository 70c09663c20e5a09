/** Which comparisons, and which facts, trees and measures use: answered here, whoever asks. Facts by index. */
import { comparedBy, type Figure, type Leaf, type Measure, type Node, type Policy } from './model.ts'

type Leaves = Pick<Policy, 'leaves'>

/** Leaves of a tree by index, each once, in its order. */
export function leavesIn(node: Node, found: Set<number> = new Set()): Set<number> {
  if (node.kind === 'leaf') found.add(node.leaf)
  else for (const child of node.children) leavesIn(child, found)
  return found
}

/** The facts that some comparisons are about, in their order. @param indexes of leaves */
export const comparedIn = ({ leaves }: Leaves, indexes: Iterable<number>): number[] =>
  [...indexes].flatMap(index => comparedBy(leaves[index] as Leaf))

/** The facts that a tree compares, in its order. */
export const factsUnder = (policy: Leaves, node: Node | null): number[] =>
  node ? comparedIn(policy, leavesIn(node)) : []

/** The facts that figures are made of. */
export const countedIn = (figures: readonly Pick<Figure, 'inputs'>[]): number[] =>
  figures.flatMap(({ inputs }) =>
    Object.values(inputs)
      .flat()
      .flatMap(operand => ('fact' in operand ? [operand.fact] : []))
  )

/** What a measure uses facts for. */
export type Use = 'conditions' | 'amount' | 'open-point'

/** The facts that a measure uses, each with what it is first used for. */
export function usesOf(policy: Leaves, measure: Measure): Map<number, Use> {
  const uses = new Map<number, Use>()
  const note = (facts: readonly number[], use: Use) => {
    for (const fact of facts) if (!uses.has(fact)) uses.set(fact, use)
  }
  const figures = (list: readonly Figure[], use: Use) => {
    for (const figure of list) note([...factsUnder(policy, figure.when), ...countedIn([figure])], use)
  }
  note(factsUnder(policy, measure.conditions), 'conditions')
  figures(measure.figures, 'amount')
  for (const { when, otherwise } of measure.interpretations) {
    note(factsUnder(policy, when), 'open-point')
    figures(otherwise ?? [], 'open-point')
  }
  for (const { when } of measure.nationalRules) note(factsUnder(policy, when), 'open-point')
  return uses
}

/** The facts that a measure asks about: those of its conditions, figures and open points. */
export const factsOf = (
  policy: Leaves,
  { leaves, figures, interpretations }: Pick<Measure, 'leaves' | 'figures' | 'interpretations'>
): Set<number> =>
  new Set([
    ...comparedIn(policy, leaves),
    ...countedIn([...figures, ...interpretations.flatMap(({ otherwise }) => otherwise ?? [])])
  ])
