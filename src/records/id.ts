/**
 * Ids of decisions: log, segment, place in it, and some chance, so that none can be guessed from another. The place
 * tells where to read; what is read there must bear the same id.
 */
import { randomBytes } from 'node:crypto'

export interface Place {
  log: string
  segment: number
  /** byte of the segment where the record starts; in a database, its number */
  at: number
}

const ID = /^([a-z0-9]{6})-([a-z0-9]{1,8})-([a-z0-9]{1,8})-[a-z0-9]{12}$/
const CHANCE = 12
const LOG = 6

/** Some letters and digits by chance. */
function chance(length: number): string {
  let text = ''
  for (const byte of randomBytes(length)) text += (byte % 36).toString(36)
  return text
}

export const newLog = (): string => chance(LOG)

export const newId = ({ log, segment, at }: Place): string =>
  `${log}-${segment.toString(36)}-${at.toString(36)}-${chance(CHANCE)}`

/** Where the decision of an id is; undefined where it is no id. */
export function placeOf(id: string): Place | undefined {
  const [, log, segment, at] = ID.exec(id) ?? []
  if (log === undefined || segment === undefined || at === undefined) return undefined
  return { log, segment: Number.parseInt(segment, 36), at: Number.parseInt(at, 36) }
}
