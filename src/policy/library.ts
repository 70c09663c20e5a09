/** The rule sets that a service loads: each read from its folder or its file and checked, those that are sound linked into one policy. */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { asset } from '../assets.ts'
import { CHANGELOG, type Entry, entriesOf, readChangelog } from './changelog.ts'
import { type Coverage, readCoverage } from './coverage.ts'
import { digestOf, digestOfText } from './digest.ts'
import { type Fault, PolicyError } from './fault.ts'
import {
  type RuleFiles,
  readRuleFiles,
  readSoundMark,
  readSource,
  readWitnesses,
  type SetFiles,
  SHARED,
  type Witnesses
} from './files.ts'
import { faultsBetween } from './guards/between.ts'
import { faultsOf } from './guards/index.ts'
import { linkPolicies } from './link.ts'
import type { Policy } from './model.ts'
import { inFormatOfToday } from './older-format.ts'
import { isPacked, type Packed, readPack } from './pack.ts'
import { quoteFaults } from './quotations.ts'
import { isRelease, packedReleases, readReleased } from './releases.ts'
import { type RuleSet, sorted } from './rule-set.ts'
import type { Source } from './source.ts'

/** One rule set in one version, as it was read. */
export interface LoadedSet extends SetFiles {
  version: string
  digest: string
  /** of its changelog, the newest first */
  entries: readonly Entry[]
  witnesses: Witnesses
  coverage: Coverage
  /** the text that it is made from; null where it is not at hand */
  source: Source | null
}

/** A rule set that is not served, and why. */
export interface Refused {
  /** the name of its folder or file */
  source: string
  reason: string
}

export interface Library {
  policy: Policy
  /** in the order in which they were loaded */
  sets: readonly LoadedSet[]
  refused: readonly Refused[]
}

/** Every folder of rules that comes with the service. */
export const defaultSources = (folder = asset('rules')): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name !== SHARED)
    .map(({ name }) => join(folder, name))
    .sort()

/** What was released of the rule sets that come with the service. */
export const releasedSources = (): string[] =>
  defaultSources().flatMap(folder => packedReleases(folder).map(({ file }) => file))

/** What the build found sound: the digest of the rules, and that of their text where there is one. */
export const soundMark = (digest: string, source: Source | null): string =>
  source ? `${digest} ${digestOfText(source)}` : digest

/** Faults of the files; where there are none, quotations that do not stand in the text. */
function faultsIn(files: RuleFiles, set: RuleSet, source: Source | null): Fault[] {
  const faults = faultsOf(files)
  return faults.length === 0 && source ? quoteFaults(set, source) : faults
}

/** Every rule set of an archive, packed or not. */
export const archivedSources = (folder: string): string[] => [
  ...defaultSources(folder),
  ...readdirSync(folder)
    .filter(isPacked)
    .map(name => join(folder, name))
    .sort()
]

/** A rule set as it lies in its folder or in one file. */
interface Held extends Packed {
  digest: string
  /** the text; a packed rule set has none */
  source: Source | null
  /** what the build found sound; a file may come from anywhere, and is always checked */
  sound?: string | undefined
}

/** A release, which goes by its digest, and was found sound by the guards of its day. */
function readRelease(path: string): Held {
  const released = readReleased(path)
  const digest = digestOf(released)
  const generated = { witnesses: {}, coverage: {} }
  return {
    files: inFormatOfToday(released),
    changelog: '',
    generated,
    digest,
    source: null,
    sound: soundMark(digest, null)
  }
}

function readHeld(path: string): Held {
  if (isRelease(path)) return readRelease(path)
  const packed = isPacked(path) ? readPack(path) : readFolder(path)
  const digest = digestOf(packed.files)
  return isPacked(path)
    ? { ...packed, digest, source: null }
    : { ...packed, digest, source: readSource(path), sound: readSoundMark(path) }
}

/** Everything of a rule set that is packed, from its folder. @throws PolicyError as `readRuleFiles` does */
export const readFolder = (folder: string): Packed => ({
  files: readRuleFiles(folder),
  changelog: readChangelog(join(folder, CHANGELOG)),
  generated: { witnesses: readWitnesses(folder), coverage: readCoverage(folder) }
})

/** The digest of a rule set; undefined of one that cannot be read: it is no reason not to find another. */
export function digestAt(source: string): string | undefined {
  try {
    return readHeld(source).digest
  } catch {
    return undefined
  }
}

/**
 * Reads one rule set. What the build checked is not checked again.
 * @throws PolicyError naming every fault
 */
function readSet(path: string): { loaded: LoadedSet; set: RuleSet } {
  const { files, changelog, generated, digest, source, sound } = readHeld(path)
  const set = sorted(files)
  const faults = soundMark(digest, source) === sound ? [] : faultsIn(files, set, source)
  if (faults.length > 0) throw new PolicyError(faults)
  const { id, version } = set.policy
  const { witnesses, coverage } = generated
  return {
    loaded: { id, version, files, digest, entries: entriesOf(changelog), witnesses, coverage, source },
    set
  }
}

/**
 * Loads rule sets. One that has faults, or does not fit those before it, is refused; the others serve.
 * @param sources folders, and files that rule sets are packed in
 * @throws PolicyError of the first that was refused when none is left
 */
export function readLibrary(sources: readonly string[] = defaultSources()): Library {
  const sets: LoadedSet[] = []
  const known: RuleSet[] = []
  const refused: Refused[] = []
  let first: unknown
  for (const source of sources) {
    try {
      const { loaded, set } = readSet(source)
      const faults = faultsBetween(known, set)
      if (faults.length > 0) throw new PolicyError(faults)
      sets.push(loaded)
      known.push(set)
    } catch (error) {
      first ??= error
      refused.push({ source: basename(source), reason: (error as Error).message })
    }
  }
  if (sets.length === 0) throw first
  return { policy: linkPolicies(sets), sets, refused }
}

/** The files of each rule set: of several versions those of the newest. */
export const newestOf = ({ policy, sets }: Pick<Library, 'policy' | 'sets'>): LoadedSet[] =>
  policy.sets.map(
    ({ documents }) => sets.find(({ digest }) => digest === documents.at(-1)?.digest) as LoadedSet
  )
