/** A console that keeps what a command writes. */
import type { Io } from '../../src/cli/frame/command.ts'

/** @param isTerminal whether it says that it is one @param progress what is done with how far a run has come */
export function keepingConsole(isTerminal = false, progress: Io['progress'] = () => {}) {
  const said = { out: '', err: '' }
  const io: Io = {
    out: text => {
      said.out += text
    },
    err: text => {
      said.err += text
    },
    isTerminal,
    progress
  }
  return { io, said }
}
