/** GET /measures, GET /measures/{id}: what is there? */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { detailOf, measureOn, summaryOf } from '../catalogue/catalogue.ts'
import { matches, unitsOf } from '../catalogue/filters.ts'
import { nearest } from '../field-errors.ts'
import { ProblemError } from '../plugins/problems.ts'
import { askedOf, restsOn } from '../policy/asked.ts'
import type { Measure } from '../policy/model.ts'
import { MeasureDetailSchema, MeasureListSchema, measureQuery } from '../schemas/catalogue.ts'
import { AsOf, strictObject } from '../schemas/common.ts'
import { answer, problemResponses, type RouteContext } from './context.ts'
import { cursorAt, positionOf } from './cursor.ts'

export const measureRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, context) => {
  const { program, today, examples, hearing } = context
  const { policy } = program
  const all = policy.documents.flatMap(({ clauses }) => clauses)
  const ids = policy.measures.map(({ id }) => id)

  app.get(
    '/measures',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listMeasures',
        tags: ['catalogue'],
        summary: '政策目录 · The catalogue of measures',
        description:
          '按条款、章节、类别、对象、责任单位、有效期筛选，或用 q 随便怎么说。 Filters and free text.',
        querystring: measureQuery(
          [...new Set(all.map(({ id }) => id))],
          unitsOf(policy),
          policy.sets.map(({ id }) => id)
        ),
        response: {
          200: answer('一页政策 · One page', MeasureListSchema),
          ...problemResponses('validation-failed', 'bad-request')
        }
      }
    },
    async ({ query }) => {
      const asOf = query.asOf ?? today()
      const { limit } = query as { limit: number } // the schema has a default
      const offset = query.cursor === undefined ? 0 : positionOf(query.cursor, policy.digest)
      if (offset === undefined) {
        throw new ProblemError('bad-request', 'cursor 不是这个版本规则集给出的，请从第一页重新取。')
      }
      const candidates =
        query.q === undefined
          ? policy.measures
          : hearing
              .search(query.q, policy.measures.length)
              .map(({ measure }) => policy.measure(measure) as Measure)
      const found = candidates
        .map(measure => measureOn(policy, measure, asOf))
        .filter(measure => matches(measure, query, asOf))
      const selected = query.policy === undefined ? {} : { policies: [query.policy] }
      const end = offset + limit
      return {
        ...restsOn(policy, askedOf(policy, asOf, selected).documents),
        asOf,
        total: found.length,
        items: found.slice(offset, end).map(measure => summaryOf(measure, asOf)),
        nextCursor: end < found.length ? cursorAt(end, policy.digest) : null
      }
    }
  )

  app.get(
    '/measures/:id',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'getMeasure',
        tags: ['catalogue'],
        summary: '一项政策 · One measure',
        description:
          '提问之前要知道的一切：条件、要用到的事实、公式、期限、没有说清的地方、可以试的例子。 ' +
          'Everything to know before asking: conditions, facts, formulas, window, open points, examples.',
        params: strictObject({
          id: Type.String({
            maxLength: 80,
            description: '政策编号。 Id of a measure.',
            examples: ['state-owned-rent-relief']
          })
        }),
        querystring: strictObject({ asOf: AsOf }),
        response: {
          200: answer('这项政策 · The measure', MeasureDetailSchema),
          ...problemResponses('validation-failed', 'unknown-measure')
        }
      }
    },
    async ({ params, query }) => {
      const measure = policy.measure(params.id)
      if (!measure) {
        const near = policy.measures.find(({ title }) => title === params.id)?.id ?? nearest(params.id, ids)
        throw new ProblemError(
          'unknown-measure',
          `没有编号为 ${params.id} 的政策${near ? `，是不是 ${near}？` : '。'}`
        )
      }
      const asOf = query.asOf ?? today()
      const shown = measureOn(policy, measure, asOf)
      return detailOf(shown, policy, asOf, examples.get(shown.document.digest) ?? {})
    }
  )
}
