/** The service as an assistant uses it: calls of tools, what both halves of an answer say, and a scripted agent. */
import type { FastifyInstance } from 'fastify'
import type { Facts } from '../../src/policy/vocabulary.ts'

type Plain = Record<string, unknown>

export interface Result {
  content: { type: string; text: string }[]
  structuredContent: Plain
  isError?: boolean
}

const ACCEPT = { accept: 'application/json, text/event-stream' }

/** One request of the protocol without its handshake, as servers that keep nothing answer it. */
export async function ask(app: FastifyInstance, method: string, params: object, headers: object = {}) {
  const response = await app.inject({
    method: 'POST',
    url: '/mcp',
    headers: { ...ACCEPT, ...headers },
    payload: { jsonrpc: '2.0', id: 1, method, params }
  })
  const data = /^data: (\{.*)$/m.exec(response.body)?.[1]
  return { response, message: data === undefined ? null : JSON.parse(data) }
}

/** What a request of the newer era carries: its revision, and what the client can do. */
const envelope = (capabilities: object) => ({
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'assistant', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': capabilities
})

/** A form that is to be put to the person, and what goes back with the answer to it. */
export interface Form {
  message: string
  name: string
  field: { type: string; items?: { anyOf: { const: string }[] } } & Plain
  state: string
}

/**
 * One round of a call of a client that can put forms to the person.
 * @param reply what the person did with the form of the round before
 */
export async function round(
  app: FastifyInstance,
  args: object,
  reply: { action?: string; content?: object } | null = null,
  state?: string,
  capabilities: object = { elicitation: { form: {} } }
): Promise<{ form: Form | null; result: Result }> {
  const name = 'next_question'
  const { response } = await ask(
    app,
    'tools/call',
    {
      name,
      arguments: args,
      _meta: envelope(capabilities),
      ...(reply && { inputResponses: { answer: reply } }),
      ...(state !== undefined && { requestState: state })
    },
    { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': name }
  )
  const { result } = response.json()
  if (!result) throw new Error(response.body)
  if (result.resultType !== 'input_required') return { form: null, result }
  const { message, requestedSchema } = result.inputRequests.answer.params
  const [[field, schema]] = Object.entries(requestedSchema.properties) as [[string, Form['field']]]
  return { form: { message, name: field, field: schema, state: result.requestState }, result }
}

/** What a tool answers. */
export async function call(app: FastifyInstance, name: string, args: object = {}): Promise<Result> {
  const { response, message } = await ask(app, 'tools/call', { name, arguments: args })
  if (!message?.result) throw new Error(`${name}: ${response.body}`)
  return message.result
}

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

/** The texts and numbers of a value, and the names of what it holds. */
export function leavesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)]
  if (Array.isArray(value)) return value.flatMap(leavesOf)
  return Object.entries(value).flatMap(([name, one]) => [name, ...leavesOf(one)])
}

/** Numbers, dates and quotations of the text that the data do not have, and texts of the data that the text does not say. */
export function apart({ content, structuredContent }: Result): string[] {
  const text = content.map(part => part.text).join('\n')
  const leaves = leavesOf(structuredContent)
  const data = leaves.join('\n')
  const said = [...text.matchAll(/\d[\d.,:-]*\d|\d|“[^”\n]*”/g)].map(([found]) => found)
  const words = Object.values(structuredContent).flatMap(one => textsOf(one))
  return [
    ...said.filter(one => !data.includes(one)).map(one => `only said: ${one}`),
    ...words
      .filter(one => !text.includes(one) && !text.includes(JSON.stringify(one).slice(1, -1)))
      .map(one => `not said: ${one}`)
  ]
}

/** The texts and numbers of a value. */
const textsOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(textsOf)
    : typeof value === 'boolean'
      ? []
      : [String(value)]

export const valueIn = (facts: Facts, id: string): unknown => {
  const [subject = '', key = ''] = id.split('.')
  return facts[subject]?.[key]
}

/** Facts that an applicant volunteers when the assistant reads out what it took for granted. */
function confirmed(known: Facts, applicant: Facts, assumptions: readonly { fact: string }[]): Facts {
  let facts = known
  for (const { fact } of assumptions) {
    const value = valueIn(applicant, fact)
    if (value !== undefined) facts = withFact(facts, fact, value)
  }
  return facts
}

function withFact(facts: Facts, id: string, value: unknown): Facts {
  const [subject = '', key = ''] = id.split('.')
  return { ...facts, [subject]: { ...facts[subject], [key]: value } }
}

interface Asked {
  settled: boolean
  facts: Facts
  declined?: string[]
  assumptions?: { fact: string }[]
  nextQuestion?: { fact: string; alternatives?: string[] }
}

/**
 * An assistant that knows of the service what it is told by its tools: it asks what `next_question` says, hands back
 * what it is given, and in the end asks for the amount.
 * @param applicant what the person knows
 * @returns the answer of `calculate`, and how many questions were put
 */
export async function interview(
  app: FastifyInstance,
  measure: string,
  applicant: Facts,
  asOf: string
): Promise<{ questions: number; result: Result }> {
  let facts: Facts = {}
  let declined: string[] = []
  for (let questions = 0; ; questions++) {
    const state = { measures: [measure], facts, declined, asOf, elicit: false }
    const { structuredContent } = await call(app, 'next_question', state)
    const asked = structuredContent as unknown as Asked
    const more = confirmed(asked.facts, applicant, asked.assumptions ?? [])
    if (JSON.stringify(more) !== JSON.stringify(asked.facts)) {
      facts = more
      questions--
    } else if (asked.nextQuestion) {
      const { fact } = asked.nextQuestion
      const value = valueIn(applicant, fact)
      facts = value === undefined ? asked.facts : withFact(asked.facts, fact, value)
      declined = value === undefined ? [...(asked.declined ?? []), fact] : (asked.declined ?? [])
    } else {
      return { questions, result: await call(app, 'calculate', { measure, facts: asked.facts, asOf }) }
    }
  }
}
