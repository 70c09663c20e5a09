/** Reads the environment, builds the app, listens, and closes gracefully. */
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { readPlan } from './plan.ts'

const config = readConfig(process.env)
const app = await buildApp({
  ...readPlan(config.RULES_DIGEST),
  logger: { level: config.LOG_LEVEL },
  security: {
    corsOrigins: config.CORS_ORIGINS,
    rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE
  }
})
closeWithGrace({ delay: config.SHUTDOWN_SECONDS * 1000, logger: app.log }, async ({ err, signal }) => {
  if (err) app.log.error(err)
  else app.log.info(`${signal}: finishing the requests in flight, then stopping`)
  await app.close()
})
await app.listen({ host: config.HOST, port: config.PORT })
