/** What of the rule sets a request asks about: which of them, in which version, and which measures. */
import { laterOf } from '../later.ts'
import type { Document, Measure, Policy, Versions } from './model.ts'

/** What a request selects. */
export interface Selection {
  /** ids of rule sets; default: every one with a version in force on the day */
  policies?: readonly string[] | undefined
  /** by id of a rule set: the version, or the digest, to be used whatever the day */
  versions?: Readonly<Record<string, string>> | undefined
  /** ids; default: every measure of those rule sets that can be decided */
  measures?: readonly string[] | undefined
}

/** What is decided for a request. */
export interface Asked {
  /** the versions that may count */
  documents: readonly Document[]
  /** in the order of the request, or of the rule sets */
  measures: readonly Measure[]
  /** whether a fact has yet to choose the version of one */
  hasChoices: boolean
}

/** The rule set an answer rests on. */
export const stampOf = ({ id, version, digest }: Document) => ({ id, version, digest })

/** The same, with when it is in force. */
export const versionView = ({ id, version, digest, inForce }: Document) => ({
  id,
  version,
  digest,
  inForce: { from: inForce?.from ?? null, to: inForce?.to ?? null }
})

/** How every answer begins: what it rests on. The first alone is what clients of version 1.0.0 look for. */
export const restsOn = ({ documents }: Pick<Policy, 'documents'>, used: readonly Document[]) => ({
  policy: stampOf((used[0] ?? documents[0]) as Document),
  policies: used.map(versionView)
})

const isDecidable = ({ conditions }: Measure) => conditions !== null

/** The measures that can be decided: kinds B, C and D, each once, in the order of the rule sets. */
export const decidable = laterOf(({ measures }: Policy): readonly Measure[] => measures.filter(isDecidable))

/** The measures that are named, whatever day it is; where none is named, all that can be decided. */
export const namedIn = (policy: Policy, ids: readonly string[] | undefined): readonly Measure[] =>
  ids?.map(id => policy.measure(id) as Measure) ?? decidable(policy)

const isBegun = ({ inForce }: Document, day: string) => !inForce?.from || inForce.from <= day
const isEnded = ({ inForce }: Document, day: string) => Boolean(inForce?.to && inForce.to < day)

/** The version of a rule set that is in force on a day. */
export const inForceOn = ({ documents }: Pick<Versions, 'documents'>, day: string): Document | undefined =>
  documents.find(document => isBegun(document, day) && !isEnded(document, day))

/** Stands for all days on which the same versions have come into force and the same have ended. */
export const eraOf = ({ documents }: Pick<Policy, 'documents'>, day: string): string =>
  documents.map(one => (isEnded(one, day) ? 2 : Number(isBegun(one, day)))).join('')

/** The version that a request pins. */
export const pinned = ({ documents }: Versions, version: string | undefined): Document | undefined =>
  documents.find(one => one.version === version || one.digest === version)

/** One rule set as a request asks about it on a day. */
class Drawn {
  private readonly set: Versions
  private readonly document: Document | undefined
  private readonly choices: ReadonlyMap<string, Measure> | undefined
  readonly documents: readonly Document[]

  constructor(set: Versions, day: string, version: string | undefined) {
    this.set = set
    const begun = set.documents.filter(one => isBegun(one, day))
    const pin = pinned(set, version)
    this.document = pin ?? (set.versionBy === null ? inForceOn(set, day) : undefined)
    this.choices = pin ? undefined : set.choices[begun.length - 1]
    // Where none counts, the answer rests on what the first or the last says of its time.
    const nearest = begun.at(-1) ?? (set.documents[0] as Document)
    this.documents = this.document ? [this.document] : this.choices ? begun : [nearest]
  }

  /** Its measures in the form in which they are decided. */
  get measures(): readonly Measure[] {
    return this.document?.measures ?? [...(this.choices ?? this.set.absent).values()]
  }

  measure(id: string): Measure {
    const found = this.document?.measures.find(one => one.id === id) ?? this.choices?.get(id)
    return found ?? (this.set.absent.get(id) as Measure)
  }
}

function drawnFor(policy: Policy, day: string, { policies, versions = {}, measures }: Selection): Drawn[] {
  const named = policies ?? measures?.map(id => (policy.measure(id) as Measure).document.id)
  const isMeant = (set: Versions) =>
    named ? named.includes(set.id) : versions[set.id] !== undefined || inForceOn(set, day) !== undefined
  return policy.sets.filter(isMeant).map(set => new Drawn(set, day, versions[set.id]))
}

function draw(policy: Policy, day: string, selection: Selection): Asked {
  const sets = drawnFor(policy, day, selection)
  const bySet = new Map(sets.map(one => [(one.documents[0] as Document).id, one]))
  const measures = selection.measures
    ? selection.measures.map(
        id => bySet.get((policy.measure(id) as Measure).document.id)?.measure(id) as Measure
      )
    : sets.flatMap(one => one.measures).filter(isDecidable)
  return {
    documents: sets.flatMap(({ documents }) => documents),
    measures,
    hasChoices: measures.some(({ choice }) => choice)
  }
}

/** By policy and era: what requests ask about that select nothing. */
const usual = new WeakMap<Policy, { day: string; asked: Asked | undefined; eras: Map<string, Asked> }>()

/**
 * What a request asks about.
 * @param day YYYY-MM-DD, the day that the question is about
 * @param selection checked before: it names what there is
 */
export function askedOf(policy: Policy, day: string, selection: Selection = {}): Asked {
  if (selection.policies || selection.versions || selection.measures) return draw(policy, day, selection)
  const known = usual.get(policy) ?? { day: '', asked: undefined, eras: new Map<string, Asked>() }
  usual.set(policy, known)
  if (known.day === day && known.asked) return known.asked
  const era = eraOf(policy, day)
  const asked = known.eras.get(era) ?? draw(policy, day, selection)
  known.eras.set(era, asked)
  known.day = day
  known.asked = asked
  return asked
}

/** A measure in the form in which it counts on a day. */
export function formOn(policy: Policy, { id, document }: Measure, day: string, version?: string): Measure {
  const set = policy.sets.find(one => one.id === document.id) as Versions
  return new Drawn(set, day, version).measure(id)
}

/** The versions that a measure rests on. */
export const versionsBehind = ({ choice, document }: Measure): readonly Document[] =>
  choice ? choice.candidates.map(one => one.document) : [document]

/** The versions that measures rest on, of those asked about. */
export function documentsOf(
  { documents, hasChoices }: Asked,
  measures: readonly Measure[]
): readonly Document[] {
  if (!hasChoices) return documents
  const used = new Set(measures.flatMap(versionsBehind))
  return documents.filter(one => one.versionBy === null || used.has(one))
}
