/** `regenerate`: writes everything that is worked out from the rule files. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPolicy } from '../../rules/load.ts'
import { sorted } from '../../rules/rule-set.ts'
import { type Command, common, FINE, parse } from './command.ts'
import { coverageFile, coverageOf } from './coverage.ts'
import { readRules } from './read.ts'
import { readSource } from './source.ts'

const help = `Usage: npm run rules -- regenerate --source FILE [options]

Writes what is worked out from the rule files, beside their folder: coverage.json, which words of each clause the
rules rest on.

  --source FILE  the plan as JSON sorted by clause
  --rules DIR    the rule set (default the one the service serves)

Exit codes: 0 written, 2 wrong usage or unreadable input.
`

export const regenerate: Command = {
  name: 'regenerate',
  summary: 'write everything that is worked out from the rule files',
  help,
  async run(args, io) {
    const { values } = parse(args, { ...common, source: { type: 'string' } })
    const files = readRules(values.rules)
    loadPolicy(files)
    const coverage = values.source && coverageOf(sorted(files), readSource(values.source))
    if (coverage) {
      const file = join(values.rules, '..', 'coverage.json')
      writeFileSync(file, coverageFile(coverage.clauses))
      io.out(`${file}\n`)
    }
    return FINE
  }
}
