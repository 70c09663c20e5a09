/** The hotline in a terminal: `npm run hotline`, or `npm run hotline -- <command>`. */

import { terminalIo } from './frame/terminal.ts'
import { main } from './hotline/index.ts'
import { keyboard } from './hotline/keyboard.ts'

process.exitCode = await main(process.argv.slice(2), terminalIo(process.stdout, process.stderr), () =>
  keyboard(process.stdin, process.stdout)
)
