/** The rule sets that the service serves, read from disk and made ready: what `buildApp` needs of them. */
import type { AppOptions } from './app.ts'
import { hearingFor, type Spoken } from './hearing/hearing.ts'
import { readLines } from './hotline/lines.ts'
import { PolicyError } from './policy/fault.ts'
import type { Witnesses } from './policy/files.ts'
import { defaultSources, type Library, newestOf, readLibrary } from './policy/library.ts'
import type { Policy } from './policy/model.ts'

/** What is served. */
export interface Served {
  /** folders of rule sets; default: all that come with the service */
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

/**
 * @throws PolicyError naming every fault, when no rule set is sound; Error when the digest is another
 */
export function readPlan({
  rules,
  digest = ''
}: Served = {}): Omit<AppOptions, 'today' | 'logger' | 'security' | 'bounds'> {
  const library = readLibrary(rules)
  needDigest(library, digest)
  const { policy, sets, refused } = library
  const newest = newestOf(library)
  return {
    policy,
    refused,
    witnesses: Object.assign({}, ...newest.map(({ witnesses }) => witnesses)) as Witnesses,
    coverage: new Map(sets.map(({ digest: own, coverage }) => [own, coverage])),
    entries: new Map(policy.sets.map(({ id }, index) => [id, newest[index]?.entries ?? []])),
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
