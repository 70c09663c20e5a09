/** Files of a rule set that have a schema of their own, beside the clauses and facts that guards.ts checks. */
import type { Static, TSchema } from 'typebox'
import { strictAjv } from '../ajv.ts'
import { faultsOfForm, PolicyError } from './fault.ts'
import type { RuleFiles } from './files.ts'

const ajv = strictAjv({ validateSchema: false })

/**
 * One file, checked.
 * @param remedy what to do about a fault
 * @throws PolicyError when the file is missing or not in its form
 */
export function inForm<T extends TSchema>(
  files: RuleFiles,
  file: string,
  schema: T,
  remedy: string
): Static<T> {
  const validate = ajv.compile(schema)
  const found = files[file]
  if (validate(found)) return found as Static<T>
  throw new PolicyError(faultsOfForm(validate.errors, file, remedy))
}
