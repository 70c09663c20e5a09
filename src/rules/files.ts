/** The files of a rule set, read from disk: the only place that touches the file system for rules. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { asset } from '../assets.ts'
import type { Witnesses } from './catalogue.ts'
import { type Fault, PolicyError } from './fault.ts'

/** Parsed JSON by file name. */
export type RuleFiles = Readonly<Record<string, unknown>>

/** The folder of the rule set that the service serves. */
export const defaultRules: string = asset('rules/pinggu-2022-9')

/**
 * Reads every JSON file of a folder.
 * @throws PolicyError naming each file that is not JSON
 */
export function readRuleFiles(folder: string): RuleFiles {
  const faults: Fault[] = []
  const entries = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(file => {
      try {
        return [file, JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as unknown]
      } catch (error) {
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
