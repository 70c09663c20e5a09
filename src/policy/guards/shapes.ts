/** Schemas compiled once for all rule sets that a process looks at. */
import type { ValidateFunction } from 'ajv'
import type { TSchema } from 'typebox'
import { strictAjv } from '../../ajv.ts'
import { later } from '../../later.ts'
import { ConditionSchema } from '../format.ts'
import type { JsonSchema } from '../vocabulary.ts'

// Made at the first use: a service whose build has checked its rules never gets here.
const forms = later(() => strictAjv({ allowUnionTypes: true, schemas: [ConditionSchema] }))
const values = later(() => strictAjv())
const shapes: Record<string, ValidateFunction> = {}

/** @param name of the schema, the same at every call */
export const shape = (name: string, schema: TSchema) => {
  shapes[name] ??= forms().compile(schema)
  return shapes[name]
}

/** Most facts share their schema with others (yes or no), and with those of another version of the rules. */
export const valueShape = (schema: JsonSchema) => {
  const text = JSON.stringify(schema)
  shapes[text] ??= values().compile(schema)
  return shapes[text]
}
