/** Answers as NDJSON: for bare outcomes, bytes made once and copied. */

import type { Output } from '../output.ts'
import { AnswerBytes } from '../rules/answer-bytes.ts'
import type { Program } from '../rules/compile.ts'
import { askedOf, stampOf } from '../rules/eligibility.ts'
import { Kept } from '../rules/kept.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from '../rules/kleene.ts'
import type { Measure, Policy } from '../rules/policy.ts'
import { windowStatus } from '../rules/window.ts'
import type { BatchOptions, Tally, Writer } from './decider.ts'

/**
 * Measures whose ids are copied at once, and how many combinations of their outcomes are kept: of the 1.6 million
 * that there could be, the firms of a district have a few hundred.
 */
const TOGETHER = 13
const COMBINATIONS = 2048
const TRUTHS = 3

/** Some members of a list, each with its comma; perhaps none. */
type Members = Uint8Array
const membersOf = (values: readonly unknown[]): Members =>
  Buffer.from(values.map(value => `${JSON.stringify(value)},`).join(''))

const ID = Buffer.from('{"id":')
const UNDETERMINED = Buffer.from('],"undetermined":[')
const INELIGIBLE = Buffer.from('],"ineligible":[')
const RESULTS = Buffer.from('],"results":[')
const END = Buffer.from(']}\n')

/** Writes the members of a list that was opened. */
function addMembers(output: Output, parts: readonly Members[]): void {
  let any = false
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] as Members
    if (part.length === 0) continue
    output.addBytes(part)
    any = true
  }
  if (any) output.back()
}

/** The ids of measures, those that stand together as one, for each combination of truths that was met. */
function idsTogether(measures: readonly Measure[]) {
  interface Ids {
    undetermined: Members
    ineligible: Members
  }
  const make = (first: number, truths: readonly Truth[]): Ids => {
    const having = (truth: Truth) =>
      measures.slice(first, first + TOGETHER).filter((_measure, index) => truths[first + index] === truth)
    const idsOf = (truth: Truth) => membersOf(having(truth).map(({ id }) => id))
    return { undetermined: idsOf(UNKNOWN), ineligible: idsOf(FALSE) }
  }
  const groups = Math.ceil(measures.length / TOGETHER)
  const known = Array.from({ length: groups }, () => new Kept<number, Ids>(COMBINATIONS))
  const [undetermined, ineligible]: [Members[], Members[]] = [[], []]
  /** @returns lists that are valid until the next call */
  return (truths: readonly Truth[]) => {
    for (let group = 0, first = 0; group < groups; group++, first += TOGETHER) {
      const end = Math.min(first + TOGETHER, truths.length)
      let combination = 0
      for (let index = first; index < end; index++) {
        combination = combination * TRUTHS + (truths[index] as Truth)
      }
      const kept = known[group] as Kept<number, Ids>
      const ids = kept.get(combination) ?? kept.keep(combination, make(first, truths))
      undetermined[group] = ids.undetermined
      ineligible[group] = ids.ineligible
    }
    return { undetermined, ineligible }
  }
}

/** A day: how an answer for it goes on behind the id, and what eligible measures are listed as. */
interface Day {
  asOf: string
  opening: Uint8Array
  listed: readonly Members[]
}

function daysOf(measures: readonly Measure[]) {
  let last: Day | undefined
  return (asOf: string): Day => {
    // Most lines are about one day.
    if (last?.asOf === asOf) return last
    const opening = Buffer.from(`,"asOf":"${asOf}","eligible":[`)
    const listed = measures.map(({ id, window }) =>
      membersOf([{ measure: id, window: windowStatus(window, asOf) }])
    )
    last = { asOf, opening, listed }
    return last
  }
}

/** @param options checked before */
export function ndjsonWriter(program: Program, options: BatchOptions): Writer {
  const { explain = 'none', only } = options
  const measures = askedOf(program.policy, options.measures)
  const dayOf = daysOf(measures)
  const othersOf = idsTogether(measures)
  const answers = explain === 'none' ? null : new AnswerBytes(program)
  const eligible: Members[] = []
  return {
    answer(output, { id, given }, truths, asOf) {
      const { opening, listed } = dayOf(asOf)
      output.addBytes(ID)
      output.add(JSON.stringify(id))
      output.addBytes(opening)
      eligible.length = 0
      for (let at = 0; at < truths.length; at++) if (truths[at] === TRUE) eligible.push(listed[at] as Members)
      addMembers(output, eligible)
      if (!only) {
        const { undetermined, ineligible } = othersOf(truths)
        output.addBytes(UNDETERMINED)
        addMembers(output, undetermined)
        output.addBytes(INELIGIBLE)
        addMembers(output, ineligible)
      }
      if (answers) {
        const isShown = (_one: unknown, index: number) => !only || truths[index] === TRUE
        const shown = [measures.filter(isShown), truths.filter(isShown)] as const
        output.addBytes(RESULTS)
        answers.addResults(output, program.settle(given.values), ...shown, asOf, explain)
      }
      output.addBytes(END)
    },
    error: (output, line, { id, error }) => output.add(`${JSON.stringify({ line, id, error })}\n`)
  }
}

/** The last line: without it, the answers are not complete. @param digest of all that came before, hex */
export const endLine = (policy: Policy, tally: Tally, digest: string) =>
  `${JSON.stringify({ end: { policy: stampOf(policy), ...tally, digest: `sha256:${digest}` } })}\n`
