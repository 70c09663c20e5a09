/** Tables in bodies and answers of POST /eligibility/batch: text separated by commas, and workbooks. */
import type { FastifyRequest } from 'fastify'
import { readTable, type TableInHand } from '../batch/csv/read.ts'
import { UnreadableTable } from '../batch/unreadable.ts'
import { readSheet, type SheetTable } from '../batch/xlsx/read.ts'
import { tableBytesIn } from '../plugins/incoming.ts'
import { ProblemError } from '../plugins/problems.ts'
import type { Policy } from '../policy/model.ts'
import type { BatchQuery } from '../schemas/batch.ts'

export const NDJSON = 'application/x-ndjson'
export const CSV = 'text/csv'
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A table, which OpenAPI cannot say more of. */
export const FILE = { schema: { type: 'string' } }

const splitAtCommas = (text: unknown) => String(text).split(',')

/** Parts of a query that may be repeated or be one list with commas: the schema sees an array either way. */
export const listsOf =
  (...names: readonly string[]) =>
  async (request: FastifyRequest): Promise<void> => {
    const query = request.query as Record<string, unknown>
    for (const name of names) {
      if (query[name] !== undefined) query[name] = [query[name]].flat().flatMap(splitAtCommas)
    }
  }

/** Bytes of a table, which is read as a whole; a workbook of 100,000 firms and 20 columns has 9 million. */
const TABLE_LIMIT = 32 * 1024 * 1024
/** Bytes of the text of a sheet. */
const TEXT_LIMIT = 64 * 1024 * 1024

/** A table as it came, not read yet: the query says how. */
export class TableBody {
  readonly type: typeof CSV | typeof XLSX
  readonly bytes: Buffer

  constructor(type: TableBody['type'], bytes: Buffer) {
    this.type = type
    this.bytes = bytes
  }
}

/** Makes what takes in the body of a table. @throws ProblemError, while it is read */
export const tableParser =
  (type: TableBody['type']) =>
  async (request: FastifyRequest, payload: AsyncIterable<Uint8Array>): Promise<TableBody> => {
    const parts: Uint8Array[] = []
    let length = 0
    for await (const part of tableBytesIn(request, payload as never)) {
      length += part.length
      if (length > TABLE_LIMIT) throw new ProblemError('payload-too-large', '表格太大，请分成几个文件。')
      parts.push(part)
    }
    return new TableBody(type, Buffer.concat(parts))
  }

/** One workbook at a time is unpacked, for its texts are held meanwhile. */
let turn: Promise<unknown> = Promise.resolve()

/** @throws ProblemError naming what is wrong with it */
export async function tableIn(
  { type, bytes }: TableBody,
  policy: Policy,
  query: Pick<BatchQuery, 'keep' | 'sheet'>
): Promise<TableInHand & Partial<SheetTable>> {
  const { keep = [], sheet } = query
  const read = () =>
    type === XLSX ? readSheet(bytes, policy, { sheet, keep }, TEXT_LIMIT) : readTable(bytes, policy, keep)
  const reading = turn.then(read)
  turn = reading.catch(() => {})
  try {
    return await reading
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error
    const { message, problems } = error
    if (problems.length === 0) throw new ProblemError('unreadable-body', message)
    const errors = problems.slice(0, 20).map(problem => ({ pointer: '', message: problem }))
    throw new ProblemError('validation-failed', `表头有 ${problems.length} 处错误，见 errors。`, errors)
  }
}

/** What a caller wants to have: the first kind that it names; lines where it names none. */
export function wantedBy({ headers }: FastifyRequest): typeof NDJSON | typeof CSV | typeof XLSX {
  const named = String(headers.accept).toLowerCase().split(',')
  const kinds = [NDJSON, CSV, XLSX] as const
  for (const one of named) {
    const found = kinds.find(kind => one.trim().split(';')[0] === kind)
    if (found) return found
  }
  return NDJSON
}
