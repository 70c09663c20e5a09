/** Errors of the operating system: a full disk, a folder that may not be read. */

/** Whether an error is one that the system reported: nothing that a stack would explain. */
export const isOfSystem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'errno' in error && 'code' in error
