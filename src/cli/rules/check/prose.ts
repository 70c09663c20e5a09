/** Whether the numbers that a measure's prose says are those that it decides and calculates by. */

import { pointerTo } from '../../../field-error.ts'
import type { Fault } from '../../../policy/fault.ts'
import type { RawBasis, RawCondition, RawFacts, RawLeaf, RawMeasure } from '../../../policy/format.ts'
import { basesBelow, quotation } from '../../../policy/quotations.ts'
import type { RuleSet } from '../../../policy/rule-set.ts'
import { addsUp } from '../sums.ts'
import { said } from './numbers.ts'
import { proseIn, type StatedNumber, type StatedPeriod, statedIn, tidy, unitOf } from './numerals.ts'

type Path = readonly (string | number)[]

/** What a measure's numbers may be: those it decides and calculates by, and those it declares. */
interface Known {
  numbers: StatedNumber[]
  periods: StatedPeriod[]
}

const MONTH = /^\d{4}-\d{2}$/

/** A month, as its first and last day; a day as both. */
const periodOf = (date: string): StatedPeriod =>
  MONTH.test(date) ? { first: `${date}-01`, last: `${date}-31` } : { first: date, last: date }

/** The comparisons of a tree, but for those of the conditions it shares. */
function leavesIn(tree: RawCondition): RawLeaf[] {
  if ('fact' in tree) return [tree]
  if ('condition' in tree) return []
  const children = 'all' in tree ? tree.all : 'any' in tree ? tree.any : [tree.not]
  return children.flatMap(leavesIn)
}

const conditionsOf = (measure: RawMeasure): RawCondition[] => [
  ...(measure.conditions ? [measure.conditions] : []),
  ...(measure.figures ?? []).flatMap(({ when }) => (when ? [when] : [])),
  ...measure.interpretations.flatMap(({ when }) => (when ? [when] : []))
]

function add(known: Known, value: unknown, unit: string | null) {
  if (typeof value === 'number') known.numbers.push({ value, unit: unit === null ? null : unitOf(unit) })
  else if (typeof value === 'string' && /^\d{4}-\d{2}(-\d{2})?$/.test(value))
    known.periods.push(periodOf(value))
}

/** The words of a basis, wherever it is from. */
const wordsOf = (basis: RawBasis): string =>
  typeof basis === 'string'
    ? basis
    : 'source' in basis
      ? `${basis.source}　${basis.quote ?? ''}`
      : basis.quote

/** What the numbers of a measure are looked up in. */
interface Context {
  facts: RawFacts['facts']
  /** by id */
  measures: ReadonlyMap<string, RawMeasure>
  /** that of the plan */
  year: string
}

function knownTo(measure: RawMeasure, context: Context): Known {
  const { facts, measures, year } = context
  const known: Known = { numbers: [], periods: [] }
  for (const { value, unit } of Object.values(measure.parameters ?? {})) {
    for (const one of [value].flat()) add(known, one, unit)
  }
  const { from, to } = measure.window ?? { from: null, to: null }
  for (const date of [from, to]) add(known, date, null)
  for (const { fact, value } of conditionsOf(measure).flatMap(leavesIn)) {
    for (const one of [value].flat()) add(known, one, facts[fact]?.unit ?? null)
  }
  for (const entry of measure.otherNumbers ?? []) {
    const { numbers, periods } =
      'basis' in entry
        ? statedIn(wordsOf(entry.basis), year)
        : knownTo({ ...(measures.get(entry.measure) as RawMeasure), otherNumbers: [] }, context)
    known.numbers.push(...numbers)
    known.periods.push(...periods)
  }
  return known
}

/** What is read out or shown of a measure: every text of it but what callers say, and the words it quotes. */
function* proseOf(measure: RawMeasure, clause: string): Generator<[path: Path, text: string]> {
  for (const field of ['title', 'summary', 'forWhom'] as const) yield [[field], measure[field]]
  yield [['hotline', 'say'], measure.hotline.say]
  for (const [index, text] of measure.hotline.mustSay.entries()) yield [['hotline', 'mustSay', index], text]
  for (const [index, text] of measure.silent.entries()) yield [['silent', index], text]
  for (const [index, entry] of measure.interpretations.entries()) {
    for (const field of ['point', 'taken', 'other'] as const) {
      yield [['interpretations', index, field], entry[field]]
    }
  }
  for (const [index, { turnsNo }] of (measure.nationalRules ?? []).entries()) {
    if (turnsNo) yield [['nationalRules', index, 'turnsNo'], turnsNo]
  }
  if (measure.window?.note) yield [['window', 'note'], measure.window.note]
  yield* namesBelow(measure, [])
  for (const { path, basis } of basesBelow(measure, [])) {
    // A parameter and a window are held against their own words elsewhere; a declared number is its own words.
    if (['parameters', 'window', 'otherNumbers'].includes(path[0] as string)) continue
    const words = quotation(basis, clause)
    if (words) yield [path, words.quote]
  }
}

/** The names of conditions: 造价不超过100万元. */
function* namesBelow(value: unknown, path: Path): Generator<[Path, string]> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    if (typeof child !== 'object' && key !== 'name') continue
    const deeper = [...path, Array.isArray(value) ? Number(key) : key]
    if (key === 'name' && typeof child === 'string') yield [deeper, child]
    else yield* namesBelow(child, deeper)
  }
}

const sameUnit = (a: StatedNumber['unit'], b: StatedNumber['unit']) => a === null || b === null || a === b

/** 1年 repeats 12 months. */
const IN_MONTHS: Readonly<Record<string, number>> = { month: 1, year: 12 }

function repeats(said: StatedNumber, known: StatedNumber): boolean {
  if (said.value === known.value && sameUnit(said.unit, known.unit)) return true
  const [one, other] = [IN_MONTHS[said.unit ?? ''], IN_MONTHS[known.unit ?? '']]
  return one !== undefined && other !== undefined && said.value * one === known.value * other
}

/** A period is known when it begins or ends with one that is: 6月底前, 2022年12月. The year of the plan always is. */
const isKnown = ({ first, last }: StatedPeriod, { periods }: Known, year: string) =>
  (first === `${year}-01-01` && last === `${year}-12-31`) ||
  periods.some(period => period.first === first || period.last === last)

/** Sentences, so that a worked example is added up on its own. */
const sentencesOf = (text: string) => text.split(/(?<=[。；！？])/)

/** 免收, where no sum is worked out, is a word and no number; 0元 is nobody's parameter. */
const isWord = ({ value, unit }: StatedNumber, strict: boolean) => value === 0 && (unit !== null || !strict)

/** @param strict the measure is calculated */
function unknownIn(
  text: string,
  known: Known,
  { year, strict }: { year: string; strict: boolean }
): string[] {
  return sentencesOf(text).flatMap(sentence => {
    const { numbers, periods } = proseIn(sentence, year)
    const strange = numbers.filter(
      number => !isWord(number, strict) && !known.numbers.some(one => repeats(number, one))
    )
    return [
      ...(addsUp(strange, known.numbers)
        ? []
        : strange.map(({ value, unit }) => `${tidy(value)}${unit ? ` ${unit}` : ''}`)),
      ...periods.filter(period => !isKnown(period, known, year)).map(({ first, last }) => `${first}..${last}`)
    ]
  })
}

/**
 * Numbers and dates in the prose of a measure that are not those of its parameters, its window and its conditions:
 * a parameter that changed while a sentence about it did not.
 */
export function proseFaults(set: RuleSet): Fault[] {
  const year = set.policy.dated.slice(0, 4)
  const clauses = Object.entries(set.clauses)
  const all = clauses.flatMap(([, { measures }]) => measures.map(one => [one.id, one] as const))
  const context: Context = { facts: set.facts.facts, measures: new Map(all), year }
  return clauses.flatMap(([file, { clause, measures }]) =>
    measures.flatMap((measure, index) => {
      const known = knownTo(measure, context)
      return [...proseOf(measure, clause)].flatMap(([path, text]) =>
        unknownIn(text, known, { year, strict: measure.kind === 'C' }).map(number => ({
          file,
          pointer: pointerTo('measures', index, ...path),
          message: `${number} in “${text}” is no number of ${measure.id} (its numbers: ${said(known)})`,
          remedy: 'correct it; or say under "otherNumbers" where it is from'
        }))
      )
    })
  )
}
