/** Makes dist/, from generated files that are fresh: `npm run build`. */
import { staleFaults } from '../src/cli/rules/regenerate/generated.ts'
import { PolicyError } from '../src/policy/fault.ts'
import { defaultRules, readRuleFiles } from '../src/policy/files.ts'
import { loadPolicy } from '../src/policy/load.ts'
import { pack } from './pack.ts'

try {
  const files = readRuleFiles(defaultRules)
  loadPolicy(files)
  const stale = await staleFaults({ files, folder: defaultRules, source: null })
  if (stale.length > 0) throw new PolicyError(stale)
  await pack('dist')
} catch (error) {
  if (!(error instanceof PolicyError)) throw error
  process.stderr.write(`Nothing is built:\n${error.message}\n`)
  process.exitCode = 1
}
