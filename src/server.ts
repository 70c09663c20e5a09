/** Reads the environment, builds the app, listens, and closes gracefully. */
import closeWithGrace, { type Signals } from 'close-with-grace'
import { buildApp } from './app.ts'
import { needRecords } from './clients/format.ts'
import { Registry } from './clients/registry.ts'
import { type Config, readConfig } from './config.ts'
import { readArchived, readPlan } from './plan.ts'
import { Keys } from './records/keys.ts'
import { Ledger } from './records/ledger.ts'
import { sinkAt } from './records/store.ts'
import { reasonOf } from './start-failure.ts'
import { ENGINE } from './version.ts'

/** Connections that may wait to be taken; of more, the first packet is lost, and sent again a second later. */
const BACKLOG = 4096

async function ledgerOf({ RECORDS, RECORDS_KEY }: Config): Promise<Ledger> {
  const ledger = new Ledger(await sinkAt(RECORDS), {
    keys: Keys.read(RECORDS_KEY),
    engine: ENGINE
  })
  await ledger.open()
  return ledger
}

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const rules = config.RULES.split(',').filter(Boolean)
  const plan = readPlan({ digest: config.RULES_DIGEST, ...(rules.length > 0 && { rules }) })
  const ledger = config.RECORDS === '' ? null : await ledgerOf(config)
  const clients =
    config.CLIENTS === '' ? undefined : new Registry(config.CLIENTS, needRecords(ledger !== null))
  const app = await buildApp({
    ...plan,
    logger: { level: config.LOG_LEVEL },
    security: {
      corsOrigins: config.CORS_ORIGINS,
      rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE
    },
    ...(clients && { clients }),
    ...(ledger && {
      records: {
        ledger,
        anonymous: config.RECORDS_ANONYMOUS,
        ...(config.RECORDS_KEEP_DAYS > 0 && { keepDays: config.RECORDS_KEEP_DAYS })
      }
    }),
    ...(config.METRICS_PORT > 0 && { metrics: { apart: { host: config.HOST, port: config.METRICS_PORT } } }),
    archived: digests => readArchived(config.RULES_ARCHIVE, digests),
    mcp: config.MCP,
    bounds: {
      drainTime: config.DRAIN_SECONDS * 1000,
      batches: config.BATCHES,
      batchesPerClient: config.BATCHES_PER_CLIENT
    }
  })
  for (const { source, reason } of plan.refused) app.log.error({ source, reason }, 'a rule set is refused')
  await app.listen({ host: config.HOST, port: config.PORT, backlog: BACKLOG })
  if (clients) process.on('SIGHUP', () => clients.reload(app.log))
  else app.log.warn('anyone may ask: there is no clients.json (CLIENTS)')
  const delay = (config.DRAIN_SECONDS + config.SHUTDOWN_SECONDS) * 1000
  // Told to read its clients again, it does not stop.
  const skip: Signals[] = clients ? ['SIGHUP'] : []
  closeWithGrace({ delay, logger: app.log, skip }, async ({ err, signal }) => {
    if (err) app.log.error(err)
    else app.log.info(`${signal}: finishing the requests in flight, then stopping`)
    await app.close()
  })
}

start().catch((error: Error) => {
  process.stderr.write(`${reasonOf(error)}\n`)
  process.exit(1)
})
