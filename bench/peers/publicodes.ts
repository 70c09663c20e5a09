/**
 * The same trees in publicodes. Its rules have French operators and no lists: that a list contains a value is a
 * fact of its own, and a `not` is moved down to the comparisons. @see https://publi.codes
 */

import type { Node } from '../../src/policy/model.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'
import { type Comparison, comparisonOf, type PeerOf, packaged, sortable, written } from './peer.ts'

/** What is used of the package. */
interface Package {
  default: new (
    rules: object,
    options: object
  ) => {
    setSituation(situation: object): void
    evaluate(rule: string): { nodeValue: unknown }
  }
}

const literal = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'oui' : 'non') : typeof value === 'string' ? `'${value}'` : `${value}`

/** Names are in plain letters: lease.inPinggu → f leaseInPinggu. */
const nameOf = (fact: string) => `f ${fact.replace(/\.(.)/, (_dot, letter: string) => letter.toUpperCase())}`
const containing = (fact: string, value: unknown) =>
  `${nameOf(fact)} ${String(value).replaceAll(/[^A-Za-z0-9]/g, ' ')}`

const OPPOSITE: Record<string, string> = {
  equal: 'notEqual',
  in: 'notIn',
  lessThan: 'greaterThanInclusive',
  lessThanInclusive: 'greaterThan',
  contains: 'doesNotContain'
}
for (const [one, other] of Object.entries(OPPOSITE)) OPPOSITE[other] = one

const SIGNS: Record<string, string> = {
  equal: '=',
  notEqual: '!=',
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>='
}

const all = (parts: unknown[]) => ({ 'toutes ces conditions': parts })
const any = (parts: unknown[]) => ({ 'une de ces conditions': parts })

function leaf({ fact, operator, value, other }: Comparison): unknown {
  const name = nameOf(fact)
  if (operator === 'contains') return `${containing(fact, value)} = oui`
  if (operator === 'doesNotContain') return `${containing(fact, value)} = non`
  if (operator === 'in') return any((value as unknown[]).map(one => `${name} = ${literal(one)}`))
  if (operator === 'notIn') return all((value as unknown[]).map(one => `${name} != ${literal(one)}`))
  return `${name} ${SIGNS[operator]} ${other === null ? literal(sortable(value)) : nameOf(other)}`
}

/** Each tree as it stands, beside its opposite. */
const writer = {
  leaf: (comparison: Comparison) => ({
    is: leaf(comparison),
    not: leaf({ ...comparison, operator: OPPOSITE[comparison.operator] as string })
  }),
  all: (parts: Both[]) => ({ is: all(parts.map(({ is }) => is)), not: any(parts.map(({ not }) => not)) }),
  any: (parts: Both[]) => ({ is: any(parts.map(({ is }) => is)), not: all(parts.map(({ not }) => not)) }),
  not: ({ is, not }: Both) => ({ is: not, not: is })
}
interface Both {
  is: unknown
  not: unknown
}

export const publicodes: PeerOf = async (policy, measures) => {
  const { default: Engine } = (await packaged('publicodes')) as Package
  const lists = policy.leaves
    .map((_leaf, index) => comparisonOf(policy, index))
    .filter(({ operator }) => operator === 'contains' || operator === 'doesNotContain')
  const facts = policy.facts.filter(({ schema }) => schema.type !== 'array')
  const values = (known: Facts) => {
    const of = (id: string) => {
      const [subject, key] = id.split('.') as [string, string]
      return known[subject]?.[key]
    }
    return Object.fromEntries([
      ...facts.map(({ id }) => [nameOf(id), literal(sortable(of(id)))]),
      ...lists.map(({ fact, value }) => [
        containing(fact, value),
        literal((of(fact) as unknown[]).includes(value))
      ])
    ])
  }
  const examples = Object.fromEntries(policy.facts.map(({ subject }) => [subject, {}])) as Record<
    string,
    Record<string, unknown>
  >
  for (const { subject, key, example } of policy.facts)
    (examples[subject] as Record<string, unknown>)[key] = example
  const rules = Object.fromEntries([
    ...Object.entries(values(examples)).map(([name, value]) => [name, { 'par défaut': value }]),
    ...measures.map(({ index, conditions }) => [
      `m ${index}`,
      written<Both>(conditions as Node, policy, writer).is
    ])
  ])
  const engine = new Engine(rules, { logger: { log() {}, warn() {}, error() {} } })
  return {
    known: values,
    decide(known) {
      engine.setSituation(known as object)
      return measures.flatMap(({ id, index }) => (engine.evaluate(`m ${index}`).nodeValue ? [id] : []))
    }
  }
}
