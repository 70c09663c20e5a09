/** The quotations of a rule set: every basis that takes words from the text, and where they must stand. */
import { pointerTo } from '../field-error.ts'
import type { Fault } from './fault.ts'
import type { RawBasis } from './format.ts'
import type { RuleSet } from './rule-set.ts'
import { misplaced, type Source } from './source.ts'

type Path = readonly (string | number)[]

/** A basis of a rule file, with where it stands. */
interface Found {
  file: string
  path: Path
  basis: RawBasis
  /** the clause that the file is about, null for the files about the whole plan */
  clause: string | null
}

/** Every basis below a place of a file: the value of each field of that name, and the words that decide nothing. */
export function* basesBelow(value: unknown, path: Path): Generator<{ path: Path; basis: RawBasis }> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    // Most of a rule set is text, such as what callers say: nothing is below it.
    if (typeof child !== 'object' && key !== 'basis') continue
    const deeper = [...path, Array.isArray(value) ? Number(key) : key]
    if (key === 'basis') yield { path: deeper, basis: child as RawBasis }
    else if (key === 'descriptive') {
      for (const [index, { quote }] of (child as { quote: string }[]).entries()) {
        yield { path: [...deeper, index, 'quote'], basis: quote }
      }
    } else yield* basesBelow(child, deeper)
  }
}

function* basesOf(set: RuleSet): Generator<Found> {
  for (const [file, content] of [['policy.json', set.policy] as const, ['facts.json', set.facts] as const]) {
    for (const found of basesBelow(content, [])) yield { ...found, file, clause: null }
  }
  for (const [file, content] of Object.entries(set.clauses)) {
    for (const found of basesBelow(content, [])) yield { ...found, file, clause: content.clause }
  }
}

/** The words that a basis takes from the plan, and where they must stand; null for another source. */
export function quotation(basis: RawBasis, clause: string | null): { quote: string; place: string } | null {
  if (typeof basis === 'string') return { quote: basis, place: `clause ${clause}` }
  if ('source' in basis) return null
  if ('clause' in basis) return { quote: basis.quote, place: `${basis.part ?? 'clause'} ${basis.clause}` }
  return { quote: basis.quote, place: basis.part }
}

/** What judges a quotation; null where nothing is wrong with it. */
type Judge = (source: Source, quote: string, place: string) => { message: string; remedy: string } | null

/**
 * Faults of the quotations against the text.
 * @param judge what is asked of each; by default only that it stands where it is said to
 */
export function quoteFaults(set: RuleSet, source: Source, judge: Judge = misplaced): Fault[] {
  return [...basesOf(set)].flatMap(({ file, path, basis, clause }) => {
    const words = quotation(basis, clause)
    const fault = words && judge(source, words.quote, words.place)
    return fault ? [{ file, pointer: pointerTo(...path), ...fault }] : []
  })
}
