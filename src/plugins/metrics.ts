/**
 * GET /metrics for Prometheus. What is counted on every request is counted in plain numbers, and handed over when it is
 * asked for; labels are routes, statuses, measures, outcomes, names of facts and of clients, never a value.
 * @see https://github.com/siimon/prom-client
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Decided } from '../records/decided.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** the port of the metrics; only where they have one of their own */
    metricsPort(): number
  }
}

export interface MetricsOptions {
  /** where metrics are served apart from the service; beside it when left out */
  apart?: { host: string; port: number }
}

/** Seconds; from one measure to a replay. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]
const UNKNOWN = 'unknown'
/** Between the labels of a count that is kept. */
const APART = '\n'

/** Counts by labels. */
class Counts extends Map<string, number> {
  add(key: string, count = 1): void {
    this.set(key, (this.get(key) ?? 0) + count)
  }
}

export const metrics = fp<MetricsOptions>(
  async (app: FastifyInstance, { apart }) => {
    const register = new Registry()
    collectDefaultMetrics({ register })

    /** A counter that takes its values from counts. */
    const counter = <L extends string>(name: string, help: string, labelNames: L[]) => {
      const counts = new Counts()
      const made = new Counter({
        name,
        help,
        labelNames,
        registers: [register],
        collect() {
          this.reset()
          for (const [key, count] of counts) {
            const values = key.split(APART)
            const labels = labelNames.map((label, at) => [label, values[at] as string])
            this.inc(Object.fromEntries(labels), count)
          }
        }
      })
      return { counts, made }
    }
    const requests = counter('http_requests_total', 'Requests answered.', [
      'method',
      'route',
      'status'
    ]).counts
    const decisions = counter('decisions_total', 'Decisions.', ['measure', 'outcome']).counts
    const missing = counter('decisions_missing_total', 'Answers that ask for a fact first.', ['fact']).counts
    const quota = counter('quota_refusals_total', 'Requests over a quota.', ['client']).counts
    const unanswered = counter('questions_unanswered_total', 'Questions that nothing matches.', []).counts
    const seconds = new Histogram({
      name: 'http_request_seconds',
      help: 'Time to answer.',
      labelNames: ['route'],
      buckets: BUCKETS,
      registers: [register]
    })
    for (const [kind, help] of [
      ['written', 'Decisions put on record.'],
      ['failed', 'Decisions that could not be put on record.']
    ] as const) {
      new Counter({
        name: `records_${kind}_total`,
        help,
        registers: [register],
        collect() {
          this.reset()
          this.inc(app.ledger?.counts[kind] ?? 0)
        }
      })
    }

    const count = (decided: Decided) => {
      for (let at = 0; at < decided.measures.length; at++) {
        const outcome = decided.outcomes[at]
        if (outcome) decisions.add((decided.measures[at] as { id: string }).id + APART + outcome)
      }
      if (decided.missing) missing.add(decided.missing)
      if (decided.isUnanswered) unanswered.add('')
    }
    app.tally.decided = count
    app.tally.outcomes = counts => {
      for (const [measure, outcome, lines] of counts) decisions.add(measure + APART + outcome, lines)
    }
    app.onRefusal(client => quota.add(client))
    app.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? UNKNOWN
      requests.add(request.method + APART + route + APART + reply.statusCode)
      seconds.observe({ route }, reply.elapsedTime / 1000)
      if (request.decided && reply.statusCode === 200) count(request.decided)
      done()
    })

    if (!apart) {
      app.get(
        '/metrics',
        { config: { scope: 'read', besideTheLoad: true }, logLevel: 'warn', schema: { hide: true } },
        async (_request, reply) => reply.type(register.contentType).send(await register.metrics())
      )
      return
    }
    const server = createServer(async (request, response) => {
      const isAsked = request.method === 'GET' && request.url === '/metrics'
      response.writeHead(isAsked ? 200 : 404, { 'content-type': register.contentType })
      response.end(isAsked ? await register.metrics() : '')
    })
    app.decorate('metricsPort', () => (server.address() as AddressInfo).port)
    app.addHook('onReady', async () => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(apart.port, apart.host, resolve)
      })
    })
    app.addHook('onClose', async () => {
      server.close()
      server.closeAllConnections()
    })
  },
  { name: 'metrics' }
)
