/** Which measures are decided for anybody: a wide table has no columns for the others. */
import type { Program } from '../engine/program.ts'
import { Output } from '../output.ts'
import { decidable } from '../policy/asked.ts'
import { UNKNOWN } from '../policy/kleene.ts'
import { type BatchOptions, deciderFor, newTally, type Reader, type Writer } from './decider.ts'
import type { Line } from './lines.ts'

export interface Settled {
  add(lines: readonly Line[]): void
  /** ids, in plan order */
  readonly measures: string[]
}

/** @param options about every measure; the day does not matter */
export function settledBy(
  program: Program,
  options: Omit<BatchOptions, 'asOf'>,
  read: Reader | undefined
): Settled {
  const measures = decidable(program.policy)
  let open = measures.map((_, index) => index)
  const writer: Writer = {
    answer: (_output, _applicant, truths) => {
      open = open.filter(index => truths.at(index) === UNKNOWN)
    },
    error: () => {}
  }
  const decide = deciderFor(program, { ...options, asOf: '' }, read, writer)
  const [tally, nowhere] = [newTally(), new Output(0)]
  return {
    add: lines => {
      for (let at = 0; at < lines.length; ) at = decide(lines, at, tally, nowhere)
    },
    get measures() {
      return measures.flatMap(({ id }, index) => (open.includes(index) ? [] : [id]))
    }
  }
}
