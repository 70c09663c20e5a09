/** The answer to "how much, until when?": the amount of one measure, or of all that are eligible. Pure. */
import { assumptionsOf } from '../engine/assumed.ts'
import type { Assessment, Program } from '../engine/program.ts'
import { decidable, stampOf } from '../policy/asked.ts'
import type { Measure } from '../policy/model.ts'
import type { CalculateAllResponse, CalculateOneResponse, CalculateRequest } from '../schemas/calculate.ts'
import { answeredAmount } from './answered.ts'
import { conflictsOf } from './conflicts.ts'
import { derivedFacts, resultFor } from './eligibility.ts'
import { totalsOf } from './total.ts'

function calculated(program: Program, assessment: Assessment, measure: Measure, asOf: string) {
  const result = resultFor(program, assessment, measure, asOf, 'summary')
  const amount =
    result.outcome === 'ineligible' ? null : answeredAmount(program, assessment, measure, result.outcome)
  return { ...result, amount: amount && { ...amount, notStated: [...amount.notStated] } }
}

/**
 * Answers POST /calculate.
 * @param request checked against its schema before
 * @param asOf the day, YYYY-MM-DD
 * @returns with `measure`: that measure, whatever its outcome, with `amount` (null when it is ineligible);
 *   without: the eligible measures, with totals
 */
export function calculate(
  program: Program,
  request: CalculateRequest,
  asOf: string
): CalculateOneResponse | CalculateAllResponse {
  const { policy } = program
  const measures =
    request.measure === undefined ? decidable(policy) : [policy.measure(request.measure) as Measure]
  const assessment = program.assess(request.facts, request.assumptions, request.possible)
  const head = {
    policy: stampOf(policy),
    asOf,
    assumptions: assumptionsOf(assessment, measures),
    derived: derivedFacts(assessment, measures),
    conflicts: conflictsOf(assessment)
  }
  if (request.measure !== undefined) {
    return { ...head, ...calculated(program, assessment, measures[0] as Measure, asOf) }
  }
  const results = measures
    .map(measure => calculated(program, assessment, measure, asOf))
    .filter(({ outcome }) => outcome === 'eligible')
  const entries = results.map(({ measure, window, amount }) => ({
    measure: policy.measure(measure) as Measure,
    window: window.status,
    amount: amount as NonNullable<typeof amount>
  }))
  return { ...head, results, ...totalsOf(entries) }
}
