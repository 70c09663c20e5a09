/**
 * Rules outside the plan that decide a case which a clause only points to: national-rules.json of a rule set. They never
 * change what the plan says. A basis names one by its id, and is put in as the source that it is.
 */

import { type Static, Type } from 'typebox'
import { strictAjv } from '../ajv.ts'
import { isObject } from '../strict-json.ts'
import { type Fault, faultsOfForm, PolicyError } from './fault.ts'
import type { RuleFiles } from './files.ts'
import { CertaintySchema } from './format.ts'

const FILE = 'national-rules.json'
const strict = { additionalProperties: false } as const
const text = () => Type.String({ minLength: 1 })
const dayOrOpen = () => Type.Union([Type.String({ format: 'date' }), Type.Null()])

export const NationalRuleSchema = Type.Object(
  {
    /** name and number: 《政府采购促进中小企业发展管理办法》（财库〔2020〕46号） */
    document: text(),
    /** 第七条; null where it is not known */
    article: Type.Union([text(), Type.Null()]),
    /** what it says, in own words, to be read aloud */
    says: text(),
    certainty: CertaintySchema,
    /** first and last day in force, null where it is open or not known */
    from: dayOrOpen(),
    to: dayOrOpen()
  },
  strict
)
export type RawNationalRule = Static<typeof NationalRuleSchema>
type Rules = Readonly<Record<string, RawNationalRule>>

const validate = strictAjv({ allowUnionTypes: true }).compile<Rules>(
  Type.Record(Type.String(), NationalRuleSchema)
)

export const NATIONAL_BEARINGS = ['turns-no', 'may-turn-no', 'beside'] as const
/** How a national rule bears on an applicant. */
export type NationalBearing = (typeof NATIONAL_BEARINGS)[number]

/** How a rule is named as a source. */
export const sourceOf = ({ document, article }: RawNationalRule): string => `${document}${article ?? ''}`

/** A copy in which every `{ "rule": id }` of a basis is the source it names. @param used told of each id */
function resolved(
  value: unknown,
  rules: Rules,
  used: (id: string, path: readonly string[]) => void,
  path: string[] = []
): unknown {
  // Most of a rule set is text: nothing is below it.
  const below = (child: unknown, key: string) =>
    typeof child === 'object' ? resolved(child, rules, used, [...path, key]) : child
  if (Array.isArray(value)) return value.map((item, at) => below(item, String(at)))
  if (!isObject(value)) return value
  const { rule: id, ...rest } = value
  const isBasis = path.at(-1) === 'basis'
  // What was put in once, as in an archive, refers to its rule still.
  if (isBasis && value.source !== undefined) {
    for (const [named, rule] of Object.entries(rules)) if (value.source === sourceOf(rule)) used(named, path)
  }
  if (typeof id === 'string' && (isBasis || path.at(-2) === 'nationalRules')) {
    used(id, path)
    const found = rules[id]
    if (isBasis && found) return { source: sourceOf(found), ...rest, certainty: found.certainty }
  }
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, below(child, key)]))
}

/**
 * The files of a rule set with its national rules put in where a basis names one.
 * @returns the same files where the rule set has no such rules
 * @throws PolicyError naming each rule that nothing refers to, and each reference that leads to none
 */
export function withNationalRules(files: RuleFiles): RuleFiles {
  const rules = files[FILE]
  if (rules === undefined) return files
  if (!validate(rules)) throw new PolicyError(faultsOfForm(validate.errors, FILE, 'see src/rules/README.md'))
  const faults: Fault[] = []
  const used = new Set<string>()
  const whole = Object.entries(files).map(([file, content]): [string, unknown] => {
    if (file === FILE) return [file, content]
    const note = (id: string, path: readonly string[]) => {
      used.add(id)
      if (rules[id]) return
      const pointer = `/${[...path, 'rule'].join('/')}`
      faults.push({ file, pointer, message: `${FILE} has no rule "${id}"`, remedy: 'use the id of a rule' })
    }
    return [file, resolved(content, rules, note)]
  })
  for (const [id, { from, to }] of Object.entries(rules)) {
    const fault = (message: string, remedy: string) =>
      faults.push({ file: FILE, pointer: `/${id}`, message, remedy })
    if (!used.has(id)) fault('nothing refers to it', 'name it where it decides a case, or remove it')
    if (from !== null && to !== null && from > to)
      fault('its last day comes before its first', 'mend the days')
  }
  if (faults.length > 0) throw new PolicyError(faults)
  return Object.fromEntries(whole)
}

/** The national rules of a rule set, by id. @param files checked before */
export const nationalRulesOf = (files: RuleFiles): Rules => (files[FILE] ?? {}) as Rules
