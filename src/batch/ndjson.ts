/** Answers as NDJSON: for bare outcomes, bytes made once and copied. */

import { AnswerBytes } from '../decisions/bytes/response.ts'
import { layoutOf, type Truths } from '../engine/lanes.ts'
import { Kept, KeptByWords } from '../engine/memo.ts'
import type { Program } from '../engine/program.ts'
import { measuresFor } from '../engine/versions.ts'
import { laterOf } from '../later.ts'
import { type Asked, askedOf, restsOn, type Selection } from '../policy/asked.ts'
import { TRUE } from '../policy/kleene.ts'
import type { Document, Measure, Policy } from '../policy/model.ts'
import { windowStatus } from '../policy/window.ts'
import type { BatchOptions, Tally, WriterFor } from './decider.ts'

/**
 * Combinations of outcomes that are kept, of those measures that are copied at once: of all that there could be, the
 * firms of a district have a few hundred.
 */
const COMBINATIONS = 1024
/** Days kept, each a few bytes and its period: those of a year, in any order. */
const DAYS = 512
/**
 * Periods kept: days on which the same windows are open have the same lists. A plan has about as many as its windows
 * have different ends; each takes a few megabytes at most, and only where lines are about it.
 */
const PERIODS = 16

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

/** The measures of a word, as they are listed on a day, for each combination of truths that was met. */
class Together {
  private readonly known = new KeptByWords<Lists<Members>>(COMBINATIONS)
  private readonly measures: readonly Measure[]
  private readonly asOf: string

  /** @param asOf any day of the period */
  constructor(measures: readonly Measure[], asOf: string) {
    this.measures = measures
    this.asOf = asOf
  }

  /** @param holding those that are true, a bit each @param possible those that may be */
  lists(holding: number, possible: number): Lists<Members> {
    return (
      this.known.get(holding, possible) ?? this.known.keep(holding, possible, this.make(holding, possible))
    )
  }

  private make(holding: number, possible: number): Lists<Members> {
    const having = (bits: number) => this.measures.filter((_, index) => (bits >>> index) & 1)
    const listed = ({ id, window }: Measure) => ({ measure: id, window: windowStatus(window, this.asOf) })
    return {
      eligible: membersOf(having(holding).map(listed)),
      undetermined: membersOf(having(possible & ~holding).map(({ id }) => id)),
      ineligible: membersOf(having(~possible).map(({ id }) => id))
    }
  }
}

/** Days on which the windows have the same status. @returns lists that are valid until the next call */
type Period = (truths: Truths) => Lists<readonly Members[]>

/** A day: how an answer for it goes on behind the id, and what it lists. */
interface Day {
  opening: Uint8Array
  lists: Period
}

/** @param asOf any day of the period */
function periodOf(measures: readonly Measure[], asOf: string): Period {
  const { words, width } = layoutOf(measures.length)
  const groups = Array.from(
    { length: words },
    (_, word) => new Together(measures.slice(word * width, (word + 1) * width), asOf)
  )
  const lists: Lists<Members[]> = { eligible: [], undetermined: [], ineligible: [] }
  return truths => {
    for (let word = 0; word < groups.length; word++) {
      const part = (groups[word] as Together).lists(truths.holding(word), truths.possible(word))
      lists.eligible[word] = part.eligible
      lists.undetermined[word] = part.undetermined
      lists.ineligible[word] = part.ineligible
    }
    return lists
  }
}

/** What is said once a line: measures without an end may no longer run on that day. */
const noticeOn = (documents: readonly Document[], day: string): string =>
  documents.flatMap(({ horizon }) => (horizon && day > horizon.to ? [horizon.notice] : [])).join('')

/** Makes what finds the day of a line. */
function daysOf({ documents, measures }: Asked): (asOf: string) => Day {
  let days = new Kept<string, Day>(DAYS)
  const periods = new Kept<string, Period>(PERIODS)
  let last: { asOf: string; day: Day } | undefined
  const dayOf = (asOf: string): Day => {
    const statuses = measures.map(({ window }) => windowStatus(window, asOf)).join()
    const known = periods.get(statuses)
    // Days hold on to their periods.
    if (!known && periods.isFull) days = new Kept(DAYS)
    const lists = known ?? periods.keep(statuses, periodOf(measures, asOf))
    const notice = noticeOn(documents, asOf)
    const noticed = notice === '' ? '' : `,"notice":${JSON.stringify(notice)}`
    return { opening: Buffer.from(`,"asOf":"${asOf}"${noticed},"eligible":[`), lists }
  }
  return asOf => {
    if (last?.asOf !== asOf) last = { asOf, day: days.get(asOf) ?? days.keep(asOf, dayOf(asOf)) }
    return last.day
  }
}

/** By program: what was made for one batch is of use to the next, and a batch nobody reads holds little of its own. */
const answersOf = laterOf((program: Program) => new AnswerBytes(program))

/** @param options checked before */
export function ndjsonWriter(program: Program, options: BatchOptions): WriterFor {
  const { explain = 'none', only } = options
  const answers = explain === 'none' ? null : answersOf(program)
  return asked => {
    const { measures } = asked
    const dayOf = daysOf(asked)
    return {
      answer(output, { id, given, told }, truths, asOf) {
        const day = dayOf(asOf)
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
          const isShown = (_one: unknown, index: number) => !only || truths.at(index) === TRUE
          const assessment = program.settle(given.values, 'declared', told)
          const all = measures.map((_, index) => truths.at(index))
          const shown = [
            measuresFor(program, assessment, asked).filter(isShown),
            all.filter(isShown)
          ] as const
          output.addBytes(RESULTS)
          answers.addResults(output, assessment, ...shown, asOf, explain)
        }
        output.addBytes(END)
      },
      error: (output, line, { id, error }) => output.add(`${JSON.stringify({ line, id, error })}\n`)
    }
  }
}

/**
 * The last line: without it, the answers are not complete.
 * @param options of the batch: the versions named are those of its day
 * @param digest of all that came before, hex
 */
export function endLine(
  policy: Policy,
  options: Selection & { asOf: string },
  tally: Tally,
  digest: string
): string {
  const { documents } = askedOf(policy, options.asOf, options)
  return `${JSON.stringify({ end: { ...restsOn(policy, documents), ...tally, digest: `sha256:${digest}` } })}\n`
}
