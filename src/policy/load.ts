/** Loading a rule set: guard it, then link it. */
import { digestOf } from './digest.ts'
import { PolicyError } from './fault.ts'
import type { RuleFiles } from './files.ts'
import { faultsOfForm } from './guards/form.ts'
import { faultsOf } from './guards/index.ts'
import { linkPolicy } from './link.ts'
import type { Policy } from './model.ts'
import { inFormatOfToday } from './older-format.ts'

/**
 * Builds a policy from the files of a rule set.
 * @throws PolicyError with every fault when the files are not sound
 */
export function loadPolicy(files: RuleFiles): Policy {
  const faults = faultsOf(files)
  if (faults.length > 0) throw new PolicyError(faults)
  return linkPolicy(files)
}

/**
 * Builds a policy from the files of a rule set that was released, in the format of their day. What today's guards
 * ask beyond form was not asked of an older format.
 * @returns a policy with the digest of the files as they were released
 * @throws PolicyError with every fault
 */
export function loadReleased(files: RuleFiles): Policy {
  const today = inFormatOfToday(files)
  if (today === files) return loadPolicy(files)
  const faults = faultsOfForm(today)
  if (faults.length > 0) throw new PolicyError(faults)
  return linkPolicy(today, digestOf(files))
}
