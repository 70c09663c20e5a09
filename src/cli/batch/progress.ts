/** How far a batch has come: a bar that redraws itself in a terminal, a line now and then in a log. */
import type { Stream } from '../frame/terminal.ts'

const WIDTH = 30
/** Milliseconds between two drawings, in a terminal and in a log. */
const REDRAW = { terminal: 100, log: 10_000 }

export interface Progress {
  /** where the run starts: a resumed one in the middle, and its pace is its own */
  begin(part: number, lines: number): void
  /** @param part of the input that is done, from 0 to 1 @param lines decided so far */
  show(part: number, lines: number): void
  /** leaves the last state standing, and the cursor on a new line */
  end(): void
}

const clockText = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** @param now milliseconds of a clock that only grows */
export function progressOn(stream: Stream, now: () => number = () => performance.now()): Progress {
  const start = now()
  const every = stream.isTTY ? REDRAW.terminal : REDRAW.log
  let drawn = start
  let base = [0, 0] as [part: number, lines: number]
  return {
    begin(part, lines) {
      base = [part, lines]
    },
    show(part, lines) {
      const time = now()
      if (time - drawn < every) return
      drawn = time
      const seconds = (time - start) / 1000
      const pace = Math.round((lines - base[1]) / seconds)
      const done = part - base[0]
      const left = done > 0 ? clockText(((1 - part) * seconds) / done) : '?'
      const filled = Math.round(part * WIDTH)
      const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled)
      const text = `${bar} ${Math.floor(part * 100)}%  ${lines} 行  ${pace} 行/秒  还需 ${left}`
      stream.write(stream.isTTY ? `\r\u001b[2K${text}` : `${text}\n`)
    },
    end() {
      if (stream.isTTY && drawn > start) stream.write('\n')
    }
  }
}
