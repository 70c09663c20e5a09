/** Reads the environment, builds the app, listens, and closes gracefully. */
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { readPlan } from './plan.ts'
import { reasonOf } from './start-failure.ts'

/** Connections that may wait to be taken; of more, the first packet is lost, and sent again a second later. */
const BACKLOG = 4096

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const rules = config.RULES.split(',').filter(Boolean)
  const plan = readPlan({ digest: config.RULES_DIGEST, ...(rules.length > 0 && { rules }) })
  const app = await buildApp({
    ...plan,
    logger: { level: config.LOG_LEVEL },
    security: {
      corsOrigins: config.CORS_ORIGINS,
      rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE
    },
    mcp: config.MCP,
    bounds: {
      drainTime: config.DRAIN_SECONDS * 1000,
      batches: config.BATCHES,
      batchesPerClient: config.BATCHES_PER_CLIENT
    }
  })
  for (const { source, reason } of plan.refused) app.log.error({ source, reason }, 'a rule set is refused')
  await app.listen({ host: config.HOST, port: config.PORT, backlog: BACKLOG })
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
