/** hotline-understanding.json: what callers say of themselves, as patterns, and the words that change what is said. */
import type { ValidateFunction } from 'ajv'
import { Type } from 'typebox'
import { strictAjv } from '../ajv.ts'
import { pointerTo } from '../field-error.ts'
import { type Fault, PolicyError } from '../policy/fault.ts'
import type { RuleFiles } from '../policy/files.ts'
import { inForm } from '../policy/form.ts'
import type { Fact, Policy } from '../policy/model.ts'
import { factSchema } from '../policy/vocabulary.ts'
import { type Bounds, BoundsSchema, boundsOf } from './bounds.ts'
import { QUANTITY, quantityPattern } from './places.ts'
import { datePattern } from './spoken.ts'
import { StanceSchema, type Stances, stancesOf } from './stance.ts'

const strict = { additionalProperties: false } as const
const text = () => Type.String({ minLength: 1 })
const value = () => Type.Union([Type.String(), Type.Boolean()])
export const MeasuredSchema = Type.Object(
  {
    fact: text(),
    pattern: text(),
    context: Type.Optional(text()),
    times: Type.Optional(Type.Number()),
    /** what follows within the sentence and leaves it unheard: 只批了200万 behind 申请贷款300万 */
    unless: Type.Optional(text()),
    /** a smaller one is short for another: 贷款三百五 is no loan of 350 yuan */
    least: Type.Optional(Type.Number())
  },
  strict
)

export const UnderstandingSchema = Type.Object(
  {
    /** the year of a date that names none */
    year: Type.Integer(),
    /** 去年, 今年: the year each stands for */
    years: Type.Record(Type.String(), Type.Integer()),
    stance: StanceSchema,
    bounds: BoundsSchema,
    /** a value, or several of which it is one; what it becomes when it is denied, or nothing */
    says: Type.Array(
      Type.Union([
        Type.Object(
          { fact: text(), value: value(), negated: Type.Optional(value()), pattern: text() },
          strict
        ),
        Type.Object({ fact: text(), oneOf: Type.Array(value(), { minItems: 2 }), pattern: text() }, strict)
      ])
    ),
    numbers: Type.Array(MeasuredSchema),
    dates: Type.Array(MeasuredSchema),
    months: Type.Array(MeasuredSchema)
  },
  strict
)

export const UNDERSTANDING_FILE = 'hotline-understanding.json'
const REMEDY = 'see src/hearing/understanding-file.ts'

/** A pattern with its number or date put in. */
export interface Rule {
  fact: Fact
  pattern: RegExp
  context: RegExp | null
  /** what a number is multiplied by: years into months */
  times: number
  /** what may not follow */
  unless: RegExp | null
  /** the least that is heard */
  least: number
}

/** A pattern of words. */
export interface Saying {
  fact: Fact
  value?: unknown
  oneOf?: readonly unknown[]
  negated?: unknown
  pattern: RegExp
}

export interface Understanding {
  year: number
  years: Readonly<Record<string, number>>
  stances: Stances
  bounds: Bounds
  says: readonly Saying[]
  numbers: readonly Rule[]
  dates: readonly Rule[]
  months: readonly Rule[]
  /** whether a value is one that a fact may have */
  fits(fact: string, value: unknown): boolean
}

/** Whether a value fits a fact. Made when first asked: most facts are never heard of in a question. */
function fitting(policy: Policy): Understanding['fits'] {
  const ajv = strictAjv({ validateSchema: false })
  const known = new Map<string, ValidateFunction>()
  return (id, value) => {
    const before = known.get(id)
    if (before) return before(value) as boolean
    const validate = ajv.compile(factSchema(policy.fact(id) as Fact, policy.industries))
    known.set(id, validate)
    return validate(value) as boolean
  }
}

/** @throws PolicyError when the file is missing, not in its form, or names what is unknown */
export function readUnderstanding(policy: Policy, files: RuleFiles): Understanding {
  const found = inForm(files, UNDERSTANDING_FILE, UnderstandingSchema, REMEDY)
  const faults: Fault[] = []
  const factOf = (id: string, ...at: (string | number)[]): Fact => {
    const fact = policy.fact(id)
    if (!fact) {
      const pointer = pointerTo(...at, 'fact')
      faults.push({ file: UNDERSTANDING_FILE, pointer, message: `unknown fact "${id}"`, remedy: REMEDY })
    }
    return fact as Fact
  }
  const measured = (kind: 'numbers' | 'dates' | 'months', patternOf: (pattern: string) => RegExp) =>
    found[kind].map(({ fact, pattern, context, unless, times = 1, least = 0 }, index) => ({
      fact: factOf(fact, kind, index),
      pattern: patternOf(pattern),
      context: context === undefined ? null : new RegExp(context, 'u'),
      unless: unless === undefined ? null : new RegExp(`^(?:${unless.replaceAll('{n}', QUANTITY)})`, 'u'),
      times,
      least
    }))
  const understanding: Understanding = {
    year: found.year,
    years: found.years,
    stances: stancesOf(found.stance),
    bounds: boundsOf(found.bounds),
    says: found.says.map(({ fact, pattern, ...said }, index) => ({
      ...said,
      fact: factOf(fact, 'says', index),
      pattern: new RegExp(pattern, 'gu')
    })),
    numbers: measured('numbers', quantityPattern),
    dates: measured('dates', datePattern),
    months: measured('months', datePattern),
    fits: fitting(policy)
  }
  if (faults.length > 0) throw new PolicyError(faults)
  return understanding
}
