/** Walks the log and finds whatever was changed in it: edited, deleted, swapped, cut short, or written anew. */
import { type Head, readHeads } from './head.ts'
import { placeOf } from './id.ts'
import type { PublicKeys } from './keys.ts'
import { type DecisionRecord, type Header, sha256 } from './record.ts'
import { isErased } from './seal.ts'
import type { Segment, Sink } from './sink.ts'

const LF = 0x0a

export interface Verified {
  records: number
  erased: number
  /** what is wrong, and where */
  faults: string[]
}

/** Where the walk is. */
interface Walk {
  result: Verified
  /** of the line before, null before the first */
  hash: string | null
  /** the segment before */
  before: { segment: number; end: number; hash: string | null } | null
  /** hashes of lines by where they end, for the head */
  head: Head | null
  isHeadMet: boolean
  /** lines behind the head, by segment and byte */
  behind: [number, number][]
}

/** The lines of a segment, each with its end. */
function* linesOf(bytes: Buffer): Generator<{ at: number; line: Buffer; isWhole: boolean }> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(LF, at)
    const to = end < 0 ? bytes.length : end + 1
    yield { at, line: bytes.subarray(at, to), isWhole: end >= 0 }
    at = to
  }
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString())
  } catch {
    return null
  }
}

function checkHeader(walk: Walk, { segment }: Segment, header: Header | null, hash: string): string | null {
  const { before, head } = walk
  if (!header || header.segment !== segment) return 'the first line is not that of this segment'
  if (head && header.log !== head.log) return 'it is of another log'
  if (before) {
    const { segment: last, end, hash: prev } = header.after ?? {}
    const follows = last === before.segment && end === before.end && prev === before.hash
    return follows ? null : 'it does not follow the segment before'
  }
  if (head && (head.first.segment !== segment || head.first.hash !== hash))
    return 'the log does not begin here'
  return null
}

function checkRecord(walk: Walk, segment: Segment, at: number, slot: number, line: Buffer): string | null {
  const record = parsed(line) as DecisionRecord | null
  if (!record?.id || !record.request) return 'it is no record'
  if (record.prev !== walk.hash) return 'it does not follow the line before'
  const place = placeOf(record.id)
  if (place?.segment !== segment.segment || place.at !== at) return `${record.id} stood somewhere else`
  walk.result.records++
  if (!('sealed' in record.request)) return null
  if (record.request.slot !== slot) return `${record.id} has the key of another record`
  const wrapped = segment.wrapped(slot)
  if (wrapped && isErased(wrapped)) walk.result.erased++
  return wrapped ? null : `the place for the key of ${record.id} is gone`
}

const isBehind = (head: Head | null, segment: number, at: number): boolean =>
  head !== null && (segment > head.segment || (segment === head.segment && at >= head.end))

function walkSegment(walk: Walk, segment: Segment): void {
  const { result, head } = walk
  let records = 0
  for (const { at, line, isWhole } of linesOf(segment.bytes)) {
    const hash = sha256(line)
    const end = at + line.length
    if (isBehind(head, segment.segment, at)) walk.behind.push([segment.segment, at])
    const fault = !isWhole
      ? 'the line has no end'
      : at === 0
        ? checkHeader(walk, segment, parsed(line) as Header | null, hash)
        : checkRecord(walk, segment, at, records++, line)
    if (fault) result.faults.push(`segment ${segment.segment}, byte ${at}: ${fault}`)
    walk.hash = hash
    if (head?.segment === segment.segment && head.end === end) walk.isHeadMet = head.hash === hash
  }
  walk.before = { segment: segment.segment, end: segment.bytes.length, hash: walk.hash }
}

/** @param keys public ones: no secret is needed */
export async function verify(sink: Pick<Sink, 'segments' | 'heads'>, keys: PublicKeys): Promise<Verified> {
  const result: Verified = { records: 0, erased: 0, faults: [] }
  const { head, faults } = readHeads(keys, await sink.heads())
  result.faults.push(...faults)
  const walk: Walk = { result, hash: null, before: null, head, isHeadMet: false, behind: [] }
  for await (const segment of sink.segments()) {
    // Left by a crash while old segments were dropped.
    if (head && segment.segment < head.first.segment) continue
    walkSegment(walk, segment)
  }
  if (!head && walk.before) result.faults.push('there is no head')
  if (head && !walk.isHeadMet) result.faults.push('the log does not come to its signed end')
  // The log may have grown, and its head with it, while it was walked.
  const { head: later } = readHeads(keys, await sink.heads())
  for (const [segment, at] of walk.behind) {
    if (isBehind(later, segment, at)) {
      result.faults.push(`segment ${segment}, byte ${at}: it stands behind the signed end`)
    }
  }
  return result
}
