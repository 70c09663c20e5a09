/** Time to ready and memory of the built service against the same service without its rules. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../built.ts'
import type { Line } from '../line.ts'
import { ratios, spreadOf } from '../rounds.ts'
import { memoryOf, processorOf, start as startServer } from '../servers.ts'
import { type Row, shown } from '../table.ts'
import { emptied } from './emptied.ts'

interface Started {
  /** milliseconds by the clock */
  ready: number
  /** milliseconds of processor */
  processor: number | null
  /** megabytes */
  memory: number | null
}

async function started(script: string): Promise<Started> {
  const server = await startServer([script])
  const found = { ready: server.ready, processor: processorOf(server.pid), memory: memoryOf(server.pid) }
  await server.stop()
  return found
}

const FIGURES: [figure: keyof Started, what: string, unit: string][] = [
  ['ready', 'time to ready', 'ms'],
  ['processor', 'processor until ready', 'ms'],
  ['memory', 'resident memory when ready', 'MB']
]

export const start: Line = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'))
  try {
    const without = await emptied(folder)
    const [plan, empty]: [Started[], Started[]] = [[], []]
    for (let round = 0; round < 5; round++) {
      plan.push(await started(join(root, 'dist/server.js')))
      empty.push(await started(without))
    }
    return FIGURES.filter(([figure]) => plan[0]?.[figure] !== null).map(([figure, what, unit]): Row => {
      const [over, under] = [plan, empty].map(all => all.map(one => one[figure] as number)) as [
        number[],
        number[]
      ]
      const scale = [over, under].map(all => shown(spreadOf(all).median)).join(' / ')
      return {
        line: 'start',
        what: `${what}, the plan / no rules`,
        ratio: ratios(over, under),
        goal: null,
        scale: `${scale} ${unit}`
      }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
