/**
 * `npm run fuzz -- [--seconds 30] [--seed 1] [--url http://…]`: sends the built service what it may not expect, drawn
 * from the contract and the vocabulary, and holds its answers against the contract and against each other. The same
 * seed draws the same requests. Exit code 1 when anything was wrong.
 */
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { root } from '../bench/built.ts'
import { start } from '../bench/servers.ts'
import { send } from './exchange.ts'
import { relations, samples, saysPossible } from './relations.ts'
import { requests } from './requests.ts'
import { answerFault } from './verdicts.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    url: { type: 'string' }
  }
})
const seconds = Number(values.seconds)
const seed = Number(values.seed)
if (!(seconds > 0) || !Number.isInteger(seed))
  throw new Error('--seconds takes a number, --seed a whole number')

/** Requests drawn at a time, and how many of them are under way at once. */
const ROUND = 200
const AT_ONCE = 8
/** More faults than this are not listed. */
const LISTED = 20

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

async function round(url: string, number: number): Promise<void> {
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
  await each(fc.sample(samples, { seed: seed + number, numRuns: ROUND / 8 }), async sample => {
    for (const [name, holds] of Object.entries(relations)) {
      const fault = await holds(url, sample).catch(String)
      count(held, name)
      if (fault) faults.push(`${name}: ${fault}\n  ${JSON.stringify(sample)}`)
    }
  })
}

const service = values.url ? undefined : await start([`${root}dist/server.js`])
const url = values.url ?? (service?.url as string)
const until = performance.now() + seconds * 1000
for (let number = 0; performance.now() < until; number++) await round(url, number)
await service?.stop()

console.log(`seed ${seed}: ${sent} requests, slowest answer ${Math.round(slowest)} ms`)
console.log(
  [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, times]) => `  ${status}: ${times}`)
    .join('\n')
)
for (const [name, times] of held) console.log(`  ${times} × ${name}`)
if (!saysPossible) console.log('  bounds: not asked, the contract has no `possible`')
console.log(faults.slice(0, LISTED).join('\n'))
console.log(`${sent} passed, ${faults.length} failed`)
process.exit(faults.length > 0 ? 1 : 0)
