/** What an agent reads aloud: the window first when it is not open, then the outcome, then the measure. */
import type { Amount } from '../calculators/amount.ts'
import type { windowView } from '../rules/eligibility.ts'
import type { Measure } from '../rules/policy.ts'
import { withUnit } from '../rules/values.ts'
import type { EligibilityResult } from '../schemas/eligibility.ts'

/** Half a minute, read calmly: about five characters a second. */
const CHARACTERS = 150

const sentences = (text: string): string[] => text.split(/(?<=[。！？])/)

function aboutWindow({ status, from, to }: ReturnType<typeof windowView>): string[] {
  if (status === 'closed')
    return [`先跟您说明，这项政策到${withUnit(to as string, 'date')}为止，现在已经过期了。`]
  if (status === 'upcoming') return [`先跟您说明，这项政策从${withUnit(from as string, 'date')}才开始。`]
  return []
}

function aboutOutcome(result: EligibilityResult | null, amount: Amount | null): string[] {
  if (!result) return []
  if (result.outcome === 'ineligible') {
    const [reason] = result.reasons as unknown as [{ condition: string }]
    return [`按您说的情况，这一项的条件对不上，因为要${reason.condition}。`]
  }
  if (result.outcome === 'undetermined') {
    const [open] = result.conditionalOn as unknown as [{ text: string }]
    return [`能不能享受，还要看是不是${open.text}。`]
  }
  const known = amount && amount.status !== 'undetermined'
  const sum = known ? `，${(amount.steps[0] as { label: string }).label}${amount.text}` : ''
  return [`按您说的情况，条件都符合${sum}。`]
}

/**
 * At most half a minute of plain words. What comes first is never cut; of the measure's own words, whole
 * sentences are added while they fit.
 */
export function speech(
  measure: Measure,
  window: ReturnType<typeof windowView>,
  result: EligibilityResult | null,
  amount: Amount | null
): string {
  const first = [...aboutWindow(window), ...aboutOutcome(result, amount)].join('')
  const own = sentences(measure.hotline.say)
  let said = first
  for (const [index, sentence] of own.entries()) {
    if (index > 0 && said.length + sentence.length > CHARACTERS) break
    said += sentence
  }
  return said
}
