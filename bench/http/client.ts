/** The caller, in a process of its own: for each job that it is sent, some requests, then what it saw. */

export interface Job {
  url: string
  bodies: readonly string[]
  /** how many requests to send */
  requests: number
}

export interface Seen {
  /** requests a second */
  throughput: number
  /** milliseconds */
  p99: number
}

/** What is used of autocannon, which has no types. */
interface Result {
  duration: number
  latency: { p99: number }
  non2xx: number
  errors: number
}
type Autocannon = (options: object) => Promise<Result>

const CONNECTIONS = 10
/** Milliseconds between two looks at the clock. */
const SAMPLE = 20

const name = 'autocannon'
const { default: autocannon } = (await import(name)) as { default: Autocannon }

process.on('message', async ({ url, bodies, requests }: Job) => {
  const headers = { 'content-type': 'application/json' }
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    amount: requests,
    sampleInt: SAMPLE,
    requests: bodies.map(body => ({ method: 'POST', path: '/eligibility', headers, body }))
  })
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`)
  const seen: Seen = { throughput: requests / result.duration, p99: result.latency.p99 }
  process.send?.(seen)
})
process.once('disconnect', () => process.exit())
