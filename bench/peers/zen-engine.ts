/** The same trees as expressions of @gorules/zen-engine, one node for all. @see https://docs.gorules.io */
import type { Node } from '../../src/policy/model.ts'
import { type Comparison, changed, type PeerOf, packaged, sortable, type Writer, written } from './peer.ts'

/** What is used of the package. */
interface Package {
  ZenEngine: new () => {
    createDecision(graph: object): { evaluate(facts: unknown): Promise<{ result: Record<string, boolean> }> }
  }
}

const literal = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(literal)}]` : typeof value === 'string' ? `'${value}'` : String(value)

const OPERATORS: Record<string, (fact: string, value: string) => string> = {
  equal: (fact, value) => `${fact} == ${value}`,
  notEqual: (fact, value) => `${fact} != ${value}`,
  in: (fact, value) => `${fact} in ${value}`,
  notIn: (fact, value) => `${fact} not in ${value}`,
  lessThan: (fact, value) => `${fact} < ${value}`,
  lessThanInclusive: (fact, value) => `${fact} <= ${value}`,
  greaterThan: (fact, value) => `${fact} > ${value}`,
  greaterThanInclusive: (fact, value) => `${fact} >= ${value}`,
  contains: (fact, value) => `${value} in ${fact}`,
  doesNotContain: (fact, value) => `${value} not in ${fact}`
}

const writer: Writer<string> = {
  leaf({ fact, operator, value, other }: Comparison) {
    const write = OPERATORS[operator] as (typeof OPERATORS)[string]
    return `(${write(fact, other ?? literal(sortable(value)))})`
  },
  all: parts => `(${parts.join(' and ')})`,
  any: parts => `(${parts.join(' or ')})`,
  not: part => `not (${part})`
}

export const zenEngine: PeerOf = async (policy, measures) => {
  const { ZenEngine } = (await packaged('@gorules/zen-engine')) as Package
  const position = { x: 0, y: 0 }
  const expressions = measures.map(({ index, conditions }) => ({
    id: `e${index}`,
    key: `m${index}`,
    value: written(conditions as Node, policy, writer)
  }))
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', position, content: {} },
      { id: 'all', type: 'expressionNode', name: 'all', position, content: { expressions } },
      { id: 'out', type: 'outputNode', name: 'out', position, content: {} }
    ],
    edges: [
      { id: 'first', type: 'edge', sourceId: 'in', targetId: 'all' },
      { id: 'last', type: 'edge', sourceId: 'all', targetId: 'out' }
    ]
  })
  return {
    known: facts => changed(facts, sortable),
    async decide(known) {
      const { result } = await decision.evaluate(known)
      return measures.flatMap(({ id, index }) => (result[`m${index}`] ? [id] : []))
    }
  }
}
