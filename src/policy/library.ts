/** The rule sets that a service loads: each read and checked, those that are sound linked into one policy. */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { asset } from '../assets.ts'
import { CHANGELOG, type Entry, readEntries } from './changelog.ts'
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
import { quoteFaults } from './quotations.ts'
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
  /** the name of its folder */
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

/** What the build found sound: the digest of the rules, and that of their text where there is one. */
export const soundMark = (digest: string, source: Source | null): string =>
  source ? `${digest} ${digestOfText(source)}` : digest

/** Faults of the files; where there are none, quotations that do not stand in the text. */
function faultsIn(files: RuleFiles, set: RuleSet, source: Source | null): Fault[] {
  const faults = faultsOf(files)
  return faults.length === 0 && source ? quoteFaults(set, source) : faults
}

/**
 * Reads one rule set. What the build checked is not checked again.
 * @throws PolicyError naming every fault
 */
function readSet(folder: string): { loaded: LoadedSet; set: RuleSet } {
  const files = readRuleFiles(folder)
  const digest = digestOf(files)
  const source = readSource(folder)
  const set = sorted(files)
  const faults = soundMark(digest, source) === readSoundMark(folder) ? [] : faultsIn(files, set, source)
  if (faults.length > 0) throw new PolicyError(faults)
  const { id, version } = set.policy
  const entries = readEntries(join(folder, CHANGELOG))
  const [witnesses, coverage] = [readWitnesses(folder), readCoverage(folder)]
  return { loaded: { id, version, files, digest, entries, witnesses, coverage, source }, set }
}

/**
 * Loads rule sets. One that has faults, or does not fit those before it, is refused; the others serve.
 * @param sources folders
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
