import type { ErrorObject, ValidateFunction } from 'ajv'

/** A fault in a rule set: where it is, what is wrong, what to do. */
export interface Fault {
  /** file name inside the rule set's folder */
  file: string
  /** JSON Pointer (RFC 6901) */
  pointer: string
  message: string
  /** what to do about it */
  remedy: string
}

/** The faults of form that a failed Ajv validation found in a file. */
export const faultsOfForm = (errors: ValidateFunction['errors'], file: string, remedy: string): Fault[] =>
  (errors as ErrorObject[]).map(({ instancePath, message }) => ({
    file,
    pointer: instancePath,
    message: message as string,
    remedy
  }))

/** Thrown when a rule set that has faults is loaded. */
export class PolicyError extends Error {
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    super(
      faults
        .map(({ file, pointer, message, remedy }) => `${file}#${pointer}: ${message} (${remedy})`)
        .join('\n')
    )
    this.name = 'PolicyError'
    this.faults = faults
  }
}
