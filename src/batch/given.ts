/**
 * Reading facts and checking them in one walk. Accepts only what the schema of the facts accepts, and leaves
 * the rest to it: a schema validator asks after each of the nearly two hundred facts there are, this one only
 * after those that are there.
 */
import { strictAjv } from '../ajv.ts'
import { later } from '../later.ts'
import type { Facts } from '../rules/compile.ts'
import type { Fact, Policy } from '../rules/policy.ts'
import { factSchema, type JsonSchema } from '../rules/vocabulary.ts'

type Fits = (value: unknown) => boolean

/** Texts of a fact that were found right and are remembered: names of industries, days, members of a list. */
const REMEMBERED = 2_000
/** Below this, a decimal number and its double have the same shortest text. */
const EXACT = 1e15
const NUMERIC = new Set(['type', 'minimum', 'maximum', 'multipleOf'])

/** A schema's own answer, compiled when it is first asked for, and remembered for texts that fit. */
function bySchema(schema: JsonSchema): Fits {
  const check = later(() => strictAjv({ allErrors: false, validateSchema: false }).compile(schema))
  const right = new Set<unknown>()
  return value => {
    if (right.has(value)) return true
    if (!check()(value)) return false
    if (typeof value === 'string' && right.size < REMEMBERED) right.add(value)
    return true
  }
}

function byNumber({ type, minimum, maximum, multipleOf }: JsonSchema): Fits {
  const [low, high] = [Number(minimum ?? -Infinity), Number(maximum ?? Infinity)]
  const scale = type === 'integer' ? 1 : multipleOf === undefined ? 0 : Math.round(1 / Number(multipleOf))
  return value => {
    if (typeof value !== 'number' || !(value >= low && value <= high)) return false
    if (scale === 0) return true
    const scaled = value * scale
    return scaled < EXACT && scaled > -EXACT && Math.round(scaled) / scale === value
  }
}

/** @param schema of one fact in a request */
function fitting(schema: JsonSchema): Fits {
  const { type } = schema
  if (type === 'boolean') return value => value === true || value === false
  const isNumeric = type === 'number' || type === 'integer'
  const isPlain = Object.keys(schema).every(keyword => NUMERIC.has(keyword))
  return isNumeric && isPlain && isDecimalStep(schema) ? byNumber(schema) : bySchema(schema)
}

/** Whether a step is absent, or a tenth of a tenth … of one: others are left to exact arithmetic. */
const isDecimalStep = ({ type, multipleOf }: JsonSchema) =>
  multipleOf === undefined || (type === 'number' && /^0\.0*1$/.test(String(multipleOf)))

interface Known {
  fact: Fact
  fits: Fits
}

/** What reads the facts of lines under one rule set. */
export function givenReader(policy: Policy) {
  const measureIds = policy.measures.map(({ id }) => id)
  const subjects = new Map<string, Map<string, Known>>()
  for (const fact of policy.facts) {
    const keys = subjects.get(fact.subject) ?? new Map<string, Known>()
    keys.set(fact.key, { fact, fits: fitting(factSchema(fact, policy.industries, measureIds)) })
    subjects.set(fact.subject, keys)
  }
  const given = new Array<unknown>(policy.facts.length)
  return {
    /** Whether a value is a day, YYYY-MM-DD. */
    isDate: bySchema({ type: 'string', format: 'date' }),
    /** @returns the facts by fact index, valid until the next call; undefined where the schema has to look */
    read(facts: unknown): readonly unknown[] | undefined {
      if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return undefined
      // One array for all lines: a new one for each would be most of the memory a line takes.
      given.fill(undefined)
      for (const subject in facts) {
        const keys = subjects.get(subject)
        const values = (facts as Facts)[subject]
        if (!keys || typeof values !== 'object' || values === null || Array.isArray(values)) return undefined
        for (const key in values) {
          const known = keys.get(key)
          const value = values[key]
          if (!known?.fits(value)) return undefined
          given[known.fact.index] = value
        }
      }
      return given
    },
    /** @param facts that the schema has accepted */
    take(facts: Facts): readonly unknown[] {
      given.fill(undefined)
      for (const [subject, values] of Object.entries(facts)) {
        for (const [key, value] of Object.entries(values)) {
          given[(policy.fact(`${subject}.${key}`) as Fact).index] = value
        }
      }
      return given
    }
  }
}
