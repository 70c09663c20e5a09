/** A table as blocks of rows, as it lies in its file; in UTF-16, carried in UTF-8. */

import { rowsOf } from '../../batch/csv/blocks.ts'
import {
  type Encoding,
  type Header,
  headerOf,
  isWide,
  layoutOf,
  markOf,
  Vote,
  wideOf
} from '../../batch/csv/form.ts'
import { besideIn, readHeader } from '../../batch/csv/header.ts'
import { RowFinder } from '../../batch/csv/rows.ts'
import { NO_TEXT, wrongFormat } from '../../batch/csv/wrong-format.ts'
import { inUtf8, NotUtf8 } from '../../batch/encoding.ts'
import { blocksOf, countLines, LF, LINE_LIMIT, linesOf } from '../../batch/lines.ts'
import type { Explain } from '../../decisions/eligibility.ts'
import type { Policy } from '../../policy/model.ts'
import { Usage } from '../frame/command.ts'
import { piecesOf, startOf } from './pieces.ts'
import { type Batch, LINES, type Position } from './sources.ts'

/** Bytes that tell what a file is. */
const SAMPLE = 64 * 1024
const CR = 0x0d
const NUL = '\0'
/** More problems of a header are not listed. */
const LISTED = 20

/** @throws Usage when the file is none of text, as far as its beginning tells; in Chinese, with what to do */
async function checkedStart(file: string): Promise<Buffer> {
  const start = await startOf(file, SAMPLE)
  const wrong = wrongFormat(start)
  if (wrong) throw new Usage(`${file}：${wrong}`)
  return start
}

/** @throws Usage when a file of lines is none of text, or its first line is not UTF-8 */
export async function checkLines(file: string): Promise<void> {
  const start = await checkedStart(file)
  const encoding = markOf(start)?.encoding ?? wideOf(start)
  if (encoding && isWide(encoding)) throw new Usage(`${file}：文件是 UTF-16，请另存为 UTF-8`)
  try {
    // As soon as something is passed on, the first line is known.
    for await (const _ of inUtf8(piecesOf(file))) break
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
    throw new Usage(`${file}：文件不是 UTF-8（中文 Windows 上常存成 GBK），请另存为 UTF-8`)
  }
}

/** Whether a file is UTF-8 from its beginning to its end. */
async function isUtf8File(file: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of piecesOf(file)) decoder.decode(piece, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** What most lines of a file that is not UTF-8 are; whatever ends them. */
async function votedOf(file: string): Promise<Encoding> {
  const vote = new Vote()
  const pieces = async function* () {
    for await (const piece of piecesOf(file)) yield piece.map(byte => (byte === CR ? LF : byte))
  }
  let first = 1
  for await (const { bytes } of blocksOf(pieces())) {
    for (const { from, to, unreadable, number } of linesOf(bytes, first)) {
      vote.add(bytes.subarray(from, to), unreadable !== 'malformed-text', number === 1)
    }
    first += countLines(bytes)
  }
  return vote.encoding
}

/** The encoding of a table, by all of it. @param told by whoever started the run */
async function encodingOf(file: string, start: Buffer, told: Encoding | undefined): Promise<Encoding> {
  const mark = markOf(start)
  if (mark && told && mark.encoding !== told) {
    throw new Usage(`${file}：文件开头的标记说它是 ${mark.encoding}，和 --encoding ${told} 不符`)
  }
  return told ?? mark?.encoding ?? wideOf(start) ?? ((await isUtf8File(file)) ? 'utf-8' : await votedOf(file))
}

/** The bytes of the rows from an offset on; an offset into UTF-16 counts what it is carried in. */
async function* carried(file: string, encoding: Encoding, from: number): AsyncGenerator<Uint8Array> {
  if (!isWide(encoding)) {
    yield* piecesOf(file, from)
    return
  }
  const decoder = new TextDecoder(encoding)
  let left = from
  const behind = (text: string) => {
    const bytes = Buffer.from(text)
    const rest = bytes.subarray(Math.min(left, bytes.length))
    left -= bytes.length - rest.length
    return rest
  }
  for await (const piece of piecesOf(file)) yield behind(decoder.decode(piece, { stream: true }))
  yield behind(decoder.decode())
}

/** Looks into a table. @throws Usage naming what is wrong with its header, in Chinese */
export async function openTable(
  file: string,
  policy: Policy,
  told: Encoding | undefined,
  keep: readonly string[]
): Promise<Header & { offset: number; beside: readonly string[] }> {
  const start = await checkedStart(file)
  const encoding = await encodingOf(file, start, told)
  const mark = isWide(encoding) ? 0 : (markOf(start)?.length ?? 0)
  let bytes = Buffer.alloc(0)
  let header: Header | undefined
  for await (const piece of carried(file, encoding, mark)) {
    bytes = Buffer.concat([bytes, piece])
    header = headerOf(bytes, false, encoding)
    if (header || bytes.length > 2 * LINE_LIMIT) break
  }
  header ??= headerOf(bytes, true, encoding)
  if (!header) throw new Usage(`${file}：文件是空的，第一行应当是表头`)
  const { titles } = header.table
  if (titles.some(title => title.includes(NUL))) throw new Usage(`${file}：${NO_TEXT}`)
  if (header.isSpoiled) throw new Usage(`${file}：表头的引号不成对`)
  const { columns, problems } = readHeader(titles, policy, keep)
  if (problems.length === 0) {
    const table = { ...header.table, keep }
    return { ...header, table, offset: mark + header.next, beside: besideIn(columns) }
  }
  const listed = problems.slice(0, LISTED)
  if (problems.length > LISTED) listed.push(`还有 ${problems.length - LISTED} 处`)
  if (columns.every(({ kind }) => kind === 'beside') && !told) {
    listed.push(`文件是按 ${encoding} 读的；如果表头成了乱码，请用 --encoding 指明编码`)
  }
  throw new Usage(listed.map(text => `${file}：${text}`).join('\n'))
}

/**
 * The rows of a table behind its header, from a position on; their numbers are those of the spreadsheet.
 * @param from behind the header, or where an earlier run stopped
 */
export async function* tableBatches(
  file: string,
  { table }: Header,
  from: Position,
  explain: Explain
): AsyncGenerator<Batch> {
  const pieces = carried(file, table.encoding, from.offset)
  let first = from.line
  const finder = new RowFinder(layoutOf(table))
  for await (const { bytes, count, end } of rowsOf(pieces, finder, from.offset, LINES[explain])) {
    const line = first + count
    yield { bytes, first, next: { offset: end, line } }
    first = line
  }
}
