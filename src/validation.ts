/** Request validation: JSON bodies are checked as sent, never coerced; URLs and headers are text, so they are. */
import ajvCompiler, { type BuildCompilerFromPool } from '@fastify/ajv-compiler'
import type { Ajv } from 'ajv'
import { annotations, countDecimalsExactly } from './ajv.ts'

const build = ajvCompiler()

const common = {
  allErrors: true,
  useDefaults: true,
  removeAdditional: false,
  verbose: true,
  keywords: annotations
}

type BuildValidator = BuildCompilerFromPool

/** Builds a validator per part of a request; see the head of the file. */
const buildValidator = (
  externalSchemas: Parameters<BuildValidator>[0],
  options: Parameters<BuildValidator>[1]
) => {
  const settings = (coerceTypes: false | 'array') => ({
    ...options,
    customOptions: { ...common, coerceTypes },
    onCreate: (ajv: Ajv) => void countDecimalsExactly(ajv)
  })
  const asSent = build(externalSchemas, settings(false) as never)
  const asText = build(externalSchemas, settings('array') as never)
  return (route: Parameters<typeof asSent>[0]) =>
    ((route as { httpPart?: string }).httpPart === 'body' ? asSent : asText)(route)
}

/** For `Fastify({ schemaController })`. */
export const schemaController = { compilersFactory: { buildValidator } }
