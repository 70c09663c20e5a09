/** A table in text, held as a whole. */
import { isUtf8 } from 'node:buffer'
import type { Policy } from '../../policy/model.ts'
import { blocksOf, countLines, LINE_LIMIT, linesOf } from '../lines.ts'
import { UnreadableTable } from '../unreadable.ts'
import { type Encoding, headerOf, isWide, markOf, type Table, Vote, wideOf } from './form.ts'
import { besideIn, readHeader } from './header.ts'
import { NO_TEXT, wrongFormat } from './wrong-format.ts'

export interface TableInHand {
  table: Table
  /** titles of the columns that come out as they came */
  beside: readonly string[]
  /** the rows behind the header */
  bytes: Buffer
  /** the number of the first of them */
  line: number
}

/** Bytes that tell what a file is. */
const SAMPLE = 64 * 1024
/** Bytes in which the header is looked for. */
const HEADER = 2 * LINE_LIMIT
const NUL = '\0'

/** What most lines of a table are that is not UTF-8. */
async function votedOf(bytes: Buffer): Promise<Encoding> {
  const vote = new Vote()
  let first = 1
  for await (const block of blocksOf([bytes] as unknown as AsyncIterable<Uint8Array>)) {
    for (const { from, to, unreadable, number } of linesOf(block.bytes, first)) {
      vote.add(block.bytes.subarray(from, to), unreadable !== 'malformed-text', number === 1)
    }
    first += countLines(block.bytes)
  }
  return vote.encoding
}

/** @throws UnreadableTable in Chinese, with what to do */
export async function readTable(all: Buffer, policy: Policy, keep: readonly string[]): Promise<TableInHand> {
  const start = all.subarray(0, SAMPLE)
  const wrong = wrongFormat(start)
  if (wrong) throw new UnreadableTable(wrong)
  const mark = markOf(all)
  const encoding = mark?.encoding ?? wideOf(start) ?? (isUtf8(all) ? 'utf-8' : await votedOf(all))
  const bytes = isWide(encoding)
    ? Buffer.from(new TextDecoder(encoding).decode(all))
    : all.subarray(mark?.length ?? 0)
  const header = headerOf(bytes.subarray(0, HEADER), bytes.length <= HEADER, encoding)
  if (!header) throw new UnreadableTable('表格是空的，或者表头太长；第一行应当是表头')
  const { titles } = header.table
  if (titles.some(title => title.includes(NUL))) throw new UnreadableTable(NO_TEXT)
  if (header.isSpoiled) throw new UnreadableTable('表头的引号不成对')
  const { columns, problems } = readHeader(titles, policy, keep)
  if (problems.length > 0) throw new UnreadableTable(problems.join('\n'), problems)
  return {
    table: { ...header.table, keep },
    beside: besideIn(columns),
    bytes: bytes.subarray(header.next),
    line: header.line
  }
}
