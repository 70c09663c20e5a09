/** The attack on records, on the built service. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../scripts/bundle.ts'
import { PostgresSink } from '../src/records/postgres/sink.ts'
import type { Sink } from '../src/records/sink.ts'
import type { Finding } from './finding.ts'
import { killAgain, type Log } from './killed.ts'

/** In PostgreSQL each process has a log of its own. */
async function logsIn(sink: Sink): Promise<Log[]> {
  return sink instanceof PostgresSink ? (await sink.logs()).map(log => sink.of(log)) : [sink]
}

/** `KILLS` of the environment, or 100; `RECORDS` for another place than a folder of its own. */
export async function records(): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'))
  const built = fileURLToPath(new URL('../.tap/killed', import.meta.url))
  await bundle(['attack/ledger', 'src/assets'], built, '.')
  try {
    const place = process.env.RECORDS ?? join(folder, 'log')
    const args = [`${built}/attack/ledger.js`]
    const { kills, answers, lost, faults } = await killAgain(
      place,
      Number(process.env.KILLS ?? 100),
      args,
      logsIn
    )
    const passed = answers > kills && lost.length === 0 && faults.length === 0
    const figures = `${kills} kills, ${answers} answers, ${lost.length} lost, ${faults.length} faults in the log`
    return { attack: 'records', passed, figures }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    rmSync(built, { recursive: true, force: true })
  }
}
