/** Facts that contradict each other. The one that was given directly counts. */

import type { Assessment } from '../engine/program.ts'
import { laterOf } from '../later.ts'
import type { Rule, Wording } from '../policy/derivations/derivation.ts'
import { isAnyNarrowed, possibleBy } from '../policy/derivations/narrowed.ts'
import type { Basis, Document, Fact, OfApplicants, Policy, PolicyRule } from '../policy/model.ts'
import { narrowedBy, type Possible, Several, showPossible } from '../policy/possible.ts'
import { isMoney } from '../policy/words.ts'

export interface Conflict {
  fact: string
  label: string
  /** as it was given, and as it counts; null of a fact about which only the others differ */
  given: unknown
  /** what the other facts leave possible */
  derived: unknown[]
  /** to read out */
  text: string
  basis: Basis
}

/** By unit, how far two numbers may be apart that differ by rounding only: a fen, half a day. Others may not. */
const roundedBy = (unit: string | undefined) => (isMoney(unit) ? 0.01 : unit === 'year' ? 0.5 / 366 : 0)
/** By how much, of itself, a decimal number may differ when it went through binary ones. */
const BINARY = 1e-12

/** Whether a number is one of those that are possible but for rounding. */
function isNear({ unit }: Fact, value: unknown, possible: Possible): boolean {
  if (typeof value !== 'number' || !(possible instanceof Several)) return false
  const allowed = roundedBy(unit)
  return (possible.values as readonly number[]).some(
    one =>
      // Nothing is no rounding of something: no interest is paid for no time.
      (value === 0) === (one === 0) && Math.abs(value - one) <= allowed + BINARY * Math.abs(one)
  )
}

/** What is known of a fact, settled or not; undefined where nothing is. */
const knownOf = ({ values, narrowed }: Assessment, fact: number): Possible | undefined =>
  values[fact] === undefined ? narrowed.get(fact) : new Several([values[fact]])

/** How what is possible of a fact follows, in one sentence. */
export function becauseOf(assessment: Assessment, rule: Rule, wording: Wording): string {
  const { values, narrowed } = assessment
  const { texts, facts } = wording
  if (!rule.inputs.some(input => narrowed.has(input))) return rule.because(values, wording)
  return texts.derived.from(
    rule.inputs.flatMap(input => {
      const fact = facts[input] as Fact
      const known = knownOf(assessment, input)
      return known ? [texts.values.labelled(fact.label, showPossible(fact, known))] : []
    })
  )
}

/** A rule that says otherwise than is known of its fact. */
interface Clash {
  rule: PolicyRule
  known: Possible
  possible: Possible
  isTold: boolean
}

/** What a rule says of its fact; undefined where that is what is known of it, or nothing. */
function otherwise({ values, narrowed }: Assessment, { fact, rule }: PolicyRule): Possible | undefined {
  const value = values[fact]
  if (value === undefined && !narrowed.has(fact)) return undefined
  if (narrowed.size > 0 && isAnyNarrowed(rule.inputs, narrowed)) return possibleBy(rule, values, narrowed)
  const found = rule.values(values)
  return found && !found.includes(value) ? new Several(found) : undefined
}

function clashOf(assessment: Assessment, rule: PolicyRule): Clash | null {
  const { policy, values, given, told } = assessment
  const possible = otherwise(assessment, rule)
  const known = possible && knownOf(assessment, rule.fact)
  if (!known || narrowedBy(known, possible) !== null) return null
  if (isNear(policy.facts[rule.fact] as Fact, values[rule.fact], possible)) return null
  return { rule, known, possible, isTold: given[rule.fact] !== undefined || told.has(rule.fact) }
}

/** How a rule set words its facts; of a fact that none of those asked about uses, how the first does that has it. */
export const wordingOf = (
  { facts }: Policy,
  { policies, texts }: Fact,
  documents: readonly Document[]
): Wording => documents.find(({ id }) => policies.includes(id)) ?? { texts, facts }

/** What a rule rests on, as a rule set words it: what was turned round rests on what it came from. */
export const basisIn = ({ facts }: Pick<Document, 'facts'>, { fact, turnedFrom, basis }: PolicyRule): Basis =>
  facts[turnedFrom?.fact ?? fact]?.derivation?.basis ?? basis

/**
 * Compares what was given with what the other given facts would make of it.
 * A caller who says "large" and 3 employees hears of it before an official does.
 * @param documents the versions asked about, in whose words it is told
 */
export function conflictsOf(assessment: Assessment, documents: readonly Document[] = []): Conflict[] {
  return [...clashesOf(assessment, documents), ...ofOthers(assessment, documents)]
}

/** What was told of a fact, exactly or within limits; undefined where nothing was. */
const toldOf = ({ given, told }: Assessment, fact: number): Possible | undefined =>
  given[fact] === undefined ? told.get(fact) : new Several([given[fact]])

/** Facts that were told of an applicant who is of another kind than can have them. */
function ofOthers(assessment: Assessment, documents: readonly Document[]): Conflict[] {
  const { policy, given } = assessment
  return limited(policy).flatMap(({ fact, limit, who }) => {
    const [kind, is] = [toldOf(assessment, who.index), toldOf(assessment, fact.index)]
    if (!(kind instanceof Several) || !is) return []
    const isOdd =
      !kind.values.some(one => limit.kinds.includes(one as string)) &&
      (limit.values === null ||
        (is instanceof Several && is.values.every(one => limit.values?.includes(one))))
    if (!isOdd) return []
    const { facts, texts } = wordingOf(policy, fact, documents)
    const [whose, what] = [facts[who.index] as Fact, facts[fact.index] as Fact]
    const kinds = showPossible(whose, new Several(limit.kinds))
    return [
      {
        fact: who.id,
        label: whose.label,
        given: given[who.index] ?? kind.toJSON(),
        derived: [...limit.kinds],
        text: texts.conflicts.otherKind(
          whose.label,
          showPossible(whose, kind),
          what.label,
          showPossible(what, is),
          kinds
        ),
        basis: limit.basis
      }
    ]
  })
}

interface Limited {
  fact: Fact
  limit: OfApplicants
  who: Fact
}

/** The facts that only some kinds of applicants can have. */
const limited = laterOf(({ facts, fact: factOf }: Policy) =>
  facts.flatMap((fact): Limited[] => {
    const limit = fact.onlyOf
    return limit ? [{ fact, limit, who: factOf(limit.who) as Fact }] : []
  })
)

function clashesOf(assessment: Assessment, documents: readonly Document[]): Conflict[] {
  const clashes: Clash[] = []
  for (const rule of assessment.policy.rules) {
    const clash = clashOf(assessment, rule)
    if (clash) clashes.push(clash)
  }
  if (clashes.length === 0) return []
  // One contradiction is told once: of a rule and the same turned round, the rule; and where it was given, there.
  const told = clashes.filter(({ isTold }) => isTold)
  const rules = new Set(clashes.map(({ rule }) => rule))
  return (told.length > 0 ? told : clashes)
    .filter(({ rule: { turnedFrom } }) => turnedFrom === null || !rules.has(turnedFrom))
    .map(clash => view(assessment, clash, documents))
}

function view(
  assessment: Assessment,
  { rule, known, possible, isTold }: Clash,
  documents: readonly Document[]
): Conflict {
  const { given, told, policy } = assessment
  const wording = wordingOf(policy, policy.facts[rule.fact] as Fact, documents)
  const fact = wording.facts[rule.fact] as Fact
  // What was given contradicts by itself, or with what follows from it.
  const direct = rule.rule.values(given)
  const because = direct ? rule.rule.because(given, wording) : becauseOf(assessment, rule.rule, wording)
  const [is, follows] = [known, possible].map(one => showPossible(fact, one)) as [string, string]
  const text = wording.texts.conflicts[isTold ? 'told' : 'derived'](fact.label, is, because, follows)
  return {
    fact: fact.id,
    label: fact.label,
    given: given[fact.index] ?? told.get(fact.index)?.toJSON() ?? null,
    derived: [possible.toJSON()].flat(),
    text,
    basis: basisIn(wording, rule)
  }
}
