/** Parts of answers that several tools show alike. */
import type { EligibilityResponse, EligibilityResult } from '../schemas/eligibility.ts'
import { lean, leanObject } from './lean.ts'

/** What was decided, in full. What is open says it once: as what would have to hold. */
export function resultView(result: EligibilityResult) {
  const { kind: _kind, responsible: _responsible, reasons, conditionalOn = [], ...rest } = result
  return leanObject({ ...rest, ...(conditionalOn.length > 0 ? { conditionalOn } : { reasons }) }, [
    'facts',
    'condition',
    'met'
  ])
}

/** What was decided, in a line. */
export const briefView = ({ measure, title, clause, outcome, window }: EligibilityResult) => ({
  measure,
  title,
  clause,
  outcome,
  window: window.status
})

/** What an answer rests on beside the facts that were given. */
export const headOf = ({
  policies,
  asOf,
  assumptions,
  derived,
  conflicts,
  notLoaded
}: Pick<EligibilityResponse, 'policies' | 'asOf' | 'assumptions' | 'derived' | 'conflicts' | 'notLoaded'>) =>
  lean({
    policies,
    asOf,
    conflicts,
    assumptions,
    derived,
    notLoaded: notLoaded.map(({ text }) => text)
  }) as Record<string, unknown>
