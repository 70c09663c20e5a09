/** The contract that the fuzzer draws from and judges by: the committed OpenAPI document. */
import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { root } from '../bench/built.ts'
import { countDecimalsExactly } from '../src/ajv.ts'

/** A JSON Schema, as far as the fuzzer reads it. */
export interface Schema {
  $ref?: string
  type?: string
  enum?: unknown[]
  minimum?: number
  maximum?: number
  multipleOf?: number
  maxItems?: number
  format?: string
  pattern?: string
  examples?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
}

interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[]
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>
}

export interface Contract {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

export const contract = JSON.parse(readFileSync(`${root}openapi/openapi.json`, 'utf8')) as Contract

/** A schema with its reference, if it is one, followed. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (contract.components.schemas[name] as Schema)
}

const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true })
// The package is CommonJS; its default export is the function itself at run time.
;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)
// As the service counts: in binary, 0.07 is no multiple of 0.01.
countDecimalsExactly(ajv as never)
ajv.addSchema(contract, 'contract')

const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1')
const compiled = new Map<string, ValidateFunction>()

/**
 * What is wrong with a value under a schema of the contract.
 * @param pointer JSON Pointer into the document, parts not yet escaped
 * @returns undefined when nothing is
 */
export function faultOf(value: unknown, ...pointer: string[]): string | undefined {
  const $ref = `contract#/${pointer.map(escaped).join('/')}`
  const validate = compiled.get($ref) ?? ajv.compile({ $ref })
  compiled.set($ref, validate)
  return validate(value) ? undefined : ajv.errorsText(validate.errors)
}
