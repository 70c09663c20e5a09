/** How a table was written: its encoding, its separator, its header. */
import { isAscii } from 'node:buffer'
import { type Layout, RowFinder } from './rows.ts'
import { cellsOf } from './split.ts'

/** As `--encoding` takes them, and as TextDecoder calls them. */
export const ENCODINGS = ['utf-8', 'gb18030', 'big5', 'utf-16le', 'utf-16be'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** A table, as those have to know it who read its rows. */
export interface Table {
  titles: readonly string[]
  separator: string
  encoding: Encoding
  /** titles of columns that are no facts, however near they are to one */
  keep?: readonly string[]
}

/** Between cells: a comma, or what spreadsheets put there in other countries and in “Unicode text”. */
const SEPARATORS = [',', '\t', ';'] as const

export const isWide = (encoding: Encoding) => encoding === 'utf-16le' || encoding === 'utf-16be'

/** What the bytes of rows are written in: a table in UTF-16 is carried in UTF-8. */
export const carriedIn = (encoding: Encoding): Encoding => (isWide(encoding) ? 'utf-8' : encoding)

/** Columns as far as the last that has a title: spreadsheets leave empty ones behind it. */
export function titled(titles: readonly string[]): string[] {
  return titles.slice(0, titles.findLastIndex(title => title !== '') + 1)
}

export const layoutOf = ({ titles, separator }: Table): Layout => ({
  separator: separator.charCodeAt(0),
  width: titles.length
})

/** A title without what a spreadsheet shows it with: spaces around it, line breaks within. */
export const bare = (title: string) => title.replaceAll(/\s*[\r\n]+\s*/g, '').trim()

export interface Header {
  table: Table
  /** where the rows start, and the number of the first */
  next: number
  line: number
  /** whether its quotation marks do not fit together */
  isSpoiled: boolean
}

/** Nothing in a row, whatever separates its cells. */
const BLANK = /^[\s,;]*$/

/** The header with a separator; undefined where there is none, or more bytes have to tell. */
function headerWith(
  separator: string,
  bytes: Buffer,
  isLast: boolean,
  encoding: Encoding
): Header | undefined {
  const finder = new RowFinder({ separator: separator.charCodeAt(0), width: null }).over(bytes)
  const decoder = new TextDecoder(carriedIn(encoding))
  let line = 1
  for (let from = 0; from < bytes.length; line++) {
    const row = finder.find(from, isLast)
    if (!row) return undefined
    const titles = titled(cellsOf(decoder.decode(bytes.subarray(from, row.to)), separator).map(bare))
    const { next, isSpoiled } = row
    if (!BLANK.test(titles.join('')))
      return { table: { titles, separator, encoding }, next, line: line + 1, isSpoiled }
    from = next
  }
  return undefined
}

/**
 * The header of a table: the first row that is not blank, read with the separator that makes most cells of it.
 * @param bytes of the beginning, in what rows are carried in, without a byte order mark
 * @returns undefined where there is none, or more bytes have to tell
 */
export function headerOf(bytes: Buffer, isLast: boolean, encoding: Encoding): Header | undefined {
  const found = SEPARATORS.flatMap(separator => headerWith(separator, bytes, isLast, encoding) ?? [])
  const most = Math.max(...found.map(({ table }) => table.titles.length))
  return found.find(({ table }) => table.titles.length === most)
}

/** What tells the encoding: the mark at the beginning of a file. */
const MARKS: [Encoding, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]]
]

/** The encoding that a byte order mark names, and how many bytes it takes. */
export function markOf(bytes: Uint8Array): { encoding: Encoding; length: number } | undefined {
  const mark = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))
  return mark && { encoding: mark[0], length: mark[1].length }
}

/** What a header and its first rows have between words, and at their ends. */
const BETWEEN = new Set(Buffer.from(',;\t\r\n'))

/** UTF-16 without a mark: every separator and line end is two bytes, one of them zero. */
export function wideOf(bytes: Uint8Array): Encoding | undefined {
  const units = { little: 0, big: 0, single: 0 }
  for (let at = 0; at < bytes.length; at++) {
    if (!BETWEEN.has(bytes[at] as number)) continue
    if (at % 2 === 0 && bytes[at + 1] === 0) units.little++
    else if (at % 2 === 1 && bytes[at - 1] === 0) units.big++
    else units.single++
  }
  const { little, big, single } = units
  if (Math.max(little, big) <= single) return undefined
  return little > big ? 'utf-16le' : 'utf-16be'
}

/**
 * The encoding of a table that is not UTF-8 as a whole: Chinese spreadsheets write GB 18030, which is hardly ever
 * valid UTF-8. The header tells, or else what most lines are; the rest of the lines is damaged.
 */
export class Vote {
  private header: Encoding | undefined
  private sound = 0
  private broken = 0

  /** Takes in a line. @param isSound whether it is valid UTF-8 */
  add(line: Uint8Array, isSound: boolean, isFirst: boolean): void {
    if (isAscii(line)) return
    if (isSound) this.sound++
    else this.broken++
    if (isFirst) this.header = isSound ? 'utf-8' : 'gb18030'
  }

  get encoding(): Encoding {
    return this.header ?? (this.broken > this.sound ? 'gb18030' : 'utf-8')
  }
}
