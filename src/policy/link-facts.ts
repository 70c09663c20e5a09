/** Linking the fact vocabulary: one for all rule sets, so that nothing is asked under two names. */
import { DEFAULT_LANG, type Texts, textsOf } from '../texts/index.ts'
import { basisOf, type Voice } from './basis.ts'
import type { DerivationContext } from './derivations/derivation.ts'
import { derivations } from './derivations/index.ts'
import type { RawBasis, RawFact } from './format.ts'
import type { Industries } from './industry.ts'
import type { Fact, PolicyRule } from './model.ts'
import type { RuleSet } from './rule-set.ts'
import { countedValues } from './vocabulary.ts'

const standardBasis = ({
  source,
  certainty
}: {
  source: string
  certainty: 'verified' | 'unverified'
}): RawBasis => ({
  source,
  certainty
})

/** A fact as one rule set words it. */
interface Worded {
  raw: RawFact
  set: RuleSet
}

/** A fact as a rule set declares it: of a fact that several declare, the first. */
interface Declared extends Worded {
  id: string
  texts: Texts
  /** by language, the first that words it in it */
  worded: ReadonlyMap<Texts, Worded>
  /** ids of the rule sets that declare it */
  policies: readonly string[]
  /** ids of their measures, of a fact that lists measures */
  measureIds: readonly string[]
}

/** The vocabulary of some rule sets. */
export interface Vocabulary {
  /** each as the first rule set that declares it words it */
  facts: Fact[]
  /** the same facts, those worded in a language that a rule set words so; the others as they are */
  wordedIn(lang: string): readonly Fact[]
}

const measureIdsOf = ({ clauses }: RuleSet) =>
  Object.values(clauses).flatMap(({ measures }) => measures.map(({ id }) => id))

/** The vocabulary of some rule sets: every fact once, in the order in which they come. */
function vocabularyOf(sets: readonly RuleSet[]): Declared[] {
  const found = new Map<string, Declared>()
  for (const set of sets) {
    const ids = measureIdsOf(set)
    const texts = textsOf(set.policy.lang ?? DEFAULT_LANG)
    for (const [id, raw] of Object.entries(set.facts.facts)) {
      const before = found.get(id)
      const measureIds = raw.measureIds ? [...new Set([...(before?.measureIds ?? []), ...ids])] : []
      const policies = [...new Set([...(before?.policies ?? []), set.policy.id])]
      const worded = new Map([[texts, { raw, set }], ...(before?.worded ?? [])])
      found.set(id, { ...(before ?? { id, raw, set, texts }), worded, policies, measureIds })
    }
  }
  return [...found.values()]
}

/** How what belongs to no document speaks. */
const inPlain = (texts: Texts): Voice => ({ texts, called: texts.called })

const assumptionOf = ({ assumeWhenMissing: raw }: RawFact, ids: readonly string[], texts: Texts) =>
  raw
    ? {
        value: raw.value,
        note: raw.note,
        said: raw.said,
        basis: basisOf(raw.basis, null, inPlain(texts)),
        unlessGiven: (raw.unlessGiven ?? []).map(one => ids.indexOf(one))
      }
    : null

/** What a derivation rests on: where it goes by a standard, the standard's own source. */
function derivationBasis({ raw: { derive }, set: { files } }: Worded, texts: Texts) {
  const { basis, standard } = derive as { basis?: RawBasis; standard?: string }
  const source = files[standard ?? ''] as Parameters<typeof standardBasis>[0]
  return basisOf(basis ?? standardBasis(source), null, inPlain(texts))
}

/** A fact in the words of another language. */
function reworded(fact: Fact, worded: Worded, ids: readonly string[], texts: Texts): Fact {
  const { label, english, question, description, labels } = worded.raw
  return {
    ...fact,
    label,
    english,
    question,
    description,
    ...(labels && { labels }),
    assumption: assumptionOf(worded.raw, ids, texts),
    derivation: fact.derivation && { ...fact.derivation, basis: derivationBasis(worded, texts) },
    texts
  }
}

/** Links the vocabulary of some rule sets. */
export function linkFacts(sets: readonly RuleSet[], industries: Industries): Vocabulary {
  const entries = vocabularyOf(sets)
  const ids = entries.map(({ id }) => id)
  const facts = entries.map(({ id, raw, set, texts, policies, measureIds }, index): Fact => {
    const [subject = '', key = ''] = id.split('.')
    const { derive: _derive, assumeWhenMissing: _assumed, ofApplicants, ...rest } = raw
    // What lists measures lists those of the rule sets that declare it, whatever else is loaded.
    const schema = raw.measureIds
      ? { ...raw.schema, items: { type: 'string', enum: measureIds } }
      : raw.schema
    return {
      ...rest,
      schema,
      id,
      index,
      subject,
      key,
      derivedFrom: [],
      derivation: null,
      assumption: assumptionOf(raw, ids, texts),
      answeredBy: raw.answeredBy ?? 'applicant',
      onlyOf: ofApplicants
        ? {
            who: set.policy.audience?.fact as string,
            kinds: ofApplicants.kinds,
            values: ofApplicants.values ?? null,
            basis: basisOf(ofApplicants.basis, null, inPlain(texts))
          }
        : null,
      policies,
      texts
    }
  })
  const byId = new Map(facts.map(fact => [fact.id, fact]))
  const context: Omit<DerivationContext, 'target' | 'file'> = {
    index: id => (byId.get(id) as Fact).index,
    members: index => countedValues(facts[index] as Fact),
    industries
  }
  for (const [index, entry] of entries.entries()) {
    const { derive } = entry.raw
    const make = derive && derivations[derive.kind]
    if (!make) continue
    const fact = facts[index] as Fact
    const rule = make(derive as never, { ...context, file: name => entry.set.files[name], target: index })
    fact.derivation = { rule, basis: derivationBasis(entry, entry.texts) }
    fact.derivedFrom = rule.inputs.map(input => (facts[input] as Fact).id)
  }
  return {
    facts,
    wordedIn(lang) {
      const texts = textsOf(lang)
      if (facts.every(fact => fact.texts === texts)) return facts
      return facts.map((fact, index) => {
        const worded = fact.texts === texts ? undefined : entries[index]?.worded.get(texts)
        return worded ? reworded(fact, worded, ids, texts) : fact
      })
    }
  }
}

/** What the rule files say follows, and what follows from it the other way round. */
export function rulesOf(facts: readonly Fact[]): PolicyRule[] {
  return facts.flatMap(({ index, derivation }) => {
    if (!derivation) return []
    const { rule, basis } = derivation
    const forward: PolicyRule = { fact: index, rule, basis, turnedFrom: null }
    const reverses = (rule.reverses ?? []).map(reverse => ({ ...reverse, basis, turnedFrom: forward }))
    return [forward, ...reverses]
  })
}
