/** `regenerate`: writes everything that is worked out from the rule files. */
import { loadPolicy } from '../../../policy/load.ts'
import { type Command, common, FINDINGS, FINE, parse, Usage } from '../../frame/command.ts'
import { readRules } from '../../frame/read.ts'
import { sourceFor } from '../source.ts'
import { GENERATED, regenerateAll, staleFaults } from './generated.ts'

const help = `Usage: npm run rules -- regenerate [options]

Writes what is worked out from the rule files, where it is stale, and names what it wrote:

  witnesses  generated/witnesses.json of the rule set, facts for every outcome of every measure
  coverage   generated/coverage.json of the rule set, which words of each clause the rules rest on; this needs the text of the plan
             (source.json): without it, clauses whose quotations changed lose theirs
  syllables  src/hearing/syllables.json, how characters sound
  model      src/hearing/model.json, trained on the phrases (ten seconds)
  contract   openapi/openapi.json
  format     docs/format.md, the reference of the rule files, from their schemas

The last four are of all rule sets that the service serves; of another one there are the first two only.

  --source FILE  another text than source.json of the rule set, as JSON sorted by clause
  --only NAME    one of them
  --check        write nothing; name what is stale
  --rules DIR    the rule set (default the one the service serves)
  --json         the paths as JSON

Exit codes: 0 fine, 1 stale with --check, 2 wrong usage or unreadable input.
`

export const regenerate: Command = {
  name: 'regenerate',
  summary: 'write everything that is worked out from the rule files',
  help,
  async run(args, io) {
    const { values } = parse(args, {
      ...common,
      source: { type: 'string' },
      only: { type: 'string' },
      check: { type: 'boolean', default: false }
    })
    const { only } = values
    if (only !== undefined && !GENERATED.some(name => name === only)) {
      throw new Usage(`--only has to be one of ${GENERATED.join(', ')}`)
    }
    const files = readRules(values.rules)
    const source = sourceFor(values.rules, values.source)
    loadPolicy(files)
    const asked = { files, folder: values.rules, source, only }
    const paths = values.check
      ? (await staleFaults(asked)).map(({ file }) => file)
      : await regenerateAll(asked)
    io.out(values.json ? `${JSON.stringify(paths)}\n` : paths.map(path => `${path}\n`).join(''))
    return values.check && paths.length > 0 ? FINDINGS : FINE
  }
}
