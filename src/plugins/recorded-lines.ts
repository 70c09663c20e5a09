/** The answers of a batch on record: of a slice all or none, for they share a flush. */
import type { Marking } from '../batch/marking.ts'
import type { Note, PutOnRecord } from '../batch/recording.ts'
import type { Stamp } from '../records/record.ts'
import type { Recorder } from './recorder.ts'

/** The ends of lines of tables, and of other lines. */
const END = /\r?\n$/

/** An answer, and the end of its last line. */
function split(bytes: Buffer): [Buffer, Buffer] {
  const [end = ''] = END.exec(bytes.toString('latin1', Math.max(0, bytes.length - 2))) ?? []
  const at = bytes.length - end.length
  return [bytes.subarray(0, at), bytes.subarray(at)]
}

/** The parts of a slice in their order: an answer with its note, or what is none. */
function* partsOf(answers: Buffer, notes: readonly Note[]): Generator<[Buffer, Note | null]> {
  let from = 0
  for (const note of notes) {
    if (note.from > from) yield [answers.subarray(from, note.from), null]
    yield [answers.subarray(note.from, note.to), note]
    from = note.to
  }
  if (from < answers.length) yield [answers.subarray(from), null]
}

/**
 * @param asked what was asked in a line, as JSON, with what it takes to ask again
 */
export function recordedLines(
  recorder: Recorder,
  policies: readonly Stamp[],
  marking: Marking,
  asked: (note: Note) => string
): PutOnRecord {
  const take = (answer: Buffer, note: Note) => {
    const { asOf, outcomes } = note
    const taken = { policies, asOf, outcomes, amounts: {}, request: asked(note) }
    return recorder.append(taken, id => marking.id(answer, id))
  }
  return async (answers, notes) => {
    const parts: Buffer[] = []
    const waiting: Promise<void>[] = []
    try {
      for (const [bytes, note] of partsOf(answers, notes)) {
        if (!note) {
          parts.push(marking.other(bytes))
          continue
        }
        const [answer, end] = split(bytes)
        const { body, written } = take(answer, note)
        // The rejection surfaces at the await below, unless a later line fails at once.
        written.catch(() => {})
        waiting.push(written)
        parts.push(body, end)
      }
      await Promise.all(waiting)
      return Buffer.concat(parts)
    } catch {
      recorder.fail(notes.length)
      const marked = [...partsOf(answers, notes)].flatMap(([bytes, note]) => {
        const [answer, end] = split(bytes)
        return note ? [marking.unrecorded(answer), end] : [marking.other(bytes)]
      })
      return Buffer.concat(marked)
    }
  }
}
