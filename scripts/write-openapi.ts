/**
 * Writes openapi/openapi.json from the schemas of the service; with --check only compares, and exits 1 when
 * the file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { buildApp } from '../src/app.ts'
import { readPlan } from '../src/plan.ts'

const file = new URL('../openapi/openapi.json', import.meta.url)
const app = await buildApp(readPlan())
await app.ready()
const text = `${JSON.stringify(app.swagger(), null, 2)}\n`
await app.close()

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('openapi/openapi.json is stale; run: npm run openapi')
    process.exitCode = 1
  }
} else {
  writeFileSync(file, text)
}
