/** The rows of a block of a table as lines of the batch. */
import { isUtf8 } from 'node:buffer'
import { LINE_LIMIT, Line, type Unreadable } from '../lines.ts'
import { carriedIn, layoutOf, type Table } from './form.ts'
import { type Row, RowFinder } from './rows.ts'
import { cellsOf } from './split.ts'

const SPACE = 0x20
const DELETE = 0x7f
const QUOTE = 0x22

/** Makes what turns a block into lines; blank rows are counted and left out. */
export function linesOfTable(table: Table): (bytes: Buffer, first: number) => Line[] {
  const layout = layoutOf(table)
  const finder = new RowFinder(layout)
  const decoder = new TextDecoder(carriedIn(table.encoding))
  const isBlank = (bytes: Buffer, from: number, to: number) => {
    const byte = bytes[from] as number
    const isVisible = byte > SPACE && byte < DELETE && byte !== QUOTE && byte !== layout.separator
    if (isVisible) return false
    const text = decoder.decode(bytes.subarray(from, to))
    return cellsOf(text, table.separator).every(cell => cell.trim() === '')
  }
  return (bytes, first) => {
    const isSound = carriedIn(table.encoding) !== 'utf-8' || isUtf8(bytes)
    const lines: Line[] = []
    finder.over(bytes)
    let number = first
    for (let from = 0; from < bytes.length; number++) {
      const { to, next, isSpoiled } = finder.find(from, true) as Row
      const unreadable: Unreadable | null =
        to - from > LINE_LIMIT
          ? 'line-too-long'
          : isSpoiled
            ? 'malformed-row'
            : isSound || isUtf8(bytes.subarray(from, to))
              ? null
              : 'malformed-text'
      if (unreadable || !isBlank(bytes, from, to)) lines.push(new Line(number, bytes, from, to, unreadable))
      from = next
    }
    return lines
  }
}
