/** The same trees in json-logic-engine, compiled by it. @see https://github.com/json-logic/json-logic-engine */

import type { Node } from '../../src/policy/model.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'
import { type Comparison, type PeerOf, packaged, type Writer, written } from './peer.ts'

/** What is used of the package. */
interface Package {
  LogicEngine: new () => { build(logic: unknown): (facts: Facts) => unknown }
}

const OPERATORS: Record<string, (fact: unknown, value: unknown) => unknown> = {
  equal: (fact, value) => ({ '===': [fact, value] }),
  notEqual: (fact, value) => ({ '!==': [fact, value] }),
  in: (fact, value) => ({ in: [fact, value] }),
  notIn: (fact, value) => ({ '!': { in: [fact, value] } }),
  lessThan: (fact, value) => ({ '<': [fact, value] }),
  lessThanInclusive: (fact, value) => ({ '<=': [fact, value] }),
  greaterThan: (fact, value) => ({ '>': [fact, value] }),
  greaterThanInclusive: (fact, value) => ({ '>=': [fact, value] }),
  contains: (fact, value) => ({ in: [value, fact] }),
  doesNotContain: (fact, value) => ({ '!': { in: [value, fact] } })
}

const writer: Writer<unknown> = {
  leaf({ fact, operator, value, other }: Comparison) {
    const write = OPERATORS[operator] as (typeof OPERATORS)[string]
    return write({ var: fact }, other === null ? value : { var: other })
  },
  all: parts => ({ and: parts }),
  any: parts => ({ or: parts }),
  not: part => ({ '!': part })
}

export const jsonLogicEngine: PeerOf = async (policy, measures) => {
  const { LogicEngine } = (await packaged('json-logic-engine')) as Package
  const engine = new LogicEngine()
  const built = measures.map(({ id, conditions }) => ({
    id,
    holds: engine.build(written(conditions as Node, policy, writer))
  }))
  return {
    known: facts => facts,
    decide(known) {
      const eligible: string[] = []
      for (const { id, holds } of built) if (holds(known as Facts)) eligible.push(id)
      return eligible
    }
  }
}
