/** The batch over files: `npm run batch -- in.ndjson out.ndjson [options]`. */
import { main, stopOn } from './batch/index.ts'

process.exitCode = await main(process.argv.slice(2), process.stdout, process.stderr, stopOn(process))
