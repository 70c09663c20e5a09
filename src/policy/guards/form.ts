/** Faults of form: fields missing, unknown, or of the wrong type. */
import type { ErrorObject, ValidateFunction } from 'ajv'
import type { Fault } from '../fault.ts'
import type { RuleFiles } from '../files.ts'
import { ClauseFileSchema, FactsFileSchema, PolicyFileSchema } from '../format.ts'
import { isClauseFile } from '../rule-set.ts'
import { SITUATIONS_FILE, SituationsFileSchema } from '../situations-format.ts'
import { shape } from './shapes.ts'

/** @returns faults in file order; empty when what the files hold may be looked at */
export function faultsOfForm(files: RuleFiles): Fault[] {
  const faults: Fault[] = []
  const check = (file: string, validate: ValidateFunction) => {
    if (files[file] === undefined) {
      faults.push({ file, pointer: '', message: 'the file is missing', remedy: `add ${file}` })
    } else if (!validate(files[file])) {
      for (const error of validate.errors as ErrorObject[]) {
        const field = (error.params as { additionalProperty?: string }).additionalProperty
        faults.push({
          file,
          pointer: error.instancePath,
          message: `${error.message}${field ? `: "${field}"` : ''}`,
          remedy: 'see the format in src/rules/README.md'
        })
      }
    }
  }
  check('policy.json', shape('policy', PolicyFileSchema))
  check('facts.json', shape('facts', FactsFileSchema))
  for (const file of Object.keys(files).filter(isClauseFile)) check(file, shape('clause', ClauseFileSchema))
  // A rule set may do without: then every question is about one fact.
  if (files[SITUATIONS_FILE] !== undefined) check(SITUATIONS_FILE, shape('situations', SituationsFileSchema))
  return faults
}
