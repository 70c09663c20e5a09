/** The commands for rule files: `npm run rules -- <command> [options]`. */
import { main } from './rules/index.ts'
import { terminalIo } from './rules/terminal.ts'

process.exitCode = await main(process.argv.slice(2), terminalIo(process.stdout, process.stderr))
