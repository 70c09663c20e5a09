/** A fact that is another one, and which one it is a third says: a term runs from delivery, or from acceptance. */
import { type Given, type MakeDerivation, restOf, shown } from './derivation.ts'

export interface PickSpec {
  from: string
  /** value of `from` → the fact to take */
  table: Record<string, string>
}

export const pick: MakeDerivation<PickSpec> = (spec, context) => {
  const from = context.index(spec.from)
  const table = new Map(Object.entries(spec.table).map(([value, fact]) => [value, context.index(fact)]))
  const inputs = [from, ...table.values()]
  const picked = (given: Given) => table.get(String(given[from]))
  return {
    inputs,
    needs: from,
    values(given) {
      const fact = picked(given)
      return fact === undefined || given[fact] === undefined ? undefined : [given[fact]]
    },
    because: (given, wording) =>
      wording.texts.derived.from(shown([from, picked(given) as number], given, wording)),
    missing(given) {
      if (given[from] === undefined) return restOf(inputs, given).slice(0, 1)
      const fact = picked(given)
      return fact === undefined ? [] : [fact]
    }
  }
}
