/** The store and the keys that a command works with, from its options or the environment. */
import { statSync } from 'node:fs'
import { Keys, PublicKeys } from '../../records/keys.ts'
import { Ledger } from '../../records/ledger.ts'
import { PostgresSink } from '../../records/postgres/sink.ts'
import type { Sink } from '../../records/sink.ts'
import { sinkAt } from '../../records/store.ts'
import { ENGINE } from '../../version.ts'
import { Usage } from '../frame/command.ts'

export const STORE = { records: { type: 'string', default: process.env.RECORDS ?? '' } } as const

/** Runs with one key or the other, and says in a line what is wrong with it. */
function usable<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new Usage((error as Error).message)
  }
}

export const keysIn = (secret = process.env.RECORDS_KEY ?? ''): Keys => usable(() => Keys.read(secret))

/** @param publicKey what is needed to verify; from the secret when left out */
export const publicKeysIn = (publicKey: string | undefined): PublicKeys =>
  publicKey === undefined ? keysIn().public : usable(() => PublicKeys.read(publicKey))

/** Works on the store, and lets it go. */
export async function withStore<T>(place: string, work: (sink: Sink) => Promise<T>): Promise<T> {
  if (place === '') throw new Usage('say where the records are: --records, or RECORDS of the environment')
  const sink = await sinkAt(place)
  if (!(sink instanceof PostgresSink) && !statSync(place, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Usage(`there is no folder ${place}`)
  }
  try {
    return await work(sink)
  } finally {
    await sink.close()
  }
}

/** The logs of a store: one in a folder, one of each process in a database. */
export async function* logsOf(sink: Sink): AsyncGenerator<Sink> {
  if (!(sink instanceof PostgresSink)) yield sink
  else for (const log of await sink.logs()) yield sink.of(log)
}

/** To read and to erase; the service may have it open meanwhile. */
export const ledgerOf = (sink: Sink): Ledger => new Ledger(sink, { keys: keysIn(), engine: ENGINE })
