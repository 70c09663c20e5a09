/** The attacks on records, on the built service. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../scripts/bundle.ts'
import { PostgresSink } from '../src/records/postgres/sink.ts'
import type { Sink } from '../src/records/sink.ts'
import { database, noPostgres } from '../test/helpers/postgres.ts'
import type { Finding } from './finding.ts'
import { killAgain, type Life, type Log, ledgerLife } from './killed.ts'
import { serviceLife } from './killed-service.ts'

/** In PostgreSQL each process has a log of its own: one is read at a time. */
async function* logsIn(sink: Sink): AsyncGenerator<Log> {
  if (!(sink instanceof PostgresSink)) yield sink
  else for (const log of await sink.logs()) yield sink.of(log)
}

/** @param place a folder, or postgres://… */
async function killed(attack: string, place: string, life: Life): Promise<Finding> {
  const wanted = Number(process.env.KILLS ?? 100)
  const { kills, answers, lost, faults } = await killAgain(place, wanted, life, logsIn)
  const passed = answers > kills && lost.length === 0 && faults.length === 0
  const figures = `${kills} kills, ${answers} answers, ${lost.length} lost, ${faults.length} faults in the log`
  return { attack, passed, figures }
}

/** Works in a folder of its own. */
async function inFolder(work: (path: string) => Promise<Finding>): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'))
  try {
    return await work(join(folder, 'log'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The log alone: `KILLS` of the environment, or 100; `RECORDS` for another place than a folder of its own. */
export async function records(): Promise<Finding> {
  const built = fileURLToPath(new URL('../.tap/killed', import.meta.url))
  await bundle(['attack/ledger', 'src/assets'], built, '.')
  try {
    const life = ledgerLife([`${built}/attack/ledger.js`])
    return await inFolder(path => killed('records', process.env.RECORDS ?? path, life))
  } finally {
    rmSync(built, { recursive: true, force: true })
  }
}

/** The service under load, with its records in files. */
export const killedFiles = (): Promise<Finding> =>
  inFolder(path => killed('service killed, records in files', path, serviceLife))

/** The service under load, with its records in a PostgreSQL of its own. */
export async function killedPostgres(): Promise<Finding> {
  const attack = 'service killed, records in PostgreSQL'
  if (noPostgres) return { attack, passed: true, figures: `skipped: ${noPostgres}` }
  let stop: () => unknown = () => {}
  const { url } = await database({
    after: work => {
      stop = work
    }
  })
  try {
    return await killed(attack, url, serviceLife)
  } finally {
    await stop()
  }
}
