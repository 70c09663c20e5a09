/** A fact that one value of another fact implies: hit hard by the epidemic means affected by it. */
import { becauseOfOne, type MakeDerivation } from './derivation.ts'

export interface ImpliedSpec {
  from: string
  when: unknown
  value: unknown
}

export const implied: MakeDerivation<ImpliedSpec> = (spec, context) => {
  const { target } = context
  const from = context.index(spec.from)
  const values = [spec.value]
  // Whoever was not affected was not hit hard.
  const others = context.members(from)?.filter(value => value !== spec.when)
  return {
    inputs: [from],
    values: given => (given[from] === spec.when ? values : undefined),
    because: becauseOfOne(from),
    missing: () => [],
    reverses: others && [
      {
        fact: from,
        rule: {
          inputs: [target],
          values: given => (given[target] === undefined || given[target] === spec.value ? undefined : others),
          because: becauseOfOne(target)
        }
      }
    ]
  }
}
