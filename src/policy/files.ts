/** The files of a rule set, read from disk: the only place that touches the file system for rules. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { asset } from '../assets.ts'
import { readJson } from '../strict-json.ts'
import { isOfSystem } from '../system-error.ts'
import { type Fault, PolicyError } from './fault.ts'
import type { Facts } from './vocabulary.ts'

/** Parsed JSON by file name. */
export type RuleFiles = Readonly<Record<string, unknown>>

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

/**
 * Reads every JSON file of a folder.
 * @throws PolicyError naming each file that is not JSON, and each name that stands twice in its object; the error of
 *   the system where the folder or a file of it cannot be read
 */
export function readRuleFiles(folder: string): RuleFiles {
  const faults: Fault[] = []
  const entries = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
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

/** The examples to try, found by `npm run rules -- witness`, by measure id. */
export const readWitnesses = (): Witnesses =>
  JSON.parse(readFileSync(asset('rules/witnesses.json'), 'utf8')) as Witnesses

/** The digest of the rule set that the build checked, or undefined when running from source. */
export function readSoundDigest(file = asset('rules/sound.txt')): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
