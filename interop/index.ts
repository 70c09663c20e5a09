/**
 * `npm run interop [-- quick]`: the service with the tools of others: generated clients, clients of the Model Context
 * Protocol, Spark. What is not on the machine is skipped, loudly. Exit code 1 where a tool and the service do not fit.
 */
import { mkdirSync } from 'node:fs'
import { pack } from '../scripts/pack.ts'
import { clients, type Finding } from './clients.ts'
import { mcp } from './mcp.ts'
import { WORK } from './run.ts'
import { start } from './service.ts'
import { spark } from './spark.ts'

/** Generators that need nothing but npm, or next to nothing. */
const QUICK = ['openapi-typescript', 'hey-api', 'orval', 'openapi-python-client']

const [what = 'all', ...names] = process.argv.slice(2)
mkdirSync(WORK, { recursive: true })
await pack('dist')
const service = await start({ MCP: 'true' })

async function* findings(): AsyncGenerator<Finding> {
  if (what === 'clients') return yield* clients(service, names)
  if (what === 'spark') return yield* spark()
  if (what === 'mcp') return yield* mcp(service)
  yield* clients(service, what === 'quick' ? QUICK : [])
  yield* mcp(service)
  if (what !== 'quick') yield* spark()
}

let failed = 0
let skipped = 0
try {
  for await (const { name, passed, skipped: why, figures } of findings()) {
    const word = why === null ? (passed ? 'fits' : 'FAILS') : 'SKIPPED'
    process.stdout.write(`${word.padEnd(8)} ${name}: ${why ?? figures}\n`)
    if (!passed) failed++
    if (why !== null) skipped++
  }
} finally {
  service.stop()
}
process.stdout.write(`${failed} failed, ${skipped} skipped\n`)
process.exitCode = failed > 0 ? 1 : 0
