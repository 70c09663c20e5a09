/** `npm run batch`: the frame of a run, with what it says and how it ends. */
import type { Tally } from '../../batch/decider.ts'
import { todayIn } from '../../clock.ts'
import type { Program } from '../../engine/program.ts'
import { isOfSystem } from '../../system-error.ts'
import { FINDINGS, FINE, isOfInput, UNUSABLE } from '../frame/command.ts'
import type { Stream } from '../frame/terminal.ts'
import { filter, type Pipes } from './filter.ts'
import { progressOn } from './progress.ts'
import { run } from './run.ts'
import { HELP, PIPE, readSettings } from './settings.ts'
import { systemText } from './system-errors.ts'
import { TEMPLATE, writeTemplate } from './template.ts'

/** The run was stopped; --resume goes on. */
export const STOPPED = 3
/** A fault of the program, not of its input; EX_SOFTWARE of sysexits.h. */
export const CRASHED = 70

/** What a process is told when it should stop: Ctrl-C in a terminal, or the system shutting down. */
export function stopOn(process: Pick<NodeJS.EventEmitter, 'once'>): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort())
  return stop.signal
}

/** Whoever reads what is said may go away before the end; the exit code tells, and the files do. */
export function speakOn(...streams: Pick<NodeJS.EventEmitter, 'on'>[]): void {
  for (const stream of streams) stream.on('error', () => {})
}

/** What is said of an error, and the exit code. */
function ended(error: unknown): [said: string, code: number] {
  if (isOfSystem(error)) return [systemText(error), UNUSABLE]
  if (isOfInput(error)) return [error.message, UNUSABLE]
  const stack = error instanceof Error ? error.stack : String(error)
  return [`程序出了错，不是输入的问题。请把下面的文字报给维护的人：\n${stack}`, CRASHED]
}

const countsText = ({ lines, errors, outcomes }: Tally) =>
  `${lines} 行，${errors} 行有误；符合 ${outcomes.eligible}，还不能确定 ${outcomes.undetermined}，` +
  `不符合 ${outcomes.ineligible}\n`

/** What nobody catches must not look as if lines had errors, which is what Node.js's own exit code means here. */
export function crashOn(process: Pick<NodeJS.Process, 'once' | 'exit'>, err: Stream): void {
  process.once('uncaughtException', error => {
    err.write(`${ended(error)[0]}\n`)
    process.exit(CRASHED)
  })
}

/**
 * @param rules reads the rules; not asked for help alone
 * @param signal stops the run
 * @param pipes standard input and output, for a run between them
 * @returns the exit code
 */
export async function main(
  args: string[],
  rules: () => Program,
  out: Stream,
  err: Stream,
  signal: AbortSignal,
  pipes?: Pipes
): Promise<number> {
  if (args.includes('--help')) {
    out.write(HELP)
    return FINE
  }
  try {
    const program = rules()
    if (args[0] === TEMPLATE) {
      out.write(`${await writeTemplate(args.slice(1), program.policy)}\n`)
      return FINE
    }
    const settings = readSettings(args, program.policy)
    const today = todayIn(program.policy.timeZone)()
    if (settings.input === PIPE) {
      const tally = await filter(program, settings, today, pipes as Pipes, signal)
      err.write(tally ? countsText(tally) : '已停下，没有做完\n')
      return tally === null ? STOPPED : tally.errors > 0 ? FINDINGS : FINE
    }
    const { tally, digest } = await run(program, settings, today, progressOn(err), signal, text =>
      err.write(`${text}\n`)
    )
    out.write(countsText(tally))
    if (digest === null) {
      err.write('已停下，没有做完；加上 --resume 接着做\n')
      return STOPPED
    }
    out.write(`sha256:${digest}\n`)
    return tally.errors > 0 ? FINDINGS : FINE
  } catch (error) {
    const [said, code] = ended(error)
    err.write(`${said}\n`)
    return code
  }
}
