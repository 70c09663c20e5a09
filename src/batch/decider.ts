/** Lines in, answers out: the pure heart of the batch. */

import type { Explain } from '../decisions/eligibility.ts'
import { LANES, type Truths } from '../engine/lanes.ts'
import type { Program } from '../engine/program.ts'
import type { Output } from '../output.ts'
import { askedOf } from '../policy/asked.ts'
import type { Node } from '../policy/model.ts'
import { applicantReader } from './applicant.ts'
import { type Applicant, type Fault, fault } from './applicant-shape.ts'
import type { Line } from './lines.ts'
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
  /**
   * @param applicant with facts where reasons are asked for
   * @param truths of the measures asked about
   * @param asOf the day that counts for this applicant
   */
  answer(output: Output, applicant: Applicant, truths: Truths, asOf: string): void
  error(output: Output, line: number, fault: Fault): void
}

/** What one line holds, read by its format; also of a line that is unreadable. */
export type Reader = (line: Line) => Applicant | Fault

/**
 * Decides some lines, as many as is good at once; safe to use for any number of them, keeps nothing of them.
 * @param from the first of them
 * @param tally counted up
 * @param output takes the answers and errors, each with its end of line
 * @returns behind the last that was decided
 */
export type Decider = (lines: readonly Line[], from: number, tally: Tally, output: Output) => number

/** Hears of what a line has thrown. */
export type Report = (thrown: unknown, line: number) => void

/**
 * Makes a decider for one batch. Whatever a line throws when it is read or answered is that line's error.
 * @param options checked before
 */
export function deciderFor(
  program: Program,
  options: BatchOptions,
  read: Reader = applicantReader(program).ofLine,
  writer: Writer = ndjsonWriter(program, options),
  report?: Report
): Decider {
  const measures = askedOf(program.policy, options.measures)
  const circuit = program.circuit(measures.map(({ conditions }) => conditions as Node))
  // Reasons need the facts, which are valid until the next applicant is read.
  const together = (options.explain ?? 'none') === 'none' ? LANES : 1
  const found: (Applicant | Fault)[] = []
  const readInto = (line: Line, lane: number): Applicant | Fault => {
    try {
      const one = read(line)
      if (!('error' in one)) circuit.take(one.given, lane, one.told)
      return one
    } catch (thrown) {
      report?.(thrown, line.number)
      return fault('internal-error')
    }
  }
  const answer = (line: Line, one: Applicant, truths: Truths, tally: Tally, output: Output): void => {
    const before = output.length
    try {
      writer.answer(output, one, truths, one.asOf ?? options.asOf)
    } catch (thrown) {
      report?.(thrown, line.number)
      output.cutTo(before)
      tally.errors++
      writer.error(output, line.number, fault('internal-error', one.id.text))
      return
    }
    tally.answers++
    const eligible = truths.countHolding()
    const possible = truths.countPossible()
    tally.outcomes.eligible += eligible
    tally.outcomes.undetermined += possible - eligible
    tally.outcomes.ineligible += measures.length - possible
  }
  return (lines, from, tally, output) => {
    const end = Math.min(from + together, lines.length)
    circuit.clear()
    for (let at = from; at < end; at++) found[at - from] = readInto(lines[at] as Line, at - from)
    circuit.decide()
    for (let at = from; at < end; at++) {
      tally.lines++
      const line = lines[at] as Line
      const one = found[at - from] as Applicant | Fault
      if ('error' in one) {
        tally.errors++
        writer.error(output, line.number, one)
      } else answer(line, one, circuit.truths(at - from), tally, output)
    }
    return end
  }
}
