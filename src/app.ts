/** buildApp: the whole service but for listening. Plugins, then schemas, then routes, in visible order. */
import Fastify, { type FastifyInstance } from 'fastify'
import { BOUNDS, type Bounds } from './bounds.ts'
import type { Registry } from './clients/registry.ts'
import { type Today, todayIn } from './clock.ts'
import { Program } from './engine/program.ts'
import type { Hearing } from './hearing/heard.ts'
import type { Lines } from './hotline/lines.ts'
import { batches } from './plugins/batches.ts'
import { clients } from './plugins/clients.ts'
import { conditional } from './plugins/conditional.ts'
import { descriptors } from './plugins/descriptors.ts'
import { incoming } from './plugins/incoming.ts'
import { lingeringRefusals } from './plugins/lingering.ts'
import { type MetricsOptions, metrics } from './plugins/metrics.ts'
import { observability, requestId, serializers } from './plugins/observability.ts'
import { openapi } from './plugins/openapi.ts'
import { pace } from './plugins/pace.ts'
import { packed } from './plugins/packed.ts'
import { pressure } from './plugins/pressure.ts'
import { problems } from './plugins/problems.ts'
import { type RecordsOptions, records } from './plugins/records.ts'
import { type SecurityOptions, security } from './plugins/security.ts'
import { stopping } from './plugins/stopping.ts'
import { turns } from './plugins/turns.ts'
import { unreadable } from './plugins/unreadable.ts'
import { decidable, stampOf } from './policy/asked.ts'
import type { Entry } from './policy/changelog.ts'
import type { Coverage } from './policy/coverage.ts'
import type { Witnesses } from './policy/files.ts'
import type { Refused } from './policy/library.ts'
import type { Policy } from './policy/model.ts'
import type { Texts } from './policy/text.ts'
import type { Ledger } from './records/ledger.ts'
import type { Stamp } from './records/record.ts'
import type { Service } from './records/replay.ts'
import { answerRoutes } from './routes/answers.ts'
import { batchRoutes } from './routes/batch.ts'
import { batchPreviewRoutes } from './routes/batch-preview.ts'
import { batchTemplateRoutes } from './routes/batch-template.ts'
import { calculateRoutes } from './routes/calculate.ts'
import { clauseRoutes } from './routes/clauses.ts'
import type { RouteContext } from './routes/context.ts'
import { decisionRoutes } from './routes/decisions.ts'
import { deskPageRoutes } from './routes/desk-page.ts'
import { docsRoutes } from './routes/docs/index.ts'
import { eligibilityRoutes } from './routes/eligibility.ts'
import { factRoutes } from './routes/facts.ts'
import { healthRoutes } from './routes/health.ts'
import { hotlinePageRoutes } from './routes/hotline-page.ts'
import { knowledgeBaseRoutes } from './routes/knowledge-base.ts'
import { measureRoutes } from './routes/measures.ts'
import { policyRoutes } from './routes/policies.ts'
import { readPageRoutes } from './routes/read-page.ts'
import { answersRequest, answersSchemas } from './schemas/answers.ts'
import { batchSchemas } from './schemas/batch.ts'
import { batchPreviewSchemas } from './schemas/batch-preview.ts'
import { calculateRequest, calculateSchemas } from './schemas/calculate.ts'
import { catalogueSchemas } from './schemas/catalogue.ts'
import { ClauseTextSchema } from './schemas/clause-text.ts'
import { commonSchemas } from './schemas/common.ts'
import { decisionSchemas } from './schemas/decisions.ts'
import { eligibilityRequest, eligibilitySchemas } from './schemas/eligibility.ts'
import {
  FactListSchema,
  factIdSchema,
  factsSchemas,
  possibleSchema,
  VocabularyFactSchema
} from './schemas/facts.ts'
import { KnowledgeEntrySchema } from './schemas/knowledge-base.ts'
import { policiesSchemas } from './schemas/policies.ts'
import { problemSchemas } from './schemas/problem.ts'
import { rangeSchemas } from './schemas/ranges.ts'
import { situationsListSchema, situationsSchemas } from './schemas/situations.ts'
import { schemaCompilers } from './validation.ts'
import { ENGINE } from './version.ts'

/** What a service says, and by which rules. */
export type Plan = Pick<
  AppOptions,
  'policy' | 'witnesses' | 'examples' | 'coverage' | 'texts' | 'entries' | 'refused' | 'hearing' | 'lines'
>

export interface AppOptions {
  policy: Policy
  /** of the newest version of each rule set */
  witnesses: Witnesses
  /** the same of every version, by digest of the rule set */
  examples: ReadonlyMap<string, Witnesses>
  /** by digest of the rule set */
  coverage: ReadonlyMap<string, Coverage>
  /** clauses with their text, by digest of the rule set; none where its text is not at hand */
  texts: ReadonlyMap<string, () => Texts>
  /** changelogs, by id of the rule set */
  entries: ReadonlyMap<string, readonly Entry[]>
  /** rule sets that are not served, and why */
  refused: readonly Refused[]
  hearing: Hearing
  lines: Lines
  /** default: today in the policy's time zone */
  today?: Today
  logger?: boolean | { level: string }
  security?: SecurityOptions
  /** who may ask; anyone where it is left out */
  clients?: Registry
  /** where decisions are put on record; nowhere where it is left out */
  records?: Omit<RecordsOptions, 'ledger' | 'policies'> & { ledger: Ledger }
  /** where operators read what is counted; nothing is counted where it is false */
  metrics?: MetricsOptions | false
  /** what is served of rule sets that are no longer served, by their digests; null where one is not there */
  archived?: (digests: readonly string[]) => Plan | null
  /** whether assistants find their tools at /mcp */
  mcp?: boolean
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
 * Services that decide again what is on record: built when first asked for, without clients, and recording nothing.
 * @returns null where there are no rules of the digest
 */
function servicesOf(options: AppOptions, stamps: readonly Stamp[], app: FastifyInstance) {
  const built = new Map<string, { policies: readonly Stamp[]; app: Promise<FastifyInstance> }>()
  app.addHook('onClose', async () => {
    for (const service of built.values()) await (await service.app).close()
  })
  const nameOf = (some: readonly Stamp[]) => some.map(({ digest }) => digest).join()
  const make = (wanted: readonly Stamp[]) => {
    const { clients, records, metrics, archived, logger, ...plain } = options
    const isToday = nameOf(wanted) === nameOf(stamps)
    const plan = isToday ? plain : archived?.(wanted.map(({ digest }) => digest))
    if (!plan) return null
    const made = {
      policies: plan.policy.documents.map(stampOf),
      app: buildApp({ ...plain, ...plan, metrics: false })
    }
    built.set(nameOf(wanted), made)
    return made
  }
  return async (wanted: readonly Stamp[]): Promise<Service | null> => {
    // An archive is read once for all decisions that rest on the same rules.
    const known = built.get(nameOf(wanted)) ?? make(wanted)
    if (!known) return null
    const service = await known.app
    return {
      engine: ENGINE,
      policies: known.policies,
      async ask(method, url, payload, type, accept = 'application/json') {
        const headers = { 'content-type': type, accept }
        // Also where today's rules refuse the question: then that is what would be said now.
        const { rawPayload } = await service.inject({ method: method as 'POST', url, payload, headers })
        return rawPayload
      }
    }
  }
}

/**
 * Builds the service.
 * @returns an instance that is ready to listen or to be injected into, once awaited with `ready()`
 */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const {
    policy,
    witnesses,
    examples,
    coverage,
    texts,
    entries,
    refused,
    hearing,
    lines,
    logger = false
  } = options
  const { today = todayIn(policy.timeZone), security: limits, mcp = false } = options
  const bounds = { ...BOUNDS, ...options.bounds }
  const stamps = policy.documents.map(stampOf)
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
  await app.register(clients, { registry: options.clients ?? null })
  await app.register(turns, bounds)
  await app.register(batches, bounds)
  await app.register(incoming)
  await app.register(security, limits ?? { corsOrigins: [], rateLimitPerMinute: 0 })
  await app.register(records, { ledger: null, ...options.records, policies: stamps })
  if (options.metrics !== false) await app.register(metrics, options.metrics ?? {})
  await app.register(packed)
  await app.register(openapi, { policy })

  const { facts, subjects } = factsSchemas(policy)
  // All at the root: a schema added deeper would have every other one compiled again there.
  const ids = decidable(policy).map(({ id }) => id)
  const policyIds = policy.sets.map(({ id }) => id)
  for (const schema of [
    ...commonSchemas,
    ...situationsSchemas,
    ...problemSchemas,
    ...subjects,
    factIdSchema(policy),
    situationsListSchema(policy),
    facts,
    ...rangeSchemas,
    possibleSchema(policy),
    VocabularyFactSchema,
    FactListSchema,
    ...catalogueSchemas,
    ClauseTextSchema,
    ...policiesSchemas,
    ...eligibilitySchemas,
    eligibilityRequest(ids, policyIds),
    ...calculateSchemas,
    calculateRequest(ids, policyIds),
    answersRequest(policyIds),
    ...answersSchemas,
    ...batchSchemas,
    ...batchPreviewSchemas,
    KnowledgeEntrySchema,
    ...decisionSchemas
  ]) {
    app.addSchema(schema)
  }

  app.decorate('serviceOf', servicesOf(options, stamps, app))
  const context: RouteContext = {
    program: new Program(policy),
    hearing,
    lines,
    today,
    witnesses,
    examples,
    coverage,
    texts,
    entries,
    refused
  }
  app.get('/', { schema: { hide: true } }, async (_request, reply) => reply.redirect('docs'))
  await app.register(async catalogue => {
    await catalogue.register(conditional)
    await catalogue.register(policyRoutes, context)
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
  await app.register(decisionRoutes, { today: stamps })
  await app.register(docsRoutes, context)
  await app.register(hotlinePageRoutes)
  await app.register(deskPageRoutes)
  await app.register(readPageRoutes)
  await app.register(healthRoutes, context)
  if (mcp) {
    // Read only where it is wanted: the SDK is as large as the rest of the service.
    const { mcpRoutes } = await import('./mcp/index.ts')
    await app.register(mcpRoutes, { ...context, origins: limits?.corsOrigins ?? [] })
  }
  return app
}
