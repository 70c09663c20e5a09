/**
 * Released rule sets, packed: `releases/1.0.0.json.gz` in the folder of a rule set holds its files, by name, with what
 * they shared, in the format of their day. So a clone without history, or a copy without git, can still be compared
 * with what was released, and a decision be made again by it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { isAfter } from './changelog.ts'
import { PolicyError } from './fault.ts'
import type { RuleFiles } from './files.ts'

const FOLDER = 'releases'
const PACKED = /^(\d+\.\d+\.\d+)\.json\.gz$/

export const isRelease = (place: string): boolean => place.endsWith('.json.gz')

/**
 * The files of a packed release.
 * @throws PolicyError when it is not whole
 */
export function readReleased(file: string): RuleFiles {
  const packed = readFileSync(file)
  try {
    return JSON.parse(gunzipSync(packed).toString()) as RuleFiles
  } catch (error) {
    const { message } = error as Error
    throw new PolicyError([{ file, pointer: '', message, remedy: 'get the file back as it was released' }])
  }
}

/** The packed releases of a rule set, by version, the newest first. @param folder of the rule set */
export function packedReleases(folder: string): { version: string; file: string }[] {
  const within = join(folder, FOLDER)
  if (!existsSync(within)) return []
  return readdirSync(within)
    .flatMap(name => {
      const version = PACKED.exec(name)?.[1]
      return version ? [{ version, file: join(within, name) }] : []
    })
    .sort((a, b) => (isAfter(a.version, b.version) ? -1 : 1))
}

/** The newest packed release of a rule set; null where none is packed. */
export const lastPacked = (folder: string): string | null => packedReleases(folder)[0]?.file ?? null

/**
 * Packs a release: the same bytes for the same rule set.
 * @param folder of the rule set
 * @returns the file that was written
 */
export function packRelease(folder: string, version: string, files: RuleFiles): string {
  const within = join(folder, FOLDER)
  mkdirSync(within, { recursive: true })
  const file = join(within, `${version}.json.gz`)
  writeFileSync(file, gzipSync(JSON.stringify(files), { level: 9 }))
  return file
}
