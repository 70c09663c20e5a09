/** `mutate`: whether the cases notice every small change to the rules. */
import { Program } from '../../rules/compile.ts'
import { loadPolicy } from '../../rules/load.ts'
import { readCases } from './cases.ts'
import { type Command, common, FINDINGS, FINE, parse, Usage } from './command.ts'
import { reportText, tryAll } from './mutate-report.ts'
import { Trial } from './mutate-run.ts'
import { mutantsOf } from './mutate-set.ts'
import { readRules } from './read.ts'

const help = `Usage: npm run rules -- mutate [options]

Changes the rules one small thing at a time: an operator, a number by its smallest step, a member of a list, a
group, a condition, the edge of a window, a default, an exclusion. A change that no case notices survives, and
is printed with a case that would notice. A change that answers alike on every combination of the values that
matter is equivalent, and counted apart.

  --measure ID   the changes to one measure alone
  --cases DIR    the cases (default test/cases)
  --rules DIR    the rule set (default the one the service serves)
  --json         the report as JSON

Exit codes: 0 every change is noticed, 1 survivors, 2 wrong usage or unreadable input.
`

export const mutate: Command = {
  name: 'mutate',
  summary: 'change the rules one small thing at a time; find what no case notices',
  help,
  async run(args, io) {
    const { values } = parse(args, {
      ...common,
      cases: { type: 'string', default: 'test/cases' },
      measure: { type: 'string' }
    })
    const files = readRules(values.rules)
    const base = new Program(loadPolicy(files))
    if (values.measure !== undefined && !base.policy.measure(values.measure)) {
      throw new Usage(`there is no measure ${values.measure}`)
    }
    const mutants = mutantsOf(files, values.measure)
    const trial = new Trial(files, readCases(values.cases))
    const report = tryAll(base, files, trial, mutants, done => io.progress(done, mutants.length, 'mutants'))
    io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report))
    return report.survivors.length === 0 ? FINE : FINDINGS
  }
}
