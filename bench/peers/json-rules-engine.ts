/** The same trees in json-rules-engine, run by the library itself. */
import { Engine, type EngineOptions, type TopLevelCondition } from 'json-rules-engine'
import { dotted } from '../../src/cli/rules/cases/index.ts'
import type { Measure, Node, Policy } from '../../src/policy/model.ts'
import { type PeerOf, type Writer, written } from './peer.ts'

const writer: Writer<unknown> = {
  leaf: ({ fact, operator, value, other }) => ({
    fact,
    operator,
    value: other === null ? value : { fact: other }
  }),
  all: parts => ({ all: parts }),
  any: parts => ({ any: parts }),
  not: part => ({ not: part })
}

/** Decides every measure by one engine that holds them all, as the library's README shows. */
export function sharedEngine(policy: Policy, measures: readonly Measure[], options: EngineOptions = {}) {
  const rules = measures.map(({ id, conditions }) => ({
    conditions: written(conditions as Node, policy, writer) as TopLevelCondition,
    event: { type: id }
  }))
  const engine = new Engine(rules, options)
  return async (facts: Record<string, unknown>): Promise<Set<string>> => {
    const { events } = await engine.run(facts)
    return new Set(events.map(({ type }) => type))
  }
}

export const jsonRulesEngine: PeerOf = async (policy, measures) => {
  const decide = sharedEngine(policy, measures)
  return { known: dotted, decide: known => decide(known as Record<string, unknown>) }
}
