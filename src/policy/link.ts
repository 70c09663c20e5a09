/** Linking rule sets into one policy: one vocabulary, every reference resolved, once. */

import { DEFAULT_LANG } from '../texts/index.ts'
import { basisOf, voiceOf } from './basis.ts'
import { digestOf, digestOfAll } from './digest.ts'
import type { RuleFiles } from './files.ts'
import type { RawPolicy } from './format.ts'
import { absentForm, Forms } from './forms.ts'
import { linkFacts, rulesOf, type Vocabulary } from './link-facts.ts'
import { linkMeasure } from './link-measure.ts'
import { Leaves, Linker } from './linker.ts'
import type { Clause, DerivableFact, Document, Fact, Measure, Policy, Versions } from './model.ts'
import { numbersOf } from './other-documents.ts'
import { industriesOf, type RuleSet, sorted } from './rule-set.ts'
import { linkSituations } from './situations.ts'
import { type RawSituations, SITUATIONS_FILE } from './situations-format.ts'
import { DEFAULT_CURRENCY } from './words.ts'

/** The files of one rule set in one version, known to be sound. */
export interface SoundFiles {
  files: RuleFiles
  digest: string
}

const headOf = ({ id, version, title, number, issuer, dated, published, timeZone }: RawPolicy) => ({
  id,
  version,
  title,
  number,
  issuer,
  dated,
  published,
  timeZone
})

function linkDocument(
  set: RuleSet,
  digest: string,
  leaves: Leaves,
  vocabulary: Vocabulary,
  numbers: ReadonlySet<string>
): Document {
  const { policy } = set
  const { closing, horizon, lang = DEFAULT_LANG, inForce, versionBy = null, predecessor = null } = policy
  const voice = voiceOf(policy)
  const linker = new Linker(leaves, set)
  const clauses: Clause[] = []
  const measures: Measure[] = []
  const document: Document = {
    ...headOf(policy),
    digest,
    lang,
    ...voice,
    facts: vocabulary.wordedIn(lang),
    currency: policy.currency ?? DEFAULT_CURRENCY,
    inForce: inForce ? { ...inForce, basis: basisOf(inForce.basis, null, voice) } : null,
    versionBy,
    predecessor,
    closing: closing ? { ...closing, basis: basisOf(closing.basis, null, voice) } : null,
    horizon: horizon
      ? {
          to: horizon.to,
          notice: horizon.notice.replace('{unit}', closing?.interpreter ?? policy.issuer),
          basis: basisOf(horizon.basis, null, voice)
        }
      : null,
    clauses,
    measures
  }
  const raws = Object.values(set.clauses).sort((a, b) => (a.numbers[0] as number) - (b.numbers[0] as number))
  for (const raw of raws) {
    const clause: Clause = {
      ...raw,
      id: raw.clause,
      document,
      responsible: raw.responsible ?? [],
      measures: []
    }
    clause.measures.push(
      ...raw.measures.map(measure => linkMeasure(measure, clause, linker, document, horizon, numbers))
    )
    clauses.push(clause)
    measures.push(...clause.measures)
  }
  return document
}

/** Of several versions each says when it is in force. One without a first day comes before all others. */
const byAge = (a: Document, b: Document) => {
  const [one, other] = [a, b].map(
    ({ inForce }) => (inForce as NonNullable<Document['inForce']>).from ?? ''
  ) as [string, string]
  return one < other ? -1 : Number(one > other)
}

/** Every measure of some versions, in the order of the newest that has it. */
const newestOf = (documents: readonly Document[]): Measure[] => {
  const found = new Map<string, Measure>()
  for (const document of documents.toReversed()) {
    for (const measure of document.measures) if (!found.has(measure.id)) found.set(measure.id, measure)
  }
  return [...found.values()]
}

function versionsOf(
  id: string,
  documents: readonly Document[],
  facts: readonly Fact[],
  leaves: Leaves
): Versions {
  const newest = newestOf(documents)
  const chooser = facts.find(one => one.id === documents.at(-1)?.versionBy)
  const forms = chooser && new Forms(leaves, chooser, documents)
  const choices = (forms ? documents : []).map((_, index) => {
    const ids = newestOf(documents.slice(0, index + 1)).map(measure => measure.id)
    return new Map(ids.map(one => [one, (forms as Forms).choice(one, index + 1)]))
  })
  const isBounded = documents.some(({ inForce }) => inForce)
  const absent = new Map(
    (isBounded ? newest : []).map(measure => {
      const having = documents.filter(({ measures }) => measures.some(one => one.id === measure.id))
      return [measure.id, absentForm(measure, having)]
    })
  )
  return { id, documents, versionBy: chooser?.index ?? null, choices, absent }
}

/** Every form that is no measure of `measures`, each once. */
function otherForms(sets: readonly Versions[], measures: ReadonlySet<Measure>): Measure[] {
  const found = new Set<Measure>()
  for (const { documents, choices, absent } of sets) {
    for (const document of documents) for (const one of document.measures) found.add(one)
    for (const one of choices.flatMap(choice => [...choice.values()])) {
      found.add(one)
      if (one.choice) found.add(one.choice.none)
    }
    for (const one of absent.values()) found.add(one)
  }
  return [...found].filter(one => !measures.has(one))
}

/** Lists that several versions have are put once, as the newest has them. */
const situationsOf = (sets: readonly RuleSet[], facts: readonly Fact[]) => [
  ...new Map(
    sets
      .flatMap(({ files }) => linkSituations(files[SITUATIONS_FILE] as RawSituations | undefined, facts))
      .map(list => [list.id, list])
  ).values()
]

const byId = <T extends { id: string }>(items: readonly T[]) => new Map(items.map(item => [item.id, item]))

/**
 * Builds one policy from rule sets known to be sound, and to fit each other.
 * @param loaded at least one; versions of one rule set in any order
 */
export function linkPolicies(loaded: readonly SoundFiles[]): Policy {
  const sets = loaded.map(({ files }) => sorted(files))
  const industries = industriesOf(Object.assign({}, ...loaded.map(({ files }) => files)))
  const vocabulary = linkFacts(sets, industries)
  const { facts } = vocabulary
  const leaves = new Leaves(facts)
  const numbers = numbersOf(sets.map(({ policy }) => policy))
  const documents = loaded.map(({ digest }, index) =>
    linkDocument(sets[index] as RuleSet, digest, leaves, vocabulary, numbers)
  )
  const ids = [...new Set(documents.map(({ id }) => id))]
  const versions = ids.map(id => {
    const own = documents.filter(document => document.id === id).sort(byAge)
    own.forEach((document, index) => {
      document.predecessor ??= own[index - 1]?.version ?? null
    })
    return versionsOf(id, own, facts, leaves)
  })
  const measures = versions.flatMap(({ documents: own }) => newestOf(own))
  const forms = [...measures, ...otherForms(versions, new Set(measures))]
  forms.forEach((measure, index) => {
    measure.index = index
  })
  const clauses = versions.flatMap(({ documents: own }) => (own.at(-1) as Document).clauses)
  const [factById, measureById] = [byId(facts), byId(measures)]
  return {
    digest: digestOfAll(loaded.map(({ digest }) => digest)),
    timeZone: (documents[0] as Document).timeZone,
    sets: versions,
    documents: versions.flatMap(({ documents: own }) => own),
    subjects: Object.assign({}, ...sets.toReversed().map(set => set.facts.subjects)),
    facts,
    derivable: facts.filter((fact): fact is DerivableFact => fact.derivation !== null),
    rules: rulesOf(facts),
    leaves: leaves.all,
    clauses,
    measures,
    forms,
    situations: situationsOf(sets, facts),
    industries,
    fact: id => factById.get(id),
    measure: id => measureById.get(id)
  }
}

/**
 * Builds a policy from the files of one rule set known to be sound: for the service after its build, and for tools
 * that try thousands of changes to a rule set.
 */
export const linkPolicy = (files: RuleFiles, digest = digestOf(files)): Policy =>
  linkPolicies([{ files, digest }])
