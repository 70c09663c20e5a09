/** Makes dist/, from generated files that are fresh: `npm run build`. */
import { needFresh } from '../src/cli/rules/regenerate/generated.ts'
import { PolicyError } from '../src/policy/fault.ts'
import { defaultRules, readRuleFiles } from '../src/policy/files.ts'
import { loadPolicy } from '../src/policy/load.ts'
import { pack } from './pack.ts'

try {
  const files = readRuleFiles(defaultRules)
  loadPolicy(files)
  await needFresh(files)
  await pack('dist')
} catch (error) {
  if (!(error instanceof PolicyError)) throw error
  process.stderr.write(`Nothing is built:\n${error.message}\n`)
  process.exitCode = 1
}
