/** A number that another stands in for while nothing else is said: extra tests at the price of the others. */
import type { MakeDerivation } from './derivation.ts'

export const standIn: MakeDerivation<{ from: string }> = (spec, context) => {
  const from = context.index(spec.from)
  return {
    inputs: [from],
    values: given => (given[from] === undefined ? undefined : [given[from]]),
    because: given => `没有另外说，按${context.show(from, given[from])}算`,
    missing: () => [],
    isDefault: true
  }
}
