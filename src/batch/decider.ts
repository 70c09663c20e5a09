/** One line in, one answer out: the pure heart of the batch. */

import type { Output } from '../output.ts'
import type { Assessment, Program } from '../rules/compile.ts'
import { askedOf, type Explain } from '../rules/eligibility.ts'
import type { Truth } from '../rules/kleene.ts'
import type { Measure } from '../rules/policy.ts'
import { type Applicant, applicantReader, type Fault, fault, unreadable } from './applicant.ts'
import { type Line, linesOf, type Unreadable } from './lines.ts'
import { ndjsonWriter } from './ndjson.ts'

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

/** Adds what a part of the batch came to. */
export function addTo(tally: Tally, part: Tally): void {
  tally.lines += part.lines
  tally.answers += part.answers
  tally.errors += part.errors
  tally.outcomes.eligible += part.outcomes.eligible
  tally.outcomes.undetermined += part.outcomes.undetermined
  tally.outcomes.ineligible += part.outcomes.ineligible
}

/** How answers are written; each ends its own lines. */
export interface Writer {
  /** @param truths one a measure asked about @param asOf the day that counts for this applicant */
  answer(
    output: Output,
    applicant: Applicant,
    assessment: Assessment,
    truths: readonly Truth[],
    asOf: string
  ): void
  error(output: Output, line: number, fault: Fault): void
}

/** What one line holds, read by its format. */
export type Reader = (text: string, line: number) => Applicant | Fault

/** A line of NDJSON as an applicant. */
export function ndjsonReader(program: Program): Reader {
  const read = applicantReader(program)
  return text => {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return fault('malformed-json')
    }
    return read(value)
  }
}

/**
 * Decides lines; safe to use for any number of them, keeps nothing of them but counts.
 * @param tally counted up
 * @param output takes the answer or the error, with its end of line
 */
export type Decider = (line: Line, tally: Tally, output: Output) => void

/**
 * Makes a decider for one batch.
 * @param options checked before
 */
export function deciderFor(
  program: Program,
  options: BatchOptions,
  read: Reader = ndjsonReader(program),
  writer: Writer = ndjsonWriter(program, options)
): Decider {
  const measures = askedOf(program.policy, options.measures)
  const truths: Truth[] = new Array(measures.length)
  return ({ line, text, readable }, tally, output) => {
    tally.lines++
    const found = readable ? read(text, line) : unreadable(text as Unreadable)
    if ('error' in found) {
      tally.errors++
      writer.error(output, line, found)
      return
    }
    const assessment = program.settle(found.given)
    const counts = [0, 0, 0]
    for (let index = 0; index < measures.length; index++) {
      const truth = program.decide(measures[index] as Measure, assessment)
      truths[index] = truth
      ;(counts[truth] as number)++
    }
    const [ineligible, undetermined, eligible] = counts as [number, number, number]
    tally.answers++
    tally.outcomes.ineligible += ineligible
    tally.outcomes.undetermined += undetermined
    tally.outcomes.eligible += eligible
    writer.answer(output, found, assessment, truths, found.asOf ?? options.asOf)
  }
}

/**
 * Decides every line of a block: for a worker, or for a benchmark.
 * @param first number of its first line
 * @param output empty; taken from
 */
export function decideBlock(
  decide: Decider,
  bytes: Buffer,
  first: number,
  tally: Tally,
  output: Output
): Buffer {
  for (const line of linesOf(bytes, first)) decide(line, tally, output)
  return output.take()
}
