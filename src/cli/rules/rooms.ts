/** Where the cases and the generated files of a rule set lie. */
import { join, resolve } from 'node:path'
import { GENERATED } from '../../policy/files.ts'

/**
 * The folder of the cases: within that of the rule set.
 * @param asked what the caller named, which goes first
 */
export const casesFolder = (rules: string, asked: string | undefined): string => asked ?? join(rules, 'cases')

/** The folder of the files that are worked out from the rules. */
export const generatedFolder = (rules: string): string => join(resolve(rules), GENERATED)
