/** Makes dist/, from generated files that are fresh: `npm run build`. */
import { needFresh } from '../src/cli/rules/regenerate/generated.ts'
import { needSound } from '../src/plan.ts'
import { PolicyError } from '../src/policy/fault.ts'
import { readLibrary } from '../src/policy/library.ts'
import { pack } from './pack.ts'

try {
  needSound(readLibrary())
  await needFresh()
  await pack('dist')
} catch (error) {
  if (!(error instanceof PolicyError)) throw error
  process.stderr.write(`Nothing is built:\n${error.message}\n`)
  process.exitCode = 1
}
