/** What every command of `npm run rules` is, and the little it may ask of the outside. */
import type { ParseArgsConfig } from 'node:util'
import { parseArgs } from 'node:util'
import { PolicyError } from '../../policy/fault.ts'
import { defaultRules } from '../../policy/files.ts'
import { isOfSystem } from '../../system-error.ts'

/** Where a command writes. A test hands in its own. */
export interface Io {
  /** a piece of the answer, to stdout; the command writes its own line ends */
  out(text: string): void
  /** a message about the run, to stderr */
  err(text: string): void
  /** whether stdout is a terminal: colours only then */
  isTerminal: boolean
  /** how far a long run has come, to stderr; shown only where stderr is a terminal or the run is long */
  progress(done: number, total: number, label: string): void
}

/** Exit codes that CI can use. */
export const FINE = 0
/** Faults, survivors, changed answers: the command did its work and found something. */
export const FINDINGS = 1
/** Wrong usage, or input that cannot be read. */
export const UNUSABLE = 2

export interface Command {
  name: string
  /** one line for the list of commands */
  summary: string
  /** the whole text of `--help` */
  help: string
  /** @returns FINE, FINDINGS or UNUSABLE; throws Usage for wrong usage or unreadable input */
  run(args: string[], io: Io): Promise<number>
}

/** Thrown by a command for wrong usage or unreadable input; the frame prints it and exits with UNUSABLE. */
export class Usage extends Error {}

/** Whether an error is about what was given, or about what cannot be read: it is told without a stack. */
export const isOfInput = (error: unknown): error is Error =>
  error instanceof Usage || error instanceof PolicyError || isOfSystem(error)

type Options = NonNullable<ParseArgsConfig['options']>

/** The options that every command takes, beside `--help`, which the frame answers. */
export const common = {
  json: { type: 'boolean', default: false },
  rules: { type: 'string', default: defaultRules }
} as const satisfies Options

/**
 * Parses the arguments of a command, strictly.
 * @param options `common` and the command's own
 * @throws Usage naming the argument that is not understood
 */
export function parse<const T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new Usage((error as Error).message)
  }
}
