/** Lines typed by a person, with a prompt, or piped in by a program, without. */
import { createInterface, type Interface } from 'node:readline'

export const keyboard = (input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Interface =>
  createInterface({ input, ...('isTTY' in input && input.isTTY === true && { output, prompt: '> ' }) })
