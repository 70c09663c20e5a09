/** Keywords of schemas that hold fields of a request against each other, which JSON Schema has no words for. */
import type { Ajv, ErrorObject, SchemaValidateFunction } from 'ajv'
import type { DataValidationCxt } from 'ajv/dist/types/index.js'
import { pointerTo } from './field-error.ts'
import { admits, type PossibleFacts, possibleOf } from './policy/possible.ts'

/** Two facts, of which one cannot lie before the other. */
export interface InOrder {
  earlier: string
  later: string
  labels: Readonly<Record<'earlier' | 'later', string>>
}

type Found = Partial<ErrorObject> & Pick<ErrorObject, 'keyword' | 'params' | 'instancePath'>
type Check<Schema> = (schema: Schema, data: never, path: string) => Found[]

const valueAt = (facts: unknown, id: string): unknown => {
  const [subject = '', key = ''] = id.split('.')
  return (facts as Record<string, Record<string, unknown> | null | undefined> | undefined)?.[subject]?.[key]
}

const isKnown = (one: unknown): one is PossibleFacts[string] => typeof one === 'object' && one !== null

/** Whether the lower end of a range is not above its upper one. */
const ends: Check<true> = (_schema, { min, max }: { min?: never; max?: never }, path) =>
  typeof min === typeof max && min !== undefined && (min as number) > (max as unknown as number)
    ? [{ keyword: 'x-ends', params: { max }, instancePath: `${path}/min` }]
    : []

/** Whether facts that are given are among what is said to be possible of them. */
const agrees: Check<true> = (
  _schema,
  { facts, possible }: { facts?: unknown; possible?: Record<string, unknown> | null },
  path
) =>
  Object.entries(possible ?? {}).flatMap(([id, told]) => {
    const value = valueAt(facts, id)
    if (value === undefined || !isKnown(told) || admits(possibleOf(told), value)) return []
    const [subject, key] = id.split('.')
    const instancePath = `${path}/possible${pointerTo(id)}`
    return [{ keyword: 'x-agrees', params: { with: `/facts/${subject}/${key}` }, instancePath }]
  })

/** Whether what ends does not end before it begins. */
const inOrder: Check<readonly InOrder[]> = (pairs, facts: object, path) =>
  pairs.flatMap(({ earlier, later, labels }) => {
    const [from, to] = [valueAt(facts, earlier), valueAt(facts, later)]
    if (typeof from !== 'string' || typeof to !== 'string' || to >= from) return []
    const [first, last] = [earlier, later].map(id => `${path}/${id.replace('.', '/')}`) as [string, string]
    const told = (bound: string, label: string, pointer: string, instancePath: string) => ({
      keyword: 'x-in-order',
      params: { bound, label, pointer },
      instancePath
    })
    return [told('早于', labels.earlier, first, last), told('晚于', labels.later, last, first)]
  })

const keywords = {
  'x-ends': ends,
  'x-agrees': agrees,
  'x-in-order': inOrder
} as const

/** Adds the keywords to a compiler of schemas. */
export function addKeywords(ajv: Ajv): Ajv {
  for (const [keyword, check] of Object.entries(keywords)) {
    const validate: SchemaValidateFunction = (schema, data, _parent, context) => {
      const found = (check as Check<unknown>)(
        schema,
        data as never,
        (context as DataValidationCxt).instancePath
      )
      validate.errors = found
      return found.length === 0
    }
    ajv.addKeyword({ keyword, type: 'object', validate, errors: true })
  }
  return ajv
}
