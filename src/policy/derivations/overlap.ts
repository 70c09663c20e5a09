/** Whether a period with a first and a last day touches a fixed period: a lease that runs in 2022. */
import { neighbours } from '../steps.ts'
import { type MakeDerivation, restOf, shown } from './derivation.ts'

export interface OverlapSpec {
  start: string
  end: string
  /** first and last day of the fixed period, YYYY-MM-DD */
  from: string
  to: string
}

const YES = [true]
const NO = [false]

export const overlap: MakeDerivation<OverlapSpec> = (spec, context) => {
  const inputs = [context.index(spec.start), context.index(spec.end)]
  const turns = [spec.from, neighbours(spec.to)[1]]
  return {
    inputs,
    turns: () => turns,
    values(given) {
      const start = given[inputs[0] as number] as string | undefined
      const end = given[inputs[1] as number] as string | undefined
      if ((start && start > spec.to) || (end && end < spec.from)) return NO
      const within = (day: string | undefined) => day && day >= spec.from && day <= spec.to
      return (start && end) || within(start) || within(end) ? YES : undefined
    },
    because(given, wording) {
      const known = inputs.filter(input => given[input] !== undefined)
      return wording.texts.derived.from(shown(known, given, wording))
    },
    missing: given => restOf(inputs, given)
  }
}
