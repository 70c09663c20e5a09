/** What is taken down of a line of a batch: all that it takes to ask again, for that line alone. */
import type { FastifyRequest } from 'fastify'
import type { Applicant } from '../batch/applicant-shape.ts'
import { asLine } from '../batch/csv/as-line.ts'
import type { Reader } from '../batch/decider.ts'
import { inLines, inTables } from '../batch/marking.ts'
import { type Note, Recording } from '../batch/recording.ts'
import { recordedLines } from '../plugins/recorded-lines.ts'
import type { Policy } from '../policy/model.ts'
import type { BatchQuery } from '../schemas/batch.ts'

export interface Recordings {
  asLines: Recording
  /** @param titles of the columns that are measures */
  asTable(titles: readonly string[]): Recording
}

/**
 * @param read what reads a row of a table; undefined where lines of NDJSON come in
 * @param options as the query says them
 * @returns null where nothing is recorded
 */
export function recordingsFor(
  request: FastifyRequest,
  policy: Policy,
  read: Reader | undefined,
  options: BatchQuery
): Recordings | null {
  const { served } = request.server
  const recorder = request.server.recorderFor(request)
  if (!recorder) return null
  // A row is kept as the line that says the same: it can be asked again without its table.
  const asked = ({ line }: Note): { line: string; beside: readonly string[] } => {
    if (!read) return { line: line.text, beside: [] }
    const row = read(line) as Applicant
    return { line: asLine(policy, row), beside: row.beside ?? [] }
  }
  return {
    asLines: new Recording(
      recordedLines(recorder, served, inLines, note => JSON.stringify({ options, line: asked(note).line })),
      options.only
    ),
    asTable: titles => {
      const ask = (note: Note) => {
        const { line, beside } = asked(note)
        return JSON.stringify({ options, line, table: { beside, titles } })
      }
      return new Recording(recordedLines(recorder, served, inTables, ask), options.only)
    }
  }
}
