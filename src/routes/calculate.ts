/** POST /calculate: how much, until when? */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { exampleOf } from '../catalogue/examples.ts'
import { calculateCost } from '../clients/costs.ts'
import { calculate } from '../decisions/calculate.ts'
import type { Example } from '../plugins/openapi.ts'
import { decidable } from '../policy/asked.ts'
import { type CalculateRequest, CalculateResponseSchema } from '../schemas/calculate.ts'
import { refTo } from '../schemas/common.ts'
import { BODY_PROBLEMS, NO_QUERY, problemResponses, type RouteContext } from './context.ts'
import { needSelection } from './selection.ts'

/** An example of one measure with a money amount, one with a date, and one of everything. */
export function calculateExamples({ program, witnesses }: RouteContext): Record<string, Example> {
  const computed = program.policy.measures.filter(
    ({ id, figures }) => figures.length > 0 && witnesses[id]?.eligible
  )
  const entries = computed.map(({ id, title, document }): [string, Example] => [
    id,
    { summary: title, value: exampleOf(program.policy, document, witnesses[id]?.eligible, { measure: id }) }
  ])
  const [first] = computed
  const everything: [string, Example][] = first
    ? [
        [
          'everything',
          {
            summary: '所有符合条件的政策和合计 all',
            value: exampleOf(program.policy, first.document, witnesses[first.id]?.eligible)
          }
        ]
      ]
    : []
  return Object.fromEntries([...entries, ...everything])
}

export const calculateRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, context) => {
  const { program, today } = context
  const all = decidable(program.policy).length
  app.post(
    '/calculate',
    {
      config: {
        examples: calculateExamples(context),
        scope: 'decide',
        decides: true,
        cost: ({ body }) => calculateCost((body as CalculateRequest).measure === undefined ? 1 : 1 / all)
      },
      schema: {
        operationId: 'calculateAmount',
        tags: ['decisions'],
        summary: '多少钱、到什么时候 · How much, until when',
        description:
          '指定 measure 时给出这一项的结论和金额；不指定时给出所有符合条件的政策和合计。 ' +
          'With `measure`: its outcome and amount, with steps. Without: every eligible measure, with totals.',
        querystring: NO_QUERY,
        body: refTo<CalculateRequest>('CalculateRequest'),
        response: {
          200: {
            description: '结论和金额 · Outcome and amount',
            content: {
              'application/json': {
                schema: CalculateResponseSchema
              }
            }
          },
          ...problemResponses(...BODY_PROBLEMS, 'unknown-version')
        }
      }
    },
    async ({ body }) => {
      const { measure } = body
      needSelection(program.policy, { ...body, measures: measure === undefined ? undefined : [measure] })
      return calculate(program, body, body.asOf ?? today())
    }
  )
}
