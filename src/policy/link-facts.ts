/** Linking the fact vocabulary: one for all rule sets, so that nothing is asked under two names. */
import { basisOf } from './basis.ts'
import type { DerivationContext } from './derivations/derivation.ts'
import { derivations } from './derivations/index.ts'
import type { RawBasis, RawFact } from './format.ts'
import type { Industries } from './industry.ts'
import type { Fact, PolicyRule } from './model.ts'
import type { RuleSet } from './rule-set.ts'
import { countedValues } from './vocabulary.ts'
import { showValue } from './words.ts'

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

/** A fact as a rule set declares it: of a fact that several declare, the first. */
interface Declared {
  id: string
  raw: RawFact
  set: RuleSet
  /** ids of the rule sets that declare it */
  policies: readonly string[]
  /** ids of their measures, of a fact that lists measures */
  measureIds: readonly string[]
}

const measureIdsOf = ({ clauses }: RuleSet) =>
  Object.values(clauses).flatMap(({ measures }) => measures.map(({ id }) => id))

/** The vocabulary of some rule sets: every fact once, in the order in which they come. */
function vocabularyOf(sets: readonly RuleSet[]): Declared[] {
  const found = new Map<string, Declared>()
  for (const set of sets) {
    const ids = measureIdsOf(set)
    for (const [id, raw] of Object.entries(set.facts.facts)) {
      const before = found.get(id)
      const measureIds = raw.measureIds ? [...new Set([...(before?.measureIds ?? []), ...ids])] : []
      const policies = [...new Set([...(before?.policies ?? []), set.policy.id])]
      found.set(id, { ...(before ?? { id, raw, set }), policies, measureIds })
    }
  }
  return [...found.values()]
}

/** Links the vocabulary of some rule sets. */
export function linkFacts(sets: readonly RuleSet[], industries: Industries): Fact[] {
  const entries = vocabularyOf(sets)
  const ids = entries.map(({ id }) => id)
  const facts = entries.map(({ id, raw, set, policies, measureIds }, index): Fact => {
    const [subject = '', key = ''] = id.split('.')
    const { derive: _derive, assumeWhenMissing, ofApplicants, ...rest } = raw
    const assumption = assumeWhenMissing && {
      value: assumeWhenMissing.value,
      note: assumeWhenMissing.note,
      said: assumeWhenMissing.said,
      basis: basisOf(assumeWhenMissing.basis, null),
      unlessGiven: (assumeWhenMissing.unlessGiven ?? []).map(one => ids.indexOf(one))
    }
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
      assumption: assumption ?? null,
      answeredBy: raw.answeredBy ?? 'applicant',
      onlyOf: ofApplicants
        ? {
            who: set.policy.audience?.fact as string,
            kinds: ofApplicants.kinds,
            values: ofApplicants.values ?? null,
            isImpossible: ofApplicants.impossible ?? false,
            basis: basisOf(ofApplicants.basis, null)
          }
        : null,
      policies
    }
  })
  const byId = new Map(facts.map(fact => [fact.id, fact]))
  const context: Omit<DerivationContext, 'target' | 'file'> = {
    index: id => (byId.get(id) as Fact).index,
    members: index => countedValues(facts[index] as Fact),
    industries,
    show: (index, value) => {
      const fact = facts[index] as Fact
      return `${fact.label}：${showValue(fact, value)}`
    }
  }
  entries.forEach(({ raw, set: { files } }, index) => {
    const { derive } = raw
    const make = derive && derivations[derive.kind]
    if (!make) return
    const fact = facts[index] as Fact
    const rule = make(derive as never, { ...context, file: name => files[name], target: index })
    // A derivation by a standard rests on the standard's own source.
    const { basis, standard } = derive as { basis?: RawBasis; standard?: string }
    const source = files[standard ?? ''] as Parameters<typeof standardBasis>[0]
    fact.derivation = {
      rule,
      basis: basisOf(basis ?? standardBasis(source), null)
    }
    fact.derivedFrom = rule.inputs.map(input => (facts[input] as Fact).id)
  })
  return facts
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
