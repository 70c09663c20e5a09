/** Reading rule sets for the commands: from a folder, a packed release, or a revision in git. */
import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { isRuleFile, type RuleFiles, readRuleFiles, SHARED } from '../../policy/files.ts'
import { withNationalRules } from '../../policy/national-rules.ts'
import { isRelease, lastPacked, readReleased } from '../../policy/releases.ts'
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
  return withNationalRules(withShared(own, jsonAt(folder, revision, `../${SHARED}`)))
}

const RELEASE = /^v\d+\.\d+\.\d+$/

/** The tag of the highest version, v1.2.3, so that a shallow clone needs no history. */
const lastTag = (folder: string): string | undefined =>
  git(folder, 'tag', '--list', '--sort=-version:refname')
    .split('\n')
    .find(tag => RELEASE.test(tag))

/**
 * Where the last release of a rule set is: packed in its folder, or else tagged in git.
 * @returns a place for readVersion; null where nothing is packed, and no release is tagged or the clone has no tags
 */
export function lastRelease(folder: string): string | null {
  const packed = lastPacked(folder)
  if (packed !== null) return packed
  const tag = lastTag(folder)
  return tag === undefined ? null : `git:${tag}`
}

/**
 * @param place a folder, a packed release, or `git:REV`
 * @param folder the folder whose past `git:REV` means
 */
export function readVersion(place: string, folder: string): RuleFiles {
  if (place.startsWith('git:')) return rulesAt(folder, place.slice('git:'.length))
  return isRelease(place) ? readReleased(place) : readRules(place)
}
