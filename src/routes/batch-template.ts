/** GET /eligibility/batch/template: a workbook to fill in. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { templateFor } from '../batch/xlsx/template.ts'
import { decidable, namedIn } from '../policy/asked.ts'
import { templateQuery } from '../schemas/batch.ts'
import { FILE, listsOf, XLSX } from './batch-tables.ts'
import { problemResponses, type RouteContext } from './context.ts'

export const batchTemplateRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, { program }) => {
  const { policy } = program
  app.get(
    '/eligibility/batch/template',
    {
      preValidation: listsOf('measures'),
      config: { scope: 'read' },
      schema: {
        operationId: 'getBatchTemplate',
        tags: ['decisions'],
        summary: '填表用的工作簿 · A workbook to fill in',
        description:
          '列出这些政策要用的事实，一列一个，有下拉选项、问法和例子；填好后交给 POST /eligibility/batch。 ' +
          'A column for each fact that the measures need, with lists, questions and examples.',
        querystring: templateQuery(decidable(policy).map(({ id }) => id)),
        response: {
          200: { description: '工作簿 · A workbook', content: { [XLSX]: FILE } },
          ...problemResponses('validation-failed')
        }
      }
    },
    async ({ query }, reply) =>
      reply
        .type(XLSX)
        .header('content-disposition', 'attachment; filename="template.xlsx"')
        .send((await templateFor(policy, namedIn(policy, query.measures))) as never)
  )
}
