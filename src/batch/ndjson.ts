/** Answers as NDJSON: for bare outcomes, bytes made once and copied. */

import type { Output } from '../output.ts'
import { AnswerBytes } from '../rules/answer-bytes.ts'
import type { Program } from '../rules/compile.ts'
import { askedOf, stampOf } from '../rules/eligibility.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from '../rules/kleene.ts'
import type { Measure, Policy } from '../rules/policy.ts'
import { WINDOW_STATUSES, type WindowStatus, windowStatus } from '../rules/window.ts'
import type { BatchOptions, Tally, Writer } from './decider.ts'

/** Measures whose ids are copied at once: few enough for every combination of their outcomes to be kept. */
const TOGETHER = 5
const TRUTHS = 3

/** Some members of a list, each with its comma; perhaps none. */
type Members = Uint8Array
const membersOf = (values: readonly unknown[]): Members =>
  Buffer.from(values.map(value => `${JSON.stringify(value)},`).join(''))

const OPEN = {
  undetermined: Buffer.from(',"undetermined":['),
  ineligible: Buffer.from(',"ineligible":[')
}
const RESULTS = Buffer.from(',"results":[')
const CLOSE = Buffer.from(']')

/** Writes a list that was opened, and closes it. */
function addList(output: Output, parts: readonly Members[]): void {
  let any = false
  for (const part of parts) {
    if (part.length === 0) continue
    output.addBytes(part)
    any = true
  }
  if (any) output.back()
  output.addBytes(CLOSE)
}

/** The ids of measures, those that stand together as one, for each combination of truths that was met. */
function idsTogether(measures: readonly Measure[]) {
  interface Ids {
    undetermined: Members
    ineligible: Members
  }
  const known: Ids[][] = []
  for (let first = 0; first < measures.length; first += TOGETHER) known.push([])
  const make = (first: number, truths: readonly Truth[]): Ids => {
    const having = (truth: Truth) =>
      measures.slice(first, first + TOGETHER).filter((_measure, index) => truths[first + index] === truth)
    const idsOf = (truth: Truth) => membersOf(having(truth).map(({ id }) => id))
    return { undetermined: idsOf(UNKNOWN), ineligible: idsOf(FALSE) }
  }
  const [undetermined, ineligible]: [Members[], Members[]] = [[], []]
  /** @returns lists that are valid until the next call */
  return (truths: readonly Truth[]) => {
    for (let group = 0, first = 0; group < known.length; group++, first += TOGETHER) {
      const end = Math.min(first + TOGETHER, truths.length)
      let combination = 0
      for (let index = first; index < end; index++) {
        combination = combination * TRUTHS + (truths[index] as Truth)
      }
      const made = known[group] as Ids[]
      made[combination] ??= make(first, truths)
      const ids = made[combination] as Ids
      undetermined[group] = ids.undetermined
      ineligible[group] = ids.ineligible
    }
    return { undetermined, ineligible }
  }
}

/** What eligible measures are listed as: with the state of their windows on a day. */
function eligibleTogether(measures: readonly Measure[]) {
  const known = measures.map(({ id: measure }) => {
    const members = WINDOW_STATUSES.map(window => [window, membersOf([{ measure, window }])])
    return Object.fromEntries(members) as Record<WindowStatus, Members>
  })
  const eligible: Members[] = []
  /** @returns a list that is valid until the next call */
  return (truths: readonly Truth[], asOf: string) => {
    eligible.length = 0
    for (let index = 0; index < truths.length; index++) {
      if (truths[index] !== TRUE) continue
      const status = windowStatus((measures[index] as Measure).window, asOf)
      eligible.push((known[index] as Record<WindowStatus, Members>)[status])
    }
    return eligible
  }
}

/** @param options checked before */
export function ndjsonWriter(program: Program, options: BatchOptions): Writer {
  const { explain = 'none', only } = options
  const measures = askedOf(program.policy, options.measures)
  const eligibleOf = eligibleTogether(measures)
  const othersOf = idsTogether(measures)
  const answers = explain === 'none' ? null : new AnswerBytes(program)
  return {
    answer(output, { id }, assessment, truths, asOf) {
      output.add(`{"id":${JSON.stringify(id)},"asOf":"${asOf}","eligible":[`)
      addList(output, eligibleOf(truths, asOf))
      if (!only) {
        const { undetermined, ineligible } = othersOf(truths)
        output.addBytes(OPEN.undetermined)
        addList(output, undetermined)
        output.addBytes(OPEN.ineligible)
        addList(output, ineligible)
      }
      if (answers) {
        const isShown = (_one: unknown, index: number) => !only || truths[index] === TRUE
        output.addBytes(RESULTS)
        answers.addResults(
          output,
          assessment,
          measures.filter(isShown),
          truths.filter(isShown),
          asOf,
          explain
        )
        output.addBytes(CLOSE)
      }
      output.add('}\n')
    },
    error: (output, line, { id, error }) => output.add(`${JSON.stringify({ line, id, error })}\n`)
  }
}

/** The last line: without it, the answers are not complete. @param digest of all that came before, hex */
export const endLine = (policy: Policy, tally: Tally, digest: string) =>
  `${JSON.stringify({ end: { policy: stampOf(policy), ...tally, digest: `sha256:${digest}` } })}\n`
