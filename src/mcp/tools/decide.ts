/** `decide`: who gets it? */

import { Type } from 'typebox'
import { eligibilityCost, REQUEST } from '../../clients/costs.ts'
import { eligibility } from '../../decisions/eligibility.ts'
import { decidable } from '../../policy/asked.ts'
import type { Policy } from '../../policy/model.ts'
import type { RouteContext } from '../../routes/context.ts'
import { needSelection } from '../../routes/selection.ts'
import { oneOf, strictObject } from '../../schemas/common.ts'
import {
  type EligibilityRequest,
  type EligibilityResponse,
  eligibilityRequest
} from '../../schemas/eligibility.ts'
import { fitting } from '../answer.ts'
import { questionView } from '../asking.ts'
import type { Tool } from '../tool.ts'
import { briefView, headOf, resultView } from '../views.ts'

/** Measures that can be told of in one answer, the first of them in full. */
const NAMED = 10

/** The measures that were named, each in full as long as there is room. */
const named = (answer: EligibilityResponse) =>
  fitting(answer.results.length, whole => ({
    ...headOf(answer),
    results: answer.results.map((result, index) => (index < whole ? resultView(result) : briefView(result)))
  }))

/** Of all measures the outcome. What each rests on is said of those that are named: of all together it is pages. */
function overview(policy: Policy, answer: EligibilityResponse) {
  const of = (outcome: string) => answer.results.filter(result => result.outcome === outcome)
  const worth = [...of('eligible'), ...of('undetermined')]
  const ineligible = of('ineligible').map(({ measure }) => measure)
  const [next] = answer.nextQuestions
  const { policies, asOf, conflicts } = headOf(answer)
  return fitting(worth.length, whole => ({
    policies,
    asOf,
    summary: answer.summary,
    ...(conflicts !== undefined && { conflicts }),
    ...(next && { nextQuestion: questionView(policy, next) }),
    results: worth.slice(0, whole).map(briefView),
    ...(whole < worth.length && { left: worth.slice(whole).map(({ measure }) => measure) }),
    ...(ineligible.length > 0 && { ineligible })
  }))
}

export function decideTool({ program, today }: RouteContext): Tool<EligibilityRequest> {
  const { policy } = program
  const ids = decidable(policy).map(({ id }) => id)
  const { asOf, facts, possible, assumptions, policies } = eligibilityRequest(
    ids,
    policy.sets.map(({ id }) => id)
  ).properties
  const measures = Type.Optional(
    Type.Array(oneOf(ids), {
      minItems: 1,
      maxItems: NAMED,
      uniqueItems: true,
      description:
        '要逐项说明的政策，默认列出全部的结论。 Measures to decide in full; default the outcome of all.'
    })
  )
  return {
    name: 'decide',
    title: '谁能享受 · Who gets it',
    description:
      '按已知的事实判断能不能享受，每一条都附依据。写了 measures 的逐项说明理由、还差什么；不写的，列出全部政策的结论。没有提供的事' +
      '实就是不知道：还不能确定不等于不符合。期限是另一回事，看 window。 Decides by the facts known. With measures: reasons ' +
      'and what is missing for each; without: the outcome of every measure. Unknown is never no and never yes.',
    schema: strictObject({ facts, possible, measures, policies, assumptions, asOf }, { 'x-agrees': true }),
    run: ({ args }) => {
      needSelection(policy, args)
      const asked = { ...args, asOf: args.asOf ?? today() }
      const answer = eligibility(program, asked, asked.asOf)
      const result = args.measures ? named(answer) : overview(policy, answer)
      return { result, answer, asked, units: eligibilityCost(answer.results.length / ids.length) - REQUEST }
    }
  }
}
