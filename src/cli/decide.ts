/**
 * The batch filter in one file, `dist/decide.mjs`: lines from standard input, answers to standard output. The build puts the
 * rules into it, so that it can be copied by itself to wherever Node is: `node decide.mjs --shard 1/8 < in > out`.
 */
import { todayIn } from '../clock.ts'
import { Program } from '../engine/program.ts'
import type { RuleFiles } from '../policy/files.ts'
import { linkPolicies } from '../policy/link.ts'
import { ended } from './batch/ending.ts'
import { type Pipes, piped } from './batch/filter.ts'
import { PIPE, readSettings } from './batch/settings.ts'
import type { Stream } from './frame/terminal.ts'

/**
 * @param sets the files of the rule sets, checked when they were put in
 * @param args those of `npm run batch` that fit a pipe
 * @returns the exit code
 */
export async function decide(
  sets: readonly { files: RuleFiles; digest: string }[],
  args: readonly string[],
  pipes: Pipes,
  err: Stream,
  signal: AbortSignal
): Promise<number> {
  try {
    const program = new Program(linkPolicies(sets))
    const today = todayIn(program.policy.timeZone)()
    return await piped(
      program,
      readSettings([PIPE, PIPE, ...args], program.policy),
      today,
      pipes,
      signal,
      err
    )
  } catch (error) {
    const [said, code] = ended(error)
    err.write(`${said}\n`)
    return code
  }
}
