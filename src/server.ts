/** Reads the environment, builds the app, listens, and closes gracefully. */
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { Registry } from './clients/registry.ts'
import { readConfig } from './config.ts'
import { readPlan } from './plan.ts'
import { reasonOf } from './start-failure.ts'

/** Connections that may wait to be taken; of more, the first packet is lost, and sent again a second later. */
const BACKLOG = 4096

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const clients = config.CLIENTS === '' ? undefined : new Registry(config.CLIENTS)
  const app = await buildApp({
    ...readPlan(config.RULES_DIGEST),
    logger: { level: config.LOG_LEVEL },
    security: {
      corsOrigins: config.CORS_ORIGINS,
      rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE
    },
    ...(clients && { clients }),
    bounds: {
      drainTime: config.DRAIN_SECONDS * 1000,
      batches: config.BATCHES,
      batchesPerClient: config.BATCHES_PER_CLIENT
    }
  })
  await app.listen({ host: config.HOST, port: config.PORT, backlog: BACKLOG })
  if (clients) process.on('SIGHUP', () => clients.reload(app.log))
  else app.log.warn('anyone may ask: there is no clients.json (CLIENTS)')
  const delay = (config.DRAIN_SECONDS + config.SHUTDOWN_SECONDS) * 1000
  closeWithGrace({ delay, logger: app.log }, async ({ err, signal }) => {
    if (err) app.log.error(err)
    else app.log.info(`${signal}: finishing the requests in flight, then stopping`)
    await app.close()
  })
}

start().catch((error: Error) => {
  process.stderr.write(`${reasonOf(error)}\n`)
  process.exit(1)
})
