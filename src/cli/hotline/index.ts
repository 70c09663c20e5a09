/** The commands of the hotline, and what they have in common: help, and one way to fail. */
import { type Command, FINE, type Io, isOfInput, UNUSABLE, Usage } from '../frame/command.ts'
import { runCv } from './cv.ts'
import { runEar } from './ear.ts'
import { runEval } from './eval.ts'
import { interview } from './interview.ts'
import { runSeconds } from './seconds.ts'
import { callHelp, runCall, type Typed } from './talk.ts'

type Named = Pick<Command, 'name' | 'summary' | 'run'>

const commands: readonly Named[] = [
  { name: 'eval', summary: 'FILE: how well questions with known answers are answered', run: runEval },
  {
    name: 'cv',
    summary: 'five-fold cross-validation of the search on the phrases of the rule set',
    run: runCv
  },
  { name: 'ear', summary: 'whether numbers and words are ever heard as what was not said', run: runEar },
  { name: 'seconds', summary: 'how long the answers take to be read aloud', run: runSeconds },
  interview
]

const overview = () => `${callHelp}
Or measure it: npm run hotline -- <command> [options]

${commands.map(({ name, summary }) => `  ${name.padEnd(11)}${summary}`).join('\n')}

Exit codes: 0 fine, 1 heard wrongly (ear), 2 wrong usage or unreadable input.
`

/**
 * Takes calls, or runs the command that the first argument names.
 * @param typed the lines that an agent types; asked for only by a call
 * @returns the exit code
 */
export async function main(args: string[], io: Io, typed: () => Typed): Promise<number> {
  const [name = '', ...rest] = args
  const command = commands.find(one => one.name === name)
  if (args.includes('--help')) {
    io.out((command && 'help' in command ? (command as Command).help : undefined) ?? overview())
    return FINE
  }
  try {
    if (command) return await command.run(rest, io)
    if (name !== '' && !name.startsWith('--'))
      throw new Usage(`There is no command "${name}".\n\n${overview()}`)
    return await runCall(args, io, typed)
  } catch (error) {
    if (!isOfInput(error)) throw error
    io.err(`${error.message}\n`)
    return UNUSABLE
  }
}
