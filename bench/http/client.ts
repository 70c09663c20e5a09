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
  non2xx: number
  errors: number
}
type OnResponse = (client: unknown, status: number, bytes: number, milliseconds: number) => void
interface Running extends Promise<Result> {
  on(event: 'response', listener: OnResponse): void
}
type Autocannon = (options: object) => Running

const CONNECTIONS = 10
/** Milliseconds between two looks at the clock. */
const SAMPLE = 20

/** What 99 of a hundred stay below. */
function p99Of(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.99) - 1] as number
}

const name = 'autocannon'
const { default: autocannon } = (await import(name)) as { default: Autocannon }

process.on('message', async ({ url, bodies, requests }: Job) => {
  const headers = { 'content-type': 'application/json' }
  const running = autocannon({
    url,
    connections: CONNECTIONS,
    amount: requests,
    sampleInt: SAMPLE,
    requests: bodies.map(body => ({ method: 'POST', path: '/eligibility', headers, body }))
  })
  // Its own percentiles are of whole milliseconds: an eighth more or less of what is measured here.
  const times: number[] = []
  running.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds))
  const result = await running
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`)
  const seen: Seen = { throughput: requests / result.duration, p99: p99Of(times) }
  process.send?.(seen)
})
process.once('disconnect', () => process.exit())
