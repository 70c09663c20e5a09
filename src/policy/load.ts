/** Loading a rule set: guard it, then link it. */
import { PolicyError } from './fault.ts'
import type { RuleFiles } from './files.ts'
import { faultsOf } from './guards/index.ts'
import { linkPolicy } from './link.ts'
import type { Policy } from './model.ts'

/**
 * Builds a policy from the files of a rule set.
 * @throws PolicyError with every fault when the files are not sound
 */
export function loadPolicy(files: RuleFiles): Policy {
  const faults = faultsOf(files)
  if (faults.length > 0) throw new PolicyError(faults)
  return linkPolicy(files)
}
