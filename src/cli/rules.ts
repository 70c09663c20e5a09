/** The commands for rule files: `npm run rules -- <command> [options]`. */

import { terminalIo } from './frame/terminal.ts'
import { main } from './rules/index.ts'

process.exitCode = await main(process.argv.slice(2), terminalIo(process.stdout, process.stderr))
