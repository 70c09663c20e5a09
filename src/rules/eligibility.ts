/** The answer to "who gets it?": every measure asked about, decided and explained. Pure and synchronous. */
import type { EligibilityRequest, EligibilityResponse, EligibilityResult } from '../schemas/eligibility.ts'
import type { Assessment, Program } from './compile.ts'
import { conflictsOf } from './conflicts.ts'
import { missingIn, reasonsFor, traceOf } from './explain.ts'
import { nextQuestions } from './interview.ts'
import { OUTCOMES, TRUE, UNKNOWN } from './kleene.ts'
import type { Basis, Fact, Interpretation, Measure, Node, Policy, Window } from './policy.ts'
import { showValue, withUnit } from './values.ts'
import { windowStatus } from './window.ts'

export type Explain = 'none' | 'summary' | 'full'

/** The rule set an answer rests on. */
export const stampOf = ({ id, version, digest }: Policy) => ({ id, version, digest })

/** The measures that can be decided: kinds B, C and D, in plan order. */
export const decidable = (policy: Policy): readonly Measure[] =>
  policy.measures.filter(({ conditions }) => conditions)

const STATUS_TEXT = {
  open: '在有效期内',
  upcoming: '还没有开始',
  closed: '已经过期',
  unstated: '方案没有写期限'
} as const

function windowText(window: Window | null, status: keyof typeof STATUS_TEXT): string {
  if (!window) return STATUS_TEXT.unstated
  const [from, to] = [window.from, window.to].map(day => day && withUnit(day, 'date'))
  const span = from && to ? `${from}至${to}` : to ? `到${to}为止` : `从${from}起`
  return `${span}，${STATUS_TEXT[status]}`
}

/** The window of a measure on a day, as answers show it. */
export function windowView(window: Window | null, asOf: string) {
  const status = windowStatus(window, asOf)
  const text = windowText(window, status)
  const { from, to, basis, note } = window ?? { from: null, to: null, basis: null, note: null }
  return { status, from, to, basis, note, text }
}

/** The open points of a measure that bear on an applicant, those that decide first. */
export function interpretationsFor(program: Program, assessment: Assessment, measure: Measure) {
  const view = (entry: Interpretation, bearing: 'decides' | 'may-matter') => {
    const { id, point, taken, other, interpreter, basis } = entry
    return { id, point, taken, other, interpreter, bearing, basis }
  }
  const truths = measure.interpretations.map(entry =>
    entry.when ? program.truth(entry.when, assessment) : UNKNOWN
  )
  const having = (truth: number, bearing: 'decides' | 'may-matter') =>
    measure.interpretations
      .filter((_entry, index) => truths[index] === truth)
      .map(entry => view(entry, bearing))
  return [...having(TRUE, 'decides'), ...having(UNKNOWN, 'may-matter')]
}

const factIds = (policy: Policy, indexes: Iterable<number>) =>
  [...indexes].map(index => (policy.facts[index] as Fact).id)

/** What would have to hold for an undetermined measure, each part with the facts it waits for. */
function conditionalOn(program: Program, assessment: Assessment, measure: Measure) {
  return reasonsFor(program, assessment, measure, UNKNOWN).map(({ condition, basis, facts }) => ({
    text: condition,
    missingFacts: facts.filter(({ value }) => value === null).map(({ fact }) => fact),
    basis
  }))
}

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
  const truth = program.decide(measure, assessment)
  const root = measure.conditions as Node
  const result: EligibilityResult = {
    measure: measure.id,
    title: measure.title,
    clause: measure.clause.id,
    kind: measure.kind,
    outcome: OUTCOMES[truth],
    window: windowView(measure.window, asOf)
  }
  if (explain === 'none') return result
  return {
    ...result,
    reasons: reasonsFor(program, assessment, measure, truth),
    missingFacts: factIds(program.policy, missingIn(program, assessment, root)),
    conditionalOn: truth === UNKNOWN ? conditionalOn(program, assessment, measure) : [],
    interpretations: interpretationsFor(program, assessment, measure),
    responsible: [...measure.responsible],
    notStated: [...measure.silent],
    ...(explain === 'full' && { trace: traceOf(program, assessment, root) })
  }
}

/** Declared defaults that were used, as answers list them. */
export function assumptionsOf(assessment: Assessment) {
  return assessment.assumed.map(index => {
    const { id, label, assumption } = assessment.policy.facts[index] as Fact
    const { value, note, basis } = assumption as NonNullable<Fact['assumption']>
    return { fact: id, label, value, text: note, basis }
  })
}

/**
 * Facts worked out from others, and those that could not be although their inputs were given; only facts that
 * one of the measures asked about uses.
 */
export function derivedFacts(assessment: Assessment, measures: readonly Measure[]) {
  const used = new Set(
    measures.flatMap(({ leaves }) => leaves.map(leaf => assessment.policy.leaves[leaf]?.fact))
  )
  const views = assessment.derived
    .filter(index => used.has(index))
    .map(index => {
      const fact = assessment.policy.facts[index] as Fact
      const { rule, basis } = fact.derivation as NonNullable<Fact['derivation']>
      const value = assessment.values[index]
      const possible = value === undefined ? (assessment.narrowed.get(index) ?? []) : [value]
      const text = possible.map(one => showValue(fact, one)).join('或')
      return view(fact, value ?? null, possible, text, rule.because(assessment.given), basis)
    })
  const open = assessment.policy.facts
    .filter(({ index }) => used.has(index))
    .flatMap(fact => {
      const why =
        assessment.values[fact.index] === undefined && fact.derivation?.rule.whyNot?.(assessment.given)
      return why ? [view(fact, null, [], '推算不出', why, (fact.derivation as { basis: Basis }).basis)] : []
    })
  return [...views, ...open]
}

const view = (
  { id, label }: Fact,
  value: unknown,
  possible: readonly unknown[],
  text: string,
  because: string,
  basis: Basis
) => ({ fact: id, label, value, possible: [...possible], text, because, basis })

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
  const { facts, measures: ids, explain = 'summary', assumptions, declined = [] } = request
  const measures = ids ? ids.map(id => policy.measure(id) as Measure) : decidable(policy)
  const assessment = program.assess(facts, assumptions)
  const results = measures.map(measure => resultFor(program, assessment, measure, asOf, explain))
  const summary = { eligible: 0, ineligible: 0, undetermined: 0 }
  for (const { outcome } of results) summary[outcome]++
  return {
    policy: stampOf(policy),
    asOf,
    summary,
    assumptions: assumptionsOf(assessment),
    derived: derivedFacts(assessment, measures),
    conflicts: conflictsOf(assessment),
    results,
    nextQuestions:
      explain === 'none'
        ? []
        : nextQuestions(program, assessment, measures, new Set(declined)).map(question => ({
            ...question,
            alternatives: [...question.alternatives]
          }))
  }
}
