/** The input file as blocks of lines. */
import { blocksOf, LF } from '../../batch/lines.ts'
import type { Explain } from '../../decisions/eligibility.ts'
import type { Work } from './deciding.ts'
import { piecesOf } from './pieces.ts'

/** How far into the input: bytes read, and the number of the next line. */
export interface Position {
  offset: number
  line: number
}

export interface Batch extends Work {
  next: Position
}

export const START: Position = { offset: 0, line: 1 }

/**
 * Lines of a block, by how much is said of each: enough for a worker to be busy with, few enough that some
 * blocks of answers are a few megabytes.
 */
export const LINES: Record<Explain, number> = { none: 1024, summary: 32, full: 8 }
/** Where a piece of so many lines ends, and how many it has. */
function pieceAt(bytes: Uint8Array, start: number, most: number): { cut: number; lines: number } {
  let cut = start
  let lines = 0
  while (lines < most && cut < bytes.length) {
    cut = bytes.indexOf(LF, cut) + 1
    lines++
  }
  return { cut, lines }
}

/** The lines of an NDJSON file from a position on. */
export async function* ndjsonBatches(file: string, from: Position, explain: Explain): AsyncGenerator<Batch> {
  const chunks = piecesOf(file, from.offset)
  let { line } = from
  for await (const { bytes, end } of blocksOf(chunks, from.offset)) {
    for (let start = 0; start < bytes.length; ) {
      const { cut, lines } = pieceAt(bytes, start, LINES[explain])
      const first = line
      line += lines
      // Counted from the end: of a line that is too long, the first of a block, not all is there.
      const offset = end - (bytes.length - cut)
      yield { bytes: bytes.subarray(start, cut), first, next: { offset, line } }
      start = cut
    }
  }
}
