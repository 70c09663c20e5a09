/** A part of the lines, so that several machines share a batch without talking to each other. */
import type { Line } from './lines.ts'

export interface Shard {
  /** from 1 */
  index: number
  of: number
}

const SHARD = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/

/** @param text such as 3/8 @returns undefined where it is none */
export function shardOf(text: string): Shard | undefined {
  const [index, of] = (SHARD.exec(text)?.slice(1) ?? []).map(Number)
  return index !== undefined && of !== undefined && index <= of ? { index, of } : undefined
}

/** Every so many lines, by their number: each line is in one shard, whatever the blocks are. */
export const inShard = (lines: readonly Line[], shard: Shard | undefined): readonly Line[] =>
  shard ? lines.filter(({ number }) => number % shard.of === shard.index % shard.of) : lines
