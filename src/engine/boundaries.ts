/**
 * The values that matter to a fact: where its conditions change their minds. Both sides of every number and
 * date it is compared with, every member of an enum, both answers to a yes-or-no question.
 */

import type { Fact, Leaf, Policy } from '../policy/model.ts'
import { neighbours } from '../policy/steps.ts'
import { isOrdered } from '../policy/vocabulary.ts'

interface Schema {
  type: string
  enum?: readonly unknown[]
  items?: { enum: readonly unknown[] }
  minimum?: number
  maximum?: number
}

/** Facts counted in whole steps keep to them, whatever their unit. */
const unitOf = ({ schema, unit }: Fact) => (schema.type === 'integer' ? 'person' : unit)

const within = ({ minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Schema) => {
  return (value: unknown) => typeof value !== 'number' || (value >= minimum && value <= maximum)
}

/** Both sides of a value that a fact is compared with, as far as the schema of the fact allows. */
const around = (fact: Fact, value: number | string): unknown[] => {
  const [below, above] = neighbours(value, unitOf(fact))
  return [below, value, above].filter(within(fact.schema as unknown as Schema))
}

/** For a list: nothing, each value that matters alone, all of them, and one that does not matter. */
function lists(compared: readonly unknown[], members: readonly unknown[]): unknown[][] {
  const other = members.find(member => !compared.includes(member))
  const alone = compared.map(value => [value])
  return [[], ...alone, compared, other === undefined ? [] : [other]].map(list => [...list])
}

const distinct = (values: readonly unknown[]): unknown[] => [
  ...new Map(values.map(value => [JSON.stringify(value), value])).values()
]

/**
 * The values of a fact that matter to some comparisons.
 * @param leaves the comparisons; those of other facts do not matter
 * @returns the example first, then the rest in the order of the comparisons; never undefined
 */
export function boundariesOf(policy: Policy, fact: Fact, leaves: Iterable<Leaf>): unknown[] {
  const schema = fact.schema as unknown as Schema
  const compared: unknown[] = []
  for (const leaf of leaves) {
    if (leaf.fact === fact.index && leaf.other === null) compared.push(leaf.value)
    // Two facts held against each other meet at the example of either.
    if (leaf.other !== null && (leaf.fact === fact.index || leaf.other === fact.index)) {
      compared.push((policy.facts[leaf.fact] as Fact).example)
    }
  }
  if (schema.type === 'boolean') return distinct([fact.example, true, false])
  if (schema.enum) return distinct([fact.example, ...schema.enum])
  if (schema.type === 'array') {
    const members = (schema.items as NonNullable<Schema['items']>).enum
    return distinct([fact.example, ...lists(distinct(compared), members)])
  }
  const constants = compared.flat() as (number | string)[]
  // Free text has no neighbours; any other text stands for the rest.
  if (!isOrdered(fact.schema)) return distinct([fact.example, ...constants, fact.texts.values.other])
  return distinct([fact.example, ...constants.flatMap(value => around(fact, value))])
}
