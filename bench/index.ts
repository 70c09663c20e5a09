/** `npm run bench`: every line in turn, one table, bench/results.json. `-- quick` or names of lines: only those. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { ensureBuilt, ensurePeers } from './built.ts'
import { lines, QUICK } from './lines.ts'
import { isMet, type Row, table } from './table.ts'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

async function rowsOf(name: string, pace: string): Promise<Row[]> {
  const child = fork(here('./child.ts'), [name, pace], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    serialization: 'advanced'
  })
  const rows: Row[] = []
  child.on('message', found => rows.push(...(found as Row[])))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the line ${name} failed`)
  return rows
}

const args = process.argv.slice(2)
const quick = args.includes('quick')
const named = args.filter(arg => arg !== 'quick')
const names = named.length > 0 ? named : quick ? QUICK : Object.keys(lines)

const unknown = names.find(name => !(name in lines))
if (unknown !== undefined) {
  console.error(`there is no line ${unknown}; there are ${Object.keys(lines).join(', ')}`)
  process.exit(2)
}

await ensureBuilt()
ensurePeers()
const start = performance.now()
const rows: Row[] = []
for (const name of names) {
  const began = performance.now()
  rows.push(...(await rowsOf(name, quick ? 'quick' : 'full')))
  console.error(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`)
}
console.log(table(rows))
console.log(`${((performance.now() - start) / 1000).toFixed(0)} s`)

// What is kept is a whole run.
if (!quick && named.length === 0) {
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version }
  const date = new Date().toISOString().slice(0, 10)
  const found = rows.map(row => ({ ...row, met: isMet(row) }))
  const digits = (_key: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(4)) : value
  writeFileSync(here('./results.json'), `${JSON.stringify({ date, machine, rows: found }, digits, 2)}\n`)
}
