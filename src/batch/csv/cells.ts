/** A cell of a spreadsheet as the value of a fact: one reading, or none. Nothing is bent to fit. */
import type { Fact, Policy } from '../../policy/model.ts'

/** @returns the value, or undefined where the text is none of this fact */
export type CellReader = (text: string) => unknown

/** Digits, perhaps with thousands separated as spreadsheets show them; no exponents, no units. */
const NUMBER = /^-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?$/
/** Digits that a number keeps. */
const PRECISE = 15
/** 2022-07-01, and what a Chinese spreadsheet makes of it: 2022/7/1, 2022年7月1日. The year comes first. */
const DAY = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/
const MONTH = /^(\d{4})(?:-(\d{1,2})|\/(\d{1,2})|年(\d{1,2})月)$/
const SEPARATORS = /[、;；]/
/** An empty list: a cell with nothing in it means that nothing is known. */
const NO_MEMBER = '无'

const BOOLEANS = new Map([
  ['是', true],
  ['true', true],
  ['否', false],
  ['false', false]
])

/** What is left of a long number where a spreadsheet has written it its own way: its last digits are lost. */
const SHORTENED = /^\d(?:\.\d+)?E\+\d+$/i
/** Characters of a cell that are shown in a message. */
const SHOWN = 40

/** A cell as it is shown in a message. */
export const shortened = (cell: string) => (cell.length > SHOWN ? `${cell.slice(0, SHOWN)}…` : cell)

/** An id, or undefined where it is one no more. */
export const readId = (text: string): string | undefined => (SHORTENED.test(text) ? undefined : text)

const digitsOf = (text: string) => text.replace(/\D/g, '').length

/** The parts of a date that matched, each with two digits or more. */
const dashed = (match: RegExpExecArray | null) =>
  match
    ?.slice(1)
    .filter(part => part !== undefined)
    .map(part => part.padStart(2, '0'))
    .join('-')

/** A day as ISO text, or undefined. Whether it exists is for the schema. */
export const readDay = (text: string): string | undefined => dashed(DAY.exec(text))

/** Names a value goes by: its id, and its Chinese label where no other value has the same. */
function names(ids: readonly string[], labelOf: (id: string) => string | undefined): Map<string, string> {
  const labels = ids.map(labelOf)
  const unique = (label: string | undefined, index: number) =>
    label !== undefined && labels.indexOf(label) === index && labels.lastIndexOf(label) === index
  return new Map([
    ...ids.flatMap((id, index): [string, string][] =>
      unique(labels[index], index) ? [[labels[index] as string, id]] : []
    ),
    ...ids.map((id): [string, string] => [id, id])
  ])
}

function listReader(known: ReadonlyMap<string, string>): CellReader {
  return text => {
    if (text === NO_MEMBER) return []
    const members = text.split(SEPARATORS).map(member => known.get(member.trim()))
    return members.includes(undefined) ? undefined : members
  }
}

/** What reads the cells of the column of a fact; the values still have to fit its schema. */
export function cellReader(fact: Fact, policy: Policy): CellReader {
  const { type, format, items, enum: members } = fact.schema as Record<string, unknown>
  const labelOf = (id: string) => fact.labels?.[id]
  if (type === 'boolean') return text => BOOLEANS.get(text.toLowerCase())
  if (type === 'number' || type === 'integer') {
    return text =>
      NUMBER.test(text) && digitsOf(text) <= PRECISE ? Number(text.replaceAll(',', '')) : undefined
  }
  if (format === 'date') return readDay
  if (fact.unit === 'year-month') return text => dashed(MONTH.exec(text))
  if (fact.measureIds) {
    const ids = policy.measures.map(({ id }) => id)
    return listReader(names(ids, id => policy.measure(id)?.title))
  }
  if (type === 'array') return listReader(names((items as { enum: string[] }).enum, labelOf))
  if (!members) return text => text
  const known = names(members as string[], labelOf)
  return text => known.get(text)
}
