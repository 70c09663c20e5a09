/** Answers as NDJSON: for bare outcomes, bytes made once and copied. */

import { AnswerBytes } from '../rules/answer-bytes.ts'
import type { Program } from '../rules/compile.ts'
import { askedOf, stampOf } from '../rules/eligibility.ts'
import { Kept } from '../rules/kept.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from '../rules/kleene.ts'
import type { Measure, Policy } from '../rules/policy.ts'
import { windowStatus } from '../rules/window.ts'
import type { BatchOptions, Tally, Writer } from './decider.ts'

/**
 * Measures that are copied at once, and how many combinations of their outcomes are kept: of the 129 million that
 * there could be, the firms of a district have a few hundred.
 */
const TOGETHER = 17
const COMBINATIONS = 1024
const TRUTHS = 3
/** Days kept: nearly all lines are about one, or come day by day. Each takes a few megabytes at most. */
const DAYS = 2

/** Some members of a list, each with its comma; perhaps none. */
type Members = Uint8Array
const membersOf = (values: readonly unknown[]): Members =>
  Buffer.from(values.map(value => `${JSON.stringify(value)},`).join(''))

/** What an answer lists. */
interface Lists<Part> {
  eligible: Part
  undetermined: Part
  ineligible: Part
}

const ID = Buffer.from('{"id":')
const UNDETERMINED = Buffer.from('],"undetermined":[')
const INELIGIBLE = Buffer.from('],"ineligible":[')
const RESULTS = Buffer.from('],"results":[')
const END = Buffer.from(']}\n')

/** Measures that stand together, as they are listed on a day, for each combination of truths that was met. */
class Together {
  private readonly known = new Kept<number, Lists<Members>>(COMBINATIONS)
  private readonly measures: readonly Measure[]
  private readonly first: number
  private readonly end: number
  private readonly asOf: string

  /** @param first where they start among all */
  constructor(all: readonly Measure[], first: number, asOf: string) {
    this.measures = all.slice(first, first + TOGETHER)
    this.first = first
    this.end = first + this.measures.length
    this.asOf = asOf
  }

  /** @param truths of all measures */
  lists(truths: readonly Truth[]): Lists<Members> {
    let combination = 0
    for (let at = this.first; at < this.end; at++) combination = combination * TRUTHS + (truths[at] as Truth)
    return this.known.get(combination) ?? this.known.keep(combination, this.make(truths))
  }

  private make(truths: readonly Truth[]): Lists<Members> {
    const having = (truth: Truth) => this.measures.filter((_, index) => truths[this.first + index] === truth)
    const listed = ({ id, window }: Measure) => ({ measure: id, window: windowStatus(window, this.asOf) })
    return {
      eligible: membersOf(having(TRUE).map(listed)),
      undetermined: membersOf(having(UNKNOWN).map(({ id }) => id)),
      ineligible: membersOf(having(FALSE).map(({ id }) => id))
    }
  }
}

/** A day: how an answer for it goes on behind the id, and what it lists. */
interface Day {
  opening: Uint8Array
  /** @returns lists that are valid until the next call */
  lists(truths: readonly Truth[]): Lists<readonly Members[]>
}

function dayOf(measures: readonly Measure[], asOf: string): Day {
  const count = Math.ceil(measures.length / TOGETHER)
  const groups = Array.from({ length: count }, (_, group) => new Together(measures, group * TOGETHER, asOf))
  const lists: Lists<Members[]> = { eligible: [], undetermined: [], ineligible: [] }
  const listsOf = (truths: readonly Truth[]) => {
    for (let group = 0; group < groups.length; group++) {
      const part = (groups[group] as Together).lists(truths)
      lists.eligible[group] = part.eligible
      lists.undetermined[group] = part.undetermined
      lists.ineligible[group] = part.ineligible
    }
    return lists
  }
  return { opening: Buffer.from(`,"asOf":"${asOf}","eligible":[`), lists: listsOf }
}

/** @param options checked before */
export function ndjsonWriter(program: Program, options: BatchOptions): Writer {
  const { explain = 'none', only } = options
  const measures = askedOf(program.policy, options.measures)
  const days = new Kept<string, Day>(DAYS)
  const answers = explain === 'none' ? null : new AnswerBytes(program)
  return {
    answer(output, { id, given }, truths, asOf) {
      const day = days.get(asOf) ?? days.keep(asOf, dayOf(measures, asOf))
      const { eligible, undetermined, ineligible } = day.lists(truths)
      output.addBytes(ID)
      output.addShort(id.bytes, id.from, id.to)
      output.addBytes(day.opening)
      output.addMembers(eligible)
      if (!only) {
        output.addBytes(UNDETERMINED)
        output.addMembers(undetermined)
        output.addBytes(INELIGIBLE)
        output.addMembers(ineligible)
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
