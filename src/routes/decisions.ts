/** /decisions: what is on record, and what comes out when it is decided again. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { ProblemError } from '../plugins/problems.ts'
import { OUTCOMES } from '../policy/kleene.ts'
import type { Decision, Ledger } from '../records/ledger.ts'
import type { DecisionRecord, Stamp } from '../records/record.ts'
import { replay, type Service } from '../records/replay.ts'
import { oneOf, strictObject } from '../schemas/common.ts'
import { DecisionListSchema, DecisionSchema, ReplaySchema } from '../schemas/decisions.ts'
import { answer, NO_QUERY, problemResponses } from './context.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** a service with some rule sets, or null where they are not at hand */
    serviceOf(policies: readonly Stamp[]): Promise<Service | null>
  }
}

const MOST = 500

const params = strictObject({
  id: Type.String({
    maxLength: 40,
    description: '记录编号，即答复里的 decisionId。 The decisionId of an answer.'
  })
})

const shown = ({ request, ...record }: DecisionRecord) => ({
  ...record,
  policies: [...record.policies]
})

/** @throws ProblemError when it was not kept what was asked, or its rules are not at hand */
export async function replayed(
  decision: Decision,
  { serviceOf }: Pick<FastifyInstance, 'serviceOf'>,
  today: readonly Stamp[]
) {
  const { record, request } = decision
  const cannot = (why: string) => new ProblemError('not-replayable', why)
  if (request.kept === 'hashed') throw cannot('记录里只有问题的摘要，没有内容，不能重做。')
  if (request.kept === 'erased') throw cannot('问的内容已经按要求抹去，不能重做。')
  const now = (await serviceOf(today)) as Service
  const isToday = JSON.stringify(now.policies) === JSON.stringify(record.policies)
  const original = isToday ? now : await serviceOf(record.policies)
  if (original !== now && record.route === 'POST /answers') {
    throw cannot('原话怎么听的没有随当时的规则留下，不能重做。')
  }
  if (!original) {
    const rules = record.policies.map(({ id, version, digest }) => `${id} ${version}，${digest}`)
    throw cannot(`没有当时的规则（${rules.join('；')}）：请放进 RULES_ARCHIVE 的文件夹。`)
  }
  return replay({ record, request }, original, now)
}

export const decisionRoutes: FastifyPluginAsyncTypebox<{ today: readonly Stamp[] }> = async (
  app,
  context
) => {
  const needed = (): Ledger => {
    if (app.ledger) return app.ledger
    throw new ProblemError('unknown-decision', '这个服务不留记录（没有设置 RECORDS）。')
  }
  const found = async (id: string): Promise<Decision> => {
    const decision = await needed().find(id)
    if (!decision) throw new ProblemError('unknown-decision', `没有编号为 ${id} 的记录。`)
    return decision
  }

  app.get(
    '/decisions',
    {
      config: { scope: 'record' },
      schema: {
        operationId: 'listDecisions',
        tags: ['records'],
        summary: '查找记录 · Decisions on record',
        description:
          '按调用方、时间、政策、结论查找；记录存在 PostgreSQL 里才能查找，存在文件里的答 501。 ' +
          'Only where records are in PostgreSQL; otherwise 501.',
        querystring: strictObject({
          client: Type.Optional(Type.String({ maxLength: 40, description: '调用方。 Who asked.' })),
          from: Type.Optional(Type.String({ format: 'date-time', description: '从什么时候起。 From.' })),
          to: Type.Optional(Type.String({ format: 'date-time', description: '到什么时候之前。 Before.' })),
          measure: Type.Optional(Type.String({ maxLength: 80, description: '政策编号。 Id of a measure.' })),
          outcome: Type.Optional(oneOf(OUTCOMES, { description: '结论；与 measure 一起用。 With measure.' })),
          limit: Type.Optional(
            Type.Integer({ minimum: 1, maximum: MOST, default: 100, description: '最多几条。 At most.' })
          )
        }),
        response: {
          200: answer('找到的 · What was found', DecisionListSchema),
          ...problemResponses('validation-failed', 'unknown-decision', 'not-searchable')
        }
      }
    },
    async ({ query }) => {
      const ledger = needed()
      const found = await ledger.search(query as typeof query & { limit: number }) // the schema has a default
      if (found) return { items: found.map(shown) }
      throw new ProblemError('not-searchable', '记录存在文件里，只能按编号取；存进 PostgreSQL 才能检索。')
    }
  )

  app.get(
    '/decisions/:id',
    {
      config: { scope: 'record' },
      schema: {
        operationId: 'getDecision',
        tags: ['records'],
        summary: '一条记录 · One decision on record',
        description:
          '谁什么时候问的、依据哪一版规则、答了什么。 Who asked, when, by which rules, and what was said.',
        params,
        querystring: NO_QUERY,
        response: {
          200: answer('记录 · The record', DecisionSchema),
          ...problemResponses('validation-failed', 'unknown-decision')
        }
      }
    },
    async ({ params: { id } }) => {
      const { record, request } = await found(id)
      return {
        ...shown(record),
        kept: request.kept,
        request: request.kept === 'full' ? (JSON.parse(request.text) as unknown) : null
      }
    }
  )

  app.post(
    '/decisions/:id/replay',
    {
      config: { scope: 'record', cost: () => 50 },
      schema: {
        operationId: 'replayDecision',
        tags: ['records'],
        summary: '重做一个决定 · Decide again',
        description:
          '用当时的规则重做，看是否逐字节一样；再用今天的规则重做，看现在会怎么说。不带请求体。 ' +
          'By the very rules of then, and by those of today, side by side. Takes no body.',
        params,
        querystring: NO_QUERY,
        response: {
          200: answer('两边的结果 · Both sides', ReplaySchema),
          ...problemResponses('validation-failed', 'unknown-decision', 'not-replayable')
        }
      }
    },
    async ({ params: { id } }) => replayed(await found(id), app, context.today)
  )
}
