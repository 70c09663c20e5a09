/** The built service asked in every way at once, and killed at a random moment: each whole answer has to be on record. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Answered, Life } from './killed.ts'
import { start } from './service.ts'

/** Milliseconds in which the kill comes, once the first answer was there. */
const WITHIN = 250

const FACTS = { enterprise: { employees: 8 } }
const one = JSON.stringify({ asOf: '2022-07-01', facts: FACTS, explain: 'none' })
const amount = JSON.stringify({ asOf: '2022-07-01', facts: FACTS, measure: 'job-creation-award' })
const words = JSON.stringify({ question: '我是个体户，租的是公家的铺面，房租能免几个月？' })
const lines = Array.from(
  { length: 40 },
  (_, at) => `${JSON.stringify({ id: `${at}`, facts: FACTS })}\n`
).join('')
const table = `编号,企业规模\n${Array.from({ length: 40 }, (_, at) => `${at},小型\n`).join('')}`
const tool = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'decide', arguments: { facts: FACTS } }
})

const JSON_TYPE = 'application/json'
const ID = /[a-z0-9]{6}-[a-z0-9]+-[a-z0-9]+-[a-z0-9]{12}/

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')

/** What came of an answer, which may have been cut off. */
interface Came {
  body: Buffer
  isWhole: boolean
}

const whole = ({ body, isWhole }: Came): Answered[] =>
  isWhole ? [{ id: ID.exec(body.toString())?.[0] as string, sha256: sha256(body) }] : []

/** Lines that came whole, each an answer for itself. */
const inLines =
  (end: string) =>
  ({ body }: Came): Answered[] =>
    body
      .toString()
      .split(end)
      .slice(0, -1)
      .flatMap(line => {
        const id = ID.exec(line)?.[0]
        return id === undefined ? [] : [{ id, sha256: sha256(line) }]
      })

function toldBy({ body, isWhole }: Came): Answered[] {
  const [, data] = /^data: (.*)$/m.exec(body.toString()) ?? []
  if (!isWhole || data === undefined) return []
  const { structuredContent: said } = JSON.parse(data).result
  return [{ id: said.decisionId, sha256: sha256(JSON.stringify(said)) }]
}

/** Ways to ask, and how the answers are read. */
const WAYS: [path: string, body: string, type: string, accept: string, read: (came: Came) => Answered[]][] = [
  ['/eligibility', one, JSON_TYPE, JSON_TYPE, whole],
  ['/eligibility', one, JSON_TYPE, JSON_TYPE, whole],
  ['/calculate', amount, JSON_TYPE, JSON_TYPE, whole],
  ['/answers', words, JSON_TYPE, JSON_TYPE, whole],
  ['/eligibility/batch', lines, 'application/x-ndjson', 'application/x-ndjson', inLines('\n')],
  ['/eligibility/batch', table, 'text/csv', 'text/csv', inLines('\r\n')],
  ['/mcp', tool, JSON_TYPE, `${JSON_TYPE}, text/event-stream`, toldBy]
]

/** Asks once. @returns null where there was no answer at all */
function ask(port: number, agent: Agent, path: string, body: string, headers: object): Promise<Came | null> {
  return new Promise(resolve => {
    const parts: Buffer[] = []
    const asked = request({ port, agent, path, host: '127.0.0.1', method: 'POST', headers: { ...headers } })
    asked.on('error', () => resolve(null))
    asked.on('response', answer => {
      answer.on('data', part => parts.push(part))
      answer.on('error', () => {})
      answer.on('close', () => {
        const isWhole = answer.complete && answer.statusCode === 200
        resolve({ body: answer.statusCode === 200 ? Buffer.concat(parts) : Buffer.alloc(0), isWhole })
      })
    })
    asked.end(body)
  })
}

export const serviceLife: Life = async (place, secret) => {
  const env = {
    RECORDS: place,
    RECORDS_KEY: secret,
    RECORDS_ANONYMOUS: 'full',
    MCP: 'true',
    LOG_LEVEL: 'info'
  }
  const service = await start('true', '', env)
  const agent = new Agent({ keepAlive: true })
  const answers: Answered[] = []
  let first: () => void = () => {}
  const begun = new Promise<void>(resolve => {
    first = resolve
  })
  const callers = WAYS.map(async ([path, body, type, accept, read]) => {
    while (service.isRunning()) {
      const came = await ask(service.port, agent, path, body, { 'content-type': type, accept })
      if (!came) return
      answers.push(...read(came))
      if (answers.length > 0) first()
    }
  })
  await Promise.race([begun, Promise.all(callers), once(service.child, 'exit')])
  await setTimeout(WITHIN * Math.random())
  await service.stop()
  await Promise.all(callers)
  agent.destroy()
  return answers
}
