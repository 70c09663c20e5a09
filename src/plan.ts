/** The plan that the service serves, read from disk and made ready: what `buildApp` needs of it. */
import type { AppOptions } from './app.ts'
import { hearingFor } from './hearing/hearing.ts'
import { readLines } from './hotline/lines.ts'
import { readCoverage } from './rules/coverage.ts'
import { defaultRules, readRuleFiles, readSoundDigest, readWitnesses } from './rules/files.ts'
import { digestOf, linkPolicy, loadPolicy } from './rules/load.ts'
import type { Policy } from './rules/policy.ts'

/**
 * The rules alone, without what the hotline needs.
 * @param sound digest of a rule set that need not be checked: the build did it, not every start does it again
 * @throws PolicyError naming every fault of the rule set
 */
export function readPolicy(files = readRuleFiles(defaultRules), sound = readSoundDigest()): Policy {
  const digest = digestOf(files)
  return digest === sound ? linkPolicy(files, digest) : loadPolicy(files)
}

/** @throws PolicyError naming every fault of the rule set */
export function readPlan(): Pick<AppOptions, 'policy' | 'witnesses' | 'coverage' | 'hearing' | 'lines'> {
  const files = readRuleFiles(defaultRules)
  const policy = readPolicy(files)
  return {
    policy,
    witnesses: readWitnesses(),
    coverage: readCoverage(),
    hearing: hearingFor(policy, files),
    lines: readLines(files)
  }
}
