/** POST /eligibility/batch/preview: what a table says, before anything is decided. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { previewOf } from '../batch/preview.ts'
import { PREVIEW } from '../clients/costs.ts'
import { ProblemError } from '../plugins/problems.ts'
import { previewQuery } from '../schemas/batch.ts'
import { BatchPreviewSchema } from '../schemas/batch-preview.ts'
import { CSV, FILE, listsOf, TableBody, tableIn, tableParser, XLSX } from './batch-tables.ts'
import { answer, problemResponses, type RouteContext } from './context.ts'

const NO_TABLE = `请求体是空的：请用 Content-Type: ${CSV} 或 .xlsx 的类型提交一个表格。`

export const batchPreviewRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, { program }) => {
  app.removeAllContentTypeParsers()
  for (const type of [CSV, XLSX] as const) app.addContentTypeParser(type, tableParser(type))
  app.post(
    '/eligibility/batch/preview',
    {
      onRequest: app.admitBatch,
      preValidation: listsOf('keep'),
      config: { scope: 'batch', cost: () => PREVIEW, requestBody: { [CSV]: FILE, [XLSX]: FILE } },
      schema: {
        operationId: 'previewBatch',
        tags: ['decisions'],
        summary: '先看表格读成了什么 · A table before it is decided',
        description:
          '各列是什么，前几行，哪一格看不懂；不判断，也不保存。 ' +
          'What the columns are, the first rows, and which cells are not understood. Nothing is decided or kept.',
        querystring: previewQuery,
        response: {
          200: answer('表格里读到了什么 · What the table says', BatchPreviewSchema),
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
    async ({ body, query }) => {
      if (!(body instanceof TableBody)) throw new ProblemError('unsupported-media-type', NO_TABLE)
      const found = await tableIn(body, program.policy, query)
      const { rows, columns, counts } = await previewOf(program, found)
      const { name: sheet = null, others = [] } = found
      return { sheet, otherSheets: [...others], columns, rows, total: counts.rows, wrong: counts.wrong }
    }
  )
}
