/** Environment → typed configuration. Wrong values stop the start, naming the variable. */
import { type Static, Type } from 'typebox'
import { strictAjv } from './ajv.ts'
import { BOUNDS } from './bounds.ts'
import { RECORDS as RECORDINGS, type Recording } from './clients/format.ts'
import { originsIn } from './origins.ts'

const ConfigSchema = Type.Object({
  /** an empty one would listen on every address */
  HOST: Type.String({ default: '127.0.0.1', pattern: '^\\S+$' }),
  PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65535 }),
  /** a port for GET /metrics alone; 0 leaves it beside the service */
  METRICS_PORT: Type.Integer({ default: 0, minimum: 0, maximum: 65535 }),
  LOG_LEVEL: Type.Unsafe<'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'>({
    type: 'string',
    enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info'
  }),
  /** requests a minute from one address; 0 leaves limiting to the gateway in front */
  RATE_LIMIT_PER_MINUTE: Type.Integer({ default: 0, minimum: 0 }),
  /** origins that browsers may call from, separated by commas; empty allows none */
  CORS_ORIGINS: Type.String({ default: '' }),
  /** rule sets, packed or in folders, separated by commas; empty stands for all that come with the service */
  RULES: Type.String({ default: '' }),
  /** path of clients.json; without it anyone may ask */
  CLIENTS: Type.String({ default: '' }),
  /** whether anyone may ask from other machines */
  ALLOW_ANONYMOUS: Type.Boolean({ default: false }),
  /** a folder, or postgres://…; without it no decision is recorded */
  RECORDS: Type.String({ default: '' }),
  /** secrets in base64, with commas: the first is used, all are taken */
  RECORDS_KEY: Type.String({ default: '' }),
  /** days that records are kept; 0 for good */
  RECORDS_KEEP_DAYS: Type.Integer({ default: 0, minimum: 0 }),
  /** whether records may be kept for less than half a year, which 等保 asks for */
  RECORDS_KEEP_SHORTER: Type.Boolean({ default: false }),
  /** what is kept of a decision where clients are not known */
  RECORDS_ANONYMOUS: Type.Unsafe<Recording>({ type: 'string', enum: [...RECORDINGS], default: 'full' }),
  /** a folder of rule sets, packed or in folders, to decide again by rules that are no longer served */
  RULES_ARCHIVE: Type.String({ default: '' }),
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

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i

/** Nobody opens a service to a network without having said so. */
const anonymousFault = ({ HOST, CLIENTS, ALLOW_ANONYMOUS }: Static<typeof ConfigSchema>): string[] =>
  CLIENTS !== '' || ALLOW_ANONYMOUS || LOOPBACK.test(HOST)
    ? []
    : [
        `HOST is ${HOST}, where others reach the service, and no clients are known: ` +
          'set CLIENTS to a clients.json (npm run clients -- add), or ALLOW_ANONYMOUS=true to let anyone ask'
      ]

/** Days that logs must be kept, by 等保. */
const LEAST_DAYS = 180

function recordsFaults(config: Static<typeof ConfigSchema>): string[] {
  const { RECORDS, RECORDS_KEY, RECORDS_KEEP_DAYS: days, RECORDS_KEEP_SHORTER } = config
  const faults: string[] = []
  if (RECORDS !== '' && RECORDS_KEY === '')
    faults.push('RECORDS needs RECORDS_KEY: npm run decisions -- key makes one')
  if (days > 0 && days < LEAST_DAYS && !RECORDS_KEEP_SHORTER) {
    faults.push(`RECORDS_KEEP_DAYS is ${days}: under ${LEAST_DAYS} only with RECORDS_KEEP_SHORTER=true`)
  }
  return faults
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
  const faults = crooked.map(name => `${name} must be a whole number, in digits only`)
  if (fits(config)) {
    faults.push(...anonymousFault(config), ...recordsFaults(config))
    if (faults.length === 0) return { ...config, CORS_ORIGINS: originsIn(config.CORS_ORIGINS) }
  }
  for (const { keyword, instancePath, message, params } of fits.errors ?? []) {
    const allowed = params.allowedValues ? `: ${params.allowedValues.join(', ')}` : ''
    const said = keyword === 'pattern' ? 'must not be empty and must have no blanks' : `${message}${allowed}`
    faults.push(`${instancePath.slice(1)} ${said}`)
  }
  throw new Error(`wrong settings: ${faults.join('; ')}`)
}
