/** GET /facts: the vocabulary. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { factList } from '../catalogue/catalogue.ts'
import { offerView } from '../decisions/interview/situations.ts'
import { stampOf } from '../policy/asked.ts'
import { factSchema } from '../policy/vocabulary.ts'
import { strictObject } from '../schemas/common.ts'
import { FactListSchema, factSubjects } from '../schemas/facts.ts'
import { answer, problemResponses, type RouteContext } from './context.ts'

export const factRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, { program }) => {
  const { policy } = program
  const ids = policy.measures.map(({ id }) => id)
  const facts = factList(policy, fact => factSchema(fact, policy.industries, ids))
  const situations = policy.situations.map(list => offerView(policy, { list, situations: list.situations }))
  app.get(
    '/facts',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listFacts',
        tags: ['catalogue'],
        summary: '事实词汇表 · The fact vocabulary',
        description: '请求里 facts 可以填什么：类型、单位、可选值、问法、例子。 What `facts` may hold.',
        querystring: strictObject({ subject: Type.Optional(factSubjects(policy)) }),
        response: { 200: answer('词汇 · Facts', FactListSchema), ...problemResponses('validation-failed') }
      }
    },
    async ({ query }) => {
      const items =
        query.subject === undefined ? facts : facts.filter(({ subject }) => subject === query.subject)
      return { policy: stampOf(policy), total: items.length, items, situations }
    }
  )
}
