/** How far a batch has come, kept beside its output until it is done, so that it can be resumed. */
import { createHash } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { Tally } from '../../batch/decider.ts'
import { Usage } from '../frame/command.ts'
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
  /** SHA-256 of them, hex */
  digest: string
  tally: Tally
  /** whether the run ended by an error: the next may begin anew without a word */
  failed: boolean
}

/** A state as it is kept: with a digest of itself, for a damaged one would give wrong answers. */
type Sealed = State & { seal: string }

const fileOf = (output: string) => `${output}.unfinished`
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const sealOf = (state: State) => sha256(JSON.stringify(state))

/** @param input size and time of the last change of the input file */
export const fingerprintOf = (digest: string, spec: Spec, input: { size: number; mtimeMs: number }): string =>
  sha256(JSON.stringify([digest, spec, input.size, input.mtimeMs]))

function opened(text: string): State | undefined {
  try {
    const { seal, ...state } = JSON.parse(text) as Sealed
    return seal === sealOf(state) ? state : undefined
  } catch {
    return undefined
  }
}

/** @returns undefined when nothing was left unfinished @throws Usage when what was left is damaged, or none of ours */
export async function readState(output: string): Promise<State | undefined> {
  let text: string
  try {
    text = await readFile(fileOf(output), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const state = opened(text)
  if (!state) throw new Usage(`${fileOf(output)} 损坏了，不能接着做；请删除它，从头再来`)
  return state
}

/** Whole or not at all, also when the power fails. */
export async function writeState(output: string, state: State): Promise<void> {
  const draft = `${fileOf(output)}.new`
  await writeFile(draft, JSON.stringify({ ...state, seal: sealOf(state) } satisfies Sealed), { flush: true })
  await rename(draft, fileOf(output))
}

export async function removeState(output: string): Promise<void> {
  await rm(`${fileOf(output)}.new`, { force: true })
  await rm(fileOf(output), { force: true })
}
