/** Whether an answer is one that the contract allows. */
import { contract, faultOf } from './contract.ts'
import type { Received } from './exchange.ts'
import type { Sent } from './requests.ts'

const NDJSON = 'application/x-ndjson'

/** The lines of a batch's answer: one a line of the question, then the end. */
function batchFault(sent: Sent, body: string): string | undefined {
  const asked = (sent.body?.toString() ?? '').split(/\r?\n/).filter(line => line.trim() !== '')
  const lines = body
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Record<string, unknown>)
  const end = lines.pop()
  if (end === undefined) return 'no end line'
  const fault = faultOf(end, 'components', 'schemas', 'BatchEnd')
  if (fault) return `end line: ${fault}`
  if (lines.length !== asked.length) return `${asked.length} lines asked, ${lines.length} answered`
  for (const line of lines) {
    const name = 'error' in line || 'errors' in line ? 'BatchError' : 'BatchAnswer'
    const wrong = faultOf(line, 'components', 'schemas', name)
    if (wrong) return `${name}: ${wrong}`
  }
  return undefined
}

/** The knowledge base, an entry a line. */
const linesFault = (body: string): string | undefined =>
  body
    .split('\n')
    .filter(Boolean)
    .map(line => faultOf(JSON.parse(line), 'components', 'schemas', 'KnowledgeEntry'))
    .find(Boolean)

function refusalFault({ headers, body, status }: Received): string | undefined {
  if (!String(headers['content-type']).startsWith('application/problem+json'))
    return `${status} is no problem document`
  const problem = JSON.parse(body.toString()) as { status: number; errors?: unknown[] }
  if (problem.status !== status) return `the problem says ${problem.status}`
  return faultOf(problem, 'components', 'schemas', 'Problem')
}

/** @returns what is wrong with an answer; undefined when nothing is */
export function answerFault(sent: Sent, received: Received): string | undefined {
  const { status, headers, body } = received
  // Told to come back: the machine has more to do than it can.
  if (status === 503 && headers['retry-after'] !== undefined) return refusalFault(received)
  if (status >= 500) return `status ${status}`
  if (sent.must === 'refuse' && status < 400) return `answered with ${status}, must be refused`
  if (sent.must === 'answer' && status >= 400) return `refused with ${status}, must be answered`
  if (sent.method === 'HEAD') return undefined
  if (status >= 400) return refusalFault(received)
  const type = String(headers['content-type'] ?? '').split(';')[0] as string
  if (status !== 200) return undefined
  if (type === NDJSON && sent.route === '/eligibility/batch') return batchFault(sent, body.toString())
  if (type === NDJSON) return linesFault(body.toString())
  const method = sent.method.toLowerCase()
  if (!contract.paths[sent.route]?.[method]?.responses['200']?.content?.[type]) return undefined
  const value: unknown = type.endsWith('json') ? JSON.parse(body.toString()) : body.toString()
  return faultOf(value, 'paths', sent.route, method, 'responses', '200', 'content', type, 'schema')
}
