/** Lines in, answers out: the pure heart of the batch. */

import type { Explain } from '../decisions/eligibility.ts'
import type { Circuit } from '../engine/circuit.ts'
import { LANES, type Truths } from '../engine/lanes.ts'
import type { Program } from '../engine/program.ts'
import type { Output } from '../output.ts'
import { type Asked, askedOf, eraOf, type Selection } from '../policy/asked.ts'
import type { Node } from '../policy/model.ts'
import { applicantReader } from './applicant.ts'
import { type Applicant, type Fault, fault } from './applicant-shape.ts'
import type { Line } from './lines.ts'
import { ndjsonWriter } from './ndjson.ts'
import type { OutcomeCounts } from './outcome-counts.ts'

export interface BatchOptions extends Selection {
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

/** Makes what writes the answers of one era. @param asked what is decided for the lines of the era */
export type WriterFor = (asked: Asked) => Writer

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

/** What decides and writes the lines of one era: days on which the same versions are in force. */
interface Era {
  asked: Asked
  circuit: Circuit
  writer: Writer
}

/** Makes what finds the era of a line. */
function erasOf(program: Program, options: BatchOptions, writerFor: WriterFor): (day: string) => Era {
  const { policy } = program
  const eras = new Map<string, Era>()
  let last: { day: string; era: Era } | undefined
  const eraOn = (day: string): Era => {
    const name = eraOf(policy, day)
    const before = eras.get(name)
    if (before) return before
    const asked = askedOf(policy, day, options)
    const circuit = program.circuit(asked.measures.map(({ conditions }) => conditions as Node))
    const era = { asked, circuit, writer: writerFor(asked) }
    eras.set(name, era)
    return era
  }
  return day => {
    // Most lines are about one day.
    if (last?.day !== day) last = { day, era: eraOn(day) }
    return last.era
  }
}

/**
 * Makes a decider for one batch. Whatever a line throws when it is read or answered is that line's error.
 * @param options checked before
 * @param counts counted up, for each measure
 */
export function deciderFor(
  program: Program,
  options: BatchOptions,
  read: Reader = applicantReader(program).ofLine,
  writerFor: WriterFor = ndjsonWriter(program, options),
  report?: Report,
  counts?: OutcomeCounts
): Decider {
  const eraOn = erasOf(program, options, writerFor)
  const usual = eraOn(options.asOf)
  // Reasons need the facts, which are valid until the next applicant is read.
  const together = (options.explain ?? 'none') === 'none' ? LANES : 1
  const found: (Applicant | Fault)[] = []
  const eraFor = ({ asOf }: Applicant) => (asOf === undefined ? usual : eraOn(asOf))
  /** @returns null where the line is of another era than those before it */
  const readInto = (line: Line, lane: number, era: Era | null): Applicant | Fault | null => {
    try {
      const one = read(line)
      if ('error' in one) return one
      const own = eraFor(one)
      if (era !== null && own !== era) return null
      if (era === null) own.circuit.clear()
      own.circuit.take(one.given, lane, one.told)
      return one
    } catch (thrown) {
      report?.(thrown, line.number)
      return fault('internal-error')
    }
  }
  const answer = (
    line: Line,
    one: Applicant,
    truths: Truths,
    era: Era,
    tally: Tally,
    output: Output
  ): void => {
    const before = output.length
    const { writer, asked } = era
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
    tally.outcomes.ineligible += asked.measures.length - possible
  }
  /** Reads lines of one era, up to the first of another. @returns behind the last */
  const readFrom = (lines: readonly Line[], from: number): { end: number; era: Era } => {
    const most = Math.min(from + together, lines.length)
    let era: Era | null = null
    for (let at = from; at < most; at++) {
      const one = readInto(lines[at] as Line, at - from, era)
      if (one === null) return { end: at, era: era as Era }
      found[at - from] = one
      if (!('error' in one)) era ??= eraFor(one)
    }
    return { end: most, era: era ?? usual }
  }
  return (lines, from, tally, output) => {
    const { end, era } = readFrom(lines, from)
    era.circuit.decide()
    let answered = 0
    for (let at = from; at < end; at++) {
      tally.lines++
      const line = lines[at] as Line
      const one = found[at - from] as Applicant | Fault
      if ('error' in one) {
        tally.errors++
        era.writer.error(output, line.number, one)
      } else {
        answered |= 1 << (at - from)
        answer(line, one, era.circuit.truths(at - from), era, tally, output)
      }
    }
    counts?.add(era.asked, era.circuit, answered)
    return end
  }
}
