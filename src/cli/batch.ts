/** The batch over files: `npm run batch -- in.ndjson out.ndjson [options]`. */
import { readPolicy } from '../plan.ts'
import { Program } from '../rules/compile.ts'
import { main, stopOn } from './batch/index.ts'

const rules = () => new Program(readPolicy())
process.exitCode = await main(process.argv.slice(2), rules, process.stdout, process.stderr, stopOn(process))
