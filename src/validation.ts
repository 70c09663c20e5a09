/** Compilers of schemas. Requests: JSON bodies are checked as sent, never coerced; URLs and headers are text, so they are. */
import { setTimeout } from 'node:timers/promises'
import ajvCompiler, { type BuildCompilerFromPool } from '@fastify/ajv-compiler'
import SerializerSelector from '@fastify/fast-json-stringify-compiler'
import type { Ajv } from 'ajv'
import { annotations, withOwnKeywords } from './ajv.ts'
import { later } from './later.ts'

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
  keywords: annotations,
  // A fact of which only something is known is a list or an object.
  strictTypes: false
}

/** Milliseconds between two schemas compiled in advance: whoever asks meanwhile does not wait for all of them. */
const BETWEEN = 20

type BuildValidator = BuildCompilerFromPool
type Validate = ((data: unknown) => unknown) & { errors?: unknown }

/** Keeps what is made for a schema: a HEAD route has the schemas of its GET. */
function once<R, T>(make: (route: R) => T): (route: R) => T {
  const known = new Map<unknown, T>()
  return route => {
    const { schema } = route as { schema: unknown }
    const made = known.get(schema) ?? make(route)
    known.set(schema, made)
    return made
  }
}

function validatorOf(check: () => Validate): Validate {
  const validate: Validate = data => {
    const made = check()
    const fits = made(data)
    validate.errors = made.errors
    return fits
  }
  return validate
}

/**
 * Compilers for one service. A schema is compiled when it is first needed, so that starting does not wait for what
 * nobody asks; `warmUp` compiles the rest.
 */
export function schemaCompilers() {
  const waiting: (() => unknown)[] = []
  const waits = <T>(make: () => T): (() => T) => {
    const made = later(make)
    waiting.push(made)
    return made
  }

  /** Builds a validator per part of a request; see the head of the file. */
  const buildValidator = (
    externalSchemas: Parameters<BuildValidator>[0],
    options: Parameters<BuildValidator>[1]
  ) => {
    const settings = (coerceTypes: false | 'array') => ({
      ...options,
      customOptions: { ...common, coerceTypes },
      onCreate: (ajv: Ajv) => void withOwnKeywords(ajv)
    })
    const asSent = waits(() => build(externalSchemas, settings(false) as never))
    // What stands in a URL is simple enough to need no other schema.
    const asText = waits(() => build({}, settings('array') as never))
    return once((route: Parameters<ReturnType<BuildValidator>>[0]) => {
      const isBody = (route as { httpPart?: string }).httpPart === 'body'
      return validatorOf(waits(() => (isBody ? asSent : asText)()(route) as Validate)) as never
    })
  }

  /**
   * Builds a serializer per response. Problems are written by JSON.stringify (plugins/problems.ts), so none is
   * compiled for them: there are several a route, and each would cost as much time as an answer's.
   */
  const buildSerializer: typeof buildSerializers = (externalSchemas, options) => {
    const compile = buildSerializers(externalSchemas, options)
    const compileLater = once((route: Parameters<typeof compile>[0]) => {
      const serializer = waits(() => compile(route))
      return (data: unknown) => serializer()(data)
    })
    return route =>
      Number((route as { httpStatus?: string }).httpStatus) >= 400 ? JSON.stringify : compileLater(route)
  }

  return {
    /** for `Fastify({ schemaController })` */
    schemaController: { compilersFactory: { buildValidator, buildSerializer } },
    /** Compiles what is left, a schema at a time, so that requests are answered in between. */
    async warmUp(): Promise<void> {
      for (const compile of waiting.splice(0)) {
        await setTimeout(BETWEEN, undefined, { ref: false })
        compile()
      }
    }
  }
}
