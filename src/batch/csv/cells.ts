/** A cell of a spreadsheet as the value of a fact: one reading, or none. Nothing is bent to fit. */
import type { Fact, Policy } from '../../policy/model.ts'
import { readDay, readMonth } from './days.ts'
import { numberReader } from './numbers.ts'

/** @returns the value, or undefined where the text is none of this fact */
export type CellReader = (text: string) => unknown

const SEPARATORS = /[、;；]/
/** An empty list: a cell with nothing in it means that nothing is known. */
const NO_MEMBER = '无'

/** 1 and 0 are none: forms have 1 for yes and 2 for no. Nor is x, which stands for a tick as well as for ×. */
const YES = ['是', '对', '√', '✓', '✔', 'y', 'yes', 'true']
const NO = ['否', '不是', '错', '×', '✗', '✘', 'n', 'no', 'false']
const BOOLEANS = new Map([
  ...YES.map((word): [string, boolean] => [word, true]),
  ...NO.map((word): [string, boolean] => [word, false])
])

/** What is left of a long number where a spreadsheet has written it its own way: its last digits are lost. */
const SHORTENED = /^\d(?:\.\d+)?E\+\d+$/i
/** Characters of a cell that are shown in a message. */
const SHOWN = 40
/** Full-width digits, letters and marks, and the wide space, as Chinese keyboards write them. */
const FULL_WIDTH = /[\uff01-\uffef\u3000]/

/** A cell as it is shown in a message. */
export const shortened = (cell: string) => (cell.length > SHOWN ? `${cell.slice(0, SHOWN)}…` : cell)

/** A text with its full-width characters as others write them. */
export const halfWidth = (text: string) => (FULL_WIDTH.test(text) ? text.normalize('NFKC').trim() : text)

/** An id, or undefined where it is one no more. */
export const readId = (text: string): string | undefined => (SHORTENED.test(text) ? undefined : text)

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

/** A label as it is written, or as it would be in characters of half the width. */
const oneOf = (known: ReadonlyMap<string, string>) => {
  const folded = new Map([...known].map(([name, id]) => [halfWidth(name), id]))
  return (text: string) => known.get(text) ?? folded.get(halfWidth(text))
}

function listReader(known: ReadonlyMap<string, string>): CellReader {
  const find = oneOf(known)
  return text => {
    if (text === NO_MEMBER) return []
    const members = text.split(SEPARATORS).map(member => find(member.trim()))
    return members.includes(undefined) ? undefined : members
  }
}

/** The names that the values of a fact go by, where they can be listed. */
function namesIn(fact: Fact, policy: Policy): Map<string, string> | undefined {
  const { items, enum: members } = fact.schema as { items?: { enum: string[] }; enum?: string[] }
  if (fact.measureIds) {
    return names(
      policy.measures.map(({ id }) => id),
      id => policy.measure(id)?.title
    )
  }
  const listed = items?.enum ?? members
  return listed && names(listed, id => fact.labels?.[id])
}

/** What a fact may be, each value by its label where it has one; undefined where the values cannot be listed. */
export function choicesIn(fact: Fact, policy: Policy): readonly string[] | undefined {
  const known = namesIn(fact, policy)
  // Labels come first: the last that is put in, from behind.
  return known && [...new Map([...known].reverse().map(([name, id]) => [id, name])).values()].reverse()
}

/**
 * What reads the cells of the column of a fact; the values still have to fit its schema.
 * @param scale powers of ten that the title adds to numbers
 */
export function cellReader(fact: Fact, policy: Policy, scale = 0): CellReader {
  const { type, format } = fact.schema as Record<string, unknown>
  if (type === 'boolean') return text => BOOLEANS.get(halfWidth(text).toLowerCase())
  if (type === 'number' || type === 'integer') {
    const read = numberReader(fact.unit, scale)
    return text => read(halfWidth(text))
  }
  if (format === 'date') return text => readDay(halfWidth(text))
  if (fact.unit === 'year-month') return text => readMonth(halfWidth(text))
  const known = namesIn(fact, policy)
  if (!known) return halfWidth
  return type === 'array' ? listReader(known) : oneOf(known)
}
