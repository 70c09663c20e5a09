/** A fact that follows from another by a table: an enterprise is an employer. */
import { becauseOfOne, type MakeDerivation } from './derivation.ts'

export interface LookupSpec {
  from: string
  table: Record<string, unknown>
}

export const lookup: MakeDerivation<LookupSpec> = (spec, context) => {
  const { target } = context
  const from = context.index(spec.from)
  const table = new Map(Object.entries(spec.table).map(([key, value]) => [key, [value]]))
  const members = context.members(from)
  /** those that do not give another value */
  const agreeing = (value: unknown) =>
    members?.filter(member => {
      const found = table.get(String(member))
      return found === undefined || found[0] === value
    })
  const known = new Map<unknown, readonly unknown[] | undefined>()
  return {
    inputs: [from],
    values: given => table.get(String(given[from])),
    because: becauseOfOne(from),
    missing: () => [],
    reverses: members && [
      {
        fact: from,
        rule: {
          inputs: [target],
          values(given) {
            const value = given[target]
            if (value === undefined) return undefined
            const found = known.get(value) ?? agreeing(value)
            known.set(value, found)
            return found?.length === members.length ? undefined : found
          },
          because: becauseOfOne(target)
        }
      }
    ]
  }
}
