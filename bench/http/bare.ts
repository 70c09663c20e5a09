/**
 * The bare route: the same body checked by the same validator, an answer of the same shape and size through the
 * same serializer, and nothing in between. The answers are those that the service gave, in turn.
 */
import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import type { Explain } from '../../src/decisions/eligibility.ts'
import type { EligibilityRequest, EligibilityResponse } from '../../src/schemas/eligibility.ts'
import { built } from '../built.ts'

const [answersFile] = process.argv.slice(2) as [string]
const answers = JSON.parse(readFileSync(answersFile, 'utf8')) as Record<Explain, EligibilityResponse[]>

const { schemaCompilers } = await built.validation()
const { readPolicy } = await built.plan()
const { commonSchemas } = await built.commonSchemas()
const { factIdSchema, factsSchemas, possibleSchema } = await built.factsSchemas()
const { situationsListSchema, situationsSchemas } = await built.situationsSchemas()
const { eligibilityRequest, eligibilitySchemas } = await built.eligibilitySchemas()

const policy = readPolicy()
const { facts, subjects } = factsSchemas(policy)
const policyIds = policy.sets.map(({ id }) => id)
const ids = policy.measures.flatMap(({ id, conditions }) => (conditions ? [id] : []))

const app = Fastify({ schemaController: schemaCompilers().schemaController })
for (const schema of [
  ...commonSchemas,
  ...subjects,
  facts,
  possibleSchema(policy),
  factIdSchema(policy),
  ...situationsSchemas,
  situationsListSchema(policy),
  ...eligibilitySchemas,
  eligibilityRequest(ids, policyIds)
]) {
  app.addSchema(schema)
}
let turn = 0
app.post<{ Body: EligibilityRequest }>(
  '/eligibility',
  {
    schema: {
      body: { $ref: 'EligibilityRequest#' },
      response: { 200: { $ref: 'EligibilityResponse#' } }
    }
  },
  async request => {
    const prepared = answers[request.body.explain ?? 'summary']
    turn++
    return prepared[turn % prepared.length]
  }
)
app.get('/health/ready', async () => ({ status: 'ok' }))
process.once('SIGTERM', () => process.exit())
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
