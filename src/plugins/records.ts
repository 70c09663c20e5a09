/**
 * Puts decisions on record: an answer leaves when its record is on disk. Where that cannot be done, the client has
 * chosen whether it wants no answer, or one that says that it is not recorded.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { withId, withMember } from '../batch/marking.ts'
import type { OutcomeCount } from '../batch/outcome-counts.ts'
import type { Recording } from '../clients/format.ts'
import { type Decided, decidedIn, type Envelope, outcomesOf } from '../records/decided.ts'
import type { Ledger } from '../records/ledger.ts'
import type { Stamp } from '../records/record.ts'
import { Recorder } from './recorder.ts'

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
    /** every rule set that is served: what is said rests on no other */
    served: readonly Stamp[]
    /** hears what was decided otherwise than in the answer to one request */
    tally: Tally
    /** puts what a request decides on record; null where it is not */
    recorderFor(request: FastifyRequest): Recorder | null
  }
}

/** What counts decisions; nothing does where there are no metrics. */
export interface Tally {
  decided(decided: Decided): void
  outcomes(counts: Iterable<OutcomeCount>): void
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

const HOUR = 3_600_000

export const records = fp<RecordsOptions>(
  async (app: FastifyInstance, { ledger, policies, anonymous = 'none', keepDays }) => {
    app.decorate('ledger', ledger)
    app.decorate('served', policies)
    app.decorate('tally', { decided: () => {}, outcomes: () => {} })
    app.decorateRequest('decided', null)
    app.addHook('preSerialization', (request, _reply, payload, done) => {
      if (request.routeOptions.config.decides)
        request.decided = { ...decidedIn(payload as Envelope), policies }
      done(null, payload)
    })
    app.decorate('recorderFor', (request: FastifyRequest) => {
      const { client } = request
      const keep = client ? client.record : anonymous
      if (!ledger || keep === 'none') return null
      return new Recorder(ledger, { keep, refuses: client?.unrecorded !== 'answer' }, request)
    })
    if (!ledger) return

    ledger.onFailure = error => app.log.error(`records: ${error.message}`)

    app.addHook('onSend', (request, reply, payload, done) => {
      const { decided } = request
      const recorder = reply.statusCode === 200 && decided ? app.recorderFor(request) : null
      if (!recorder || !decided) return done(null, payload)
      const plain = Buffer.isBuffer(payload) ? payload : Buffer.from(payload as string)
      const failed = () => {
        try {
          recorder.fail(1)
          done(null, withMember(plain, '"recorded":false'))
        } catch (error) {
          done(error as Error)
        }
      }
      try {
        const { policies, asOf, amounts } = decided
        const asked = JSON.stringify({ ...(request.body as object), asOf })
        const taken = { policies, asOf, outcomes: outcomesOf(decided), amounts, request: asked }
        const { id, body, written } = recorder.append(taken, id => withId(plain, id))
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
