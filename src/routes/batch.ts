/** POST /eligibility/batch: a hundred thousand applicants at once, streamed. */
import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { rowReader } from '../batch/csv/row.ts'
import { deciderFor, type Report } from '../batch/decider.ts'
import { type Line, lineBlocks } from '../batch/lines.ts'
import { ndjsonWriter } from '../batch/ndjson.ts'
import { OutcomeCounts } from '../batch/outcome-counts.ts'
import { answersTo } from '../batch/stream.ts'
import { linesInTable, tableOfAnswers, workbookOfAnswers } from '../batch/table-stream.ts'
import { lineCost } from '../clients/costs.ts'
import { linesIn } from '../plugins/incoming.ts'
import { streaming } from '../plugins/packed.ts'
import { ProblemError } from '../plugins/problems.ts'
import { decidable } from '../policy/asked.ts'
import type { Policy } from '../policy/model.ts'
import { BatchOutputLineSchema, batchQuery } from '../schemas/batch.ts'
import { linesOf } from '../schemas/common.ts'
import { recordingsFor } from './batch-recording.ts'
import {
  CSV,
  FILE,
  listsOf,
  NDJSON,
  TableBody,
  tableIn,
  tableParser,
  wantedBy,
  XLSX
} from './batch-tables.ts'
import { problemResponses, type RouteContext } from './context.ts'
import { needSelection } from './selection.ts'

const NO_LINES = `请求体是空的：请用 Content-Type: ${NDJSON}、${CSV} 或 .xlsx 的类型提交，一行一个申请人。`

const TOO_MUCH = 'explain=full 的内容表格里放不下，请用 summary，或者要 NDJSON。'
/** Names of answers as files. */
const FILES = { [CSV]: 'answers.csv', [XLSX]: 'answers.xlsx' } as const

/** Passes lines on, and tells how many came. */
async function* counted(blocks: AsyncIterable<readonly Line[]>, tell: (lines: number) => void) {
  for await (const lines of blocks) {
    tell(lines.length)
    yield lines
  }
}

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

/** A stream of lines is a text to OpenAPI; JSON Schema says what each line holds. */
const LINES = {
  type: 'string',
  contentMediaType: NDJSON,
  contentSchema: { $ref: '#/components/schemas/BatchLine' }
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
  const all = decidable(policy).length
  // Only here, and as it comes: the stream is read while answers are written.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(NDJSON, async (request: FastifyRequest, payload: Readable) =>
    linesIn(request, payload)
  )
  for (const type of [CSV, XLSX] as const) app.addContentTypeParser(type, tableParser(type))
  app.post(
    '/eligibility/batch',
    {
      onRequest: app.admitBatch,
      preValidation: listsOf('measures', 'policies', 'versions', 'keep'),
      compress: streaming,
      config: {
        scope: 'batch',
        requestBody: {
          [NDJSON]: { schema: LINES, examples: { lines: { value: exampleLines(context) } } },
          [CSV]: FILE,
          [XLSX]: FILE
        }
      },
      schema: {
        operationId: 'decideBatch',
        tags: ['decisions'],
        summary: '批量判断 · Many applicants at once',
        description:
          '一行一个申请人（NDJSON），一行一个答案，顺序相同；有错的一行给出错误，其余的照常；最后一行是计数和摘要。' +
          '第一行不是 UTF-8 的整个不收，答 400。' +
          '也可以提交表格（CSV 或 .xlsx，表头写编号、日期和事实的中文名称），用 Accept 说要哪一种答案。 ' +
          'NDJSON in, NDJSON out, streamed in order. A bad line gives an error object; a body whose first line is ' +
          'not UTF-8 is refused as a whole. The last line holds counts and a digest, and an answer without it is ' +
          'not complete. Tables come in and out as well: CSV or .xlsx, by Content-Type and Accept.',
        querystring: batchQuery(
          decidable(policy).map(({ id }) => id),
          policy.sets.map(({ id }) => id)
        ),
        response: {
          200: {
            description: '一行一个答案 · One answer a line',
            content: { [NDJSON]: { schema: linesOf(BatchOutputLineSchema) }, [CSV]: FILE, [XLSX]: FILE }
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
      const wanted = wantedBy(request)
      if (wanted !== NDJSON && explain === 'full') throw new ProblemError('validation-failed', TOO_MUCH)
      const { body } = request
      const found = body instanceof TableBody ? await tableIn(body, policy, request.query) : undefined
      const lines = found ? linesInTable(found) : lineBlocks(body as AsyncIterable<Uint8Array>)
      // Where, but not the message: it might repeat a fact.
      const report: Report = (thrown, line) =>
        request.log.error({ line, at: framesOf(thrown) }, 'a line of a batch threw')
      const options = { measures, policies, versions, explain, only, asOf }
      const cost = lineCost((measures?.length ?? all) / all, explain)
      const paid = request.client ? counted(lines, some => request.charge(some * cost)) : lines
      const counts = new OutcomeCounts()
      reply.raw.once('close', () => app.tally.outcomes(counts))
      const read = found && rowReader(program, found.table)
      const asked = { measures, policies, versions: request.query.versions, explain, only, asOf }
      const recordings = recordingsFor(request, policy, read, asked)
      const inLines = () => {
        const writer = ndjsonWriter(program, options)
        const writerFor = recordings ? recordings.asLines.noting(writer) : writer
        const decide = deciderFor(program, options, read, writerFor, report, counts)
        return answersTo(paid, decide, policy, options, recordings?.asLines ?? null)
      }
      const batch = { found, lines: paid, options, report, counts, recordingFor: recordings?.asTable ?? null }
      const answers = {
        [NDJSON]: inLines,
        [CSV]: () => tableOfAnswers(program, batch),
        [XLSX]: () => workbookOfAnswers(program, batch)
      }[wanted]()
      if (wanted !== NDJSON) reply.header('content-disposition', `attachment; filename="${FILES[wanted]}"`)
      return reply
        .type(wanted === XLSX ? XLSX : `${wanted}; charset=utf-8`)
        .send(Readable.from(answers, { objectMode: false }) as never)
    }
  )
}
