/**
 * Starts what `npm run build` made on the Node that runs this, and asks it a little of everything: for the versions of
 * Node that the suite is not run on.
 */
import { deepEqual, equal } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const AS_OF = '2022-07-01'
const FACTS = { startup: { qualifiesForSubsidy: true, districtWorkersHired: 7 } }

const server = spawn(process.execPath, [fileURLToPath(new URL('../dist/server.js', import.meta.url))], {
  env: { ...process.env, HOST: '127.0.0.1', PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit']
})
const ended = once(server, 'exit')

/** The address that the log says, once it does. */
async function listening(): Promise<string> {
  for await (const line of createInterface(server.stdout)) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
    if (address) return address
  }
  throw new Error('it ended before it listened')
}

try {
  const origin = await listening()
  server.stdout.resume()
  const read = async (path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(
      origin + path,
      body ? { method: 'POST', headers, body: JSON.stringify(body) } : {}
    )
    equal(answer.status, 200, path)
    return (await answer.json()) as Record<string, unknown>
  }
  // Ready once everything that is loaded beside the first requests is there.
  while (!(await fetch(`${origin}/health/ready`)).ok) await setTimeout(100)
  const { amount } = await read('/calculate', { asOf: AS_OF, measure: 'job-creation-award', facts: FACTS })
  equal((amount as { value: string }).value, '50000.00')
  const { summary } = await read('/eligibility', {
    asOf: AS_OF,
    measures: ['job-creation-award'],
    facts: FACTS,
    explain: 'full'
  })
  deepEqual(summary, { eligible: 1, ineligible: 0, undetermined: 0 })
  const { matches } = await read('/answers', { asOf: AS_OF, question: '创业带动就业的奖励，招了七个人' })
  equal((matches as { measure: string }[])[0]?.measure, 'job-creation-award')
  const batch = await fetch(`${origin}/eligibility/batch?measures=job-creation-award&asOf=${AS_OF}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${JSON.stringify({ id: '1', facts: FACTS })}\n`
  })
  equal(JSON.parse((await batch.text()).split('\n')[0] as string).eligible[0].measure, 'job-creation-award')
  equal((await fetch(`${origin}/docs/`)).status, 200)
  server.kill('SIGTERM')
  deepEqual(await ended, [0, null])
  process.stdout.write(`Node ${process.version}: started, asked, stopped\n`)
} finally {
  server.kill('SIGKILL')
}
