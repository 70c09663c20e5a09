/** What commands with sub-commands have in common: help, and one way to fail. */
import { type Command, FINE, type Io, isOfInput, UNUSABLE } from './command.ts'

/**
 * Makes the main of some commands.
 * @param name of `npm run <name>`
 * @param common what all of them take, in one line
 * @returns runs the command that the arguments name, and gives the exit code
 */
export function mainOf(name: string, commands: readonly Command[], common: string) {
  const overview = `Usage: npm run ${name} -- <command> [options]

${commands.map(one => `  ${one.name.padEnd(12)}${one.summary}`).join('\n')}

${common}
Exit codes: 0 fine, 1 findings, 2 wrong usage or unreadable input.
`
  return async ([given, ...args]: string[], io: Io): Promise<number> => {
    if (given === undefined || given === '--help') {
      io.out(overview)
      return given === undefined ? UNUSABLE : FINE
    }
    const command = commands.find(one => one.name === given)
    if (!command) {
      io.err(`There is no command "${given}".\n\n${overview}`)
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
}
