/** How answers of a batch say under which id they are on record: a member of each line, or a column of the table. */
import { plainName } from './csv/plain-text.ts'
import { RowFinder } from './csv/rows.ts'

/** What says it; each takes an answer without its last line end. */
export interface Marking {
  id(answer: Buffer, id: string): Buffer
  /** of an answer that is not on record */
  unrecorded(answer: Buffer): Buffer
  /** of what is no answer: errors */
  other(bytes: Buffer): Buffer
}

/** The title of the column. */
export const DECISION_TITLE = '决定编号'
const UNRECORDED = '未留记录'

/** Puts a member in front of a JSON object. */
export const withMember = (object: Uint8Array, member: string): Buffer =>
  Buffer.concat([Buffer.from(`{${member},`), object.subarray(1)])

export const withId = (object: Uint8Array, id: string): Buffer => withMember(object, `"decisionId":"${id}"`)

export const inLines: Marking = {
  id: withId,
  unrecorded: answer => withMember(answer, '"recorded":false'),
  other: bytes => bytes
}

/** Puts a cell behind each row of a table that this program wrote. */
export function withCell(rows: Buffer, cell: string): Buffer {
  const finder = new RowFinder({ separator: ','.charCodeAt(0), width: null }).over(rows)
  const parts: Buffer[] = []
  for (let from = 0; from < rows.length; ) {
    const { to, next } = finder.find(from, true) as NonNullable<ReturnType<RowFinder['find']>>
    parts.push(rows.subarray(from, to), Buffer.from(`,${cell}`), rows.subarray(to, next))
    from = next
  }
  return Buffer.concat(parts)
}

export const inTables: Marking = {
  id: (answer, id) => withCell(answer, plainName(id)),
  unrecorded: answer => withCell(answer, UNRECORDED),
  other: bytes => withCell(bytes, '')
}
