/** Ajv as this service uses it, for requests and for rule files alike. */
import { Ajv, type Options } from 'ajv'
import addFormats from 'ajv-formats'
import { quantity } from './calculators/quantity.ts'
import { addKeywords } from './keywords.ts'

/** Keywords of the documents that check nothing. */
export const annotations = [
  'x-unit',
  'x-labels',
  'x-question',
  'x-english',
  'x-component',
  'x-shown-as',
  'example'
]

/** Counts decimals exactly: Ajv's own `multipleOf` divides, and refuses 1234567.89 as a multiple of 0.01. */
export function countDecimalsExactly(ajv: Ajv): Ajv {
  ajv.removeKeyword('multipleOf')
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    validate: (step: number, value: number) => quantity.isMultiple(value, step),
    errors: false
  })
  return ajv
}

/** Adds the keywords of this service to an Ajv. */
export const withOwnKeywords = (ajv: Ajv): Ajv => addKeywords(countDecimalsExactly(ajv))

/** A new Ajv that reports every error and changes nothing of what it checks. */
export const strictAjv = (options: Options = {}): Ajv =>
  addFormats.default(
    withOwnKeywords(
      new Ajv({ allErrors: true, strict: true, strictTypes: false, keywords: annotations, ...options })
    )
  )
