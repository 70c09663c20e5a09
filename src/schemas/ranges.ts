/**
 * What may be said of a fact whose value is only roughly known, as the contract shows it: once for all numbers, days and
 * months. Requests are checked against a schema of each fact, which also knows its bounds.
 */
import { type TSchema, Type } from 'typebox'
import type { JsonSchema } from '../policy/vocabulary.ts'
import { ref, strictObject } from './common.ts'

/** Values that may be listed of a fact, at most. */
export const MOST_POSSIBLE = 100

// Without `format`: of a day in a list that may also be an object, generators of Java make what does not compile.
const DATE = { type: 'string', pattern: '^[0-9]{4}-[01][0-9]-[0-3][0-9]$', examples: ['2022-07-01'] }
const MONTH = { type: 'string', pattern: '^20[0-9]{2}-(?:0[1-9]|1[0-2])$', examples: ['2022-07'] }

/** By what is put in order: its schema. */
const ORDERED: Readonly<Record<string, JsonSchema>> = {
  Number: { type: 'number' },
  Integer: { type: 'integer' },
  Date: DATE,
  Month: MONTH
}

const kindOf = ({ type, format }: JsonSchema) =>
  type === 'integer' ? 'Integer' : type === 'number' ? 'Number' : format === 'date' ? 'Date' : 'Month'

const nameOf = (kind: string) => `Possible${kind}s`

/** The component that stands in the contract for what may be said of a fact that has an order. */
export const shownAs = (schema: JsonSchema): string => nameOf(kindOf(schema))

export const rangeSchemas = Object.entries(ORDERED).flatMap(([kind, schema]): TSchema[] => {
  const end = (description: string) => Type.Optional(Type.Unsafe({ ...schema, description }))
  const range = strictObject(
    { min: end('不少于、不早于（含）。 At least.'), max: end('不超过、不晚于（含）。 At most.') },
    {
      $id: `${kind}Range`,
      minProperties: 1,
      description: '在两头之间，可只写一头。 Between two ends, or one.'
    }
  )
  const values = { type: 'array', items: schema, minItems: 1, maxItems: MOST_POSSIBLE, uniqueItems: true }
  const union = Type.Unsafe({
    $id: nameOf(kind),
    oneOf: [values, ref(range)],
    description: '几个可能的取值，或者最小和最大。 Values that are possible, or the ends they lie between.'
  })
  return [range, union]
})
