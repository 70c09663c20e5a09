/**
 * Company size by a standard with a band table per industry: large, medium and small need every indicator
 * at its floor, or fall to the next class, so the size is the smallest of the sizes by each indicator.
 * An indicator that is not given leaves every size up to the smallest known one possible.
 */
import { mayFallUnder } from '../industry.ts'
import type { DerivationContext, Given, MakeDerivation } from './derivation.ts'

export interface SizeStandardSpec {
  industry: string
  /** letter of an indicator in the standard → fact */
  indicators: Record<string, string>
  standard: string
}
interface Indicator {
  label: string
  unit: string
  scale: number
}
export interface SizeStandard {
  indicators: Record<string, Indicator>
  /** from the largest to the smallest */
  classes: string[]
  industries: { name: string; codes: string[]; floors: Record<string, number[]> }[]
  outside: { codes: string[]; reason: string }[]
}
interface Band {
  name: string
  fact: number
  indicator: Indicator
  floors: readonly number[]
}

/** The class, counted from the largest, that one indicator alone gives. */
const classBy = (value: number, band: Band): number => {
  const index = band.floors.findIndex(floor => value >= floor * band.indicator.scale)
  return index === -1 ? band.floors.length : index
}

/** The band tables an industry may fall under, and why it may have none. */
function read(
  industry: string,
  standard: SizeStandard,
  context: DerivationContext,
  facts: Map<string, number>
) {
  const codes = context.industries.read(industry) ?? []
  const covers = (entry: { codes: string[] }) =>
    codes.some(code => entry.codes.some(prefix => mayFallUnder(code, prefix)))
  const tables = standard.industries.filter(covers).map(entry =>
    Object.entries(entry.floors).map(
      ([letter, floors]): Band => ({
        name: entry.name,
        fact: facts.get(letter) as number,
        indicator: standard.indicators[letter] as Indicator,
        floors
      })
    )
  )
  return { tables, outside: standard.outside.filter(covers).map(entry => entry.reason) }
}

export const sizeStandard: MakeDerivation<SizeStandardSpec> = (spec, context) => {
  const standard = context.file(spec.standard) as SizeStandard
  const industry = context.index(spec.industry)
  const facts = new Map(
    Object.entries(spec.indicators).map(([letter, fact]) => [letter, context.index(fact)])
  )
  const inputs = [industry, ...facts.values()]
  const smallest = standard.classes.length - 1
  const known = new Map<string, ReturnType<typeof read>>()
  const tablesOf = (given: Given) => {
    const name = given[industry] as string | undefined
    if (name === undefined) return undefined
    const entry = known.get(name) ?? read(name, standard, context, facts)
    known.set(name, entry)
    return entry
  }
  const isGiven = (given: Given) => (band: Band) => given[band.fact] !== undefined
  const values = (given: Given) => {
    const entry = tablesOf(given)
    if (!entry || entry.outside.length > 0) return undefined
    const possible = new Set<number>()
    for (const bands of entry.tables) {
      const classes = bands.filter(isGiven(given)).map(band => classBy(given[band.fact] as number, band))
      const largest = Math.max(0, ...classes)
      const settled = classes.length === bands.length || largest === smallest
      for (let size = largest; size <= (settled ? largest : smallest); size++) possible.add(size)
    }
    // An industry that no table lists says nothing; neither does one whose every size is still possible.
    return possible.size === 0 || possible.size === standard.classes.length
      ? undefined
      : [...possible].sort().map(size => standard.classes[size])
  }
  return {
    inputs,
    needs: industry,
    values,
    // From a floor on another class is reached.
    turns: (input, given) =>
      (tablesOf(given)?.tables ?? []).flatMap(bands =>
        bands
          .filter(({ fact }) => fact === input)
          .flatMap(({ floors, indicator }) => floors.map(floor => floor * indicator.scale))
      ),
    because(given, { texts }) {
      const { tables } = tablesOf(given) as ReturnType<typeof read>
      const bands = (tables[0] as Band[]).filter(isGiven(given))
      const parts = bands.map(
        band =>
          `${band.indicator.label}${Number(given[band.fact]) / band.indicator.scale}${band.indicator.unit}`
      )
      const deciding = bands.reduce((lowest, band) =>
        classBy(given[band.fact] as number, band) > classBy(given[lowest.fact] as number, lowest)
          ? band
          : lowest
      )
      return texts.derived.size(deciding.name, parts, deciding.indicator.label)
    },
    missing(given) {
      const entry = tablesOf(given)
      if (!entry) return inputs.slice(1).some(input => given[input] !== undefined) ? [industry] : []
      if (entry.outside.length > 0) return []
      const needed = new Set(entry.tables.flat().map(band => band.fact))
      return inputs.filter(input => needed.has(input) && given[input] === undefined)
    },
    whyNot: given => tablesOf(given)?.outside[0]
  }
}
