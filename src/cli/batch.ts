/** The batch over files: `npm run batch -- in.ndjson out.ndjson [options]`. */
import { main } from './batch/index.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
process.exitCode = await main(process.argv.slice(2), process.stdout, process.stderr, stop.signal)
