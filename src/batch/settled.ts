/** Which measures are decided for anybody: a wide table has no columns for the others. */
import type { Program } from '../engine/program.ts'
import { Output } from '../output.ts'
import { decidable } from '../policy/asked.ts'
import { UNKNOWN } from '../policy/kleene.ts'
import { type BatchOptions, deciderFor, newTally, type Reader, type WriterFor } from './decider.ts'
import type { Line } from './lines.ts'

export interface Settled {
  add(lines: readonly Line[]): void
  /** ids, in plan order */
  readonly measures: string[]
}

/** @param options about every measure */
export function settledBy(program: Program, options: BatchOptions, read: Reader | undefined): Settled {
  const settled = new Set<string>()
  const writerFor: WriterFor = ({ measures }) => {
    let open = [...measures.entries()]
    return {
      answer: (_output, _applicant, truths) => {
        open = open.filter(([index, { id }]) => {
          const isOpen = truths.at(index) === UNKNOWN
          if (!isOpen) settled.add(id)
          return isOpen
        })
      },
      error: () => {}
    }
  }
  const decide = deciderFor(program, options, read, writerFor)
  const [tally, nowhere] = [newTally(), new Output(0)]
  return {
    add: lines => {
      for (let at = 0; at < lines.length; ) at = decide(lines, at, tally, nowhere)
    },
    get measures() {
      return decidable(program.policy).flatMap(({ id }) => (settled.has(id) ? [id] : []))
    }
  }
}
