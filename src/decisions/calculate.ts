/** The answer to "how much, until when?": the amount of one measure, or of all that are eligible. Pure. */
import { assumptionsOf } from '../engine/assumed.ts'
import type { Assessment, Program } from '../engine/program.ts'
import { measuresFor } from '../engine/versions.ts'
import { askedOf, documentsOf, restsOn } from '../policy/asked.ts'
import { TRUE } from '../policy/kleene.ts'
import type { Measure } from '../policy/model.ts'
import { notLoadedOf } from '../policy/other-documents.ts'
import type { CalculateAllResponse, CalculateOneResponse, CalculateRequest } from '../schemas/calculate.ts'
import { amountOf } from './amount.ts'
import { answeredAmount } from './answered.ts'
import { conflictsOf } from './conflicts.ts'
import { derivedFacts, resultFor } from './eligibility.ts'
import { totalsOf } from './total.ts'
import { saidBy, versionsView } from './versions.ts'

function calculated(program: Program, assessment: Assessment, measure: Measure, asOf: string) {
  const result = resultFor(program, assessment, measure, asOf, 'summary')
  const amount =
    result.outcome === 'ineligible' ? null : answeredAmount(program, assessment, measure, result.outcome)
  const { choice } = measure
  if (choice) {
    const amountBy = (version: Measure) => amountOf(assessment, program.compiled(version)).text
    result.versions = versionsView(choice, saidBy(program, assessment, choice), amountBy)
  }
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
  const { measure, ...selection } = request
  const asked = askedOf(
    policy,
    asOf,
    measure === undefined ? selection : { ...selection, measures: [measure] }
  )
  const assessment = program.assess(request.facts, request.assumptions, request.possible)
  const measures = measuresFor(program, assessment, asked)
  const headFor = (counted: readonly Measure[]) => ({
    ...restsOn(policy, documentsOf(asked, measures)),
    asOf,
    assumptions: assumptionsOf(assessment, measures),
    derived: derivedFacts(assessment, measures),
    conflicts: conflictsOf(assessment, asked.documents),
    notLoaded: notLoadedOf(counted)
  })
  if (measure !== undefined) {
    // The stamp of the answer names the rule set as well.
    const { policy: _id, ...one } = calculated(program, assessment, measures[0] as Measure, asOf)
    return { ...headFor(measures), ...one }
  }
  // Decided first: of those that can be decided, few are eligible, and only these are explained.
  const eligible = measures.filter(one => program.decide(one, assessment) === TRUE)
  const results = eligible.map(one => calculated(program, assessment, one, asOf))
  const entries = results.map(({ window, amount }, index) => ({
    measure: eligible[index] as Measure,
    window: window.status,
    amount: amount as NonNullable<typeof amount>
  }))
  return { ...headFor(eligible), results, ...totalsOf(entries) }
}
