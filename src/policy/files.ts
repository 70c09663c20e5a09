/** The files of a rule set, read from disk: the only place that touches the file system for rules. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { asset } from '../assets.ts'
import { readJson } from '../strict-json.ts'
import { isOfSystem } from '../system-error.ts'
import { type Fault, PolicyError } from './fault.ts'
import { withNationalRules } from './national-rules.ts'
import { withShared } from './shared.ts'
import { passagesOf, SOURCE_FILE, type Source } from './source.ts'
import type { Facts } from './vocabulary.ts'

/** Parsed JSON by file name. */
export type RuleFiles = Readonly<Record<string, unknown>>

/** The files of a rule set, with its id: of several versions those of the newest. */
export interface SetFiles {
  id: string
  files: RuleFiles
}

/** Examples to try, by measure id: found by search, checked by the engine, generated into witnesses.json. */
export type Witnesses = Readonly<
  Record<
    string,
    {
      eligible?: Facts
      ineligible?: readonly { condition: string; facts: Facts }[]
      undetermined?: Facts
    }
  >
>

/** The folder of the rule set that the service serves. */
export const defaultRules: string = asset('rules/pinggu-2022-9')

/** The name of the folder of facts and standards that rule sets share; it lies beside their own. */
export const SHARED = 'shared'

/** Whether a file of a folder of rules is one of them: the text that they are made from is none. */
export const isRuleFile = (name: string): boolean => name.endsWith('.json') && name !== SOURCE_FILE

/**
 * Reads every rule file of a folder.
 * @throws PolicyError naming each file that is not JSON, and each name that stands twice in its object; the error of
 *   the system where the folder or a file of it cannot be read
 */
function readFolder(folder: string): RuleFiles {
  const faults: Fault[] = []
  const entries = readdirSync(folder)
    .filter(isRuleFile)
    .sort()
    .map(file => {
      try {
        const { value, faults: crooked } = readJson(readFileSync(`${folder}/${file}`, 'utf8'))
        const remedy = 'JSON.parse would take the last of two equal names: keep one'
        faults.push(...crooked.map(fault => ({ file, ...fault, remedy })))
        return [file, value]
      } catch (error) {
        if (isOfSystem(error)) throw error
        faults.push({ file, pointer: '', message: (error as Error).message, remedy: 'make it valid JSON' })
        return [file, null]
      }
    })
  if (faults.length > 0) throw new PolicyError(faults)
  return Object.fromEntries(entries)
}

/** The shared folder beside a rule set; where there is none, as beside a copy, the one of the service. */
function sharedBeside(folder: string): string {
  const beside = join(dirname(resolve(folder)), SHARED)
  return existsSync(beside) ? beside : asset(`rules/${SHARED}`)
}

/**
 * Reads a rule set: its own files, with the facts and standards that it takes from the shared folder put in, and the
 * national rules that it refers to.
 * @throws PolicyError naming each file that is not JSON, each name that stands twice in its object, each fact that
 *   is said to be shared and is not, and each fault of the national rules
 */
export const readRuleFiles = (folder: string): RuleFiles =>
  withNationalRules(withShared(readFolder(folder), readFolder(sharedBeside(folder))))

/** The folder, within that of a rule set, of what is worked out from its files. */
export const GENERATED = 'generated'

/** What is worked out from a rule set and lies in its folder; undefined where nobody has worked it out. */
export function readGenerated(folder: string, name: string): string | undefined {
  const file = join(folder, GENERATED, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/**
 * The text that a rule set is made from.
 * @param folder of the rule set
 * @returns null where there is none: an older rule set, or a copy of one
 * @throws PolicyError when it is not JSON of the form that it must have
 */
export function readSource(folder: string): Source | null {
  const path = join(folder, SOURCE_FILE)
  if (!existsSync(path)) return null
  const refused = (faults: readonly Omit<Fault, 'file' | 'remedy'>[]) =>
    new PolicyError(
      faults.map(({ pointer, message }) => ({
        file: SOURCE_FILE,
        pointer,
        message,
        remedy: 'make it JSON with title, closing and clauses, or with title and articles'
      }))
    )
  try {
    const { value, faults } = readJson(readFileSync(path, 'utf8'))
    if (faults.length > 0) throw refused(faults)
    const found = passagesOf(value)
    if ('faults' in found) throw refused(found.faults)
    return found
  } catch (error) {
    if (error instanceof SyntaxError) throw refused([{ pointer: '', message: error.message }])
    throw error
  }
}

/** The examples to try, found by `npm run rules -- witness`, by measure id. @param folder of the rule set */
export const readWitnesses = (folder: string): Witnesses =>
  JSON.parse(readGenerated(folder, 'witnesses.json') ?? '{}') as Witnesses

/** What the build found sound, or undefined when running from source. */
export const readSoundMark = (folder: string): string | undefined => readGenerated(folder, 'sound.txt')

/** A rule set by itself. */
export const setOf = (files: RuleFiles): SetFiles => ({
  id: (files['policy.json'] as { id: string }).id,
  files
})
