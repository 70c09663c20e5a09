/** `npm run batch`: the frame of a run, with what it says. */
import { todayIn } from '../../clock.ts'
import type { Program } from '../../engine/program.ts'
import { FINDINGS, FINE } from '../frame/command.ts'
import type { Stream } from '../frame/terminal.ts'
import { countsText, ended, STOPPED } from './ending.ts'
import { type Pipes, piped } from './filter.ts'
import { progressOn } from './progress.ts'
import { run } from './run.ts'
import { HELP, PIPE, readSettings } from './settings.ts'
import { TEMPLATE, writeTemplate } from './template.ts'

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
      return await piped(program, settings, today, pipes as Pipes, signal, err)
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
