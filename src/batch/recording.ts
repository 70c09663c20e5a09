/** Answers of a batch that are put on record before they leave. */
import type { Truths } from '../engine/lanes.ts'
import type { Output } from '../output.ts'
import type { Asked } from '../policy/asked.ts'
import { OUTCOMES } from '../policy/kleene.ts'
import type { Writer, WriterFor } from './decider.ts'
import type { Line } from './lines.ts'

/** One answer in a slice of them. */
export interface Note {
  line: Line
  /** where it is; nothing where nothing is said of the applicant */
  from: number
  to: number
  asOf: string
  /** by measure */
  outcomes: Record<string, string>
}

/** Puts answers on record, and gives them back with their ids. */
export type PutOnRecord = (answers: Buffer, notes: readonly Note[]) => Promise<Buffer>

function outcomesIn({ measures }: Asked, truths: Truths, only: 'eligible' | undefined): Note['outcomes'] {
  const outcomes: Note['outcomes'] = {}
  for (const [index, { id }] of measures.entries()) {
    const outcome = OUTCOMES[truths.at(index)]
    if (!only || outcome === only) outcomes[id] = outcome
  }
  return outcomes
}

export class Recording {
  /** of each line that was decided since the last slice, in their order; null where there was no answer */
  private notes: (Omit<Note, 'line'> | null)[] = []
  private readonly put: PutOnRecord
  private readonly only: 'eligible' | undefined

  /** @param only as the batch asks: what is not said is not on record */
  constructor(put: PutOnRecord, only: 'eligible' | undefined) {
    this.put = put
    this.only = only
  }

  /** What writes the same answers, and notes what they say. */
  noting(writerFor: WriterFor): WriterFor {
    return asked => {
      const writer = writerFor(asked)
      const noting: Writer = {
        error: (output, line, fault) => {
          this.notes.push(null)
          writer.error(output, line, fault)
        },
        answer: (output, applicant, truths, asOf) => {
          const from = output.length
          writer.answer(output, applicant, truths, asOf)
          const outcomes = outcomesIn(asked, truths, this.only)
          this.notes.push({ from, to: output.length, asOf, outcomes })
        }
      }
      return noting
    }
  }

  /** @param lines that were decided since the last time @returns what was written meanwhile, on record */
  take(output: Output, lines: readonly Line[]): Promise<Buffer> {
    const notes = this.notes.flatMap((note, at) => (note ? [{ ...note, line: lines[at] as Line }] : []))
    this.notes = []
    return this.put(output.take(), notes)
  }
}
