/** One thing that is wrong with an input: where it stands, and what would be right. */

export interface FieldError {
  /** JSON Pointer (RFC 6901) */
  pointer: string
  /** what is wrong and what would be right, in Chinese */
  message: string
  /** the nearest known name */
  suggestion?: string
}

/** A JSON Pointer from its parts. */
export const pointerTo = (...parts: (string | number)[]): string =>
  parts.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
