/**
 * What a caller said of themselves: facts taken from the words of a question, each with the words it came
 * from. The patterns are data of the rule set. Nothing is assumed from a word that does not say it, and what
 * is taken is proposed, not settled.
 */
import type { ValidateFunction } from 'ajv'
import { type Static, Type } from 'typebox'
import { strictAjv } from '../ajv.ts'
import type { Heard } from '../hotline/answers.ts'
import { type Fault, faultsOfForm, PolicyError, pointerTo } from '../rules/fault.ts'
import type { RuleFiles } from '../rules/files.ts'
import type { Fact, Measure, Policy } from '../rules/policy.ts'
import { factSchema } from '../rules/vocabulary.ts'
import { normalised } from './features.ts'
import { readNumeral } from './numerals.ts'

const strict = { additionalProperties: false } as const
const text = () => Type.String({ minLength: 1 })
const value = () => Type.Union([Type.String(), Type.Boolean()])
const Measured = Type.Object({ fact: text(), pattern: text(), context: Type.Optional(text()) }, strict)

const UnderstandingSchema = Type.Object(
  {
    /** the year of a date that names none */
    year: Type.Integer(),
    /** what, right before a word, turns it around */
    negation: text(),
    says: Type.Array(
      Type.Object({ fact: text(), value: value(), negated: Type.Optional(value()), pattern: text() }, strict)
    ),
    numbers: Type.Array(Measured),
    dates: Type.Array(Measured)
  },
  strict
)
type Understanding = Static<typeof UnderstandingSchema>

const FILE = 'hotline-understanding.json'
const REMEDY = 'see src/hearing/understand.ts'
const DIGIT = '[0-9零一二两三四五六七八九十百千万亿]'
const NUMBER = `(${DIGIT}(?:[0-9.,点零一二两三四五六七八九十百千万亿]*${DIGIT})?)(?:多|来)?(?:块钱?|元)?`
const DATE =
  '(?:(20[0-9]{2})年)?([0-9一二三四五六七八九十]{1,3})(?:月|\\.)([0-9一二三四五六七八九十]{1,3})(?:号|日)?'

/** A pattern with its number or date put in. */
interface Rule {
  fact: Fact
  pattern: RegExp
  context: RegExp | null
}

interface Rules {
  year: number
  negation: RegExp
  says: { fact: Fact; value: unknown; negated: unknown; pattern: RegExp }[]
  numbers: Rule[]
  dates: Rule[]
  fits(fact: string, value: unknown): boolean
}

export type Understand = (question: string, measures: readonly Measure[]) => Heard[]

function readRules(policy: Policy, files: RuleFiles): Rules {
  const ajv = strictAjv()
  const validate = ajv.compile<Understanding>(UnderstandingSchema)
  const found = files[FILE]
  const faults: Fault[] = []
  const fault = (pointer: string, message: string) =>
    faults.push({ file: FILE, pointer, message, remedy: REMEDY })
  if (!validate(found)) throw new PolicyError(faultsOfForm(validate.errors, FILE, REMEDY))
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
  const measured = (kind: 'numbers' | 'dates', part: string) =>
    found[kind].map(({ fact, pattern, context }, index) => ({
      fact: factOf(fact, kind, index),
      pattern: new RegExp(pattern.replaceAll(kind === 'numbers' ? '{n}' : '{d}', part), 'gu'),
      context: context === undefined ? null : new RegExp(context, 'u')
    }))
  const rules = {
    year: found.year,
    negation: new RegExp(found.negation, 'u'),
    says,
    numbers: measured('numbers', NUMBER),
    dates: measured('dates', DATE),
    fits: fitting(policy)
  }
  if (faults.length > 0) throw new PolicyError(faults)
  return rules
}

const padded = (part: string) => String(readNumeral(part)).padStart(2, '0')

function heardWords(question: string, { says, negation }: Rules): Heard[] {
  return says.flatMap(({ fact, value, negated, pattern }) =>
    [...question.matchAll(pattern)].slice(0, 1).flatMap(({ 0: words, index }) => {
      const turned = negation.exec(question.slice(Math.max(0, index - 3), index))
      if (!turned) return [{ fact: fact.id, value, words }]
      return negated === undefined ? [] : [{ fact: fact.id, value: negated, words: turned[0] + words }]
    })
  )
}

function heardMeasured(
  question: string,
  rules: readonly Rule[],
  read: (groups: string[]) => unknown
): Heard[] {
  return rules.flatMap(({ fact, pattern, context }) => {
    if (context && !context.test(question)) return []
    const [match] = question.matchAll(pattern)
    if (!match) return []
    // A pattern may offer several places for its number; the one that matched is the one that counts.
    return [{ fact: fact.id, value: read([...match].slice(1)), words: match[0] }]
  })
}

const numberOf = (groups: (string | undefined)[]) =>
  readNumeral(groups.find(group => group !== undefined) as string)

/** Whether a value fits a fact. Made when first asked: most facts are never heard of in a question. */
function fitting(policy: Policy): Rules['fits'] {
  const ajv = strictAjv()
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

/** Year, month and day stand in threes, as many as the pattern has places for a date. */
function dateOf(groups: (string | undefined)[], year: number): string {
  const at = groups.findIndex((group, index) => index % 3 === 1 && group !== undefined)
  const [named, month, day] = groups.slice(at - 1, at + 2)
  return `${named ?? year}-${padded(month as string)}-${padded(day as string)}`
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
      ...heardMeasured(said, rules.numbers, numberOf),
      ...heardMeasured(said, rules.dates, groups => dateOf(groups, rules.year))
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
