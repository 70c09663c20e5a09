/** Makes dist/, from generated files that are fresh: `npm run build`. */
import { needFresh } from '../src/cli/rules/generated.ts'
import { PolicyError } from '../src/rules/fault.ts'
import { defaultRules, readRuleFiles } from '../src/rules/files.ts'
import { loadPolicy } from '../src/rules/load.ts'
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
