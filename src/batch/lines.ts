/** Bytes into blocks of whole lines, and blocks into lines: bounded, whatever the chunks and the line ends. */
import { isUtf8 } from 'node:buffer'
import { Gathered } from './gathered.ts'

/** Bytes of a line: as much as the body of a single request. */
export const LINE_LIMIT = 64 * 1024

export const LF = 0x0a
/** The byte order mark, in UTF-8. */
const BOM = [0xef, 0xbb, 0xbf]
const SPACE = 0x20
const DELETE = 0x7f

/** Why there is no text of a line. */
export type Unreadable = 'line-too-long' | 'malformed-text' | 'malformed-row'

/** One line of a block, not read yet. */
export class Line {
  /** its number, from 1 */
  readonly number: number
  /** of the block */
  readonly bytes: Buffer
  /** where it starts */
  readonly from: number
  /** where its end is: the line feed */
  readonly to: number
  /** null where it can be read */
  readonly unreadable: Unreadable | null

  constructor(number: number, bytes: Buffer, from: number, to: number, unreadable: Unreadable | null) {
    this.number = number
    this.bytes = bytes
    this.from = from
    this.to = to
    this.unreadable = unreadable
  }

  /** Without its end. */
  get text(): string {
    return this.bytes.toString('utf8', this.from, this.to)
  }

  /** Whether there is nothing but white space. */
  get isBlank(): boolean {
    const first = this.bytes[this.from] as number
    const isVisible = first > SPACE && first < DELETE
    return !isVisible && this.text.trim() === ''
  }
}

/** Whole lines as bytes, each with its end. */
export interface Block {
  bytes: Buffer
  /** where in the input the next block starts */
  end: number
}

/**
 * Cuts a stream of bytes behind its last line end so far; the last line needs none. A line end is one byte of
 * no character but itself in UTF-8, so the cut never goes through a character.
 * No more is kept of a line than tells that it is over the limit.
 * @param start where in the input the stream starts
 */
export async function* blocksOf(chunks: AsyncIterable<Uint8Array>, start = 0): AsyncGenerator<Block> {
  const rest = new Gathered()
  let end = start
  let seen = start
  for await (const chunk of chunks) {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const cut = piece.lastIndexOf(LF) + 1
    if (cut > 0) {
      end = seen + cut
      const whole = piece.subarray(0, cut)
      const isBegun = rest.length > 0
      if (isBegun) rest.add(whole)
      yield { bytes: isBegun ? rest.take() : whole, end }
    }
    seen += piece.length
    rest.add(piece.subarray(cut, cut + LINE_LIMIT + 1 - rest.length))
  }
  rest.add(Buffer.of(LF))
  if (rest.length > 1) yield { bytes: rest.take(), end: seen }
}

/** How many lines a block has. */
export function countLines(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count++
  return count
}

/**
 * The lines of a block. Blank ones are counted and left out; so is a byte order mark before the first line.
 * @param first number of its first line
 */
export function linesOf(bytes: Buffer, first: number): Line[] {
  const allSound = isUtf8(bytes)
  const lines: Line[] = []
  let number = first
  for (
    let from = 0, to = bytes.indexOf(LF);
    to !== -1;
    from = to + 1, to = bytes.indexOf(LF, from), number++
  ) {
    const isLong = to - from > LINE_LIMIT
    const isSound = allSound || isUtf8(bytes.subarray(from, to))
    const hasMark = number === 1 && BOM.every((byte, at) => bytes[from + at] === byte)
    const unreadable = isLong ? 'line-too-long' : isSound ? null : 'malformed-text'
    const line = new Line(number, bytes, hasMark ? from + BOM.length : from, to, unreadable)
    if (unreadable || !line.isBlank) lines.push(line)
  }
  return lines
}

/** The lines of a stream, as they come. */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let first = 1
  for await (const { bytes } of blocksOf(chunks)) {
    yield linesOf(bytes, first)
    first += countLines(bytes)
  }
}
