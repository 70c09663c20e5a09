/** `npm run attack [-- NAME …]`: attacks the built service on loopback; figures, and exit code 1 when it fell. */
import { descriptors } from './descriptors.ts'
import type { Finding } from './finding.ts'
import { crowd, pipelining, unreadBatches } from './memory.ts'
import { overload } from './overload.ts'
import { killedFiles, killedPostgres, records } from './records.ts'
import { refusals, stops } from './repeated.ts'
import { slow } from './slow.ts'

const ATTACKS: Record<string, () => Promise<Finding>> = {
  overload,
  pipelining,
  crowd,
  batches: unreadBatches,
  descriptors,
  stop: stops,
  slow,
  refusal: refusals,
  records,
  'killed-files': killedFiles,
  'killed-postgres': killedPostgres
}

const names = process.argv.slice(2)
const unknown = names.filter(name => !(name in ATTACKS))
if (unknown.length > 0) {
  process.stderr.write(
    `no such attack: ${unknown.join(', ')}; there are ${Object.keys(ATTACKS).join(', ')}\n`
  )
  process.exit(2)
}
let fell = 0
for (const name of names.length > 0 ? names : Object.keys(ATTACKS)) {
  const { attack, passed, figures } = await (ATTACKS[name] as () => Promise<Finding>)()
  process.stdout.write(`${passed ? 'held' : 'FELL'}  ${attack}: ${figures}\n`)
  if (!passed) fell++
}
process.exitCode = fell > 0 ? 1 : 0
