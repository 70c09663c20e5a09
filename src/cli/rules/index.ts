/** The commands for rule files, and what they have in common: help, and one way to fail. */
import { type Command, FINE, type Io, isOfInput, UNUSABLE } from '../frame/command.ts'
import { check } from './check/index.ts'
import { diff } from './diff/index.ts'
import { explain } from './explain/index.ts'
import { mutate } from './mutate/index.ts'
import { regenerate } from './regenerate/index.ts'
import { witness } from './witness/index.ts'

export const commands: readonly Command[] = [check, diff, explain, mutate, regenerate, witness]

const overview = () => `Usage: npm run rules -- <command> [options]

${commands.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')}

Every command takes --help, --json and --rules DIR.
Exit codes: 0 fine, 1 findings, 2 wrong usage or unreadable input.
`

/**
 * Runs the command that the arguments name.
 * @returns the exit code
 */
export async function main([name, ...args]: string[], io: Io): Promise<number> {
  if (name === undefined || name === '--help') {
    io.out(overview())
    return name === undefined ? UNUSABLE : FINE
  }
  const command = commands.find(one => one.name === name)
  if (!command) {
    io.err(`There is no command "${name}".\n\n${overview()}`)
    return UNUSABLE
  }
  if (args.includes('--help')) {
    io.out(command.help)
    return FINE
  }
  try {
    return await command.run(args, io)
  } catch (error) {
    if (!isOfInput(error)) throw error
    io.err(`${error.message}\n`)
    return UNUSABLE
  }
}
