/** What is on record, asked again of a service: a request, a line of a batch, a row of a table, or a tool. */
import { answersIn } from '../batch/csv/answers.ts'
import { plainName, unmarked } from '../batch/csv/plain-text.ts'
import { csvLine } from '../batch/csv/table.ts'
import { withCell, withId } from '../batch/marking.ts'
import { decidedIn, type Envelope, outcomesOf } from './decided.ts'
import type { Decision } from './ledger.ts'
import type { DecisionRecord } from './record.ts'
import type { Service } from './replay.ts'

export interface Again {
  /** what was said, to be compared part by part */
  said: unknown
  /** as it would be sent, with the id of the record */
  body: Buffer
  /** null where it is not read from what was said */
  decided: Pick<DecisionRecord, 'outcomes' | 'amounts'> | null
}

/** A line of a batch as it was asked. */
interface AskedLine {
  options: Record<string, unknown>
  line: string
  /** of an answer in a table: the cells that came beside, and the titles of the measures, none with reasons */
  table?: { beside: string[]; titles: string[] }
}

interface AskedTool {
  tool: string
  arguments: object
}

const LINES = 'application/x-ndjson'
const TABLE = 'text/csv'
const BOM = '\uFEFF'

/** The line behind a header, without its end. */
const firstLine = (bytes: Buffer) => bytes.subarray(0, bytes.indexOf('\n'))

/** How a table of answers begins: who, on which day, what was wrong. */
const OWN = 3

/** The rows of one applicant, as they stood in a table of answers. */
async function rowsIn(bytes: Buffer, { beside, titles }: NonNullable<AskedLine['table']>, id: string) {
  const table: string[][] = []
  for await (const cells of answersIn([bytes] as unknown as AsyncIterable<Uint8Array>)) table.push(cells)
  const [header = [], ...rows] = table
  const isShown = (title: string, index: number) =>
    index < OWN || titles.length === 0 || titles.includes(title)
  const shown = header.flatMap((title, index) => (isShown(title, index) ? [index] : []))
  const cellsOf = (row: readonly string[]) => shown.map(index => row[index] as string)
  const text = rows
    .map(cellsOf)
    .map(([who = '', ...rest]) => csvLine([who, ...beside.map(plainName), ...rest]))
    .join('')
  const said = rows.map(row => Object.fromEntries(shown.map(at => [header[at], unmarked(row[at] as string)])))
  return { said, body: withCell(Buffer.from(text.replace(/\r\n$/, '')), plainName(id)) }
}

/** What a line of a batch says. */
interface LineAnswer {
  eligible: { measure: string }[]
  undetermined?: string[]
  ineligible?: string[]
}

function decidedInLine({ eligible, undetermined = [], ineligible = [] }: LineAnswer): Again['decided'] {
  const outcomes: Record<string, string> = {}
  for (const { measure } of eligible) outcomes[measure] = 'eligible'
  for (const id of undetermined) outcomes[id] = 'undetermined'
  for (const id of ineligible) outcomes[id] = 'ineligible'
  return { outcomes, amounts: {} }
}

async function lineAgain({ id, route }: DecisionRecord, asked: AskedLine, service: Service): Promise<Again> {
  const [method, path] = route.split(' ') as [string, string]
  const query = new URLSearchParams(
    Object.entries(asked.options).map(([name, value]): [string, string] => [name, String(value)])
  )
  const accept = asked.table ? TABLE : LINES
  const bytes = await service.ask(method, `${path}?${query}`, `${asked.line}\n`, LINES, accept)
  if (asked.table && bytes.toString('utf8', 0, BOM.length * 3) === BOM) {
    return { ...(await rowsIn(bytes, asked.table, id)), decided: null }
  }
  // Today's rules may refuse the question as a whole: then that is what would be said now.
  const line = bytes.includes('\n') ? firstLine(bytes) : bytes
  const said = JSON.parse(line.toString()) as LineAnswer
  return { said, body: withId(line, id), decided: 'eligible' in said ? decidedInLine(said) : null }
}

async function toolAgain({ id, route }: DecisionRecord, asked: AskedTool, service: Service): Promise<Again> {
  const [method, path] = route.split(' ') as [string, string]
  const params = { name: asked.tool, arguments: asked.arguments }
  const call = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  const bytes = await service.ask(
    method,
    path,
    call,
    'application/json',
    'application/json, text/event-stream'
  )
  const [, data] = /^data: (.*)$/m.exec(bytes.toString()) as unknown as [string, string]
  const said = JSON.parse(data).result.structuredContent as object
  return { said, body: Buffer.from(JSON.stringify({ decisionId: id, ...said })), decided: null }
}

export async function askedAgain(
  { record, request }: Decision & { request: { text: string } },
  service: Service
): Promise<Again> {
  const [method, path] = record.route.split(' ') as [string, string]
  if (path.endsWith('/batch')) return lineAgain(record, JSON.parse(request.text), service)
  if (path.endsWith('/mcp')) return toolAgain(record, JSON.parse(request.text), service)
  const bytes = await service.ask(method, path, request.text, 'application/json')
  const said = JSON.parse(bytes.toString()) as Envelope
  const decided = decidedIn(said)
  const { amounts } = decided
  return { said, body: withId(bytes, record.id), decided: { outcomes: outcomesOf(decided), amounts } }
}
