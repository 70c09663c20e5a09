/** Opaque cursors of paged lists: a position in one version of the rule set. */

/** @param digest of the rule set the page was cut from */
export const cursorAt = (offset: number, digest: string): string =>
  Buffer.from(`${offset}.${digest.slice(-12)}`).toString('base64url')

/** @returns the position, or undefined when the cursor is not one of this rule set's */
export function positionOf(cursor: string, digest: string): number | undefined {
  const [, offset, stamp] = /^(\d{1,6})\.(.+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  return stamp === digest.slice(-12) ? Number(offset) : undefined
}
