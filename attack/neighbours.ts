/** A client that asks now and then, beside one in a rush: alone, beside a rush within its quota, and beyond it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { hashOf, newKey } from '../src/clients/key.ts'
import type { Finding } from './finding.ts'
import { start } from './service.ts'

const FLOOD = fileURLToPath(new URL('flood.ts', import.meta.url))
const QUIET = '{"asOf":"2022-07-01","facts":{},"measures":["state-owned-rent-relief"]}'
/** All measures in full: about two milliseconds each. */
const RUSH = '{"asOf":"2022-07-01","facts":{},"explain":"full"}'
const CONNECTIONS = 64
const ASKED = 50
/** Milliseconds between two questions of the quiet one. */
const PAUSE = 10
/** Milliseconds in which the quiet one must have 99 of a hundred answers beside a rush. */
const PATIENCE = 250

const client = (id: string, perMinute: number) => {
  const key = newKey(id)
  const quota = { perMinute, perDay: 1e9 }
  const common = { name: id, scopes: ['read', 'decide'], record: 'none', unrecorded: 'refuse' }
  return { key, entry: { id, keys: [hashOf(key)], quota, ...common } }
}

interface Times {
  p50: number
  p99: number
  refused: number
}

/** Asks one at a time. */
async function asked(port: number, key: string): Promise<Times> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const times: number[] = []
  let refused = 0
  for (let at = 0; at < ASKED; at++) {
    const before = performance.now()
    const question = request({
      port,
      agent,
      host: '127.0.0.1',
      path: '/eligibility',
      method: 'POST',
      headers
    })
    question.end(QUIET)
    const [answer] = await once(question, 'response')
    await once(answer.resume(), 'end')
    times.push(performance.now() - before)
    if (answer.statusCode !== 200) refused++
    await setTimeout(PAUSE)
  }
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] as number) * 10) / 10
  return { p50: at(0.5), p99: at(0.99), refused }
}

/** The same beside a rush. */
async function beside(port: number, key: string, rush: string): Promise<{ times: Times; counts: string }> {
  const args = [...process.execArgv, FLOOD, String(port), rush, String(CONNECTIONS), RUSH]
  const flood = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  let counts = ''
  flood.stdout.setEncoding('utf8').on('data', text => {
    counts += text
  })
  await setTimeout(1500)
  const times = await asked(port, key)
  const ended = once(flood, 'close')
  flood.stdin.end()
  await ended
  return { times, counts }
}

const shown = ({ p50, p99 }: Times) => `p50 ${p50}, p99 ${p99} ms`

export async function neighbours(): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), 'neighbours-'))
  const [quiet, rush, limited] = [client('quiet', 1e9), client('rush', 1e9), client('limited', 600)]
  const file = join(folder, 'clients.json')
  writeFileSync(file, JSON.stringify({ clients: [quiet, rush, limited].map(({ entry }) => entry) }))
  const service = await start('true', '', { CLIENTS: file })
  try {
    await asked(service.port, quiet.key)
    const alone = await asked(service.port, quiet.key)
    const within = await beside(service.port, quiet.key, rush.key)
    const beyond = await beside(service.port, quiet.key, limited.key)
    const all = [alone, within.times, beyond.times]
    return {
      attack: `a client beside another with ${CONNECTIONS} connections`,
      passed: all.every(({ refused, p99 }) => refused === 0 && p99 < PATIENCE),
      figures:
        `alone ${shown(alone)}; beside a rush ${shown(within.times)} (the rush: ${within.counts}); ` +
        `beside one over its quota ${shown(beyond.times)} (that one: ${beyond.counts})`
    }
  } finally {
    await service.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
