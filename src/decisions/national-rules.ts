/** Rules outside the plan that bear on an applicant: beside what the clause says, or turning its no into a yes. */
import type { CompiledMeasure } from '../engine/compiled.ts'
import type { Assessment } from '../engine/program.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from '../policy/kleene.ts'
import type { NationalRule } from '../policy/model.ts'
import type { NationalBearing } from '../policy/national-rules.ts'

/** Whether a rule was in force on a day. @param day YYYY-MM-DD */
const isInForce = ({ from, to }: NationalRule, day: string) =>
  (from === null || from <= day) && (to === null || day <= to)

function bearingOf({ turnsNo }: NationalRule, outcome: Truth, truth: Truth): NationalBearing {
  if (turnsNo === null || outcome !== FALSE) return 'beside'
  return truth === UNKNOWN ? 'may-turn-no' : 'turns-no'
}

/**
 * The national rules in force on a day that concern an applicant, or may.
 * @param outcome how the measure is decided
 * @param asOf YYYY-MM-DD
 */
export function nationalRulesFor(
  assessment: Assessment,
  { nationalRules }: CompiledMeasure,
  outcome: Truth,
  asOf: string
): [NationalRule, NationalBearing][] {
  return nationalRules.flatMap(({ rule, when }): [NationalRule, NationalBearing][] => {
    if (!isInForce(rule, asOf)) return []
    const truth = when ? assessment.truth(when.place) : TRUE
    return truth === FALSE ? [] : [[rule, bearingOf(rule, outcome, truth)]]
  })
}

/** A national rule as answers show it. */
export const nationalRuleView = (rule: NationalRule, bearing: NationalBearing) => {
  const { id, document, article, says, certainty, from, to, turnsNo } = rule
  return { rule: id, document, article, says, certainty, inForce: { from, to }, bearing, said: turnsNo }
}
