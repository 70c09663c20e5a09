/** A yes-or-no fact that any one of others makes true: who pays tax in the district belongs to it, and so does a tenant. */
import { type MakeDerivation, shown } from './derivation.ts'

export interface AnyOfSpec {
  from: readonly string[]
  /** facts that make it true as well, but need not be asked before it is false */
  orElse?: readonly string[]
}

export const anyOf: MakeDerivation<AnyOfSpec> = ({ from, orElse = [] }, context) => {
  const own = from.map(fact => context.index(fact))
  const inputs = [...own, ...orElse.map(fact => context.index(fact))]
  return {
    inputs,
    values: given => {
      if (inputs.some(input => given[input] === true)) return [true]
      return own.every(input => given[input] === false) ? [false] : undefined
    },
    because: (given, wording) => {
      const yes = inputs.filter(input => given[input] === true)
      return wording.texts.derived.from(shown(yes.length > 0 ? yes : own, given, wording))
    },
    // To ask for the fact itself is shorter than to ask for each of the others.
    missing: () => []
  }
}
