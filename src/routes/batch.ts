/** POST /eligibility/batch: a hundred thousand applicants at once, streamed. */
import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { deciderFor, type Report } from '../batch/decider.ts'
import { answersOf } from '../batch/stream.ts'
import { linesIn } from '../plugins/incoming.ts'
import { streaming } from '../plugins/packed.ts'
import { ProblemError } from '../plugins/problems.ts'
import { decidable } from '../policy/asked.ts'
import type { Policy } from '../policy/model.ts'
import { BatchOutputLineSchema, batchQuery } from '../schemas/batch.ts'
import { linesOf } from '../schemas/common.ts'
import { problemResponses, type RouteContext } from './context.ts'
import { needSelection } from './selection.ts'

const NDJSON = 'application/x-ndjson'

const NO_LINES = `请求体是空的：请用 Content-Type: ${NDJSON} 提交，一行一个申请人。`

const splitAtCommas = (text: unknown) => String(text).split(',')

/** Where something was thrown. */
const framesOf = (thrown: unknown) =>
  String((thrown as Error).stack)
    .split('\n')
    .filter(frame => frame.startsWith('    at '))

/** id:version, as the query has them. @throws ProblemError where an id is none of a rule set */
function versionsIn(
  policy: Policy,
  pairs: readonly string[] | undefined
): Record<string, string> | undefined {
  if (!pairs) return undefined
  const entries = pairs.map((pair, index) => {
    const at = pair.indexOf(':')
    const id = pair.slice(0, at)
    if (!policy.sets.some(set => set.id === id)) {
      const message = `没有编号为 ${id} 的规则集`
      throw new ProblemError('validation-failed', '查询参数有 1 处错误，见 errors。', [
        { pointer: `/versions/${index}`, message }
      ])
    }
    return [id, pair.slice(at + 1)]
  })
  return Object.fromEntries(entries)
}

/** Two applicants of the first measure that has examples. */
function exampleLines({ witnesses }: RouteContext): string {
  const applicants = Object.values(witnesses)
    .slice(0, 1)
    .flatMap(({ eligible, undetermined }) => [eligible, undetermined])
  const lines = applicants.map((facts, index) => JSON.stringify({ id: `firm-${index + 1}`, facts }))
  return lines.join('\n')
}

export const batchRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, context) => {
  const { program, today } = context
  const { policy } = program
  // Only here, and as it comes: the stream is read while answers are written.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(NDJSON, async (request: FastifyRequest, payload: Readable) =>
    linesIn(request, payload)
  )
  app.post(
    '/eligibility/batch',
    {
      onRequest: app.admitBatch,
      // Each of these may be repeated or be one list with commas; the schema sees an array either way.
      preValidation: async request => {
        const query = request.query as Record<string, unknown>
        for (const name of ['measures', 'policies', 'versions']) {
          if (query[name] !== undefined) query[name] = [query[name]].flat().flatMap(splitAtCommas)
        }
      },
      compress: streaming,
      config: {
        requestBody: { type: NDJSON, schema: 'BatchLine', example: exampleLines(context) }
      },
      schema: {
        operationId: 'decideBatch',
        tags: ['decisions'],
        summary: '批量判断 · Many applicants at once',
        description:
          '一行一个申请人（NDJSON），一行一个答案，顺序相同；有错的一行给出错误，其余的照常；最后一行是计数和摘要。' +
          '第一行不是 UTF-8 的整个不收，答 400。 ' +
          'NDJSON in, NDJSON out, streamed in order. A bad line gives an error object; a body whose first line is ' +
          'not UTF-8 is refused as a whole. The last line holds counts and a digest, and an answer without it is ' +
          'not complete.',
        querystring: batchQuery(
          decidable(policy).map(({ id }) => id),
          policy.sets.map(({ id }) => id)
        ),
        response: {
          200: {
            description: '一行一个答案 · One answer a line',
            content: { [NDJSON]: { schema: linesOf(BatchOutputLineSchema) } }
          },
          ...problemResponses(
            'unreadable-body',
            'validation-failed',
            'payload-too-large',
            'unsupported-media-type',
            'unknown-version',
            'service-unavailable'
          )
        }
      }
    },
    async (request, reply) => {
      if (!request.body) throw new ProblemError('unsupported-media-type', NO_LINES)
      const { measures, policies, explain, only, asOf = today() } = request.query
      const versions = versionsIn(policy, request.query.versions)
      needSelection(policy, { measures, policies, versions })
      const options = { measures, policies, versions, explain, only, asOf }
      // Where, but not the message: it might repeat a fact.
      const report: Report = (thrown, line) =>
        request.log.error({ line, at: framesOf(thrown) }, 'a line of a batch threw')
      const decide = deciderFor(program, options, undefined, undefined, report)
      const answers = answersOf(request.body as AsyncIterable<Uint8Array>, decide, policy, options)
      return reply
        .type(`${NDJSON}; charset=utf-8`)
        .send(Readable.from(answers, { objectMode: false }) as never)
    }
  )
}
