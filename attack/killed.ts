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

/** What was answered before a kill. */
export interface Answered {
  id: string
  /** of the answer as it came, where it is known */
  sha256?: string
}

export interface Killed {
  kills: number
  answers: number
  /** answered, and not on record, or not as it was answered */
  lost: string[]
  faults: string[]
}

/** What a log is verified by. */
export type Log = Pick<Sink, 'segments' | 'heads'>

/** One life of a process, to its kill. @returns what it answered */
export type Life = (place: string, secret: string) => Promise<Answered[]>

/** A process that says ids. @param args of node, that run attack/ledger */
export const ledgerLife =
  (args: readonly string[]): Life =>
  async (place, secret) => {
    const env = { ...process.env, RECORDS_KEY: secret }
    const child = spawn(process.execPath, [...args, place], { env, stdio: ['ignore', 'pipe', 'inherit'] })
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
    return said
      .split('\n')
      .slice(0, -1)
      .map(id => ({ id }))
  }

/** Whether an answer is on record, as it was answered. */
async function isKept(ledger: Ledger, { id, sha256 }: Answered): Promise<boolean> {
  const found = await ledger.find(id)
  return found !== null && (sha256 === undefined || found.record.body === `sha256:${sha256}`)
}

/**
 * @param place where records are kept: a folder, or postgres://…
 * @param logsIn the logs that the place holds: a folder is one
 */
export async function killAgain(
  place: string,
  kills: number,
  life: Life,
  logsIn: (sink: Sink) => Iterable<Log> | AsyncIterable<Log> = sink => [sink]
): Promise<Killed> {
  const secret = newSecret()
  const keys = Keys.read(secret)
  const result: Killed = { kills, answers: 0, lost: [], faults: [] }
  const sink = await sinkAt(place)
  const ledger = new Ledger(sink, { keys, engine: '1.0.0' })
  for (let kill = 0; kill < kills; kill++) {
    const answers = await life(place, secret)
    result.answers += answers.length
    const kept = await Promise.all(answers.map(one => isKept(ledger, one)))
    result.lost.push(...answers.filter((_, at) => !kept[at]).map(({ id }) => id))
  }
  // Once more: what the last one left behind the signed end goes.
  const last = new Ledger(await sinkAt(place), { keys, engine: '1.0.0' })
  await last.open()
  await last.close()
  for await (const log of logsIn(sink)) result.faults.push(...(await verify(log, keys.public)).faults)
  await sink.close()
  return result
}
