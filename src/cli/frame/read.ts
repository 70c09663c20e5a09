/** Reading rule sets for the commands: from a folder, or from a revision in git. */
import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { isRuleFile, type RuleFiles, readRuleFiles, SHARED } from '../../policy/files.ts'
import { withShared } from '../../policy/shared.ts'
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

/** The rule files of a folder as they were at a revision. @param path from the folder that `git` runs in */
function jsonAt(folder: string, revision: string, path: string): RuleFiles {
  const names = git(folder, 'ls-tree', '--name-only', revision, `${path}/`).split('\n')
  return Object.fromEntries(
    names
      .map(name => basename(name))
      .filter(isRuleFile)
      .map(file => {
        const text = git(folder, 'show', `${revision}:./${path}/${file}`)
        return [file, parseJson(text, `${revision}:${file}`)]
      })
  )
}

/** The rule files of a folder as they were at a revision, with what they shared then. */
function rulesAt(folder: string, revision: string): RuleFiles {
  const own = jsonAt(folder, revision, '.')
  if (Object.keys(own).length === 0) throw new Usage(`${revision} has no rule files in this folder`)
  return withShared(own, jsonAt(folder, revision, `../${SHARED}`))
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
