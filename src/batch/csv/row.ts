/** A row of a table as an applicant; what is wrong with a cell is said with its row and column. */
import type { Program } from '../../rules/compile.ts'
import { applicantReader, type Fault, fault } from '../applicant.ts'
import type { Reader } from '../decider.ts'
import { type CellReader, cellReader, readDay } from './cells.ts'
import type { Column } from './columns.ts'

type FieldErrors = Fault['error']['errors']

/**
 * Reads rows as the pipeline carries them: the cells, as a JSON array.
 * @param columns of the header
 */
export function rowReader(program: Program, columns: readonly Column[]): Reader {
  const { policy } = program
  const { ofValue } = applicantReader(program)
  const readers: CellReader[] = columns.map(column =>
    column.kind === 'fact' ? cellReader(column.fact, policy) : column.kind === 'asOf' ? readDay : text => text
  )
  const pointers = columns.map(column =>
    column.kind === 'fact' ? `/facts/${column.fact.subject}/${column.fact.key}` : `/${column.kind}`
  )
  const titles = new Map(pointers.map((pointer, index) => [pointer, (columns[index] as Column).title]))
  const idAt = columns.findIndex(({ kind }) => kind === 'id')

  return ({ text, number: row }) => {
    const cells = JSON.parse(text) as string[]
    const id = cells[idAt] || null
    const wrong: FieldErrors = []
    if (cells.length !== columns.length) {
      wrong.push({
        pointer: '',
        message: `第 ${row} 行有 ${cells.length} 格，表头有 ${columns.length} 列`
      })
    }
    const line: { id?: string; asOf?: string; facts: Record<string, Record<string, unknown>> } = { facts: {} }
    for (const [index, column] of columns.entries()) {
      const cell = cells[index]?.trim()
      if (!cell) continue
      const value = (readers[index] as CellReader)(cell)
      if (value === undefined) {
        const [pointer, message] = [
          pointers[index] as string,
          `第 ${row} 行“${column.title}”列：看不懂“${cell}”`
        ]
        wrong.push({ pointer, message })
      } else if (column.kind === 'fact') {
        const { subject, key } = column.fact
        line.facts[subject] = { ...line.facts[subject], [key]: value }
      } else line[column.kind] = value as string
    }
    if (wrong.length > 0) return fault('validation-failed', id, wrong)
    const found = ofValue(line)
    if (!('error' in found)) return found
    const errors = found.error.errors.map(({ pointer, message, ...rest }) => {
      const place = [...titles.keys()].find(known => pointer === known || pointer.startsWith(`${known}/`))
      return { pointer, message: `第 ${row} 行“${titles.get(place as string)}”列：${message}`, ...rest }
    })
    return { id, error: { ...found.error, errors } }
  }
}
