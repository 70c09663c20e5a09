/** Records the sample of answers of the plan anew, and names what is answered otherwise than before: `npm run sample`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Program } from '../src/engine/program.ts'
import { readPolicy } from '../src/plan.ts'
import { defaultRules } from '../src/policy/files.ts'
import { differences, draw, record, recorded, SAMPLE_FILE, type Sample } from '../test/helpers/sample.ts'

/** With --draw other requests are drawn; else those that are there are answered again. */
const { draw: isDrawn } = parseArgs({ options: { draw: { type: 'boolean', default: false } } }).values
const program = new Program(readPolicy([defaultRules]))
const before = existsSync(SAMPLE_FILE) ? (JSON.parse(readFileSync(SAMPLE_FILE, 'utf8')) as Sample) : null
for (const one of before ? differences(program, before) : []) process.stdout.write(`${one}\n`)
const asked =
  isDrawn || !before ? draw(program, defaultRules) : before.requests.map(line => recorded(before, line))
writeFileSync(SAMPLE_FILE, `${JSON.stringify(record(program, asked), null, 1)}\n`)
