/** GET /facts: the vocabulary. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { factList } from '../catalogue/catalogue.ts'
import { offerView } from '../decisions/interview/situations.ts'
import { askedOf, restsOn } from '../policy/asked.ts'
import type { Fact } from '../policy/model.ts'
import { factSchema } from '../policy/vocabulary.ts'
import { policyField } from '../schemas/catalogue.ts'
import { strictObject } from '../schemas/common.ts'
import { FactListSchema, factSubjects } from '../schemas/facts.ts'
import { answer, problemResponses, type RouteContext } from './context.ts'

export const factRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, { program, today }) => {
  const { policy } = program
  const listed = (facts: readonly Fact[]) =>
    factList(policy, fact => factSchema(fact, policy.industries), facts)
  const all = listed(policy.facts)
  // A rule set in another language words what it shares with others.
  const worded = new Map(
    policy.documents.map(({ id, facts }) => [id, facts === policy.facts ? all : listed(facts)])
  )
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
        querystring: strictObject({
          subject: Type.Optional(factSubjects(policy)),
          policy: policyField(policy.sets.map(({ id }) => id))
        }),
        response: { 200: answer('词汇 · Facts', FactListSchema), ...problemResponses('validation-failed') }
      }
    },
    async ({ query }) => {
      const { subject, policy: named } = query
      const items = (worded.get(named ?? '') ?? all).filter(
        fact =>
          (subject === undefined || fact.subject === subject) &&
          (named === undefined || fact.policies.includes(named))
      )
      const { documents } = askedOf(policy, today(), named === undefined ? {} : { policies: [named] })
      return { ...restsOn(policy, documents), total: items.length, items, situations }
    }
  )
}
