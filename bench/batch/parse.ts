/**
 * What the copy does with a block: every line parsed, nothing decided, and a line written for it: itself, or a
 * prepared answer. Also the worker of the copy's threads.
 */
import { move, transferableSymbol, valueSymbol } from 'piscina'

/** @param answers lines to write in turn; without them, those that were read */
export function copied(block: Uint8Array, answers?: readonly string[]): Uint8Array {
  const lines = Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString().split('\n')
  let written = ''
  for (const [index, line] of lines.entries()) {
    if (line === '') continue
    const { facts } = JSON.parse(line)
    if (facts === undefined) throw new Error(`line ${index} has no facts`)
    if (answers) written += `${answers[index % answers.length]}\n`
  }
  return answers ? new Uint8Array(Buffer.from(written)) : block
}

/** @returns the lines to write, their memory handed over */
export default function work(block: Uint8Array) {
  const lines = copied(block)
  return move({ [transferableSymbol]: [lines.buffer], [valueSymbol]: lines } as never)
}
