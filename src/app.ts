/** buildApp: the whole service but for listening. Plugins, then schemas, then routes, in visible order. */
import Fastify, { type FastifyInstance } from 'fastify'
import { BOUNDS, type Bounds } from './bounds.ts'
import { type Today, todayIn } from './clock.ts'
import { Program } from './engine/program.ts'
import type { Hearing } from './hearing/heard.ts'
import type { Lines } from './hotline/lines.ts'
import { batches } from './plugins/batches.ts'
import { conditional } from './plugins/conditional.ts'
import { descriptors } from './plugins/descriptors.ts'
import { incoming } from './plugins/incoming.ts'
import { lingeringRefusals } from './plugins/lingering.ts'
import { observability, requestId, serializers } from './plugins/observability.ts'
import { openapi } from './plugins/openapi.ts'
import { pace } from './plugins/pace.ts'
import { packed } from './plugins/packed.ts'
import { pressure } from './plugins/pressure.ts'
import { problems } from './plugins/problems.ts'
import { type SecurityOptions, security } from './plugins/security.ts'
import { stopping } from './plugins/stopping.ts'
import { turns } from './plugins/turns.ts'
import { unreadable } from './plugins/unreadable.ts'
import { decidable } from './policy/asked.ts'
import type { Coverage } from './policy/coverage.ts'
import type { Witnesses } from './policy/files.ts'
import type { Policy } from './policy/model.ts'
import { answerRoutes } from './routes/answers.ts'
import { batchRoutes } from './routes/batch.ts'
import { batchPreviewRoutes } from './routes/batch-preview.ts'
import { batchTemplateRoutes } from './routes/batch-template.ts'
import { calculateRoutes } from './routes/calculate.ts'
import { clauseRoutes } from './routes/clauses.ts'
import type { RouteContext } from './routes/context.ts'
import { deskPageRoutes } from './routes/desk-page.ts'
import { eligibilityRoutes } from './routes/eligibility.ts'
import { factRoutes } from './routes/facts.ts'
import { healthRoutes } from './routes/health.ts'
import { hotlinePageRoutes } from './routes/hotline-page.ts'
import { knowledgeBaseRoutes } from './routes/knowledge-base.ts'
import { measureRoutes } from './routes/measures.ts'
import { answersSchemas } from './schemas/answers.ts'
import { batchSchemas } from './schemas/batch.ts'
import { batchPreviewSchemas } from './schemas/batch-preview.ts'
import { calculateRequest, calculateSchemas } from './schemas/calculate.ts'
import { catalogueSchemas } from './schemas/catalogue.ts'
import { commonSchemas } from './schemas/common.ts'
import { eligibilityRequest, eligibilitySchemas } from './schemas/eligibility.ts'
import {
  FactListSchema,
  factIdSchema,
  factsSchemas,
  possibleSchema,
  VocabularyFactSchema
} from './schemas/facts.ts'
import { KnowledgeEntrySchema } from './schemas/knowledge-base.ts'
import { problemSchemas } from './schemas/problem.ts'
import { situationsListSchema, situationsSchemas } from './schemas/situations.ts'
import { schemaCompilers } from './validation.ts'

export interface AppOptions {
  policy: Policy
  witnesses: Witnesses
  coverage: Coverage
  hearing: Hearing
  lines: Lines
  /** default: today in the policy's time zone */
  today?: Today
  logger?: boolean | { level: string }
  security?: SecurityOptions
  /** where it is not the usual */
  bounds?: Partial<Bounds>
}

/** Bytes of a request body: room for every fact there is, and no more. */
const BODY_LIMIT = 64 * 1024

/** Milliseconds after which a connection on which nothing is sent and nothing is read is given up. */
const IDLE = 60_000

/** Milliseconds between two looks for requests that have not come in whole in time. */
const LATENESS = 1000

/**
 * Builds the service.
 * @returns an instance that is ready to listen or to be injected into, once awaited with `ready()`
 */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { policy, witnesses, coverage, hearing, lines, logger = false } = options
  const { today = todayIn(policy.timeZone), security: limits } = options
  const bounds = { ...BOUNDS, ...options.bounds }
  const { schemaController, warmUp } = schemaCompilers()
  const app = Fastify({
    ...unreadable,
    schemaController,
    bodyLimit: BODY_LIMIT,
    connectionTimeout: IDLE,
    requestTimeout: bounds.requestTime,
    // Node takes the longer of the two times for the whole request, so the one for headers must not be longer.
    http: { ...unreadable.http, headersTimeout: bounds.requestTime, connectionsCheckingInterval: LATENESS },
    genReqId: requestId,
    // Whoever got in before the stop is answered; GET /health/ready says that it is stopping.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    logger: typeof logger === 'object' ? { ...logger, serializers } : logger
  })
  app.addHook('onListen', warmUp)

  await app.register(problems, { policy })
  await app.register(observability)
  await app.register(pressure)
  await app.register(descriptors)
  await app.register(stopping, bounds)
  await app.register(lingeringRefusals, { bodyLimit: BODY_LIMIT })
  await app.register(pace, bounds)
  await app.register(turns, bounds)
  await app.register(batches, bounds)
  await app.register(incoming)
  await app.register(security, limits ?? { corsOrigins: [], rateLimitPerMinute: 0 })
  await app.register(packed)
  await app.register(openapi, { policy })

  const { facts, subjects } = factsSchemas(policy)
  // All at the root: a schema added deeper would have every other one compiled again there.
  const ids = decidable(policy).map(({ id }) => id)
  for (const schema of [
    ...commonSchemas,
    ...situationsSchemas,
    ...problemSchemas,
    ...subjects,
    factIdSchema(policy),
    situationsListSchema(policy),
    facts,
    possibleSchema(policy),
    VocabularyFactSchema,
    FactListSchema,
    ...catalogueSchemas,
    ...eligibilitySchemas,
    eligibilityRequest(ids),
    ...calculateSchemas,
    calculateRequest(ids),
    ...answersSchemas,
    ...batchSchemas,
    ...batchPreviewSchemas,
    KnowledgeEntrySchema
  ]) {
    app.addSchema(schema)
  }

  const context: RouteContext = { program: new Program(policy), hearing, lines, today, witnesses, coverage }
  app.get('/', { schema: { hide: true } }, async (_request, reply) => reply.redirect('docs'))
  await app.register(async catalogue => {
    await catalogue.register(conditional)
    await catalogue.register(measureRoutes, context)
    await catalogue.register(clauseRoutes, context)
    await catalogue.register(factRoutes, context)
    await catalogue.register(knowledgeBaseRoutes, context)
  })
  await app.register(eligibilityRoutes, context)
  await app.register(batchRoutes, context)
  await app.register(batchTemplateRoutes, context)
  await app.register(batchPreviewRoutes, context)
  await app.register(calculateRoutes, context)
  await app.register(answerRoutes, context)
  await app.register(hotlinePageRoutes)
  await app.register(deskPageRoutes)
  await app.register(healthRoutes, context)
  return app
}
