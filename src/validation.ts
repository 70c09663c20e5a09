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
  // They are our own: that the document is valid is tested, and need not be checked at every start.
  validateSchema: false,
  // A tidier function is not a quicker one, and takes longer to make than to run in.
  code: { optimize: false },
  keywords: annotations
}

type BuildValidator = BuildCompilerFromPool

/** Compiles each schema once: a HEAD route has those of its GET. */
function once<R, T>(compile: (route: R) => T): (route: R) => T {
  const known = new Map<unknown, T>()
  return route => {
    const { schema } = route as { schema: unknown }
    const made = known.get(schema) ?? compile(route)
    known.set(schema, made)
    return made
  }
}

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
  // What stands in a URL is simple enough to need no other schema.
  const asText = build({}, settings('array') as never)
  return once((route: Parameters<typeof asSent>[0]) =>
    ((route as { httpPart?: string }).httpPart === 'body' ? asSent : asText)(route)
  )
}

/**
 * Builds a serializer per response. Problems are written by JSON.stringify (plugins/problems.ts), so none is
 * compiled for them: there are several a route, and each would cost as much start-up time as an answer's.
 */
const buildSerializer: typeof buildSerializers = (externalSchemas, options) => {
  const compile = once(buildSerializers(externalSchemas, options))
  return route =>
    Number((route as { httpStatus?: string }).httpStatus) >= 400 ? JSON.stringify : compile(route)
}

/** For `Fastify({ schemaController })`. */
export const schemaController = { compilersFactory: { buildValidator, buildSerializer } }
