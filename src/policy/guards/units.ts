/** Guards of units: each is known, and money is in the currency of the rule set. */
import { currencyOf, DEFAULT_CURRENCY, units } from '../words.ts'
import type { Findings } from './findings.ts'

export function checkUnit(
  { set }: Findings,
  unit: string | undefined,
  at: (message: string, remedy: string) => void
): void {
  if (unit === undefined) return
  const { currency = DEFAULT_CURRENCY } = set.policy
  if (!units.includes(unit)) at(`unknown unit "${unit}"`, 'use a known one')
  else if ((currencyOf(unit) ?? currency) !== currency) {
    at(`"${unit}" is not in ${currency}`, 'mend it, or "currency" of policy.json')
  }
}
