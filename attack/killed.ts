/** Kills whoever takes decisions down, at random moments, again and again: what was answered must be on record. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundle } from '../scripts/bundle.ts'
import { Keys, newSecret } from '../src/records/keys.ts'
import { Ledger } from '../src/records/ledger.ts'
import { PostgresSink } from '../src/records/postgres/sink.ts'
import { sinkAt } from '../src/records/store.ts'
import { verify } from '../src/records/verify.ts'
import type { Finding } from './finding.ts'

/** Milliseconds in which the kill comes, once the first decision was taken down. */
const WITHIN = 60

export interface Killed {
  kills: number
  answers: number
  /** answered, and not on record */
  lost: string[]
  faults: string[]
}

/** One life of the process. @returns the ids that it said */
async function life(args: string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), ended])
  await setTimeout(WITHIN * Math.random())
  child.kill('SIGKILL')
  await ended
  // A last line that was cut is no answer.
  return said.split('\n').slice(0, -1)
}

/**
 * @param place where records are kept: a folder, or postgres://…
 * @param args of node, that run attack/ledger
 */
export async function killAgain(place: string, kills: number, args: string[]): Promise<Killed> {
  const secret = newSecret()
  const keys = Keys.read(secret)
  const result: Killed = { kills, answers: 0, lost: [], faults: [] }
  const sink = await sinkAt(place)
  const ledger = new Ledger(sink, { keys, engine: '1.0.0' })
  for (let kill = 0; kill < kills; kill++) {
    const ids = await life([...args, place], { ...process.env, RECORDS_KEY: secret })
    result.answers += ids.length
    for (const id of ids) if (!(await ledger.find(id))) result.lost.push(id)
  }
  const logs = sink instanceof PostgresSink ? await sink.logs() : ['']
  // Once more: what the last one left behind the signed end goes.
  const last = new Ledger(await sinkAt(place), { keys, engine: '1.0.0' })
  await last.open()
  await last.close()
  for (const log of logs) {
    const { faults } = await verify(sink instanceof PostgresSink ? sink.of(log) : sink, keys.public)
    result.faults.push(...faults)
  }
  await sink.close()
  return result
}

/** `KILLS` of the environment, or 100; `RECORDS` for another place than a folder of its own. */
export async function records(): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'))
  const built = fileURLToPath(new URL('../.tap/killed', import.meta.url))
  await bundle(['attack/ledger', 'src/assets'], built, '.')
  try {
    const place = process.env.RECORDS ?? join(folder, 'log')
    const args = [`${built}/attack/ledger.js`]
    const { kills, answers, lost, faults } = await killAgain(place, Number(process.env.KILLS ?? 100), args)
    const passed = answers > kills && lost.length === 0 && faults.length === 0
    const figures = `${kills} kills, ${answers} answers, ${lost.length} lost, ${faults.length} faults in the log`
    return { attack: 'records', passed, figures }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    rmSync(built, { recursive: true, force: true })
  }
}
