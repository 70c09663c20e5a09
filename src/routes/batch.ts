/** POST /eligibility/batch: a hundred thousand applicants at once, streamed. */
import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { answersOf } from '../batch/answers.ts'
import { deciderFor, type Report } from '../batch/decider.ts'
import { decidable } from '../rules/eligibility.ts'
import { BatchAnswerSchema, BatchEndSchema, BatchErrorSchema, batchQuery } from '../schemas/batch.ts'
import { ref } from '../schemas/common.ts'
import { problemResponses, type RouteContext } from './context.ts'

const NDJSON = 'application/x-ndjson'

const splitAtCommas = (text: unknown) => String(text).split(',')

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
  // Only here, and as it comes: the stream is read while answers are written.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(NDJSON, (_request, payload, done) => done(null, payload))
  app.post(
    '/eligibility/batch',
    {
      // `measures` may be repeated or be one list with commas; the schema sees an array either way.
      preValidation: async request => {
        const query = request.query as Record<string, unknown>
        if (query.measures !== undefined) query.measures = [query.measures].flat().flatMap(splitAtCommas)
      },
      config: {
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
            content: {
              [NDJSON]: {
                schema: Type.Union([ref(BatchAnswerSchema), ref(BatchErrorSchema), ref(BatchEndSchema)])
              }
            }
          },
          ...problemResponses('validation-failed', 'unsupported-media-type')
        }
      }
    },
    async (request, reply) => {
      const { measures, explain, only, asOf = today() } = request.query
      // Where, but not the message: it might repeat a fact.
      const report: Report = (thrown, line) =>
        request.log.error({ line, at: framesOf(thrown) }, 'a line of a batch threw')
      const decide = deciderFor(program, { measures, explain, only, asOf }, undefined, undefined, report)
      const answers = answersOf(request.body as AsyncIterable<Uint8Array>, decide, policy)
      return reply
        .type(`${NDJSON}; charset=utf-8`)
        .send(Readable.from(answers, { objectMode: false }) as never)
    }
  )
}
