/** Small changes to the rule files, as data: where, what it becomes, and what to call it. */

import type { RuleFiles } from '../../../policy/files.ts'
import { neighbours } from '../../../policy/steps.ts'

export type Path = readonly (string | number)[]

export interface Edit {
  path: Path
  /** what stands there afterwards; undefined where it is taken away */
  value: unknown
  /** what the change does, for a reader */
  what: string
}

/** One change to one file of a rule set, and the measure it can matter to. */
export interface Mutant extends Edit {
  file: string
  /** id of the measure; null for what all measures share */
  measure: string | null
}

const DATE = /^\d{4}-\d{2}(-\d{2})?$/
export const isDate = (value: unknown): value is string => typeof value === 'string' && DATE.test(value)

const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** A number or date moved by its smallest step, down and up. */
export function moves(path: Path, value: number | string, unit?: string): Edit[] {
  const around: readonly (number | string)[] = neighbours(value, unit)
  return around.map(next => ({ path, value: next, what: `${show(value)} → ${show(next)}` }))
}

export const removed = (path: Path, what: string): Edit => ({
  path,
  value: undefined,
  what: `${what} removed`
})

/** A copy of a JSON value with one place changed; what does not lie on the way is shared with the original. */
export function edited(json: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value
  if (Array.isArray(json)) {
    if (rest.length === 0 && value === undefined) return json.filter((_item, index) => index !== step)
    return json.map((item, index) => (index === step ? edited(item, rest, value) : item))
  }
  const { [step]: before, ...others } = json as Record<string, unknown>
  if (rest.length === 0 && value === undefined) return others
  return { ...others, [step]: edited(before, rest, value) }
}

/** The rule files with a mutant in them. */
export const withMutant = (files: RuleFiles, { file, path, value }: Mutant): RuleFiles => ({
  ...files,
  [file]: edited(files[file], path, value)
})
