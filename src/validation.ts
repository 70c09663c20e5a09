/** Compilers of schemas. Requests: JSON bodies are checked as sent, never coerced; URLs and headers are text, so they are. */
import ajvCompiler, { type BuildCompilerFromPool } from '@fastify/ajv-compiler'
import SerializerSelector from '@fastify/fast-json-stringify-compiler'
import type { Ajv } from 'ajv'
import { annotations, countDecimalsExactly } from './ajv.ts'

const build = ajvCompiler()
const buildSerializers = SerializerSelector()

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

/**
 * Builds a serializer per response. Problems are written by JSON.stringify (plugins/problems.ts), so none is
 * compiled for them: there are several a route, and each would cost as much start-up time as an answer's.
 */
const buildSerializer: typeof buildSerializers = (externalSchemas, options) => {
  const compile = buildSerializers(externalSchemas, options)
  return route =>
    Number((route as { httpStatus?: string }).httpStatus) >= 400 ? JSON.stringify : compile(route)
}

/** For `Fastify({ schemaController })`. */
export const schemaController = { compilersFactory: { buildValidator, buildSerializer } }
