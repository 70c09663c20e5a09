/** The commands for decisions on record: `npm run decisions -- <command> [options]`. */

import { main } from './decisions/index.ts'
import { terminalIo } from './frame/terminal.ts'

process.exitCode = await main(process.argv.slice(2), terminalIo(process.stdout, process.stderr))
