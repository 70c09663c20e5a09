/** The rows of a table of answers, read back from its text. */
import { rowsOf } from './blocks.ts'
import { RowFinder } from './rows.ts'
import { cellsOf } from './split.ts'

/** Rows of a block. */
const ROWS = 1024
const BOM = '\uFEFF'

/** @param pieces of a table that this program wrote @yields cells, the header first */
export async function* answersIn(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const layout = { separator: ','.charCodeAt(0), width: null }
  const finder = new RowFinder(layout)
  let isFirst = true
  for await (const { bytes } of rowsOf(pieces, new RowFinder(layout), 0, ROWS)) {
    finder.over(bytes)
    for (let from = 0; from < bytes.length; ) {
      const { to, next } = finder.find(from, true) as NonNullable<ReturnType<RowFinder['find']>>
      const text = bytes.toString('utf8', from, to)
      yield cellsOf(isFirst && text.startsWith(BOM) ? text.slice(BOM.length) : text, ',')
      isFirst = false
      from = next
    }
  }
}
