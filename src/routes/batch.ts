/** POST /eligibility/batch: a hundred thousand applicants at once, streamed. */
import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { deciderFor, type Report } from '../batch/decider.ts'
import { countLines } from '../batch/lines.ts'
import { answersOf } from '../batch/stream.ts'
import { lineCost } from '../clients/costs.ts'
import { linesIn } from '../plugins/incoming.ts'
import { streaming } from '../plugins/packed.ts'
import { ProblemError } from '../plugins/problems.ts'
import { decidable, stampOf } from '../policy/asked.ts'
import { BatchOutputLineSchema, batchQuery } from '../schemas/batch.ts'
import { linesOf } from '../schemas/common.ts'
import { problemResponses, type RouteContext } from './context.ts'

const NDJSON = 'application/x-ndjson'

const NO_LINES = `请求体是空的：请用 Content-Type: ${NDJSON} 提交，一行一个申请人。`

const splitAtCommas = (text: unknown) => String(text).split(',')

/** Passes a body on, and tells how many lines of it came. */
async function* counted(chunks: AsyncIterable<Uint8Array>, tell: (lines: number) => void) {
  for await (const chunk of chunks) {
    tell(countLines(chunk))
    yield chunk
  }
}

/** Where something was thrown. */
const framesOf = (thrown: unknown) =>
  String((thrown as Error).stack)
    .split('\n')
    .filter(frame => frame.startsWith('    at '))

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
  const all = decidable(policy).length
  // Only here, and as it comes: the stream is read while answers are written.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(NDJSON, async (request: FastifyRequest, payload: Readable) =>
    linesIn(request, payload)
  )
  app.post(
    '/eligibility/batch',
    {
      onRequest: app.admitBatch,
      // `measures` may be repeated or be one list with commas; the schema sees an array either way.
      preValidation: async request => {
        const query = request.query as Record<string, unknown>
        if (query.measures !== undefined) query.measures = [query.measures].flat().flatMap(splitAtCommas)
      },
      compress: streaming,
      config: {
        scope: 'batch',
        requestBody: { type: NDJSON, schema: 'BatchLine', example: exampleLines(context) }
      },
      schema: {
        operationId: 'decideBatch',
        tags: ['decisions'],
        summary: '批量判断 · Many applicants at once',
        description:
          '一行一个申请人（NDJSON），一行一个答案，顺序相同；有错的一行给出错误，其余的照常；最后一行是计数和摘要。 ' +
          'NDJSON in, NDJSON out, streamed in order. A bad line gives an error object; the last line holds counts ' +
          'and a digest, and an answer without it is not complete.',
        querystring: batchQuery(decidable(policy).map(({ id }) => id)),
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
            'service-unavailable'
          )
        }
      }
    },
    async (request, reply) => {
      if (!request.body) throw new ProblemError('unsupported-media-type', NO_LINES)
      const { measures, explain, only, asOf = today() } = request.query
      // Where, but not the message: it might repeat a fact.
      const report: Report = (thrown, line) =>
        request.log.error({ line, at: framesOf(thrown) }, 'a line of a batch threw')
      const decide = deciderFor(program, { measures, explain, only, asOf }, undefined, undefined, report)
      const cost = lineCost((measures?.length ?? all) / all, explain)
      const body = request.body as AsyncIterable<Uint8Array>
      const paid = request.client ? counted(body, lines => request.charge(lines * cost)) : body
      const record = app.lineRecorder(request, {
        policies: [stampOf(policy)],
        options: { measures, explain, only, asOf }
      })
      const answers = answersOf(paid, decide, policy, record)
      return reply
        .type(`${NDJSON}; charset=utf-8`)
        .send(Readable.from(answers, { objectMode: false }) as never)
    }
  )
}
