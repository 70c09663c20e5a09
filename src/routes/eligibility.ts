/** POST /eligibility: who gets it? */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { exampleOf } from '../catalogue/examples.ts'
import { eligibilityCost } from '../clients/costs.ts'
import { AnswerBytes } from '../decisions/bytes/response.ts'
import type { Example } from '../plugins/openapi.ts'
import { decidable, stampOf } from '../policy/asked.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { refTo } from '../schemas/common.ts'
import { type EligibilityRequest, EligibilityResponseSchema } from '../schemas/eligibility.ts'
import { answer, BODY_PROBLEMS, NO_QUERY, problemResponses, type RouteContext } from './context.ts'
import { needSelection } from './selection.ts'

/** One example for each outcome, from the witnesses of a measure that has all three. */
export function outcomeExamples({ program, witnesses }: RouteContext): Record<string, Example> {
  const measure = decidable(program.policy).find(({ id }) => {
    const found = witnesses[id]
    return found?.eligible && found.undetermined && found.ineligible?.length
  })
  if (!measure) return {}
  const {
    eligible,
    ineligible = [],
    undetermined
  } = witnesses[measure.id] as NonNullable<RouteContext['witnesses'][string]>
  const asked = (facts: Facts | undefined, selection?: { measures: string[] }) =>
    exampleOf(program.policy, measure.document, facts, selection)
  const example = (outcome: string, facts: Facts | undefined): Example => ({
    summary: `${outcome}：${measure.title}`,
    value: asked(facts, { measures: [measure.id] })
  })
  return {
    eligible: example('符合 eligible', eligible),
    ineligible: example('不符合 ineligible', ineligible[0]?.facts),
    undetermined: example('还不能确定 undetermined', undetermined),
    everything: { summary: '所有政策 every measure', value: asked(eligible) }
  }
}

export const eligibilityRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, context) => {
  const { program, today } = context
  const answers = new AnswerBytes(program)
  const all = decidable(program.policy).length
  const policies = program.policy.documents.map(stampOf)
  app.post(
    '/eligibility',
    {
      config: {
        examples: outcomeExamples(context),
        scope: 'decide',
        cost: ({ body }) => {
          const { measures, explain } = body as EligibilityRequest
          return eligibilityCost((measures?.length ?? all) / all, explain)
        }
      },
      schema: {
        operationId: 'decideEligibility',
        tags: ['decisions'],
        summary: '谁能享受 · Who gets it',
        description:
          '对每项政策给出结论、理由、缺什么和接着该问什么。 ' +
          'Decides every measure asked about: outcome, reasons with their basis, what is missing, what to ask next.',
        querystring: NO_QUERY,
        body: refTo<EligibilityRequest>('EligibilityRequest'),
        response: {
          200: answer('每项政策的结论 · The outcomes', EligibilityResponseSchema),
          ...problemResponses(...BODY_PROBLEMS, 'unknown-version')
        }
      }
    },
    (request, reply) => {
      needSelection(program.policy, request.body)
      const asOf = request.body.asOf ?? today()
      const bytes = answers.eligibility(request.body, asOf)
      request.decided = { policies, asOf, amounts: {}, ...answers.last }
      reply.type('application/json; charset=utf-8').send(bytes as never)
    }
  )
}
