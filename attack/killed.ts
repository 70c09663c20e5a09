/** Kills whoever takes decisions down, at random moments, again and again: what was answered must be on record. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { Keys, newSecret } from '../src/records/keys.ts'
import { Ledger } from '../src/records/ledger.ts'
import type { Sink } from '../src/records/sink.ts'
import { sinkAt } from '../src/records/store.ts'
import { verify } from '../src/records/verify.ts'

/** Milliseconds in which the kill comes, once the first decision was taken down. */
const WITHIN = 60

export interface Killed {
  kills: number
  answers: number
  /** answered, and not on record */
  lost: string[]
  faults: string[]
}

/** What a log is verified by. */
export type Log = Pick<Sink, 'segments' | 'heads'>

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
 * @param logsIn the logs that the place holds: a folder is one
 */
export async function killAgain(
  place: string,
  kills: number,
  args: string[],
  logsIn: (sink: Sink) => Promise<Log[]> = async sink => [sink]
): Promise<Killed> {
  const secret = newSecret()
  const keys = Keys.read(secret)
  const result: Killed = { kills, answers: 0, lost: [], faults: [] }
  const sink = await sinkAt(place)
  const ledger = new Ledger(sink, { keys, engine: '1.0.0' })
  for (let kill = 0; kill < kills; kill++) {
    const ids = await life([...args, place], { ...process.env, RECORDS_KEY: secret })
    result.answers += ids.length
    const found = await Promise.all(ids.map(id => ledger.find(id)))
    result.lost.push(...ids.filter((_, at) => found[at] === null))
  }
  const logs = await logsIn(sink)
  // Once more: what the last one left behind the signed end goes.
  const last = new Ledger(await sinkAt(place), { keys, engine: '1.0.0' })
  await last.open()
  await last.close()
  for (const log of logs) result.faults.push(...(await verify(log, keys.public)).faults)
  await sink.close()
  return result
}
