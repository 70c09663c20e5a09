/** Validation errors in plain Chinese, each with its field and the nearest known name. */
import type { AnySchemaObject, ErrorObject } from 'ajv'
import { closestMatch } from 'leven'
import type { FieldError } from './field-error.ts'
import { pointerTo } from './field-error.ts'
import { YEARS } from './policy/vocabulary.ts'

const TYPES: Record<string, string> = {
  string: '文本',
  number: '数字',
  integer: '整数',
  boolean: 'true 或 false',
  array: '数组',
  object: '对象',
  null: 'null'
}

/** How many decimals a step such as 0.01 leaves a number, in words. */
const decimalsOf = (step: number) => '零一两三四五六'[`${step}`.length - '0.'.length]

/** @param examples right values; every schema with a pattern has some */
type Message = (params: Record<string, unknown>, examples: readonly unknown[]) => string

const MESSAGES: Record<string, Message> = {
  type: ({ type }) =>
    `应当是${[type]
      .flat()
      .map(name => TYPES[String(name)])
      .join('或')}（不知道的事实请不要填，也不要填 null）`,
  required: ({ missingProperty }) => `缺少 ${missingProperty}`,
  additionalProperties: ({ additionalProperty }) => `没有 ${additionalProperty} 这个名称`,
  enum: ({ allowedValues }) => `应当是 ${shortened(allowedValues as unknown[])} 之一`,
  minimum: ({ limit }) => `不能小于 ${limit}`,
  maximum: ({ limit }) => `不能大于 ${limit}`,
  minLength: ({ limit }) => `至少要有 ${limit} 个字符`,
  maxLength: ({ limit }) => `不能超过 ${limit} 个字符`,
  minItems: ({ limit }) => `至少要有 ${limit} 项`,
  maxItems: ({ limit }) => `不能超过 ${limit} 项`,
  uniqueItems: () => '不能有重复的项',
  minProperties: () => '至少要填 min、max 之一',
  'x-ends': ({ max }) => `不能大于 max（${max}）`,
  'x-agrees': ({ with: pointer }) => `与 ${pointer} 填的值矛盾`,
  'x-in-order': ({ bound, label, pointer }) => `不能${bound}${label}（${pointer}）`,
  multipleOf: ({ schema }) => `最多${decimalsOf(schema as number)}位小数`,
  pattern: ({ pattern }, [example]) =>
    pattern === YEARS ? '年份应当在 1900 到 2100 之间' : `格式不对，例如 ${example}`,
  format: () => '应当是存在的日期，格式 YYYY-MM-DD'
}

const LISTED = 12
const shortened = (values: readonly unknown[]) =>
  values.length > LISTED ? `${values.slice(0, LISTED).join('、')} 等 ${values.length} 个` : values.join('、')

/** Longer texts are not compared: nothing known is as long, and the comparison is quadratic. */
const COMPARED = 60

/**
 * The nearest of the known names, when it is near enough to be meant: no more than half of the word is wrong.
 * @param word of any shape: nothing but a text is near to a name, and making one of anything else may throw
 * @param prefix is put before the word, and is right
 */
export function nearest(word: unknown, known: readonly string[], prefix = ''): string | undefined {
  if (typeof word !== 'string' || word.length < 3 || word.length > COMPARED) return undefined
  return closestMatch(`${prefix}${word}`, [...known], { maxDistance: Math.floor(word.length / 2) })
}

/**
 * The known name that an unknown one stands for: a fact of any subject inside `facts`, otherwise a sibling.
 * @param facts ids of all facts
 */
function nearestName(path: string, word: string, siblings: readonly string[], facts: readonly string[]) {
  const [root, subject] = path.split('/').slice(1)
  if (root !== 'facts') return nearest(word, siblings)
  if (subject === undefined) return nearest(word, siblings) ?? nearest(word, facts)
  const elsewhere = facts.filter(id => id.split('.')[1]?.toLowerCase() === word.toLowerCase())
  return elsewhere[0] ?? nearest(word, facts, `${subject}.`)
}

/** The name of what is called so in Chinese: 企业 stands for enterprise. */
const calledSo = (word: unknown, titles: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(titles).find(name => titles[name] === word)

/** What properties are called, by name. */
const titlesOf = (properties: Readonly<Record<string, AnySchemaObject>>) =>
  Object.fromEntries(Object.entries(properties).map(([name, { title }]) => [name, title]))

/** Ids by what they are called in Chinese: facts by their labels, measures and rule sets by their titles. */
export type Called = ReadonlyMap<string, string>

/** The value of an enum that is called so. */
function valueCalled(data: unknown, allowed: readonly unknown[], called: Called): string | undefined {
  // Making a text of anything else may throw.
  const id = called.get(data as string)
  return allowed.includes(id) ? id : undefined
}

/** More errors than this are not listed: a body of nothing but wrong names would take long to answer. */
export const MOST_ERRORS = 100

/** An error of Ajv with `verbose`; those of the service's own keywords say nothing of the schema around them. */
type VerboseError = ErrorObject & { parentSchema?: AnySchemaObject }

/** The message of an error; undefined for a whole union, whose branches say more. */
function messageOf(
  { keyword, instancePath, params, schema, parentSchema }: VerboseError,
  facts: readonly string[]
) {
  const name = params.additionalProperty as string | undefined
  if (instancePath === '/facts' && name && facts.includes(name)) {
    const [subject, key] = name.split('.')
    return `请按主体分组，写成 {"${subject}":{"${key}":…}}`
  }
  return MESSAGES[keyword]?.({ ...params, schema }, parentSchema?.examples ?? [])
}

/**
 * The errors of a request, in the order of the validator, none twice; no more than MOST_ERRORS.
 * @param facts ids of all facts
 * @param called of what may be written in Chinese where an id belongs
 */
export function fieldErrors(
  errors: readonly ErrorObject[],
  facts: readonly string[],
  called: Called = new Map()
): FieldError[] {
  const found = new Map<string, FieldError>()
  // What is no day at all is not told that its year is wrong.
  const noDays = new Set(errors.flatMap(one => (one.keyword === 'format' ? [one.instancePath] : [])))
  for (const error of errors) {
    if (found.size === MOST_ERRORS) break
    const { keyword, instancePath, params, parentSchema, data } = error as VerboseError
    const message = messageOf(error as VerboseError, facts)
    if (!message || (keyword === 'pattern' && noDays.has(instancePath))) continue
    const name = (params.additionalProperty ?? params.missingProperty) as string | undefined
    const pointer = name === undefined ? instancePath : `${instancePath}${pointerTo(name)}`
    const suggestion =
      keyword === 'additionalProperties'
        ? (calledSo(name, titlesOf(parentSchema?.properties)) ??
          (instancePath === '/facts' ? called.get(name as string) : undefined) ??
          nearestName(instancePath, name as string, Object.keys(parentSchema?.properties), facts))
        : keyword === 'enum'
          ? (calledSo(data, parentSchema?.['x-labels'] ?? {}) ??
            valueCalled(data, params.allowedValues as unknown[], called) ??
            nearest(data, (params.allowedValues as unknown[]).map(String)))
          : undefined
    found.set(`${pointer} ${message}`, { pointer, message, ...(suggestion && { suggestion }) })
  }
  return [...found.values()]
}
