/** One line in, one line out: the pure heart of the batch. */
import type { ValidateFunction } from 'ajv'
import type { TSchema } from 'typebox'
import { strictAjv } from '../ajv.ts'
import { fieldErrors } from '../field-errors.ts'
import type { Assessment, Program } from '../rules/compile.ts'
import { decidable, type Explain, resultFor } from '../rules/eligibility.ts'
import { FALSE, TRUE } from '../rules/kleene.ts'
import type { Measure } from '../rules/policy.ts'
import { windowStatus } from '../rules/window.ts'
import { type BatchError, type BatchLine, BatchLineSchema } from '../schemas/batch.ts'
import { factsSchemas } from '../schemas/facts.ts'

/** Bytes of a line: as much as the body of a single request. */
export const LINE_LIMIT = 64 * 1024

export interface BatchOptions {
  /** ids; default: every measure that can be decided */
  measures?: readonly string[] | undefined
  explain?: Explain | undefined
  only?: 'eligible' | undefined
  /** the day for lines that name none, YYYY-MM-DD */
  asOf: string
}

/** Counts of what was answered; the answers themselves are text. */
export interface Tally {
  lines: number
  answers: number
  errors: number
  outcomes: { eligible: number; undetermined: number; ineligible: number }
}

export const newTally = (): Tally => ({
  lines: 0,
  answers: 0,
  errors: 0,
  outcomes: { eligible: 0, undetermined: 0, ineligible: 0 }
})

/**
 * Decides lines; safe to use for any number of them, keeps nothing of them but counts.
 * @param text one line without its end, or undefined for a line over LINE_LIMIT
 * @param line its number, from 1
 * @param tally counted up
 * @returns the answer or the error as JSON text, without an end of line
 */
export type Decider = (text: string | undefined, line: number, tally: Tally) => string

const DETAILS = {
  'malformed-json': '这一行不是合法的 JSON。',
  'validation-failed': '这一行的内容有误，见 errors。',
  'line-too-long': `这一行超过了 ${LINE_LIMIT} 字节。`
} as const

const idOf = (value: unknown) => {
  const id = (value as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id : null
}

interface Validators {
  quick: ValidateFunction<BatchLine>
  full: ValidateFunction
}

/** By program: compiling them costs more than deciding hundreds of lines. */
const compiled = new WeakMap<Program, Validators>()

function validatorsOf(program: Program): Validators {
  const known = compiled.get(program) ?? compileValidators(program)
  compiled.set(program, known)
  return known
}

function compileValidators(program: Program): Validators {
  const { facts, subjects } = factsSchemas(program.policy)
  const schemas = [...subjects, facts] as TSchema[]
  return {
    // Most lines are right: the first error is enough to look again for all of them.
    quick: strictAjv({ allErrors: false, schemas }).compile<BatchLine>(BatchLineSchema),
    full: strictAjv({ verbose: true, schemas }).compile(BatchLineSchema)
  }
}

/** The text of a measure in a list of outcomes, for each day that was asked about. */
function entries(measures: readonly Measure[]) {
  const byDay = new Map<string, readonly string[]>()
  return (asOf: string): readonly string[] => {
    const before = byDay.get(asOf)
    if (before) return before
    const made = measures.map(({ id, window }) =>
      JSON.stringify({ measure: id, window: windowStatus(window, asOf) })
    )
    // Lines may each name a day of their own; only what a batch repeats is worth keeping.
    if (byDay.size < 1000) byDay.set(asOf, made)
    return made
  }
}

/**
 * Makes a decider for one batch.
 * @param options checked before
 */
export function deciderFor(program: Program, options: BatchOptions): Decider {
  const { policy } = program
  const { explain = 'none', only } = options
  const measures = options.measures?.map(id => policy.measure(id) as Measure) ?? decidable(policy)
  const { quick, full } = validatorsOf(program)
  const factIds = policy.facts.map(({ id }) => id)
  const entriesOn = entries(measures)

  const failed = (tally: Tally, line: number, id: string | null, error: BatchError['error']) => {
    tally.errors++
    return JSON.stringify({ line, id, error } satisfies BatchError)
  }

  const details = (assessment: Assessment, asOf: string) =>
    measures
      .map(measure => resultFor(program, assessment, measure, asOf, explain))
      .filter(({ outcome }) => !only || outcome === only)

  return (text, line, tally) => {
    tally.lines++
    if (text === undefined) {
      const code = 'line-too-long'
      return failed(tally, line, null, { code, detail: DETAILS[code], errors: [] })
    }
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch {
      const code = 'malformed-json'
      return failed(tally, line, null, { code, detail: DETAILS[code], errors: [] })
    }
    if (!quick(parsed)) {
      full(parsed)
      const code = 'validation-failed'
      const errors = fieldErrors(full.errors ?? [], factIds)
      return failed(tally, line, idOf(parsed), { code, detail: DETAILS[code], errors })
    }
    const { id, facts, asOf = options.asOf } = parsed
    const assessment = program.assess(facts)
    const texts = entriesOn(asOf)
    let [eligible, undetermined, ineligible] = ['', '', '']
    for (let index = 0; index < measures.length; index++) {
      const truth = program.decide(measures[index] as Measure, assessment)
      const entry = `,${texts[index]}`
      if (truth === TRUE) {
        tally.outcomes.eligible++
        eligible += entry
      } else if (truth === FALSE) {
        tally.outcomes.ineligible++
        ineligible += entry
      } else {
        tally.outcomes.undetermined++
        undetermined += entry
      }
    }
    tally.answers++
    const rest = only
      ? ''
      : `,"undetermined":[${undetermined.slice(1)}],"ineligible":[${ineligible.slice(1)}]`
    const results = explain === 'none' ? '' : `,"results":${JSON.stringify(details(assessment, asOf))}`
    return `{"id":${JSON.stringify(id)},"asOf":"${asOf}","eligible":[${eligible.slice(1)}]${rest}${results}}`
  }
}
