/** The plan that the service serves, read from disk and made ready: what `buildApp` needs of it. */
import type { AppOptions } from './app.ts'
import { hearingFor } from './hotline/hearing.ts'
import { readLines } from './hotline/lines.ts'
import { defaultRules, readRuleFiles, readWitnesses } from './rules/files.ts'
import { loadPolicy } from './rules/load.ts'

/** @throws PolicyError naming every fault of the rule set */
export function readPlan(): Pick<AppOptions, 'policy' | 'witnesses' | 'hearing' | 'lines'> {
  const files = readRuleFiles(defaultRules)
  const policy = loadPolicy(files)
  return { policy, witnesses: readWitnesses(), hearing: hearingFor(policy, files), lines: readLines(files) }
}
