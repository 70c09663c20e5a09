/** A number that is another number divided by a constant: years from days. */
import { quantity } from '../../calculators/quantity.ts'
import { becauseOfOne, type MakeDerivation } from './derivation.ts'

export interface QuotientSpec {
  from: string
  divisor: number
}

export const quotient: MakeDerivation<QuotientSpec> = (spec, context) => {
  const from = context.index(spec.from)
  return {
    inputs: [from],
    rises: true,
    values: given =>
      given[from] === undefined ? undefined : [quantity.divide(given[from] as number, spec.divisor)],
    because: (given, wording) => `${becauseOfOne(from)(given, wording)} ÷ ${spec.divisor}`,
    missing: () => []
  }
}
