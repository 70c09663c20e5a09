/** How a run of the batch ends: its exit codes, what is said of an error, and what it does when it is told to stop. */
import type { Tally } from '../../batch/decider.ts'
import { isOfSystem } from '../../system-error.ts'
import { isOfInput, UNUSABLE } from '../frame/command.ts'
import type { Stream } from '../frame/terminal.ts'
import { systemText } from './system-errors.ts'

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
export function ended(error: unknown): [said: string, code: number] {
  if (isOfSystem(error)) return [systemText(error), UNUSABLE]
  if (isOfInput(error)) return [error.message, UNUSABLE]
  const stack = error instanceof Error ? error.stack : String(error)
  return [`程序出了错，不是输入的问题。请把下面的文字报给维护的人：\n${stack}`, CRASHED]
}

/** What is said of a run that came to its end. */
export const countsText = ({ lines, errors, outcomes }: Tally) =>
  `${lines} 行，${errors} 行有误；符合 ${outcomes.eligible}，还不能确定 ${outcomes.undetermined}，` +
  `不符合 ${outcomes.ineligible}\n`

/** What nobody catches must not look as if lines had errors, which is what Node.js's own exit code means here. */
export function crashOn(process: Pick<NodeJS.Process, 'once' | 'exit'>, err: Stream): void {
  process.once('uncaughtException', error => {
    err.write(`${ended(error)[0]}\n`)
    process.exit(CRASHED)
  })
}
