/** The hotline in a terminal: `npm run hotline`, or `npm run hotline -- <command>`. */
import { createInterface } from 'node:readline'
import { main } from './hotline/index.ts'
import { terminalIo } from './rules/terminal.ts'

process.exitCode = await main(process.argv.slice(2), terminalIo(process.stdout, process.stderr), () =>
  createInterface({
    input: process.stdin,
    ...(process.stdin.isTTY && { output: process.stdout, prompt: '> ' })
  })
)
