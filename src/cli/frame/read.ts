/** Reading rule sets for the commands: from a folder, or from a revision in git. */
import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { type RuleFiles, readRuleFiles } from '../../policy/files.ts'
import { parseJson } from '../rules/facts.ts'
import { Usage } from './command.ts'

/** @throws Usage when there is no such folder */
export function needFolder(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Usage(`there is no folder ${folder}`)
}

/** @throws Usage when there is no such folder; PolicyError naming each file that is not JSON */
export function readRules(folder: string): RuleFiles {
  needFolder(folder)
  return readRuleFiles(folder)
}

function git(folder: string, ...args: string[]): string {
  try {
    return execFileSync('git', ['-C', folder, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 2 ** 28
    })
  } catch (error) {
    throw new Usage((error as Error).message)
  }
}

/** The rule files of a folder as they were at a revision. */
function rulesAt(folder: string, revision: string): RuleFiles {
  const names = git(folder, 'ls-tree', '--name-only', revision, './').split('\n')
  const files = names.filter(name => name.endsWith('.json'))
  if (files.length === 0) throw new Usage(`${revision} has no rule files in this folder`)
  return Object.fromEntries(
    files.map(file => [file, parseJson(git(folder, 'show', `${revision}:./${file}`), `${revision}:${file}`)])
  )
}

const RELEASE = /^v\d+\.\d+\.\d+$/

/**
 * The tag of the last release, v1.2.3: the highest version, so that a shallow clone needs no history.
 * @param folder any folder of the repository
 * @returns null where no release is tagged, or where the clone has no tags
 */
export const lastRelease = (folder: string): string | null =>
  git(folder, 'tag', '--list', '--sort=-version:refname')
    .split('\n')
    .find(tag => RELEASE.test(tag)) ?? null

/**
 * @param place a folder, or `git:REV`
 * @param folder the folder whose past `git:REV` means
 */
export const readVersion = (place: string, folder: string): RuleFiles =>
  place.startsWith('git:') ? rulesAt(folder, place.slice('git:'.length)) : readRules(place)
