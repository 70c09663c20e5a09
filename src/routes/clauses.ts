/** GET /clauses, GET /clauses/{clause}: the coverage ledger, every clause and what the copy lost. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { clauseList, clauseView, coverageView } from '../catalogue/catalogue.ts'
import { ProblemError } from '../plugins/problems.ts'
import { ClauseDetailSchema, ClauseListSchema } from '../schemas/catalogue.ts'
import { strictObject } from '../schemas/common.ts'
import { answer, NO_QUERY, problemResponses, type RouteContext } from './context.ts'

export const clauseRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, { program, coverage }) => {
  const { policy } = program
  const list = clauseList(policy)
  app.get(
    '/clauses',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listClauses',
        tags: ['catalogue'],
        summary: '逐条台账 · Every clause and what became of it',
        description:
          '每一条对应哪些政策，原文是否完整、缺失了什么。 Measures of each clause, and what the copy lost.',
        querystring: NO_QUERY,
        response: {
          200: answer('全部条款 · All clauses', ClauseListSchema),
          ...problemResponses('validation-failed')
        }
      }
    },
    async () => list
  )
  app.get(
    '/clauses/:clause',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'getClause',
        tags: ['catalogue'],
        summary: '一条 · One clause',
        description: '第50至52条的条号缺失，合为 50-52。 Clauses 50 to 52 lost their numbers and are one.',
        querystring: NO_QUERY,
        params: strictObject({
          clause: Type.String({
            maxLength: 10,
            description: '条款编号，1 到 55。 Clause number.',
            examples: ['4']
          })
        }),
        response: {
          200: answer('这一条 · The clause', ClauseDetailSchema),
          ...problemResponses('validation-failed', 'unknown-clause')
        }
      }
    },
    async ({ params }) => {
      const clause =
        policy.clause(params.clause) ??
        policy.clauses.find(({ numbers }) => numbers.some(number => String(number) === params.clause))
      if (!clause) {
        throw new ProblemError(
          'unknown-clause',
          `方案没有第 ${params.clause} 条，编号从 1 到 ${list.total}。`
        )
      }
      return { ...clauseView(clause), coverage: coverageView(coverage[clause.id]) }
    }
  )
}
