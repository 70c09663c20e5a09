/** What of an answer a caller wants: results by outcome and window, and of each the fields that are asked for. */
import { OUTCOMES, type Truth } from '../policy/kleene.ts'
import type { Measure } from '../policy/model.ts'
import { windowStatus } from '../policy/window.ts'
import {
  type EligibilityRequest,
  type EligibilityResult,
  RESULT_FIELDS,
  type ResultField
} from '../schemas/eligibility.ts'

/** Whether anything is filtered by outcome or window. */
export const isFiltered = ({ outcomes, window }: Pick<EligibilityRequest, 'outcomes' | 'window'>): boolean =>
  outcomes !== undefined || window !== undefined

/** Whether the result of a measure is wanted. @param asOf YYYY-MM-DD */
export const isWanted = (
  { outcomes, window }: Pick<EligibilityRequest, 'outcomes' | 'window'>,
  measure: Measure,
  truth: Truth,
  asOf: string
): boolean =>
  (outcomes === undefined || outcomes.includes(OUTCOMES[truth])) &&
  (window === undefined || windowStatus(measure.window, asOf) === window)

/** A result without the optional fields that are not asked for. @param fields undefined for all */
export function withFields(
  result: EligibilityResult,
  fields: readonly ResultField[] | undefined
): EligibilityResult {
  if (fields) for (const field of RESULT_FIELDS) if (!fields.includes(field)) delete result[field]
  return result
}
