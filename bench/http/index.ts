/** POST /eligibility on loopback against a bare route that validates and serialises the same. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { partial } from '../applicants.ts'
import { root } from '../built.ts'
import type { Line } from '../line.ts'
import { ratios, spreadOf } from '../rounds.ts'
import { processorOf, type Server, start } from '../servers.ts'
import { type Goal, type Row, shown } from '../table.ts'
import type { Job, Seen } from './client.ts'

const LEVELS = ['none', 'summary', 'full'] as const
const GOALS: Record<(typeof LEVELS)[number], Goal> = {
  none: { atLeast: 0.9 },
  summary: { atLeast: 0.9 },
  full: { atLeast: 1.3 }
}
/** Most rounds where ours and the bare route are close. That level comes first, and warms up what all of them share. */
const FULL = {
  none: { rounds: 13, seconds: 1 },
  summary: { rounds: 4, seconds: 1 },
  full: { rounds: 4, seconds: 1 }
}
const QUICK: typeof FULL = {
  none: { rounds: 5, seconds: 1 },
  summary: { rounds: 1, seconds: 0.3 },
  full: { rounds: 1, seconds: 0.3 }
}
const APPLICANTS = 24
const AS_OF = '2022-07-01'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

async function post(url: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/eligibility`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return response.text()
}

/** Every body once, one after the other. */
async function answersOf({ url }: Server, bodies: readonly string[]): Promise<string[]> {
  const answers: string[] = []
  for (const body of bodies) answers.push(await post(url, body))
  return answers
}

const bytesOf = (answers: readonly string[]) =>
  answers.reduce((sum, text) => sum + Buffer.byteLength(text), 0)

export interface Turn extends Seen {
  /** milliseconds of the server's processor for a request */
  processor: number | null
}

export async function turnOf(
  client: ChildProcess,
  server: Server,
  bodies: readonly string[],
  requests: number
) {
  const before = processorOf(server.pid)
  const job: Job = { url: server.url, bodies, requests }
  client.send(job)
  const [seen] = (await once(client, 'message')) as [Seen]
  const after = processorOf(server.pid)
  const used = before === null || after === null ? null : (after - before) / requests
  return { ...seen, processor: used } satisfies Turn
}

/** How many requests make a turn of some seconds; also the warm-up, without which the slowest are those that came first. */
export async function requestsFor(
  client: ChildProcess,
  server: Server,
  bodies: readonly string[],
  seconds: number
) {
  let requests = APPLICANTS
  for (let step = 0; step < 3; step++) {
    const { throughput } = await turnOf(client, server, bodies, requests)
    requests = Math.max(APPLICANTS, Math.ceil(throughput * seconds))
  }
  return requests
}

function rowsOf(level: (typeof LEVELS)[number], ours: readonly Turn[], bare: readonly Turn[], bytes: number) {
  const of = (turns: readonly Turn[], figure: keyof Turn) => turns.map(turn => turn[figure] as number)
  const row = (what: string, ratio: Row['ratio'], goal: Row['goal'], scale: string): Row => ({
    line: 'http',
    what: `${what}, ${level}`,
    ratio,
    goal,
    scale
  })
  const median = (turns: readonly Turn[], figure: keyof Turn) => shown(spreadOf(of(turns, figure)).median)
  const both = (figure: keyof Turn, unit: string) =>
    `${median(ours, figure)} / ${median(bare, figure)} ${unit}`
  const rows = [
    row(
      'requests a second, ours / bare route',
      ratios(of(ours, 'throughput'), of(bare, 'throughput')),
      GOALS[level],
      `${both('throughput', '/s')}, ${(bytes / 1024).toFixed(0)} KB an answer`
    ),
    row('p99, ours / bare route', ratios(of(ours, 'p99'), of(bare, 'p99')), { atMost: 1 }, both('p99', 'ms'))
  ]
  if (ours[0]?.processor === null) return rows
  const ratio = ratios(of(bare, 'processor'), of(ours, 'processor'))
  const scale = `${median(bare, 'processor')} / ${median(ours, 'processor')} ms`
  return [...rows, row("server's processor a request, bare route / ours", ratio, null, scale)]
}

export const http: Line = async ({ quick }) => {
  const pace = quick ? QUICK : FULL
  const folder = mkdtempSync(join(tmpdir(), 'bench-http-'))
  const applicants = partial(APPLICANTS)
  const bodiesAt = (explain: string) =>
    applicants.map(facts => JSON.stringify({ asOf: AS_OF, facts, explain }))
  const service = await start([`${root}dist/server.js`])
  const client = fork(here('./client.ts'), { execArgv: ['--import', 'tsx'] })
  const rows: Row[] = []
  try {
    const given = new Map<string, string[]>()
    for (const level of LEVELS) given.set(level, await answersOf(service, bodiesAt(level)))
    const file = join(folder, 'answers.json')
    writeFileSync(file, `{${[...given].map(([level, texts]) => `"${level}":[${texts}]`)}}`)
    const bare = await start(['--import', 'tsx', here('./bare.ts'), file])
    try {
      for (const level of LEVELS) {
        const bytes = bytesOf(given.get(level) as string[])
        const others = bytesOf(await answersOf(bare, bodiesAt(level)))
        if (bytes !== others) throw new Error(`${level}: ${bytes} bytes of ours, ${others} of the bare route`)
      }
      for (const level of LEVELS) {
        const { rounds, seconds } = pace[level]
        const bodies = bodiesAt(level)
        const ours: Turn[] = []
        const theirs: Turn[] = []
        const requests = { ours: await requestsFor(client, service, bodies, seconds), bare: 0 }
        requests.bare = await requestsFor(client, bare, bodies, seconds)
        for (let round = 0; round < rounds; round++) {
          ours.push(await turnOf(client, service, bodies, requests.ours))
          theirs.push(await turnOf(client, bare, bodies, requests.bare))
        }
        rows.push(...rowsOf(level, ours, theirs, bytesOf(given.get(level) as string[]) / APPLICANTS))
      }
    } finally {
      await bare.stop()
    }
  } finally {
    client.kill()
    await service.stop()
    rmSync(folder, { recursive: true })
  }
  return rows
}
