/** Where records are kept: files, or a database. */
import type { Head, Heads } from './head.ts'
import type { Place } from './id.ts'
import type { DecisionRecord } from './record.ts'

/** A line to be written, in its place. */
export interface Entry extends Place {
  line: Buffer
  /** of a record; null for the first line of a segment */
  record: DecisionRecord | null
  slot: number
  wrapped: Buffer | null | undefined
}

/** Where a log ends. */
export interface Tail extends Place {
  /** of the last line */
  hash: string
  /** records in the last segment */
  records: number
  /** UTC day of its first line */
  day: string
  first: Head['first']
  /** of the last head */
  serial: number
}

/** A line as it was kept. */
export interface Kept {
  line: Buffer
  wrapped: Buffer | null
}

/** A segment as it was kept, in the order of the log. */
export interface Segment {
  segment: number
  bytes: Buffer
  /** the wrapped key of a record, where it has one */
  wrapped(slot: number): Buffer | null | undefined
}

/** What records are looked for; all that is left out is any. */
export interface Search {
  client?: string
  /** times, the first included */
  from?: string
  to?: string
  measure?: string
  outcome?: string
  limit: number
}

export interface Sink {
  /** bytes from which a new segment is begun, beside one a day */
  readonly segmentSize: number
  /**
   * Makes ready to write behind the signed end; what stands behind that was never answered for, and goes.
   * @param read what the heads say
   * @returns null where there is no log yet
   * @throws Error when the log is not whole up to its signed end
   */
  open(read: (heads: readonly string[]) => Heads): Promise<Tail | null>
  /** Writes lines and the head behind them so that they outlive a crash: all of them, or throws. */
  write(group: readonly Entry[], head: string, serial: number): Promise<void>
  read(place: Place): Promise<Kept | null>
  /** Destroys the wrapped key of a record. */
  erase(place: Place, slot: number): Promise<void>
  segments(): AsyncIterable<Segment>
  /** the last two heads, or as many as there are */
  heads(): Promise<string[]>
  /** How the log begins without the segments in which all is older than a day, YYYY-MM-DD; null where it stays. */
  firstFrom(day: string): Promise<Head['first'] | null>
  /** The newest records first; only where it is a database. */
  search?(search: Search): Promise<Kept[]>
  dropBefore(segment: number): Promise<void>
  close(): Promise<void>
}
