/**
 * What a caller said of themselves: facts taken from the words of a question, each with the words it came
 * from. The patterns are data of the rule set. Nothing is assumed from a word that does not say it, what is
 * rough or a bound is no value, and what is taken is proposed, not settled.
 */
import { quantity } from '../calculators/quantity.ts'
import type { SetFiles } from '../policy/files.ts'
import type { Fact, Measure, Policy } from '../policy/model.ts'
import { comparedIn, countedIn } from '../policy/uses.ts'
import { type Folded, folded } from './fold.ts'
import type { Heard, Possible } from './heard.ts'
import { readNumeral, type Span } from './numeral.ts'
import { marked, placeOf } from './places.ts'
import { quantitiesIn } from './quantities.ts'
import type { Quantity } from './single-quantity.ts'
import { type Spoken, spokenIn } from './spoken.ts'
import { type Rule, readUnderstanding, UNDERSTANDING_FILE, type Understanding } from './understanding-file.ts'

export type Understand = (question: string, measures: readonly Measure[]) => Heard[]

type Uses = (fact: Fact) => boolean

/** Times that a pattern is met in one question: who says a thing more often says nothing for certain. */
const TIMES = 6

/** Where a pattern is met; nowhere when that is too often. */
function metIn(text: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  for (const match of text.matchAll(pattern)) {
    if (found.length === TIMES) return []
    found.push(match)
  }
  return found
}

function heardWords({ text, asSaid }: Folded, { says, stances }: Understanding, uses: Uses): Heard[] {
  return says
    .filter(({ fact }) => uses(fact))
    .flatMap(({ fact, value, oneOf, negated, pattern }) => {
      const met = metIn(text, pattern).map(({ 0: words, index }) => {
        const end = index + words.length
        return { index, end, stance: stances.ofWords(text, index, end) }
      })
      // 没欠水费就欠电费: what is denied once, and said again in a way that is not clear, is not denied.
      const isUnclear = met.some(({ stance }) => stance === 'unclear')
      return met.flatMap(({ index, end, stance }): Heard[] => {
        const said = { fact: fact.id, words: asSaid(index, end) }
        if (stance === 'said') return oneOf ? [{ ...said, possible: oneOf }] : [{ ...said, value }]
        if (stance === 'unclear' || isUnclear || negated === undefined) return []
        return [{ ...said, value: negated, words: asSaid(clauseStart(text, index), end) }]
      })
    })
}

/** Where the words of a denial begin: at most so far before what it denies. */
const DENIAL = 8
function clauseStart(text: string, index: number): number {
  const near = text.slice(Math.max(0, index - DENIAL), index)
  return index - near.length + near.search(/[^，。；！？,;?!]*$/u)
}

/** A bound to the next whole number, or the next fen, on the safe side. */
function rounded(value: number, isLower: boolean, { schema, unit }: Fact): number {
  const round = isLower ? Math.floor : Math.ceil
  if (schema.type === 'integer') return isLower ? Math.ceil(value) : Math.floor(value)
  return unit === 'CNY' ? quantity.divide(round(quantity.product(value, 100)), 100) : value
}

/** What a quantity says of a fact: its value, or where it lies. */
function meant(
  found: Quantity,
  { fact, times, least }: Rule
): { value: unknown } | { possible: Possible } | null {
  const { above, below } = found
  // What could not be read meets no pattern.
  const span = found.span as Span
  const [low, high] = [span.min, span.max].map(end =>
    Number.isFinite(end) ? quantity.product(end, times) : end
  ) as [number, number]
  if (high < least) return null
  if (low === high) return { value: low }
  const isWhole = fact.schema.type === 'integer'
  const min = rounded(low, true, fact) + (isWhole && above && Number.isInteger(low) ? 1 : 0)
  const max = rounded(high, false, fact) - (isWhole && below && Number.isInteger(high) ? 1 : 0)
  if (min > max) return null
  return { possible: { ...(Number.isFinite(min) ? { min } : {}), ...(Number.isFinite(max) ? { max } : {}) } }
}

/** How far is looked for what takes a number back. */
const REST = 40
/** Quantities of the longest question of which numbers are heard: nobody on a telephone says more. */
const QUANTITIES = 80

function heardNumbers(folded: Folded, { numbers, bounds, stances }: Understanding, uses: Uses): Heard[] {
  const rules = numbers.filter(({ fact, context }) => uses(fact) && context?.test(folded.text) !== false)
  if (rules.length === 0) return []
  const quantities = quantitiesIn(folded.text, bounds)
  if (quantities.length > QUANTITIES) return []
  const seen = marked(folded.text, quantities)
  return rules.flatMap(rule =>
    metIn(seen.text, rule.pattern).flatMap((match): Heard[] => {
      const place = placeOf(match)
      const end = match.index + match[0].length
      // 一 that only belongs to the words of a pattern (一个月) is no quantity of its own.
      const found = seen.quantity(place)
      const isAlone = !seen.isEnd(match.index, place, end) && bounds.after(seen.text, end).said.size === 0
      const said = found && isAlone ? meant(found, rule) : null
      const isBound = said !== null && 'possible' in said && Object.keys(said.possible).length === 1
      const rest = seen.text.slice(end, end + REST)
      if (!said || rule.unless?.test(rest) || stances.ofNumber(seen.text, place, end, isBound) !== 'said')
        return []
      const ends = [place, end - 1].map(seen.end)
      const words = folded.asSaid(seen.start(match.index), Math.max(...ends))
      return [{ fact: rule.fact.id, words, ...said }]
    })
  )
}

/** Every place where a rule finds a date or a month. */
function heardDates(
  { text, asSaid }: Folded,
  rules: readonly Rule[],
  { stances }: Understanding,
  uses: Uses,
  read: (spoken: Spoken) => string
): Heard[] {
  return rules
    .filter(({ fact, context }) => uses(fact) && context?.test(text) !== false)
    .flatMap(({ fact, pattern }) =>
      metIn(text, pattern).flatMap(match => {
        const end = match.index + match[0].length
        if (stances.ofNumber(text, match.index, end, false) !== 'said') return []
        return [{ fact: fact.id, value: read(spokenIn(match)), words: asSaid(match.index, end) }]
      })
    )
}

const padded = (part: string | undefined) => String(readNumeral(part as string)).padStart(2, '0')

/** YYYY-MM of what was said; the year of the rule set where none was named. */
function monthOf({ year, month }: Spoken, rules: Understanding): string {
  const named = year === undefined ? rules.year : (rules.years[year] ?? readNumeral(year))
  return `${named}-${padded(month)}`
}

/** The facts that a measure uses, by id. */
function usedBy(policy: Policy, { leaves, figures }: Measure): string[] {
  return [...comparedIn(policy, leaves), ...countedIn(figures)].flatMap(index => {
    const fact = policy.facts[index] as Fact
    return [fact.id, ...fact.derivedFrom]
  })
}

const isWithin = (value: unknown, possible: Possible): boolean =>
  'length' in possible
    ? possible.includes(value)
    : Number(value) >= (possible.min ?? Number.NEGATIVE_INFINITY) &&
      Number(value) <= (possible.max ?? Number.POSITIVE_INFINITY)

/** The one thing that a question says of a fact; nothing when it says two. */
function agreed(heard: readonly Heard[]): Heard[] {
  const [exact, ...others] = heard.filter(one => 'value' in one)
  const rough = heard.filter(one => 'possible' in one)
  if (others.some(other => other.value !== exact?.value)) return []
  if (exact) return rough.every(({ possible }) => isWithin(exact.value, possible)) ? [exact] : []
  const [first, ...rest] = rough
  const same = rest.every(({ possible }) => JSON.stringify(possible) === JSON.stringify(first?.possible))
  return first && same ? [first] : []
}

/** Everything that the patterns of one rule set find in a question. */
function heardBy(said: Folded, rules: Understanding, uses: Uses): Heard[] {
  const isKnown = ({ fact, ...one }: Heard) => {
    if ('value' in one) return rules.fits(fact, one.value)
    const ends = 'length' in one.possible ? one.possible : Object.values(one.possible)
    return ends.every(end => rules.fits(fact, end))
  }
  return [
    ...heardWords(said, rules, uses),
    ...heardNumbers(said, rules, uses),
    ...heardDates(said, rules.dates, rules, uses, one => `${monthOf(one, rules)}-${padded(one.day)}`),
    ...heardDates(said, rules.months, rules, uses, one => monthOf(one, rules))
  ].filter(isKnown)
}

/**
 * Reads the patterns of rule sets.
 * @param sets those that have patterns are heard by them; what one knows of a fact is of use to all
 * @returns a reader of questions: facts that the given measures use; a fact of which a question says two things is
 *   left out
 * @throws PolicyError when no hotline-understanding.json is there, or one is not in its form, or names what is unknown
 */
export function understanding(policy: Policy, sets: readonly SetFiles[]): Understand {
  const having = sets.filter(({ files }) => files[UNDERSTANDING_FILE] !== undefined)
  const all = (having.length > 0 ? having : sets.slice(0, 1)).map(({ files }) =>
    readUnderstanding(policy, files)
  )
  const usedByForm = policy.forms.map(measure => new Set(usedBy(policy, measure)))
  return (question, measures) => {
    const said = folded(question)
    const used = new Set(measures.flatMap(({ index }) => [...(usedByForm[index] as ReadonlySet<string>)]))
    const uses: Uses = ({ id }) => used.has(id)
    const byFact = new Map<string, Heard[]>()
    for (const one of all.flatMap(rules => heardBy(said, rules, uses))) {
      byFact.set(one.fact, [...(byFact.get(one.fact) ?? []), one])
    }
    return [...byFact.values()].flatMap(agreed)
  }
}
