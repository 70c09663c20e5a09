/**
 * `npm run fuzz -- [--requests 2000 | --seconds 1800] [--seed 1] [--url http://…]`: sends the built service what it may
 * not expect, drawn from the contract and the vocabulary, and holds its answers against the contract and against each
 * other. What was once answered wrong goes first. The same seed draws the same requests, and `--requests` sends the
 * same number of them on every machine; with `--seconds` it goes as far as the machine gets. Exit code 1 when anything
 * was wrong.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import fc, { type Arbitrary } from 'fast-check'
import { root } from '../bench/built.ts'
import { start } from '../bench/servers.ts'
import { needsOf, type Sample, samplesOf } from './applicants.ts'
import { send } from './exchange.ts'
import { relations } from './relations.ts'
import { requests } from './requests.ts'
import { answerFault } from './verdicts.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    url: { type: 'string' }
  }
})
/** Requests drawn at a time, and how many of them are under way at once. */
const ROUND = 200
const AT_ONCE = 8
/** More faults than this are not listed. */
const LISTED = 20

const seed = Number(values.seed)
const seconds = Number(values.seconds ?? Number.POSITIVE_INFINITY)
const most = Number(values.requests ?? (values.seconds === undefined ? 2000 : Number.POSITIVE_INFINITY))
if (!Number.isInteger(seed) || !(seconds > 0) || !(most > 0))
  throw new Error('--requests and --seconds take a number above 0, --seed a whole number')

/** Samples that were once answered wrong, or wrongly judged. */
const known = JSON.parse(readFileSync(`${root}fuzz/known.json`, 'utf8')) as Sample[]

const statuses = new Map<number, number>()
const held = new Map<string, number>()
const faults: string[] = []
let slowest = 0
let sent = 0

const count = <K>(map: Map<K, number>, key: K) => map.set(key, (map.get(key) ?? 0) + 1)

/** Works through a list, a few at once. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of left) await work(item)
    })
  )
}

/** Asks what must hold between answers, for some applicants. */
async function relate(url: string, applicants: readonly Sample[]): Promise<void> {
  await each(applicants, async sample => {
    for (const [name, holds] of Object.entries(relations)) {
      const fault = await holds(url, sample).catch(String)
      count(held, name)
      if (fault) faults.push(`${name}: ${fault}\n  ${JSON.stringify(sample)}`)
    }
  })
}

async function round(url: string, samples: Arbitrary<Sample>, number: number): Promise<void> {
  await each(fc.sample(requests, { seed: seed + number, numRuns: ROUND }), async request => {
    sent++
    const say = (fault: string) =>
      faults.push(
        `${fault}\n  ${request.method} ${request.path.slice(0, 200)} (${request.note}) ${JSON.stringify(request.headers)}\n  ${request.body?.toString().slice(0, 600) ?? ''}`
      )
    try {
      const received = await send(url, request)
      count(statuses, received.status)
      slowest = Math.max(slowest, received.milliseconds)
      const fault = answerFault(request, received)
      if (fault) say(fault)
    } catch (error) {
      say(String(error))
    }
  })
  await relate(url, fc.sample(samples, { seed: seed + number, numRuns: ROUND / 8 }))
}

const service = values.url ? undefined : await start([`${root}dist/server.js`])
const url = values.url ?? (service?.url as string)
const until = performance.now() + seconds * 1000
await relate(url, known)
const samples = samplesOf(await needsOf(url))
for (let number = 0; sent < most && performance.now() < until; number++) await round(url, samples, number)
await service?.stop()

console.log(`seed ${seed}: ${sent} requests, slowest answer ${Math.round(slowest)} ms`)
console.log(
  [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, times]) => `  ${status}: ${times}`)
    .join('\n')
)
for (const [name, times] of held) console.log(`  ${times} × ${name}`)
console.log(faults.slice(0, LISTED).join('\n'))
console.log(`${sent} passed, ${faults.length} failed`)
process.exit(faults.length > 0 ? 1 : 0)
