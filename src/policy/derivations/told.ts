/** A yes-or-no fact that is true once another is known: who says after how many days has agreed on a term. */
import { becauseOfOne, type MakeDerivation } from './derivation.ts'

export interface ToldSpec {
  from: string
}

export const told: MakeDerivation<ToldSpec> = (spec, context) => {
  const from = context.index(spec.from)
  return {
    inputs: [from],
    values: given => (given[from] === undefined ? undefined : [true]),
    because: becauseOfOne(from),
    missing: () => []
  }
}
