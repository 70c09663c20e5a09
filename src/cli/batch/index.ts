/** `npm run batch`: the frame of a run, with what it says and how it ends. */
import { todayIn } from '../../clock.ts'
import type { Program } from '../../rules/compile.ts'
import { FINDINGS, FINE, UNUSABLE, Usage } from '../rules/command.ts'
import type { Stream } from '../rules/terminal.ts'
import { progressOn } from './progress.ts'
import { run } from './run.ts'
import { HELP, readSettings } from './settings.ts'

/** The run was stopped; --resume goes on. */
export const STOPPED = 3

/** What a process is told when it should stop: Ctrl-C in a terminal, or the system shutting down. */
export function stopOn(process: Pick<NodeJS.EventEmitter, 'once'>): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort())
  return stop.signal
}

/** A full disk, a folder in place of a file: nothing that a stack would explain. */
const isOfSystem = (error: unknown): error is Error => error instanceof Error && 'errno' in error

/**
 * @param rules reads the rules; not asked for help alone
 * @param signal stops the run
 * @returns the exit code
 */
export async function main(
  args: string[],
  rules: () => Program,
  out: Stream,
  err: Stream,
  signal: AbortSignal
): Promise<number> {
  if (args.includes('--help')) {
    out.write(HELP)
    return FINE
  }
  try {
    const program = rules()
    const settings = readSettings(args, program.policy)
    const today = todayIn(program.policy.timeZone)()
    const { tally, digest } = await run(program, settings, today, progressOn(err), signal)
    const { lines, errors, outcomes } = tally
    out.write(
      `${lines} 行，${errors} 行有误；符合 ${outcomes.eligible}，还不能确定 ${outcomes.undetermined}，` +
        `不符合 ${outcomes.ineligible}\n`
    )
    if (digest === null) {
      err.write(`stopped; go on with --resume\n`)
      return STOPPED
    }
    out.write(`sha256:${digest}\n`)
    return errors > 0 ? FINDINGS : FINE
  } catch (error) {
    if (!(error instanceof Usage) && !isOfSystem(error)) throw error
    err.write(`${error.message}\n`)
    return UNUSABLE
  }
}
