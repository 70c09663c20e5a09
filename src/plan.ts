/** The rule sets that the service serves, read from disk and made ready: what `buildApp` needs of them. */
import type { Plan } from './app.ts'
import { hearingFor, type Spoken } from './hearing/hearing.ts'
import { readLines } from './hotline/lines.ts'
import { later } from './later.ts'
import { PolicyError } from './policy/fault.ts'
import type { Witnesses } from './policy/files.ts'
import {
  archivedSources,
  defaultSources,
  digestAt,
  type Library,
  type LoadedSet,
  newestOf,
  readLibrary,
  releasedSources
} from './policy/library.ts'
import type { Policy } from './policy/model.ts'
import { sorted } from './policy/rule-set.ts'
import { textsOf } from './policy/text.ts'

/** What is served. */
export interface Served {
  /** rule sets, packed or in folders; default: all that come with the service */
  rules?: readonly string[]
  /** the digest that the rules must have, or that of some of the rule sets: id=digest,…; empty for any */
  digest?: string
}

/**
 * The rules alone, without what the hotline needs.
 * @throws PolicyError naming every fault, when no rule set is sound
 */
export const readPolicy = (rules?: readonly string[]): Policy => readLibrary(rules).policy

/** @throws Error when rules have another digest than they must */
function needDigest({ policy }: Library, wanted: string): void {
  for (const part of wanted.split(',').filter(Boolean)) {
    const [id, digest] = part.includes('=') ? (part.split('=') as [string, string]) : [null, part]
    const found =
      id === null ? [policy.digest] : policy.documents.flatMap(one => (one.id === id ? [one.digest] : []))
    if (found.includes(digest)) continue
    const here = found.join(', ') || 'not there'
    throw new Error(
      `RULES_DIGEST is ${digest}, but the rules${id === null ? '' : ` of ${id}`} here are ${here}`
    )
  }
}

/** The rule sets that the classifier of the build knows, where these are more than those that are served. */
function spokenOf(library: Library, rules: readonly string[] | undefined): Spoken | undefined {
  if (!rules || rules.length >= defaultSources().length) return undefined
  const all = readLibrary()
  const known = new Set(all.policy.documents.map(({ digest }) => digest))
  return library.policy.documents.every(({ digest }) => known.has(digest))
    ? { policy: all.policy, sets: newestOf(all) }
    : undefined
}

/** The clauses of each rule set with their text, worked out when first read. */
const textsBy = (sets: readonly LoadedSet[]): Plan['texts'] =>
  new Map(
    sets.flatMap(({ digest, files, source }) =>
      source ? [[digest, later(() => textsOf(sorted(files), source))] as const] : []
    )
  )

/** Of rules that are no longer served, how a caller's words were heard is not kept: nothing is heard. */
const deaf: Plan['hearing'] = {
  search: () => [],
  understand: () => [],
  clauseNamed: () => undefined
}

const silentIn = ({ documents }: Policy): Plan['lines'] => ({
  lines: [],
  unstated: new Map(documents.map(({ texts }) => [texts, { notCovered: '', lostClause: '', unsure: '' }])),
  elsewhere: []
})

/**
 * Rule sets as they once were served: some may be still, and some were released before.
 * @param archive a folder of rule sets, packed or in folders; empty for none
 * @returns null where one of the digests is not there
 */
export function readArchived(archive: string, digests: readonly string[]): Plan | null {
  const kept = archive === '' ? [] : archivedSources(archive)
  const all = [...kept, ...releasedSources(), ...defaultSources()]
  const known = new Map(all.map(one => [digestAt(one), one]))
  const sources = digests.flatMap(digest => known.get(digest) ?? [])
  if (sources.length < digests.length) return null
  const { policy, refused } = readLibrary(sources)
  const nothing = {
    witnesses: {},
    examples: new Map(),
    coverage: new Map(),
    texts: new Map(),
    entries: new Map()
  }
  return { policy, refused, ...nothing, hearing: deaf, lines: silentIn(policy) }
}

/**
 * @throws PolicyError naming every fault, when no rule set is sound; Error when the digest is another
 */
export function readPlan({ rules, digest = '' }: Served = {}): Plan {
  const library = readLibrary(rules)
  needDigest(library, digest)
  const { policy, sets, refused } = library
  const newest = newestOf(library)
  return {
    policy,
    refused,
    witnesses: Object.assign({}, ...newest.map(({ witnesses }) => witnesses)) as Witnesses,
    examples: new Map(sets.map(({ digest: own, witnesses }) => [own, witnesses])),
    coverage: new Map(sets.map(({ digest: own, coverage }) => [own, coverage])),
    texts: textsBy(sets),
    entries: new Map(newest.map(({ id, entries }) => [id, entries])),
    hearing: hearingFor({ policy, sets: newest }, spokenOf(library, rules)),
    lines: readLines(newest)
  }
}

/** For a build, which takes no rule set that is not sound. @throws PolicyError naming every fault */
export function needSound({ refused }: Library): void {
  if (refused.length === 0) return
  throw new PolicyError(
    refused.map(({ source, reason }) => ({ file: source, pointer: '', message: reason, remedy: 'mend it' }))
  )
}
