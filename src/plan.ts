/** The plan that the service serves, read from disk and made ready: what `buildApp` needs of it. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AppOptions } from './app.ts'
import { hearingFor } from './hearing/hearing.ts'
import { readLines } from './hotline/lines.ts'
import { readCoverage } from './policy/coverage.ts'
import { defaultRules, readRuleFiles, readSoundDigest, readWitnesses } from './policy/files.ts'
import { digestOf, linkPolicy, loadPolicy } from './policy/load.ts'
import type { Policy } from './policy/model.ts'

/**
 * The rules alone, without what the hotline needs.
 * @param sound digest of a rule set that need not be checked: the build did it, not every start does it again
 * @throws PolicyError naming every fault of the rule set
 */
export function readPolicy(files = readRuleFiles(defaultRules), sound = readSoundDigest()): Policy {
  const digest = digestOf(files)
  return digest === sound ? linkPolicy(files, digest) : loadPolicy(files)
}

type Plan = Pick<AppOptions, 'policy' | 'witnesses' | 'coverage' | 'hearing' | 'lines'>

/** Of rules that are no longer served, how a caller's words were heard is not kept: nothing is heard. */
const deaf: Plan['hearing'] = {
  search: () => [],
  understand: () => [],
  clauseNamed: () => undefined
}

/**
 * Rules that are no longer served.
 * @param archive a folder of folders of rules; empty for none
 * @returns null where none has the digest
 */
export function readArchived(archive: string, digest: string): Plan | null {
  for (const name of archive === '' ? [] : readdirSync(archive).sort()) {
    const files = readRuleFiles(join(archive, name))
    if (digestOf(files) !== digest) continue
    const policy = readPolicy(files)
    return { policy, witnesses: {}, coverage: readCoverage(), hearing: deaf, lines: readLines(files) }
  }
  return null
}

/**
 * @param digest that the rule set must have; empty for any
 * @throws PolicyError naming every fault of the rule set; Error when its digest is another
 */
export function readPlan(digest = ''): Plan {
  const files = readRuleFiles(defaultRules)
  const policy = readPolicy(files)
  if (digest !== '' && digest !== policy.digest) {
    throw new Error(`RULES_DIGEST is ${digest}, but the rules here are ${policy.digest}`)
  }
  return {
    policy,
    witnesses: readWitnesses(),
    coverage: readCoverage(),
    hearing: hearingFor(policy, files),
    lines: readLines(files)
  }
}
