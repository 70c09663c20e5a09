/** The commands for clients.json: `npm run clients -- <command> [options]`. */

import { main } from './clients/index.ts'
import { terminalIo } from './frame/terminal.ts'

process.exitCode = await main(process.argv.slice(2), terminalIo(process.stdout, process.stderr))
