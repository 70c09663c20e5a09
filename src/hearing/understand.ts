/**
 * What a caller said of themselves: facts taken from the words of a question, each with the words it came
 * from. The patterns are data of the rule set. Nothing is assumed from a word that does not say it, and what
 * is taken is proposed, not settled.
 */
import type { ValidateFunction } from 'ajv'
import { Type } from 'typebox'
import { strictAjv } from '../ajv.ts'
import type { Heard } from '../hotline/answers.ts'
import { type Fault, PolicyError, pointerTo } from '../rules/fault.ts'
import type { RuleFiles } from '../rules/files.ts'
import { inForm } from '../rules/form.ts'
import type { Fact, Measure, Policy } from '../rules/policy.ts'
import { factSchema } from '../rules/vocabulary.ts'
import { normalised } from './features.ts'
import { readNumeral } from './numerals.ts'
import { type Spoken, spokenIn, spokenPattern } from './spoken.ts'

const strict = { additionalProperties: false } as const
const text = () => Type.String({ minLength: 1 })
const value = () => Type.Union([Type.String(), Type.Boolean()])
const Measured = Type.Object(
  { fact: text(), pattern: text(), context: Type.Optional(text()), times: Type.Optional(Type.Number()) },
  strict
)

const UnderstandingSchema = Type.Object(
  {
    /** the year of a date that names none */
    year: Type.Integer(),
    /** 去年, 今年: the year each stands for */
    years: Type.Record(Type.String(), Type.Integer()),
    /** what, right before a word, turns it around */
    negation: text(),
    /** what, right before or after a word, makes it a question, or about somebody else */
    doubt: Type.Object({ before: text(), after: text() }, strict),
    says: Type.Array(
      Type.Object({ fact: text(), value: value(), negated: Type.Optional(value()), pattern: text() }, strict)
    ),
    numbers: Type.Array(Measured),
    dates: Type.Array(Measured),
    months: Type.Array(Measured)
  },
  strict
)

const FILE = 'hotline-understanding.json'
const REMEDY = 'see src/hearing/understand.ts'

/** A pattern with its number or date put in. */
interface Rule {
  fact: Fact
  pattern: RegExp
  context: RegExp | null
  /** what a number is multiplied by: years into months */
  times: number
}

interface Rules {
  year: number
  years: Readonly<Record<string, number>>
  negation: RegExp
  doubt: { before: RegExp; after: RegExp }
  says: { fact: Fact; value: unknown; negated: unknown; pattern: RegExp }[]
  numbers: Rule[]
  dates: Rule[]
  months: Rule[]
  fits(fact: string, value: unknown): boolean
}

export type Understand = (question: string, measures: readonly Measure[]) => Heard[]

function readRules(policy: Policy, files: RuleFiles): Rules {
  const found = inForm(files, FILE, UnderstandingSchema, REMEDY)
  const faults: Fault[] = []
  const fault = (pointer: string, message: string) =>
    faults.push({ file: FILE, pointer, message, remedy: REMEDY })
  const factOf = (id: string, ...at: (string | number)[]): Fact => {
    const fact = policy.fact(id)
    if (!fact) fault(pointerTo(...at, 'fact'), `unknown fact "${id}"`)
    return fact as Fact
  }
  const says = found.says.map(({ fact, value, negated, pattern }, index) => ({
    fact: factOf(fact, 'says', index),
    value,
    negated,
    pattern: new RegExp(pattern, 'gu')
  }))
  const measured = (kind: 'numbers' | 'dates' | 'months') =>
    found[kind].map(({ fact, pattern, context, times = 1 }, index) => ({
      fact: factOf(fact, kind, index),
      pattern: spokenPattern(pattern),
      context: context === undefined ? null : new RegExp(context, 'u'),
      times
    }))
  const rules = {
    year: found.year,
    years: found.years,
    negation: new RegExp(found.negation, 'u'),
    doubt: { before: new RegExp(found.doubt.before, 'u'), after: new RegExp(found.doubt.after, 'u') },
    says,
    numbers: measured('numbers'),
    dates: measured('dates'),
    months: measured('months'),
    fits: fitting(policy)
  }
  if (faults.length > 0) throw new PolicyError(faults)
  return rules
}

/** Characters before or after a word in which what turns it around or puts it in doubt is looked for. */
const NEAR = 4

function heardWords(question: string, { says, negation, doubt }: Rules): Heard[] {
  return says.flatMap(({ fact, value, negated, pattern }) =>
    [...question.matchAll(pattern)].flatMap(({ 0: words, index }) => {
      const end = index + words.length
      const before = question.slice(Math.max(0, index - NEAR), index)
      if (doubt.before.test(before) || doubt.after.test(question.slice(end, end + NEAR))) return []
      const turned = negation.exec(before)
      if (!turned) return [{ fact: fact.id, value, words }]
      return negated === undefined ? [] : [{ fact: fact.id, value: negated, words: turned[0] + words }]
    })
  )
}

/** The first place where each rule finds its number, date or month. */
function heardMeasured(
  question: string,
  rules: readonly Rule[],
  read: (spoken: Spoken, rule: Rule) => unknown
): Heard[] {
  return rules.flatMap(rule => {
    if (rule.context && !rule.context.test(question)) return []
    const [match] = question.matchAll(rule.pattern)
    if (!match) return []
    const spoken = spokenIn(match)
    return spoken ? [{ fact: rule.fact.id, value: read(spoken, rule), words: match[0] }] : []
  })
}

/** Whether a value fits a fact. Made when first asked: most facts are never heard of in a question. */
function fitting(policy: Policy): Rules['fits'] {
  const ajv = strictAjv({ validateSchema: false })
  const ids = policy.measures.map(({ id }) => id)
  const known = new Map<string, ValidateFunction>()
  return (id, value) => {
    const before = known.get(id)
    if (before) return before(value) as boolean
    const validate = ajv.compile(factSchema(policy.fact(id) as Fact, policy.industries, ids))
    known.set(id, validate)
    return validate(value) as boolean
  }
}

const padded = (part: string | undefined) => String(readNumeral(part as string)).padStart(2, '0')

/** YYYY-MM of what was said; the year of the rule set where none was named. */
function monthOf({ year, month }: Spoken, rules: Rules): string {
  const named = year === undefined ? rules.year : (rules.years[year] ?? readNumeral(year))
  return `${named}-${padded(month)}`
}

/** The words as the caller has them: width and case may have been folded, never their number. */
function asSaid(question: string, said: string, words: string): string {
  const start = said.indexOf(words)
  return question.length === said.length ? question.slice(start, start + words.length) : words
}

/** The facts that measures use, by id. */
const usedBy = (policy: Policy, measures: readonly Measure[]): ReadonlySet<string> =>
  new Set(
    measures.flatMap(({ leaves, figures }) => {
      const compared = leaves.map(leaf => policy.leaves[leaf]?.fact as number)
      const counted = figures.flatMap(({ inputs }) =>
        Object.values(inputs)
          .flat()
          .flatMap(operand => ('fact' in operand ? [operand.fact] : []))
      )
      return [...compared, ...counted].flatMap(index => {
        const fact = policy.facts[index] as Fact
        return [fact.id, ...fact.derivedFrom]
      })
    })
  )

/**
 * Reads the patterns of a rule set.
 * @returns a reader of questions: facts that the given measures use, the first heard of each; a fact of which a
 *   question says two things is left out
 * @throws PolicyError when hotline-understanding.json is missing, not in its form, or names what is unknown
 */
export function understanding(policy: Policy, files: RuleFiles): Understand {
  const rules = readRules(policy, files)
  return (question, measures) => {
    const said = normalised(question)
    const used = usedBy(policy, measures)
    const heard = [
      ...heardWords(said, rules),
      ...heardMeasured(said, rules.numbers, ({ number }, { times }) => readNumeral(number as string) * times),
      ...heardMeasured(said, rules.dates, spoken => `${monthOf(spoken, rules)}-${padded(spoken.day)}`),
      ...heardMeasured(said, rules.months, spoken => monthOf(spoken, rules))
    ].filter(({ fact, value }) => used.has(fact) && rules.fits(fact, value))
    const values = new Map<string, Set<unknown>>()
    for (const { fact, value } of heard) values.set(fact, (values.get(fact) ?? new Set()).add(value))
    return heard
      .filter(
        ({ fact }, index) =>
          values.get(fact)?.size === 1 && heard.findIndex(other => other.fact === fact) === index
      )
      .map(one => ({ ...one, words: asSaid(question, said, one.words) }))
  }
}
