/** A row of a table as an applicant; what is wrong with a cell is said with its row and column. */
import type { Program } from '../../engine/program.ts'
import { applicantReader } from '../applicant.ts'
import { type Applicant, type Fault, fault } from '../applicant-shape.ts'
import type { Reader } from '../decider.ts'
import { LINE_LIMIT, type Line } from '../lines.ts'
import { type CellReader, cellReader, halfWidth, readId, shortened } from './cells.ts'
import { readDay } from './days.ts'
import { expectedOf } from './expected.ts'
import { carriedIn, type Table } from './form.ts'
import { type Column, readHeader } from './header.ts'
import { unmarked } from './plain-text.ts'
import { cellsOf } from './split.ts'

type FieldErrors = Fault['error']['errors']

/** What stands for bytes that are none of the encoding. */
const UNKNOWN_CHARACTER = '\uFFFD'
const NUL = '\0'
/** The fact, the day or the id of a line, where nothing is wrong with a cell. */
interface Told {
  id?: string
  asOf?: string
  facts: Record<string, Record<string, unknown>>
}

/** Where the value of a column is in what a line of NDJSON says; nothing for columns that are no part of it. */
export function pointerOf(column: Column): string {
  if (column.kind === 'fact') return `/facts/${column.fact.subject}/${column.fact.key}`
  return column.kind === 'id' || column.kind === 'asOf' ? `/${column.kind}` : ''
}

/** Makes what gives the cells of a line. */
export function cellsIn({ separator, encoding }: Table): (line: Line) => string[] {
  const decoder = new TextDecoder(carriedIn(encoding))
  return line => {
    const text = encoding === 'utf-8' ? line.text : decoder.decode(line.bytes.subarray(line.from, line.to))
    return cellsOf(text, separator).map(cell => unmarked(cell.trim()))
  }
}

/** Reads rows from the bytes of their lines. */
export function rowReader(program: Program, table: Table): Reader {
  const { titles, encoding, keep } = table
  const { policy } = program
  const { ofValue } = applicantReader(program)
  const { columns } = readHeader(titles, policy, keep)
  const readers = columns.map((column): CellReader => {
    if (column.kind === 'fact') return cellReader(column.fact, policy, column.scale)
    if (column.kind === 'asOf') return text => readDay(halfWidth(text))
    return column.kind === 'id' ? readId : () => undefined
  })
  const pointers = columns.map(pointerOf)
  const idAt = pointers.indexOf('/id')
  const besideAt = columns.flatMap(({ kind }, index) => (kind === 'beside' ? [index] : []))
  const split = cellsIn(table)
  const places = columns.map(({ title }, index) =>
    title ? `“${title}”列` : `第 ${index + 1} 列（没有标题）`
  )

  /** Something about a row, or about a column of it. */
  const wrongIn = (row: number, message: string, index = -1): FieldErrors[0] => ({
    pointer: pointers[index] ?? '',
    message: `第 ${row} 行${places[index] ?? ''}：${message}`
  })
  /** What bytes keep a row from being text. */
  const damageIn = (row: number, cells: readonly string[], isSound: boolean): FieldErrors => {
    const nul = cells.findIndex(cell => cell.includes(NUL))
    if (nul !== -1) return [wrongIn(row, '有空字节（NUL），文件可能坏了', nul)]
    const unknown = cells.findIndex(cell => cell.includes(UNKNOWN_CHARACTER))
    if (isSound && (encoding === 'utf-8' || unknown === -1)) return []
    return [wrongIn(row, `有不是 ${encoding.toUpperCase()} 编码的字节`, unknown)]
  }
  /** Takes in what the cells say. @returns what is wrong with them */
  const take = (row: number, cells: readonly string[], told: Told): FieldErrors => {
    const wrong: FieldErrors = []
    const isOver = cells.some((cell, index) => index >= columns.length && cell !== '')
    if (isOver) {
      wrong.push({ pointer: '', message: `第 ${row} 行有 ${cells.length} 格，表头有 ${columns.length} 列` })
    }
    for (const [index, column] of columns.entries()) {
      const cell = cells[index]
      if (!cell || column.kind === 'beside') continue
      const value = (readers[index] as CellReader)(cell)
      if (value === undefined) {
        wrong.push(wrongIn(row, `看不懂“${shortened(cell)}”，${expectedOf(column, policy)}`, index))
      } else if (column.kind === 'fact') {
        const { subject, key } = column.fact
        told.facts[subject] = { ...told.facts[subject], [key]: value }
      } else told[column.kind as 'id' | 'asOf'] = value as string
    }
    return wrong
  }

  const readCells = (row: number, cells: readonly string[], isSound: boolean): Applicant | Fault => {
    const damage = damageIn(row, cells, isSound)
    const id = cells[idAt]?.includes(UNKNOWN_CHARACTER) ? null : cells[idAt] || null
    if (damage.length > 0) return fault('malformed-text', id, damage)
    if (titles.every((title, index) => cells[index] === title)) {
      return fault('validation-failed', id, [wrongIn(row, '和表头一样：是不是把两个表接在了一起')])
    }
    const told: Told = { facts: {} }
    const wrong = take(row, cells, told)
    if (wrong.length > 0) return fault('validation-failed', id, wrong)
    const found = ofValue(told)
    if (!('error' in found)) return found
    const errors = found.error.errors.map(({ pointer, message, ...rest }) => {
      const index = pointers.findIndex(
        known => known && (pointer === known || pointer.startsWith(`${known}/`))
      )
      return { ...wrongIn(row, message, index), pointer, ...rest }
    })
    return { id, error: { ...found.error, errors } }
  }

  return line => {
    const { number: row, unreadable } = line
    if (unreadable === 'line-too-long') {
      return fault(unreadable, null, [wrongIn(row, `超过了 ${LINE_LIMIT} 字节`)])
    }
    if (unreadable === 'malformed-row') {
      return fault(unreadable, null, [wrongIn(row, '引号不成对；格子里的引号要写成两个')])
    }
    const cells = split(line)
    const found = readCells(row, cells, unreadable === null)
    // Applicants are told apart from faults by their fields: both keep those they have.
    return besideAt.length === 0 ? found : { ...found, beside: besideAt.map(index => cells[index] ?? '') }
  }
}
