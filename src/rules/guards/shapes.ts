/** Schemas compiled once for all rule sets that a process looks at. */
import type { ValidateFunction } from 'ajv'
import type { TSchema } from 'typebox'
import { strictAjv } from '../../ajv.ts'
import { ConditionSchema } from '../format.ts'
import type { JsonSchema } from '../vocabulary.ts'

const ajv = strictAjv({ allowUnionTypes: true, schemas: [ConditionSchema] })
const shapes: Record<string, ValidateFunction> = {}

/** @param name of the schema, the same at every call */
export const shape = (name: string, schema: TSchema) => {
  shapes[name] ??= ajv.compile(schema)
  return shapes[name]
}

const values = strictAjv()
/** Most facts share their schema with others (yes or no), and with those of another version of the rules. */
export const valueShape = (schema: JsonSchema) => {
  const text = JSON.stringify(schema)
  shapes[text] ??= values.compile(schema)
  return shapes[text]
}
