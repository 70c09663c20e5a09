/** `mutate`: whether the cases notice every small change to the rules. */
import { Program } from '../../../engine/program.ts'
import { loadPolicy } from '../../../policy/load.ts'
import { type Command, common, FINDINGS, FINE, parse, Usage } from '../../frame/command.ts'
import { readRules } from '../../frame/read.ts'
import { type Cases, readCases } from '../cases/index.ts'
import { Judge } from '../cases/judge.ts'
import { casesFolder } from '../rooms.ts'
import { reportText, tryAll } from './report.ts'
import { Trial } from './run.ts'
import { mutantsOf } from './set.ts'

const help = `Usage: npm run rules -- mutate [options]

Changes the rules one small thing at a time: an operator, a number by its smallest step, a member of a list, a
group, a condition, the edge of a window, a default, an exclusion. A change that no case notices survives, and
is printed with a case that would notice. A change that answers alike on every combination of the values that
matter is equivalent, and counted apart. The cases must pass on the unchanged rules first: a red case would
"notice" everything.

  --measure ID   the changes to one measure alone
  --cases DIR    the cases (default: cases/ of the rule set)
  --rules DIR    the rule set (default the one the service serves)
  --json         the report as JSON

Exit codes: 0 every change is noticed, 1 survivors, 2 red cases, wrong usage or unreadable input.
`

/** The most red cases that are named. */
const NAMED = 10

/**
 * A case that fails anyway would "notice" every change to its measure.
 * @param only the id of a measure whose cases alone are asked
 * @throws Usage naming the cases that the unchanged rules do not answer as they must
 */
function needGreen(base: Program, { measures, facts }: Cases, only: string | undefined): void {
  const asked =
    only === undefined ? [...measures, ...facts] : measures.filter(({ measure }) => measure === only)
  const red = new Judge(base).red(asked)
  if (red.length === 0) return
  throw new Usage(
    [
      `nothing is scored: ${red.length} of ${asked.length} cases fail on the unchanged rules`,
      ...red
        .slice(0, NAMED)
        .map(({ file, name, differences }) => `  ${file}: ${name}: ${differences.join('; ')}`),
      ...(red.length > NAMED ? [`  and ${red.length - NAMED} more: npm run rules -- check`] : [])
    ].join('\n')
  )
}

export const mutate: Command = {
  name: 'mutate',
  summary: 'change the rules one small thing at a time; find what no case notices',
  help,
  async run(args, io) {
    const { values } = parse(args, {
      ...common,
      cases: { type: 'string' },
      measure: { type: 'string' }
    })
    const files = readRules(values.rules)
    const base = new Program(loadPolicy(files))
    if (values.measure !== undefined && !base.policy.measure(values.measure)) {
      throw new Usage(`there is no measure ${values.measure}`)
    }
    const mutants = mutantsOf(files, values.measure)
    const cases = readCases(casesFolder(values.rules, values.cases))
    needGreen(base, cases, values.measure)
    const trial = new Trial(files, cases)
    const report = tryAll(base, files, trial, mutants, done => io.progress(done, mutants.length, 'mutants'))
    io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report))
    return report.survivors.length === 0 ? FINE : FINDINGS
  }
}
