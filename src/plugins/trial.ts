/**
 * The document as the page for trying out reads it: what is there for machines is made such that a first click finds
 * something, and that answers are seen. The contract itself, /docs/json, is without all this.
 */
import type { Policy } from '../policy/model.ts'
import { componentName } from '../schemas/facts.ts'

interface Media {
  schema?: unknown
  example?: unknown
  examples?: Record<string, { value: unknown }>
}
interface Parameter {
  name: string
  in: string
  required?: boolean
  example?: unknown
  examples?: Record<string, { value: unknown }>
}
interface Operation {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { content?: Record<string, Media> }>
}
interface Subject {
  properties: Record<string, Record<string, unknown>>
}
export interface Document {
  servers: { url: string }[]
  info: { description: string }
  paths: Record<string, Partial<Record<'get' | 'post', Operation>>>
  components: { schemas: Record<string, object> }
}

/** Asks the service without leaving a trace. @returns the body of the answer */
export type Ask = (method: string, url: string, body: string, type: string) => Promise<Buffer>

/** From /docs/try/json to where the routes begin. */
const SERVER = '../..'

const LINKS = `**别的页面**：[先调用什么](../../docs) · [错误](../../problems) · [接口变更](../../docs/api-changelog) · [热线坐席](../../hotline) · [批量判断](../../desk) · [原文与规则对照](../../read)

`

const JSON_TYPE = 'application/json'
const LINES = 'application/x-ndjson'
/** Lines of an answer that are shown: a catalogue has hundreds. */
const LINES_SHOWN = 3

const firstOf = ({ example, examples = {} }: Parameter | Media): unknown =>
  example ?? Object.values(examples)[0]?.value

/** An operation as the page fills it in: what must be given, and the first example of a body. */
function filledIn(path: string, { parameters = [], requestBody }: Operation) {
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find(one => one.name === name)
    return encodeURIComponent(String(parameter && firstOf(parameter)))
  })
  const [[type, media] = ['', {}]] = Object.entries(requestBody?.content ?? {}) as [string, Media][]
  const value = firstOf(media)
  return {
    url,
    type,
    body: typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
  }
}

/** What a service really answers, as the example of an answer; none where it refuses. */
async function showAnswer(ask: Ask, method: string, path: string, operation: Operation): Promise<void> {
  const { content } = operation.responses[200] as { content: Record<string, Media> }
  const [[type, media]] = Object.entries(content) as [[string, Media]]
  if (type !== JSON_TYPE && type !== LINES) return
  const { url, body, type: sent } = filledIn(path, operation)
  const text = (await ask(method.toUpperCase(), url, body, sent)).toString()
  if (type === LINES) {
    media.schema = { type: 'string' }
    media.example = text.split('\n', LINES_SHOWN).join('\n')
    return
  }
  const answer = JSON.parse(text)
  // A problem: of what is not on record, or needs another body than there is an example of.
  if (!(answer.code && answer.instance)) media.example = answer
}

/**
 * @param document a copy of the contract, changed in place
 * @param ask for the answers that are shown
 */
export async function forTrying(document: Document, policy: Policy, ask: Ask): Promise<Document> {
  document.servers = [{ url: SERVER }]
  document.info.description = LINKS + document.info.description
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      for (const parameter of operation.parameters ?? []) {
        // Filled in, an example of a filter would find nothing together with those of others.
        if (!parameter.required) for (const key of ['example', 'examples'] as const) delete parameter[key]
      }
      const lines = operation.requestBody?.content[LINES]
      // As a text it can be typed, and not only chosen as a file.
      if (lines) lines.schema = { type: 'string' }
      await showAnswer(ask, method, path, operation)
    }
  }
  for (const { subject, key, schema } of policy.facts.filter(({ industry }) => industry)) {
    const { properties } = document.components.schemas[componentName(subject)] as Subject
    const { pattern: _all, ...property } = properties[key] as Record<string, unknown>
    properties[key] = { ...property, type: schema.type, enum: policy.industries.names }
  }
  return document
}
