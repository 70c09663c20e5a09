/** Environment → typed configuration. Wrong values stop the start, naming the variable. */
import { type Static, Type } from 'typebox'
import { strictAjv } from './ajv.ts'
import { originsIn } from './origins.ts'

const ConfigSchema = Type.Object({
  HOST: Type.String({ default: '127.0.0.1' }),
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
  /** the digest that the rule set must have; empty takes any */
  RULES_DIGEST: Type.String({ default: '' }),
  /** seconds that requests in flight may take to finish when the service is told to stop */
  SHUTDOWN_SECONDS: Type.Integer({ default: 10, minimum: 1, maximum: 300 })
})
export type Config = Omit<Static<typeof ConfigSchema>, 'CORS_ORIGINS'> & { CORS_ORIGINS: string[] }

/**
 * Reads the configuration.
 * @param env the environment, `process.env` in the service
 * @throws Error naming each variable that is wrong
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const ajv = strictAjv({
    coerceTypes: true,
    useDefaults: true,
    removeAdditional: 'all',
    validateSchema: false
  })
  const fits = ajv.compile<Static<typeof ConfigSchema>>(ConfigSchema)
  const config: unknown = { ...env }
  if (fits(config)) return { ...config, CORS_ORIGINS: originsIn(config.CORS_ORIGINS) }
  throw new Error(ajv.errorsText(fits.errors, { dataVar: 'env' }))
}
