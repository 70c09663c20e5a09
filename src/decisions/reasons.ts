/** Why a measure came out as it did: the reasons, what is missing, what it depends on, and the whole trace. */

import type { Condition } from '../engine/conditions.ts'
import type { Assessment } from '../engine/program.ts'
import { TRUE, type Truth, UNKNOWN } from '../policy/kleene.ts'
import type { Basis, Document, Fact, Policy } from '../policy/model.ts'
import { type Possible, Range, showPossible } from '../policy/possible.ts'
import { showValue } from '../policy/words.ts'

export interface FactValue {
  fact: string
  label: string
  /** null while it is not known */
  value: unknown
  text: string
}

export interface Reason {
  condition: string
  met: 'yes' | 'no' | 'unknown'
  /** one sentence to read out */
  text: string
  basis: Basis
  facts: FactValue[]
}

const MET = ['no', 'unknown', 'yes'] as const
const factOf = (policy: Policy, index: number) => policy.facts[index] as Fact

const isAlike = (truth: Truth, assessment: Assessment) => (condition: Condition) =>
  assessment.truth(condition.place) === truth

/**
 * The conditions that made a tree come out as it did. An `all` that holds is carried by all its children,
 * one that fails by those that fail; an `any` the other way round. A named `any` or `not` is one condition.
 */
export function deciding(assessment: Assessment, condition: Condition, truth: Truth): Condition[] {
  const { kind, name, children } = condition
  if (kind === 'leaf' || kind === 'not' || children.length === 0) return [condition]
  // A shared condition of one comparison is called what the clause calls it, not what all clauses do.
  if (kind === 'all' && name && (truth === TRUE || children.length === 1)) return [condition]
  const alike = children.filter(isAlike(truth, assessment))
  if (kind === 'any' && name && alike.length > 1) return [condition]
  return alike.flatMap(child => deciding(assessment, child, truth))
}

/** A fact that is known, as answers show it. */
const knownFact = (fact: Fact, value: unknown): FactValue => ({
  fact: fact.id,
  label: fact.label,
  value,
  text: showValue(fact, value)
})

/** What is still possible, as a sentence goes on: 可能是小型或微型, 不低于3人 */
function stillPossible(fact: Fact, possible: Possible): string {
  const text = showPossible(fact, possible)
  return possible instanceof Range ? text : fact.texts.reasons.maybe(text)
}

/** A fact that is not known, with what is still possible. */
const openFact = (fact: Fact, possible?: Possible): FactValue => ({
  fact: fact.id,
  label: fact.label,
  value: null,
  text: possible ? stillPossible(fact, possible) : fact.texts.reasons.notKnown
})

function factValue(assessment: Assessment, index: number, { facts }: Document): FactValue {
  const fact = facts[index] as Fact
  const value = assessment.value(index)
  return value === undefined ? openFact(fact, assessment.narrowed.get(index)) : knownFact(fact, value)
}

/** Whether a condition holds only because one of its comparisons is taken to hold. */
const isAssumed = (assessment: Assessment, { leafIndex, children, assumes }: Condition): boolean =>
  assumes &&
  (leafIndex === null
    ? children.some(child => isAssumed(assessment, child))
    : assessment.isAssumed(leafIndex))

/** What a condition contributed to an outcome. @param document whose condition it is, in whose words it is told */
export function reasonOf(
  assessment: Assessment,
  condition: Condition,
  truth: Truth,
  document: Document
): Reason {
  const { reasons, values } = document.texts
  const facts = condition.facts.map(index => factValue(assessment, index, document))
  const met = MET[truth]
  const says = ({ value, text }: FactValue) =>
    text !== reasons.notKnown && (met !== 'unknown' || value === null)
  const known = facts.filter(says).map(({ label, text }) => values.labelled(label, text))
  const text = isAssumed(assessment, condition)
    ? reasons.assumed(condition.text)
    : reasons[met](condition.text, known)
  return { condition: condition.text, met, text, basis: condition.basis as Basis, facts }
}

/** The conditions that decided a measure; for an undetermined one, those that are still open. */
export const reasonsFor = (
  assessment: Assessment,
  root: Condition,
  truth: Truth,
  document: Document
): Reason[] =>
  deciding(assessment, root, truth).map(condition => reasonOf(assessment, condition, truth, document))

/**
 * The facts that still matter to a tree, by index, in the order of the tree: only those of conditions that
 * are open, and for a fact that others settle, the others that are missing once one of them is given.
 */
export function missingIn(assessment: Assessment, condition: Condition): Set<number> {
  const found = new Set<number>()
  findMissing(assessment, condition, found)
  return found
}

function findMissing(assessment: Assessment, condition: Condition, found: Set<number>): void {
  if (assessment.truth(condition.place) !== UNKNOWN) return
  for (const child of condition.children) findMissing(assessment, child, found)
  if (condition.children.length > 0) return
  for (const index of condition.facts) {
    if (assessment.value(index) !== undefined) continue
    const rest = factOf(assessment.policy, index).derivation?.rule.missing(assessment.values) ?? []
    if (rest.length === 0) found.add(index)
    else for (const one of rest) found.add(one)
  }
}
