/** Where the commands write when they run in a terminal or in CI. */
import type { Io } from './command.ts'

/** The part of process.stdout and process.stderr that is used. */
export interface Stream {
  write(text: string): unknown
  isTTY?: boolean
}

/** A run shorter than this shows no progress, in milliseconds. */
const QUIET = 2_000

/**
 * @param now milliseconds of a clock that only grows
 * @returns an Io that writes the answer to stdout and all else to stderr; progress is one line that
 *   rewrites itself in a terminal, and a line for each tenth of the work in a log
 */
export function terminalIo(stdout: Stream, stderr: Stream, now: () => number = () => performance.now()): Io {
  const start = now()
  let shown = -1
  return {
    out: text => void stdout.write(text),
    err: text => void stderr.write(text),
    isTerminal: stdout.isTTY === true,
    progress(done, total, label) {
      if (now() - start < QUIET) return
      const step = Math.floor((done / total) * (stderr.isTTY ? 100 : 10))
      if (step === shown) return
      shown = step
      const text = `${label} ${done}/${total}`
      stderr.write(stderr.isTTY ? `\r\u001b[2K${text}${done === total ? '\n' : ''}` : `${text}\n`)
    }
  }
}
