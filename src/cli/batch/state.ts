/** How far a batch has come, kept beside its output until it is done, so that it can be resumed. */
import { createHash } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { Tally } from '../../batch/decider.ts'
import { Usage } from '../rules/command.ts'
import type { Spec } from './deciding.ts'
import type { Position } from './sources.ts'

export interface State {
  /** what the answers depend on: rules, options and input */
  fingerprint: string
  /** the day of lines that name none, for a batch that goes on past midnight */
  asOf: string
  /** where to go on reading */
  position: Position
  /** bytes of output that hold the answers up to there */
  written: number
  tally: Tally
}

const fileOf = (output: string) => `${output}.unfinished`

/** @param input size and time of the last change of the input file */
export const fingerprintOf = (digest: string, spec: Spec, input: { size: number; mtimeMs: number }): string =>
  createHash('sha256')
    .update(JSON.stringify([digest, spec, input.size, input.mtimeMs]))
    .digest('hex')

/** @returns undefined when nothing was left unfinished @throws Usage when what was left is none of ours */
export async function readState(output: string): Promise<State | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(output), 'utf8')) as State
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (error instanceof SyntaxError)
      throw new Usage(`${fileOf(output)} cannot be read; delete it to start over`)
    throw error
  }
}

/** Whole or not at all, also when the power fails. */
export async function writeState(output: string, state: State): Promise<void> {
  const draft = `${fileOf(output)}.new`
  await writeFile(draft, JSON.stringify(state), { flush: true })
  await rename(draft, fileOf(output))
}

export const removeState = (output: string): Promise<void> => rm(fileOf(output), { force: true })
