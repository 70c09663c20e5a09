/** The batch over files: `npm run batch -- in.ndjson out.ndjson [options]`. */

import { Program } from '../engine/program.ts'
import { readPolicy } from '../plan.ts'
import { crashOn, speakOn, stopOn } from './batch/ending.ts'
import { main } from './batch/index.ts'

const rules = () => new Program(readPolicy())
speakOn(process.stdout, process.stderr)
crashOn(process, process.stderr)
const { stdin, stdout, stderr } = process
process.exitCode = await main(process.argv.slice(2), rules, stdout, stderr, stopOn(process), {
  stdin,
  stdout
})
