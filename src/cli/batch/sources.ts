/** The input file as blocks of lines: NDJSON as it is, a table with its rows as JSON arrays. */
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { parse } from 'csv-parse'
import { blocksOf, LF, LINE_LIMIT } from '../../batch/lines.ts'
import type { Explain } from '../../rules/eligibility.ts'
import { Usage } from '../rules/command.ts'
import type { Work } from './deciding.ts'

/** How far into the input: bytes read, and the number of the next line. */
export interface Position {
  offset: number
  line: number
}

export interface Batch extends Work {
  next: Position
}

export const START: Position = { offset: 0, line: 1 }

/** Bytes read at a time. */
const CHUNK = 1024 * 1024
/**
 * Lines of a block, by how much is said of each: enough for a worker to be busy with, few enough that some
 * blocks of answers are a few megabytes.
 */
const LINES: Record<Explain, number> = { none: 1024, summary: 32, full: 8 }
/** Bytes looked at to tell the encoding of a table. */
const SAMPLE = 64 * 1024

export type Encoding = 'utf-8' | 'gb18030'

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

/**
 * A file in pieces that end where a line ends, but for the last and within lines that are longer than a piece.
 * Two memories take turns: new memory for each costs more than reading.
 * @yields what is valid until the next is asked for
 */
async function* piecesOf(file: string, start: number): AsyncGenerator<Uint8Array> {
  const handle = await open(file)
  try {
    let [piece, next] = [Buffer.allocUnsafeSlow(CHUNK), Buffer.allocUnsafeSlow(CHUNK)]
    let offset = start
    let kept = 0
    const read = () => handle.read(next, kept, CHUNK - kept, offset)
    let reading = read()
    for (;;) {
      const { bytesRead } = await reading
      const length = kept + bytesRead
      ;[piece, next] = [next, piece]
      if (bytesRead === 0) {
        if (length > 0) yield piece.subarray(0, length)
        return
      }
      offset += bytesRead
      const end = piece.lastIndexOf(LF, length - 1) + 1 || length
      kept = piece.copy(next, 0, end, length)
      reading = read()
      // Heard of when it is waited for.
      reading.catch(() => {})
      yield piece.subarray(0, end)
    }
  } finally {
    await handle.close()
  }
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

/** Spreadsheets in China write tables in GB 18030 unless told otherwise; that is never valid UTF-8 by chance. */
export async function encodingOf(file: string): Promise<Encoding> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE), 0, SAMPLE, 0)
    // What the sample cut off at its end may be half a character; a line end is none.
    const end = bytesRead < SAMPLE ? bytesRead : buffer.lastIndexOf('\n')
    return isUtf8(buffer.subarray(0, end)) ? 'utf-8' : 'gb18030'
  } finally {
    await handle.close()
  }
}

/** The rows of a table; a row that is not RFC 4180 ends the reading, for what follows it cannot be told. */
async function* rowsOf(file: string, encoding: Encoding, read: (bytes: number) => void) {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const stream = createReadStream(file, { highWaterMark: CHUNK })
  const parser = parse({ relax_column_count: true, max_record_size: LINE_LIMIT })
  const decode = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
    yield decoder.decode()
  }
  pipeline(stream, decode, parser, () => {})
  try {
    for await (const row of parser) {
      read(stream.bytesRead)
      yield row as string[]
    }
  } catch (error) {
    throw new Usage(`${file}: ${(error as Error).message}`)
  }
}

/** The first row of a table. @throws Usage when there is none */
export async function headerOf(file: string, encoding: Encoding): Promise<string[]> {
  for await (const row of rowsOf(file, encoding, () => {})) return row
  throw new Usage(`${file}: 文件是空的，第一行应当是表头`)
}

const isBlank = (cells: readonly string[]) => cells.every(cell => cell.trim() === '')

/**
 * The rows of a table behind its header, from a position on; their numbers are those of the spreadsheet, in
 * which the header is row 1. Rows before the position are read once more and left out.
 */
export async function* csvBatches(
  file: string,
  encoding: Encoding,
  from: Position,
  explain: Explain
): AsyncGenerator<Batch> {
  let offset = 0
  let row = 0
  let first = Math.max(from.line, 2)
  let text = ''
  const batch = (): Batch => ({ bytes: Buffer.from(text), first, next: { offset, line: row + 1 } })
  for await (const cells of rowsOf(file, encoding, bytes => (offset = bytes))) {
    row++
    if (row < first) continue
    text += isBlank(cells) ? '\n' : `${JSON.stringify(cells)}\n`
    if (row + 1 - first < LINES[explain]) continue
    yield batch()
    first = row + 1
    text = ''
  }
  if (text !== '') yield batch()
}
