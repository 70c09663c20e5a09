/** A fact that the industry settles by its GB/T 4754 code: whether a firm is in the service sector. */
import { mayFallUnder } from '../industry.ts'
import { becauseOfOne, type MakeDerivation } from './derivation.ts'

export interface IndustrySectorSpec {
  from: string
  standard: string
}
interface Sectors {
  values: { value: unknown; codes: string[] }[]
}

export const industrySector: MakeDerivation<IndustrySectorSpec> = (spec, context) => {
  const from = context.index(spec.from)
  const sectors = context.file(spec.standard) as Sectors
  const possible = new Map<string, readonly unknown[]>()
  const valuesOf = (industry: string) => {
    const codes = context.industries.read(industry) ?? []
    const found = sectors.values.filter(sector =>
      codes.some(code => sector.codes.some(prefix => mayFallUnder(code, prefix)))
    )
    // A list that names some industries only says nothing of one that is wider, as catering and hotels together.
    const isListed = (code: string) =>
      found.some(sector => sector.codes.some(prefix => code.startsWith(prefix))) || found.length > 1
    return codes.every(isListed) ? found.map(sector => sector.value) : []
  }
  return {
    inputs: [from],
    values(given) {
      const industry = given[from] as string | undefined
      if (industry === undefined) return undefined
      const values = possible.get(industry) ?? valuesOf(industry)
      possible.set(industry, values)
      return values.length ? values : undefined
    },
    because: becauseOfOne(from),
    missing: () => []
  }
}
