/**
 * The rows of a table in its bytes, each with its end of line: \r\n, \n or \r. A quotation mark that was never closed,
 * or was closed in the middle of a cell, must not take other rows along: such a row ends where its line ends.
 * Bytes tell this in UTF-8, GB 18030 and Big5 alike: no character has a comma, a quotation mark or a line end inside.
 */
import { LF, LINE_LIMIT } from '../lines.ts'

const CR = 0x0d
const QUOTE = 0x22
const SPACE = 0x20
const TAB = 0x09

/** How the cells of a table are laid out. */
export interface Layout {
  /** the byte between two cells */
  separator: number
  /** cells of a row; null while the header is read */
  width: number | null
}

/** Where a row is. */
export interface Row {
  /** its end, without the end of line */
  to: number
  /** where the next starts */
  next: number
  /** whether its quotation marks do not fit together */
  isSpoiled: boolean
}

/** Finds rows, one after the other; what it finds is valid until the next. */
export class RowFinder {
  private readonly layout: Layout
  private bytes: Buffer = Buffer.alloc(0)
  /** where the bytes end, and where the next of each kind are that were looked for */
  private limit = 0
  private feed = -1
  private turn = -1
  private quote = -1

  constructor(layout: Layout) {
    this.layout = layout
  }

  /** Begins with other bytes. @param limit where they end; no line end goes across it */
  over(bytes: Buffer, limit = bytes.length): this {
    this.bytes = bytes
    this.limit = limit
    this.feed = this.turn = this.quote = -1
    return this
  }

  private seek(byte: number, known: number, from: number): number {
    if (known >= from) return known
    const found = this.bytes.indexOf(byte, from)
    return found === -1 || found >= this.limit ? this.limit : found
  }

  /** Where the line ends: the first byte of its end. */
  private lineEnd(from: number): number {
    this.feed = this.seek(LF, this.feed, from)
    this.turn = this.seek(CR, this.turn, from)
    return Math.min(this.feed, this.turn)
  }

  private nextQuote(from: number): number {
    this.quote = this.seek(QUOTE, this.quote, from)
    return this.quote
  }

  private behindLineEnd(end: number): number {
    const { bytes, limit } = this
    if (end === limit) return limit
    return bytes[end] === CR && end + 1 < limit && bytes[end + 1] === LF ? end + 2 : end + 1
  }

  /**
   * The row that starts at a place.
   * @param isLast whether nothing comes behind the bytes
   * @returns undefined where more bytes have to tell
   */
  find(from: number, isLast: boolean): Row | undefined {
    const end = this.lineEnd(from)
    if (this.nextQuote(from) >= end) {
      if (end === this.limit && !isLast) return undefined
      return { to: end, next: this.behindLineEnd(end), isSpoiled: false }
    }
    const { feed, turn, quote } = this
    const quoted = this.quotedEnd(from, isLast)
    if (typeof quoted === 'number') return { to: quoted, next: this.behindLineEnd(quoted), isSpoiled: false }
    if (quoted === 'more') return undefined
    // Back to where the row starts.
    Object.assign(this, { feed, turn, quote })
    if (end === this.limit && !isLast) return undefined
    return { to: end, next: this.behindLineEnd(end), isSpoiled: true }
  }

  private isGap(byte: number | undefined): boolean {
    return byte === SPACE || (byte === TAB && this.layout.separator !== TAB)
  }

  private skipGap(from: number): number {
    let at = from
    while (at < this.limit && this.isGap(this.bytes[at])) at++
    return at
  }

  /** The end of a row with quotation marks; spoiled where they do not fit together. */
  private quotedEnd(from: number, isLast: boolean): number | 'more' | 'spoiled' {
    const { bytes, limit } = this
    const { separator, width } = this.layout
    let cells = 1
    let inside = 0
    let hasLines = false
    let at = from
    for (;;) {
      at = this.skipGap(at)
      if (at < limit && bytes[at] === QUOTE) {
        const start = at + 1
        for (at = this.nextQuote(start); at < limit && bytes[at + 1] === QUOTE; ) at = this.nextQuote(at + 2)
        if (at - from > LINE_LIMIT) return 'spoiled'
        if (at >= limit) return isLast ? 'spoiled' : 'more'
        if (this.lineEnd(start) < at) {
          hasLines = true
          for (let byte = start; byte < at; byte++) inside += bytes[byte] === separator ? 1 : 0
        }
        at = this.skipGap(at + 1)
      } else while (at < limit && !this.isEnd(bytes[at] as number)) at++
      if (at >= limit && !isLast) return 'more'
      if (at >= limit || bytes[at] !== separator) break
      at++
      cells++
    }
    if (at < limit && bytes[at] !== LF && bytes[at] !== CR) return 'spoiled'
    // Over several lines, only a row that is one: as many cells as there are columns, and no row inside of a cell.
    const isRow = width === null || (cells >= width && (width === 1 || inside < width - 1))
    return hasLines && !isRow ? 'spoiled' : at
  }

  private isEnd(byte: number): boolean {
    return byte === this.layout.separator || byte === LF || byte === CR
  }
}
