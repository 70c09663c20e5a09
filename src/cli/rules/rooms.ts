/**
 * Where the cases and the generated files of a rule set lie: within its folder, where it has a folder `cases`; else
 * the cases of the plan, and what is generated beside the folder.
 */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const own = (rules: string) => join(rules, 'cases')

/** The folder of the cases. @param asked what the caller named, which goes first */
export const casesFolder = (rules: string, asked: string | undefined): string =>
  asked ?? (existsSync(own(rules)) ? own(rules) : 'test/cases')

/** The folder of the files that are worked out from the rules. */
export const generatedFolder = (rules: string): string =>
  existsSync(own(rules)) ? join(resolve(rules), 'generated') : dirname(resolve(rules))
