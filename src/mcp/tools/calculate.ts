/** `calculate`: how much, until when? */
import { calculateCost, REQUEST } from '../../clients/costs.ts'
import { calculate } from '../../decisions/calculate.ts'
import { decidable } from '../../policy/asked.ts'
import type { RouteContext } from '../../routes/context.ts'
import { needSelection } from '../../routes/selection.ts'
import {
  type CalculateAllResponse,
  type CalculateOneResponse,
  type CalculateRequest,
  calculateRequest
} from '../../schemas/calculate.ts'
import { strictObject } from '../../schemas/common.ts'
import { answered, fitting } from '../answer.ts'
import { leanObject } from '../lean.ts'
import type { Tool } from '../tool.ts'
import { briefView, headOf, resultView } from '../views.ts'

/** One measure with its amount. */
function one(answer: CalculateOneResponse) {
  const { policy, policies, asOf, assumptions, derived, conflicts, notLoaded, amount, ...result } = answer
  const head = headOf({ policies, asOf, assumptions, derived, conflicts, notLoaded })
  const said = new Set(result.notStated)
  const counted = amount
    ? { amount: leanObject({ ...amount, notStated: amount.notStated.filter(one => !said.has(one)) }) }
    : {}
  return answered({ ...head, ...resultView({ ...result, policy: policy.id }), ...counted })
}

/** Why measures are not in the sum: each reason once, with those it holds for. */
function reasonsOf(notAdded: CalculateAllResponse['notAdded']) {
  const found = new Map<string, string[]>()
  for (const { measure, reason } of notAdded) found.set(reason, [...(found.get(reason) ?? []), measure])
  return [...found].map(([reason, measures]) => ({ reason, measures }))
}

/** Every measure that is eligible, and what adds up. */
function all({ totals, notAdded, results, ...answer }: CalculateAllResponse) {
  return fitting(results.length, whole => ({
    ...headOf(answer),
    results: results.slice(0, whole).map(result => ({
      ...briefView(result),
      ...(result.amount && {
        amount: leanObject(result.amount, [
          'steps',
          'figures',
          'deadlines',
          'rounding',
          'readings',
          'notStated'
        ])
      })
    })),
    ...(whole < results.length && { left: results.slice(whole).map(({ measure }) => measure) }),
    ...leanObject({ totals, notAdded: reasonsOf(notAdded) })
  }))
}

export function calculateTool({ program, today }: RouteContext): Tool<CalculateRequest> {
  const { policy } = program
  const ids = decidable(policy).map(({ id }) => id)
  const { asOf, facts, possible, measure, assumptions, policies } = calculateRequest(
    ids,
    policy.sets.map(({ id }) => id)
  ).properties
  return {
    name: 'calculate',
    title: '多少钱、到什么时候 · How much, until when',
    description:
      '按已知的事实算金额、比率、日期，附算式。写了 measure 的只算这一项；不写的，算全部符合的，并把能相加的合计。金额照原话说，方案没有' +
      '写数的不要编。 Amounts and dates with their steps: of one measure, or of all that are eligible with totals. Say ' +
      'amounts as they are; where the plan gives none, give none.',
    schema: strictObject({ facts, possible, measure, policies, assumptions, asOf }, { 'x-agrees': true }),
    run: ({ args }) => {
      const { measure: named } = args
      needSelection(policy, { ...args, measures: named === undefined ? undefined : [named] })
      const asked = { ...args, asOf: args.asOf ?? today() }
      const answer = calculate(program, asked, asked.asOf)
      const units = calculateCost(named === undefined ? 1 : 1 / ids.length) - REQUEST
      return { result: 'totals' in answer ? all(answer) : one(answer), answer, asked, units }
    }
  }
}
