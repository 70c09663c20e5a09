/**
 * The facts that a line may tell, and whether a value fits: what the schema of the facts says of it, without a
 * schema validator being called for every fact of every line.
 */
import { strictAjv } from '../ajv.ts'
import { later } from '../later.ts'
import type { Policy } from '../policy/model.ts'
import { DAY, factSchema, type JsonSchema } from '../policy/vocabulary.ts'

export type Fits = (value: unknown) => boolean

/** Words of a kind up to which those that were found right are remembered: industries, days, short lists. */
export const REMEMBERED = 2_000
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

/** The texts that fit, where being one of them is all that a schema asks for. */
const textsOf = ({ type, enum: texts, ...rest }: JsonSchema) =>
  type === 'string' && texts && Object.keys(rest).length === 0 ? (texts as readonly string[]) : null

function byTexts(texts: readonly string[]): Fits {
  const listed = new Set<unknown>(texts)
  return value => listed.has(value)
}

/** @param texts the members that a list may have, each once */
function byMembers({ maxItems }: JsonSchema, texts: readonly string[]): Fits {
  const fits = byTexts(texts)
  const most = Math.min(Number(maxItems ?? Infinity), texts.length)
  return value => {
    if (!Array.isArray(value) || value.length > most) return false
    for (let at = 0; at < value.length; at++) {
      if (!fits(value[at]) || value.indexOf(value[at]) !== at) return false
    }
    return true
  }
}

/** The texts that members of a list may be, where nothing else is asked but that each comes once. */
function membersOf({ type, items, uniqueItems, maxItems, ...rest }: JsonSchema) {
  const isPlain = type === 'array' && uniqueItems === true && Object.keys(rest).length === 0
  return isPlain ? textsOf(items as JsonSchema) : null
}

/** @param schema of one fact in a request */
function fitting(schema: JsonSchema): Fits {
  const { type } = schema
  if (type === 'boolean') return value => value === true || value === false
  const [texts, members] = [textsOf(schema), membersOf(schema)]
  if (texts) return byTexts(texts)
  if (members) return byMembers(schema, members)
  const isNumeric = type === 'number' || type === 'integer'
  const isPlain = Object.keys(schema).every(keyword => NUMERIC.has(keyword))
  return isNumeric && isPlain && isDecimalStep(schema) ? byNumber(schema) : bySchema(schema)
}

/** Whether a step is absent, or a tenth of a tenth … of one: others are left to exact arithmetic. */
const isDecimalStep = ({ type, multipleOf }: JsonSchema) =>
  multipleOf === undefined || (type === 'number' && /^0\.0*1$/.test(String(multipleOf)))

/** A fact that lines may tell. */
export interface Tellable {
  index: number
  fits: Fits
  /** whether it is a yes or a no */
  isTruth: boolean
  /** the texts that fit, where nothing else does */
  texts: readonly string[] | null
  /** the texts that members of a list may be, where it is such a list */
  members: readonly string[] | null
}

/** By subject and name. */
export type TellableFacts = ReadonlyMap<string, ReadonlyMap<string, Tellable>>

export function tellableFacts(policy: Policy): TellableFacts {
  const subjects = new Map<string, Map<string, Tellable>>()
  for (const fact of policy.facts) {
    const facts = subjects.get(fact.subject) ?? new Map<string, Tellable>()
    const schema = factSchema(fact, policy.industries)
    facts.set(fact.key, {
      index: fact.index,
      fits: fitting(schema),
      isTruth: schema.type === 'boolean',
      texts: textsOf(schema),
      members: membersOf(schema)
    })
    subjects.set(fact.subject, facts)
  }
  return subjects
}

/** Whether a value is a day, YYYY-MM-DD. */
export const dayFits = (): Fits => bySchema(DAY)
