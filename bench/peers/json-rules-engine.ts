/** The same trees in json-rules-engine, run by the library itself. */
import { Engine, type EngineOptions, type TopLevelCondition } from 'json-rules-engine'
import type { Leaf, Measure, Node, Policy } from '../../src/rules/policy.ts'

/** A linked tree as the library reads it: named conditions unfolded, parameters put in. */
export function treeFor(node: Node, policy: Policy): unknown {
  if (node.kind === 'leaf') {
    const { fact, operator, value, other } = policy.leaves[node.leaf] as Leaf
    const id = (index: number) => policy.facts[index]?.id
    return { fact: id(fact), operator, value: other === null ? value : { fact: id(other) } }
  }
  const children = node.children.map(child => treeFor(child, policy))
  return node.kind === 'not' ? { not: children[0] } : { [node.kind]: children }
}

const ruleFor = (policy: Policy, { id, conditions }: Measure) => ({
  conditions: treeFor(conditions as Node, policy) as TopLevelCondition,
  event: { type: id }
})

/** Decides every measure by one engine that holds them all, as the library's README shows. */
export function sharedEngine(policy: Policy, measures: readonly Measure[], options: EngineOptions = {}) {
  const engine = new Engine(
    measures.map(measure => ruleFor(policy, measure)),
    options
  )
  return async (facts: Record<string, unknown>): Promise<Set<string>> => {
    const { events } = await engine.run(facts)
    return new Set(events.map(({ type }) => type))
  }
}
