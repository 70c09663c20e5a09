/** A price without tax from a price that may include it; while that is open, both are possible. */
import { quantity } from '../../calculators/quantity.ts'
import { becauseOfOne, type MakeDerivation, restOf } from './derivation.ts'

export interface NetPriceSpec {
  price: string
  includesTax: string
  /** percent */
  rate: { value: number }
}

export const netPrice: MakeDerivation<NetPriceSpec> = (spec, context) => {
  const price = context.index(spec.price)
  const includesTax = context.index(spec.includesTax)
  const inputs = [price, includesTax]
  const divisor = quantity.onePlusPercent(spec.rate.value)
  return {
    inputs,
    needs: price,
    rises: true,
    values(given) {
      const gross = given[price] as number | undefined
      if (gross === undefined) return undefined
      if (given[includesTax] === false) return [gross]
      const net = quantity.divide(gross, divisor)
      return given[includesTax] === true ? [net] : [net, gross]
    },
    because(given, wording) {
      const { withoutTax, withTax } = wording.texts.derived
      const gross = becauseOfOne(price)(given, wording)
      return given[includesTax] === false ? withoutTax(gross) : withTax(gross, divisor)
    },
    missing: given => restOf(inputs, given)
  }
}
