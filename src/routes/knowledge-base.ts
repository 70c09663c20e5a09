/** GET /knowledge-base: the plan for the knowledge base of a hotline, as NDJSON or CSV. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { stringify } from 'csv-stringify/sync'
import { Type } from 'typebox'
import { shownOn } from '../catalogue/catalogue.ts'
import { COLUMNS, type Entry, knowledgeBase } from '../hotline/knowledge-base.ts'
import { laterOf } from '../later.ts'
import { policyField } from '../schemas/catalogue.ts'
import { linesOf, oneOf, strictObject } from '../schemas/common.ts'
import { KnowledgeEntrySchema } from '../schemas/knowledge-base.ts'
import { problemResponses, type RouteContext } from './context.ts'

const ndjson = (entries: readonly Entry[]) => entries.map(entry => `${JSON.stringify(entry)}\n`).join('')

/** RFC 4180, with the byte order mark by which spreadsheets know UTF-8. */
const csv = (entries: readonly Entry[]) =>
  stringify([...entries], {
    header: true,
    columns: [...COLUMNS],
    bom: true,
    quoted: true,
    record_delimiter: 'windows'
  })

const FORMATS = {
  ndjson: ['application/x-ndjson; charset=utf-8', ndjson],
  csv: ['text/csv; charset=utf-8; header=present', csv]
} as const

/** By version of a rule set: its entries, which do not change while the service runs. */
const entriesIn = laterOf(knowledgeBase)

export const knowledgeBaseRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (
  app,
  { program, today }
) => {
  const { sets } = program.policy
  /** Entries of rule sets in the versions of today: of all, or of the one that is named. */
  const entriesOf = (named: string | undefined) =>
    sets
      .filter(({ id }) => named === undefined || id === named)
      .flatMap(set => entriesIn(shownOn(set, today())))
  app.get(
    '/knowledge-base',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'exportKnowledgeBase',
        tags: ['hotline'],
        summary: '知识库导出 · Knowledge-base export',
        description:
          '每项政策一条，正文缺失的条款各一条。编号不变；更新标识只随内容变化，每晚只需取变化的条目；没有变化时答 304。 ' +
          'One entry a measure. Stable ids, and a digest each, so that a nightly job takes only what changed.',
        querystring: strictObject({
          policy: policyField(sets.map(({ id }) => id)),
          format: Type.Optional(
            oneOf(['ndjson', 'csv'], {
              'x-component': 'ExportFormat',
              default: 'ndjson',
              description: '格式。 Format.'
            })
          )
        }),
        response: {
          200: {
            description: '知识条目 · Entries',
            content: {
              'application/x-ndjson': { schema: linesOf(KnowledgeEntrySchema) },
              'text/csv': { schema: Type.String() }
            }
          },
          ...problemResponses('validation-failed')
        }
      }
    },
    async ({ query }, reply) => {
      const [type, write] = FORMATS[query.format as 'ndjson' | 'csv']
      const text = write(entriesOf(query.policy))
      return reply
        .type(type)
        .serializer((payload: string) => payload)
        .send(text as never)
    }
  )
}
