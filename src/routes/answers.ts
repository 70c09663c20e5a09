/** POST /answers: what do I say to the caller? */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { LONGEST_QUESTION } from '../bounds.ts'
import { exampleDay } from '../catalogue/examples.ts'
import { QUESTION } from '../clients/costs.ts'
import { isTooLong } from '../hearing/fold.ts'
import { answers } from '../hotline/answers.ts'
import type { Example } from '../plugins/openapi.ts'
import { type AnswersRequest, AnswersResponseSchema } from '../schemas/answers.ts'
import { refTo } from '../schemas/common.ts'
import { answer, BODY_PROBLEMS, NO_QUERY, problemResponses, type RouteContext } from './context.ts'
import { needSelection } from './selection.ts'

/** Questions from the phrases of the plan itself: one that can be decided, and one that only informs. */
function examples({ program }: RouteContext): Record<string, Example> {
  const example = (name: string, decides: boolean): [string, Example][] =>
    program.policy.measures
      .filter(({ conditions }) => (conditions !== null) === decides)
      .slice(0, 1)
      .map(({ title, phrases, document }) => [
        name,
        { summary: title, value: { asOf: exampleDay(document), question: phrases[0] } }
      ])
  return Object.fromEntries([...example('decides', true), ...example('informs', false)])
}

/** As the schema would say it, had it counted the characters after folding. */
const tooLong = () =>
  Object.assign(new Error('question is too long when folded'), {
    statusCode: 400,
    validationContext: 'body',
    validation: [
      {
        keyword: 'maxLength',
        instancePath: '/question',
        schemaPath: '#/properties/question/maxLength',
        params: { limit: LONGEST_QUESTION },
        parentSchema: { type: 'string', maxLength: LONGEST_QUESTION }
      }
    ]
  })

export const answerRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, context) => {
  const { program, today, hearing, lines } = context
  app.post(
    '/answers',
    {
      config: { examples: examples(context), scope: 'decide', decides: true, cost: () => QUESTION },
      schema: {
        operationId: 'answerQuestion',
        tags: ['hotline'],
        summary: '来电怎么答 · What to say to a caller',
        description:
          '提交来电人的原话，得到最像的政策、读给来电人听的话、一定要说的限制、依据、责任单位和下一个问题。 ' +
          'Free Chinese text in, answer cards out. What was heard in the question is proposed, to be confirmed.',
        querystring: NO_QUERY,
        body: refTo<AnswersRequest>('AnswersRequest'),
        response: {
          200: answer('答复 · The answer', AnswersResponseSchema),
          ...problemResponses(...BODY_PROBLEMS, 'unknown-version')
        }
      }
    },
    async ({ body }) => {
      if (isTooLong(body.question)) throw tooLong()
      needSelection(program.policy, body)
      return answers(program, hearing, lines, body, body.asOf ?? today())
    }
  )
}
