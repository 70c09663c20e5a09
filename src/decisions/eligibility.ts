/** The answer to "who gets it?": every measure asked about, decided and explained. Pure and synchronous. */

import { assumptionsOf } from '../engine/assumed.ts'
import type { CompiledMeasure, CompiledPoint } from '../engine/compiled.ts'
import type { Condition } from '../engine/conditions.ts'
import type { Assessment, Program } from '../engine/program.ts'
import { traceOf } from '../engine/trace.ts'
import { measuresFor } from '../engine/versions.ts'
import { laterOf } from '../later.ts'
import { askedOf, documentsOf, restsOn } from '../policy/asked.ts'
import { OUTCOMES, TRUE, type Truth, UNKNOWN } from '../policy/kleene.ts'
import type { Basis, Fact, Interpretation, Leaf, Measure, Policy, PolicyRule } from '../policy/model.ts'
import { notLoadedOf } from '../policy/other-documents.ts'
import { type Possible, Several, showPossible } from '../policy/possible.ts'
import { windowView } from '../policy/window.ts'
import type { EligibilityRequest, EligibilityResponse, EligibilityResult } from '../schemas/eligibility.ts'
import { basisIn, becauseOf, conflictsOf } from './conflicts.ts'
import { isWanted, withFields } from './filters.ts'
import { nextQuestions } from './interview/questions.ts'
import { offerView, openOf, situationsToAsk } from './interview/situations.ts'
import { nationalRulesFor, nationalRuleView } from './national-rules.ts'
import { missingIn, type Reason, reasonsFor } from './reasons.ts'
import { saidBy, speaking, versionsView } from './versions.ts'

export type Explain = 'none' | 'summary' | 'full'

/** How an open point bears on an applicant. */
type Bearing = 'decides' | 'may-matter'

/** An open point as answers show it. */
export const interpretationView = (entry: Interpretation, bearing: Bearing) => {
  const { id, point, taken, other, interpreter, basis } = entry
  return { id, point, taken, other, interpreter, bearing, basis }
}

/** The open points of a measure that bear on an applicant, those that decide first. */
export function openPoints(assessment: Assessment, { points }: CompiledMeasure) {
  const decides: [CompiledPoint, Bearing][] = []
  const mayMatter: [CompiledPoint, Bearing][] = []
  for (const entry of points) {
    const truth = entry.when ? assessment.truth(entry.when.place) : UNKNOWN
    if (truth === TRUE) decides.push([entry, 'decides'])
    else if (truth === UNKNOWN) mayMatter.push([entry, 'may-matter'])
  }
  return [...decides, ...mayMatter]
}

/** The same, as answers show them. */
export const interpretationsFor = (assessment: Assessment, compiled: CompiledMeasure) =>
  openPoints(assessment, compiled).map(([{ point }, bearing]) => interpretationView(point, bearing))

/** Versions have most of their conditions in common; each is said once. */
const eachOnce = (reasons: readonly Reason[]) => [
  ...new Map(reasons.map(reason => [reason.text, reason])).values()
]

const factIds = (policy: Policy, indexes: Iterable<number>) =>
  [...indexes].map(index => (policy.facts[index] as Fact).id)

/** A condition that is still open, with the facts it waits for. */
export const openCondition = ({ condition, basis, facts }: Reason) => ({
  text: condition,
  missingFacts: facts.filter(({ value }) => value === null).map(({ fact }) => fact),
  basis
})

/** The outcome of a measure without its reasons. @param asOf YYYY-MM-DD */
export const bareResult = (measure: Measure, truth: Truth, asOf: string): EligibilityResult => ({
  measure: measure.id,
  policy: measure.document.id,
  lang: measure.document.lang,
  title: measure.title,
  clause: measure.clause.id,
  kind: measure.kind,
  outcome: OUTCOMES[truth],
  window: windowView(measure, asOf)
})

/**
 * Decides one measure.
 * @param asOf YYYY-MM-DD
 */
export function resultFor(
  program: Program,
  assessment: Assessment,
  measure: Measure,
  asOf: string,
  explain: Explain
): EligibilityResult {
  const compiled = program.compiled(measure)
  const root = compiled.condition as Condition
  const truth = assessment.truth(root.place)
  const result = bareResult(measure, truth, asOf)
  if (explain === 'none') return result
  const { choice } = measure
  const says = choice ? saidBy(program, assessment, choice) : []
  const speaker = speaking(measure, says, truth)
  const spoken = program.compiled(speaker).condition as Condition
  const found = reasonsFor(assessment, spoken, truth, speaker.document)
  const reasons = speaker.choice ? eachOnce(found) : found
  // Set one by one: a literal that spreads another object and then goes on is ten times slower than all the rest.
  result.reasons = reasons
  result.missingFacts = factIds(program.policy, missingIn(assessment, root))
  result.conditionalOn = truth === UNKNOWN ? reasons.map(openCondition) : []
  result.interpretations = interpretationsFor(assessment, compiled)
  result.nationalRules = nationalRulesFor(assessment, compiled, truth, asOf).map(([rule, bearing]) =>
    nationalRuleView(rule, bearing)
  )
  result.responsible = [...measure.responsible]
  result.lead = measure.units.lead
  result.unitText = measure.unitText
  result.notStated = [...measure.silent]
  if (choice) result.versions = versionsView(choice, says)
  if (explain === 'full') result.trace = traceOf(assessment, root)
  return result
}

/** For each fact that may be derived or assumed: the measures whose conditions, figures or open points compare it. */
const usersOf = laterOf((policy: Policy): ReadonlyMap<Fact, ReadonlySet<Measure>> => {
  const following = new Set(policy.rules.map(({ fact }) => fact))
  const made = new Map(
    policy.facts.filter(({ index }) => following.has(index)).map(fact => [fact, new Set<Measure>()])
  )
  for (const measure of policy.forms) {
    // Of two facts that are compared with each other only the first is listed.
    for (const leaf of measure.leaves) {
      const { fact } = policy.leaves[leaf] as Leaf
      made.get(policy.facts[fact] as Fact)?.add(measure)
    }
  }
  return made
})

/**
 * Facts worked out from others, and those that could not be although their inputs were given; only facts that
 * one of the measures asked about uses.
 */
export function derivedFacts(assessment: Assessment, measures: readonly Measure[]) {
  const views: DerivedView[] = []
  const open: DerivedView[] = []
  for (const [{ index, derivation }, measuresOf] of usersOf(assessment.policy)) {
    const isDerived = assessment.derived.includes(index)
    const value = assessment.value(index)
    const mayBeOpen = value === undefined && derivation?.rule.whyNot !== undefined
    if (!isDerived && !mayBeOpen) continue
    // It is told in the words of the first that uses it.
    const document = measures.find(measure => measuresOf.has(measure))?.document
    if (!document) continue
    const fact = document.facts[index] as Fact
    const why = mayBeOpen ? derivation.rule.whyNot?.(assessment.values, document) : undefined
    if (isDerived) {
      const possible = assessment.narrowed.get(index) ?? new Several([value])
      const applied = assessment.applied.filter(one => one.fact === index)
      const basis = basisIn(document, applied[0] as PolicyRule)
      const because = document.texts.derived.reasons([
        ...new Set(applied.map(({ rule }) => becauseOf(assessment, rule, document)))
      ])
      views.push(view(fact, value ?? null, possible, because, basis))
    }
    if (why && fact.derivation) open.push(view(fact, null, null, why, fact.derivation.basis))
  }
  return [...views, ...open]
}

/** A fact worked out from others, as an answer lists it. */
export type DerivedView = ReturnType<typeof view>

const view = (fact: Fact, value: unknown, possible: Possible | null, because: string, basis: Basis) => ({
  fact: fact.id,
  label: fact.label,
  value,
  possible: possible ? [possible.toJSON()].flat() : [],
  text: possible ? showPossible(fact, possible) : fact.texts.derived.notDerivable,
  because,
  basis
})

/**
 * Answers POST /eligibility.
 * @param request checked against its schema before
 * @param asOf the day, YYYY-MM-DD: the request's, or today where it names none
 */
export function eligibility(
  program: Program,
  request: EligibilityRequest,
  asOf: string
): EligibilityResponse {
  const { policy } = program
  const { facts, possible, explain = 'summary', assumptions, declined = [], situationsAsked } = request
  const asked = askedOf(policy, asOf, request)
  const assessment = program.assess(facts, assumptions, possible)
  const measures = measuresFor(program, assessment, asked)
  const summary = { eligible: 0, ineligible: 0, undetermined: 0 }
  for (const measure of measures) summary[OUTCOMES[program.decide(measure, assessment)]]++
  const results = measures
    .filter(measure => isWanted(request, measure, program.decide(measure, assessment), asOf))
    .map(measure => withFields(resultFor(program, assessment, measure, asOf, explain), request.fields))
  const isSaid = explain !== 'none'
  const open = isSaid ? openOf(program, assessment, measures) : new Set<Measure>()
  const offer = situationsToAsk(program, assessment, open, situationsAsked)
  return {
    ...restsOn(policy, documentsOf(asked, measures)),
    asOf,
    summary,
    assumptions: assumptionsOf(assessment, measures),
    derived: derivedFacts(assessment, measures),
    conflicts: conflictsOf(assessment, asked.documents),
    notLoaded: notLoadedOf(measures),
    results,
    nextQuestions: isSaid ? nextQuestions(program, assessment, measures, new Set(declined)) : [],
    situationsQuestion: offer && offerView(policy, offer)
  }
}
