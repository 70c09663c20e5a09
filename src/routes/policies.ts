/** GET /policies, GET /policies/{policy}, GET /changes: which rule sets there are, and what changed in them. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { changesSince, setDetail, setSummary } from '../catalogue/policies.ts'
import type { Entry } from '../policy/changelog.ts'
import { DAY } from '../policy/vocabulary.ts'
import { strictObject } from '../schemas/common.ts'
import { ChangesSchema, PoliciesSchema, PolicyDetailSchema } from '../schemas/policies.ts'
import { answer, NO_QUERY, problemResponses, type RouteContext } from './context.ts'
import { needSet } from './selection.ts'

export const policyRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, context) => {
  const { program, today, entries } = context
  const { policy } = program
  app.get(
    '/policies',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listPolicies',
        tags: ['catalogue'],
        summary: '有哪些规则集 · The rule sets',
        description:
          '每个规则集有哪些版本，各从哪天到哪天有效，今天有效的是哪一版。 Versions, and when in force.',
        querystring: NO_QUERY,
        response: {
          200: answer('全部规则集 · All rule sets', PoliciesSchema),
          ...problemResponses('validation-failed')
        }
      }
    },
    async () => {
      const items = policy.sets.map(set => setSummary(set, today()))
      return { total: items.length, items }
    }
  )
  app.get(
    '/policies/:policy',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'getPolicy',
        tags: ['catalogue'],
        summary: '一个规则集 · One rule set',
        description:
          '各版的有效期、摘要、前一版，与前一版相比改了什么，以及变更记录。 Versions and what changed.',
        params: strictObject({
          policy: Type.String({
            maxLength: 80,
            description: '规则集编号。 Id of a rule set.',
            examples: policy.sets.slice(0, 1).map(({ id }) => id)
          })
        }),
        querystring: NO_QUERY,
        response: {
          200: answer('这个规则集 · The rule set', PolicyDetailSchema),
          ...problemResponses('validation-failed', 'unknown-policy')
        }
      }
    },
    async ({ params }) => {
      const set = needSet(policy, params.policy)
      return setDetail(set, entries.get(set.id) as readonly Entry[], today())
    }
  )
  app.get(
    '/changes',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listChanges',
        tags: ['catalogue'],
        summary: '规则改了什么 · What changed in the rules',
        description:
          '全部规则集的变更记录，新的在前；since 只要这一天起发布的，还没有发布的总在内。 ' +
          'Entries of all changelogs; `since` takes those released from that day on, and those not released yet.',
        querystring: strictObject({
          since: Type.Optional(
            Type.Unsafe<string>({ ...DAY, description: '从哪天起（YYYY-MM-DD）。 From this day on.' })
          )
        }),
        response: {
          200: answer('变更 · Changes', ChangesSchema),
          ...problemResponses('validation-failed')
        }
      }
    },
    async ({ query }) => {
      const items = changesSince(entries, query.since)
      return { total: items.length, items }
    }
  )
}
