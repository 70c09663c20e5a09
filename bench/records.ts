/** What it costs to put every decision on record before it is answered, and to count for GET /metrics. */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { newSecret } from '../src/records/keys.ts'
import { partial } from './applicants.ts'
import { built, root } from './built.ts'
import { requestsFor, type Turn, turnOf } from './http/index.ts'
import type { Line } from './line.ts'
import { ratios, spreadOf } from './rounds.ts'
import { start } from './servers.ts'
import { type Row, shown, time } from './table.ts'

const APPLICANTS = 24
const bodies = () =>
  partial(APPLICANTS).map(facts => JSON.stringify({ asOf: '2022-07-01', facts, explain: 'summary' }))

const median = (values: readonly number[]) => spreadOf(values).median

/** Over HTTP, with records in files on this disk and without. */
async function recorded(rounds: number, seconds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(root, '.tap-bench-records-'))
  const args = [`${root}dist/server.js`]
  const plain = await start(args)
  const keeping = await start(args, { RECORDS: folder, RECORDS_KEY: newSecret() })
  const client = fork(fileURLToPath(new URL('./http/client.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx']
  })
  try {
    const asked = bodies()
    const requests = await requestsFor(client, plain, asked, seconds)
    await turnOf(client, keeping, asked, requests)
    const without: Turn[] = []
    const withThem: Turn[] = []
    for (let round = 0; round < rounds; round++) {
      without.push(await turnOf(client, plain, asked, requests))
      withThem.push(await turnOf(client, keeping, asked, requests))
    }
    const of = (turns: readonly Turn[]) => turns.map(({ throughput }) => throughput)
    return [
      {
        line: 'records',
        what: 'requests a second, with records in files / without, summary',
        ratio: ratios(of(withThem), of(without)),
        goal: { atLeast: 0.7 },
        scale: `${shown(median(of(withThem)))} / ${shown(median(of(without)))} /s`
      }
    ]
  } finally {
    client.kill()
    await plain.stop()
    await keeping.stop()
    rmSync(folder, { recursive: true })
  }
}

/** Within this process, by its processor: counting is far less than the noise of a network. */
async function counted(rounds: number, turn: number): Promise<Row[]> {
  const { buildApp } = await built.app()
  const { readPlan } = await built.plan()
  const plan = readPlan()
  const counting = await buildApp(plan)
  const silent = await buildApp({ ...plan, metrics: false })
  const asked = bodies()
  const turnWith = async (app: FastifyInstance): Promise<number> => {
    const before = process.cpuUsage()
    for (let at = 0; at < turn; at++) {
      const payload = asked[at % asked.length] as string
      const headers = { 'content-type': 'application/json' }
      const { statusCode } = await app.inject({ method: 'POST', url: '/eligibility', payload, headers })
      if (statusCode !== 200) throw new Error(`answered with ${statusCode}`)
    }
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000 / turn
  }
  const [ours, others]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    const [one, other] = [await turnWith(counting), await turnWith(silent)]
    // The first warms up.
    if (round > 0) {
      ours.push(one)
      others.push(other)
    }
  }
  await counting.close()
  await silent.close()
  return [
    {
      line: 'records',
      what: 'processor a request, with metrics / without, summary',
      ratio: ratios(ours, others),
      goal: { atMost: 1.03 },
      scale: `${time(median(ours))} / ${time(median(others))}`
    }
  ]
}

export const records: Line = async ({ quick, rounds }) => [
  ...(await recorded(quick ? 3 : 9, quick ? 0.5 : 1)),
  ...(await counted(rounds, 200))
]
