/**
 * Puts decisions on record: an answer leaves when its record is on disk. Where that cannot be done, the client has
 * chosen whether it wants no answer, or one that says that it is not recorded.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Recording } from '../clients/format.ts'
import { type Decided, decidedIn, type Envelope, outcomesOf } from '../records/decided.ts'
import type { Ledger } from '../records/ledger.ts'
import type { Draft, Stamp } from '../records/record.ts'
import { ProblemError } from './problems.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** whether its answers are decisions */
    decides?: boolean
  }
  interface FastifyRequest {
    /** what was decided; null where nothing was */
    decided: Decided | null
  }
  interface FastifyInstance {
    ledger: Ledger | null
    /** records the lines of a batch; null where they are not recorded */
    lineRecorder(request: FastifyRequest, batch: Batch): RecordLines | null
  }
}

export interface RecordsOptions {
  /** null where nothing is recorded */
  ledger: Ledger | null
  /** every rule set that is served: what is said rests on no other */
  policies: readonly Stamp[]
  /** what is kept of a decision where clients are not known */
  anonymous?: Recording
  /** days that records are kept; for good when left out */
  keepDays?: number
}

/** What lines of a batch have in common. */
export interface Batch {
  policies: readonly Stamp[]
  /** as the query says them */
  options: object
}

/** Takes answers to some lines, and gives them back when they are on record, each with its id. */
export type RecordLines = (answers: Buffer, asked: readonly string[]) => Promise<Buffer>

const HOUR = 3_600_000
const LF = 0x0a

/** Puts a member in front of a JSON object. */
const withMember = (object: Uint8Array, member: string) =>
  Buffer.concat([Buffer.from(`{${member},`), object.subarray(1)])

const notRecorded = () =>
  new ProblemError('not-recorded', '这个决定现在不能留下记录，所以没有作答，请稍后再试。')

/** What a line of a batch says. */
interface LineAnswer {
  asOf: string
  eligible: { measure: string }[]
  undetermined?: string[]
  ineligible?: string[]
}

function outcomesOfLine({
  eligible,
  undetermined = [],
  ineligible = []
}: LineAnswer): Record<string, string> {
  const outcomes: Record<string, string> = {}
  for (const { measure } of eligible) outcomes[measure] = 'eligible'
  for (const id of undetermined) outcomes[id] = 'undetermined'
  for (const id of ineligible) outcomes[id] = 'ineligible'
  return outcomes
}

function linesIn(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let from = 0, to = bytes.indexOf(LF); to >= 0; from = to + 1, to = bytes.indexOf(LF, from)) {
    lines.push(bytes.subarray(from, to))
  }
  return lines
}

const isAnswer = (line: Buffer) => line.subarray(0, 6).toString('latin1') === '{"id":'

export const records = fp<RecordsOptions>(
  async (app: FastifyInstance, { ledger, policies, anonymous = 'none', keepDays }) => {
    app.decorate('ledger', ledger)
    app.decorateRequest('decided', null)
    app.addHook('preSerialization', (request, _reply, payload, done) => {
      if (request.routeOptions.config.decides)
        request.decided = { ...decidedIn(payload as Envelope), policies }
      done(null, payload)
    })
    const keptOf = ({ client }: FastifyRequest): 'hashed' | 'full' | null => {
      const record = client ? client.record : anonymous
      return record === 'none' ? null : record
    }
    const refuses = ({ client }: FastifyRequest) => client?.unrecorded !== 'answer'
    const unrecorded = (request: FastifyRequest, body: Buffer): Buffer => {
      if (refuses(request)) throw notRecorded()
      return withMember(body, '"recorded":false')
    }

    if (!ledger) {
      app.decorate('lineRecorder', () => null)
      return
    }

    ledger.onFailure = error => app.log.error(`records: ${error.message}`)

    app.decorate('lineRecorder', (request: FastifyRequest, { policies, options }: Batch) => {
      const keep = keptOf(request)
      if (!keep) return null
      const one = (line: Buffer, asked: string) => {
        const { asOf, ...answer } = JSON.parse(line.toString()) as LineAnswer
        let body = line
        const { written } = ledger.append(id => {
          body = withMember(line, `"decisionId":"${id}"`)
          const common = {
            client: request.client?.id ?? null,
            route: 'POST /eligibility/batch',
            policies,
            asOf
          }
          const outcomes = outcomesOfLine({ asOf, ...answer })
          return {
            ...common,
            outcomes,
            amounts: {},
            request: JSON.stringify({ options, line: asked }),
            keep,
            body
          }
        })
        return { body, written }
      }
      return async (answers: Buffer, asked: readonly string[]) => {
        const lines = linesIn(answers)
        const parts: Buffer[] = []
        const end = Buffer.of(LF)
        try {
          const waiting: Promise<void>[] = []
          for (const [at, line] of lines.entries()) {
            if (!isAnswer(line)) {
              parts.push(line, end)
              continue
            }
            const { body, written } = one(line, asked[at] as string)
            // The rejection surfaces at the await below, unless a later line fails at once.
            written.catch(() => {})
            waiting.push(written)
            parts.push(body, end)
          }
          await Promise.all(waiting)
          return Buffer.concat(parts)
        } catch {
          ledger.counts.failed += lines.filter(isAnswer).length
          const marked = lines.flatMap(line => [isAnswer(line) ? unrecorded(request, line) : line, end])
          return Buffer.concat(marked)
        }
      }
    })

    app.addHook('onSend', (request, reply, payload, done) => {
      const { decided } = request
      const keep = keptOf(request)
      if (!decided || !keep || reply.statusCode !== 200) return done(null, payload)
      const plain = Buffer.isBuffer(payload) ? payload : Buffer.from(payload as string)
      const failed = () => {
        ledger.counts.failed++
        try {
          done(null, unrecorded(request, plain))
        } catch (error) {
          done(error as Error)
        }
      }
      try {
        let body = plain
        const { id, written } = ledger.append(id => {
          body = withMember(plain, `"decisionId":"${id}"`)
          const { policies, asOf, amounts } = decided
          return {
            client: request.client?.id ?? null,
            route: `${request.method} ${request.routeOptions.url}`,
            policies,
            asOf,
            outcomes: outcomesOf(decided),
            amounts,
            request: JSON.stringify({ ...(request.body as object), asOf }),
            keep,
            body
          } satisfies Draft
        })
        written.then(() => {
          reply.header('x-decision-id', id)
          done(null, body)
        }, failed)
      } catch {
        failed()
      }
    })

    if (keepDays !== undefined) {
      const drop = () => ledger.keepDays(keepDays).catch(error => app.log.error(error))
      const timer = setInterval(drop, HOUR).unref()
      app.addHook('onReady', async () => void drop())
      app.addHook('onClose', async () => clearInterval(timer))
    }
    app.addHook('onClose', async () => ledger.close())
  },
  { name: 'records' }
)
