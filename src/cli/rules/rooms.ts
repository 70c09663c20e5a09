/** Where the cases and the generated files of a rule set lie. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { GENERATED } from '../../policy/files.ts'

/**
 * The folder of the cases: within that of the rule set, or, of the plan, with the tests.
 * @param asked what the caller named, which goes first
 */
export function casesFolder(rules: string, asked: string | undefined): string {
  const own = join(rules, 'cases')
  return asked ?? (existsSync(own) ? own : 'test/cases')
}

/** The folder of the files that are worked out from the rules. */
export const generatedFolder = (rules: string): string => join(resolve(rules), GENERATED)
