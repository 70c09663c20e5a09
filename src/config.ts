/** Environment → typed configuration. Wrong values stop the start, naming the variable. */
import { type Static, Type } from 'typebox'
import { strictAjv } from './ajv.ts'
import { BOUNDS } from './bounds.ts'
import { originsIn } from './origins.ts'

const ConfigSchema = Type.Object({
  /** an empty one would listen on every address */
  HOST: Type.String({ default: '127.0.0.1', pattern: '^\\S+$' }),
  PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65535 }),
  LOG_LEVEL: Type.Unsafe<'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'>({
    type: 'string',
    enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info'
  }),
  /** requests a minute from one address; 0 leaves limiting to the gateway in front */
  RATE_LIMIT_PER_MINUTE: Type.Integer({ default: 0, minimum: 0 }),
  /** origins that browsers may call from, separated by commas; empty allows none */
  CORS_ORIGINS: Type.String({ default: '' }),
  /** folders of rule sets, separated by commas; empty stands for all that come with the service */
  RULES: Type.String({ default: '' }),
  /** whether assistants find the tools of the Model Context Protocol at /mcp */
  MCP: Type.Boolean({ default: false }),
  /** the digest that the rules must have, or id=digest of some rule sets, separated by commas; empty takes any */
  RULES_DIGEST: Type.String({ default: '' }),
  /** batches at once, of all clients and of one address */
  BATCHES: Type.Integer({ default: BOUNDS.batches, minimum: 1 }),
  BATCHES_PER_CLIENT: Type.Integer({ default: BOUNDS.batchesPerClient, minimum: 1 }),
  /** seconds in which connections are still taken when the service is told to stop */
  DRAIN_SECONDS: Type.Integer({ default: 1, minimum: 0, maximum: 60 }),
  /** seconds that requests in flight may take to finish when the service is told to stop */
  SHUTDOWN_SECONDS: Type.Integer({ default: 10, minimum: 1, maximum: 300 })
})
export type Config = Omit<Static<typeof ConfigSchema>, 'CORS_ORIGINS'> & { CORS_ORIGINS: string[] }

/** Numbers that are not plain digits: a blank, 1e3 and 0x10 are numbers to JavaScript too. */
function crookedNumbers(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(ConfigSchema.properties)
    .filter(([name, schema]) => Type.IsInteger(schema) && /\D|^$/.test(env[name] ?? '0'))
    .map(([name]) => name)
}

/**
 * Reads the configuration.
 * @param env the environment, `process.env` in the service
 * @throws Error in one line, naming each variable that is wrong
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const ajv = strictAjv({
    coerceTypes: true,
    useDefaults: true,
    removeAdditional: 'all',
    validateSchema: false
  })
  const crooked = crookedNumbers(env)
  const config: unknown = Object.fromEntries(Object.entries(env).filter(([name]) => !crooked.includes(name)))
  const fits = ajv.compile<Static<typeof ConfigSchema>>(ConfigSchema)
  if (fits(config) && crooked.length === 0) return { ...config, CORS_ORIGINS: originsIn(config.CORS_ORIGINS) }
  const faults = crooked.map(name => `${name} must be a whole number, in digits only`)
  for (const { keyword, instancePath, message, params } of fits.errors ?? []) {
    const allowed = params.allowedValues ? `: ${params.allowedValues.join(', ')}` : ''
    const said = keyword === 'pattern' ? 'must not be empty and must have no blanks' : `${message}${allowed}`
    faults.push(`${instancePath.slice(1)} ${said}`)
  }
  throw new Error(`wrong settings: ${faults.join('; ')}`)
}
