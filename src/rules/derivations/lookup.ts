/** A fact that follows from another by a table: an enterprise is an employer. */
import type { MakeDerivation } from './derivation.ts'

export interface LookupSpec {
  from: string
  table: Record<string, unknown>
}

export const lookup: MakeDerivation<LookupSpec> = (spec, context) => {
  const from = context.index(spec.from)
  const table = new Map(Object.entries(spec.table).map(([key, value]) => [key, [value]]))
  return {
    inputs: [from],
    values: given => table.get(String(given[from])),
    because: given => context.show(from, given[from]),
    missing: () => []
  }
}
