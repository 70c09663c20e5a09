/** The answer to a caller's question: what it is about, what was heard in it, and a card for each measure. Pure. */
import { assumptionsOf } from '../rules/assumed.ts'
import type { Facts, Program } from '../rules/compile.ts'
import { conflictsOf } from '../rules/conflicts.ts'
import { derivedFacts, stampOf } from '../rules/eligibility.ts'
import type { Fact, Measure, Policy } from '../rules/policy.ts'
import { admits, type PossibleValues, possibleOf, showPossible } from '../rules/possible.ts'
import { offerView, openOf, situationsToAsk } from '../rules/situations.ts'
import { showValue } from '../rules/values.ts'
import type { AnswersRequest, AnswersResponse } from '../schemas/answers.ts'
import { cardOf } from './card.ts'
import type { Lines } from './lines.ts'

/** What a fact may be, short of its value: one of some, or within bounds, either of which may be open. */
export type Possible = readonly unknown[] | { readonly min?: number; readonly max?: number }

/** A fact heard in a question, with the words it came from: its value, or what it may be. */
export type Heard = { fact: string; words: string } & ({ value: unknown } | { possible: Possible })

/** What the hotline understands of free text. */
export interface Hearing {
  /** measures a question is about, best first; empty when the plan does not cover it */
  search(question: string, limit: number): readonly { measure: string; score: number }[]
  /** facts that the question states, only facts that the measures use */
  understand(question: string, measures: readonly Measure[]): readonly Heard[]
  /** id of the clause that a question names by its number */
  clauseNamed(question: string): string | undefined
}

const MATCHES = 3

/** What was heard of facts that were neither given nor declined, and that agrees with what the request says of them. */
function heardOf(
  policy: Policy,
  { facts: given = {}, possible: told = {}, declined = [] }: AnswersRequest,
  heard: readonly Heard[]
) {
  const used = heard.filter(({ fact }) => {
    const { subject, key } = policy.fact(fact) as Fact
    return given[subject]?.[key] === undefined && !declined.includes(fact)
  })
  return {
    values: used.flatMap(one => {
      if (!('value' in one)) return []
      const own = told[one.fact]
      return own === undefined || admits(possibleOf(own), one.value) ? [one] : []
    }),
    rough: used.flatMap(one => ('possible' in one && told[one.fact] === undefined ? [one] : []))
  }
}

/** Facts as requests have them, with the values heard added. */
function joined(policy: Policy, given: Facts, values: readonly (Heard & { value: unknown })[]): Facts {
  const facts: Record<string, Record<string, unknown>> = structuredClone(given) as never
  for (const { fact, value } of values) {
    const { subject, key } = policy.fact(fact) as Fact
    facts[subject] = { ...facts[subject], [key]: value }
  }
  return facts
}

/**
 * What is known once the ear has heard some facts roughly: each counts like one that the request says is possible,
 * but for those that would contradict the others.
 */
function withRough(
  program: Program,
  facts: Facts,
  { possible, assumptions }: AnswersRequest,
  rough: readonly (Heard & { possible: Possible })[]
) {
  const used = new Set<string>()
  let assessment = program.assess(facts, assumptions, possible)
  let known = possible
  for (const { fact, possible: values } of rough) {
    const more = { ...known, [fact]: values }
    const next = program.assess(facts, assumptions, more)
    if (conflictsOf(next).length > conflictsOf(assessment).length) continue
    used.add(fact)
    known = more
    assessment = next
  }
  return { assessment, used }
}

/** What is possible of a fact, as answers list it. */
function possibleView(policy: Policy, id: string, told: PossibleValues) {
  const fact = policy.fact(id) as Fact
  const bounds = 'length' in told ? { values: [...told] } : told
  return { fact: id, label: fact.label, ...bounds, text: showPossible(fact, possibleOf(told)) }
}

function whyNothing(policy: Policy, clause: string | undefined, lines: Lines): string {
  const lost = clause === undefined ? undefined : policy.clause(clause)
  if (lost?.completeness !== 'missing') return lines.unstated.notCovered
  return `${lines.unstated.lostClause}（${lost.responsible.join('、')}）`
}

/**
 * Answers POST /answers.
 * @param request checked against its schema before
 * @param asOf YYYY-MM-DD
 */
export function answers(
  program: Program,
  hearing: Hearing,
  lines: Lines,
  request: AnswersRequest,
  asOf: string
): AnswersResponse {
  const { policy } = program
  const { question, facts: given = {}, limit = MATCHES, situationsAsked } = request
  const declined = new Set(request.declined)
  const found = hearing.search(question, limit)
  const measures = found.map(({ measure }) => policy.measure(measure) as Measure)
  const { values, rough } = heardOf(policy, request, hearing.understand(question, measures))
  const facts = joined(policy, given, values)
  const { assessment, used } = withRough(program, facts, request, rough)
  const heard = new Set([...values.map(({ fact }) => fact), ...used])
  const matches = found.map(({ score }, index) => {
    const measure = measures[index] as Measure
    return {
      measure: measure.id,
      score,
      card: cardOf(program, assessment, measure, asOf, lines, declined, heard)
    }
  })
  // Never about one subject: a caller who asks about rent is asked about rent.
  const offer = situationsToAsk(program, assessment, openOf(program, assessment, measures), situationsAsked)
  return {
    policy: stampOf(policy),
    asOf,
    matches,
    message: found.length > 0 ? null : whyNothing(policy, hearing.clauseNamed(question), lines),
    understood: values.map(({ fact: id, value, words }) => {
      const fact = policy.fact(id) as Fact
      return { fact: id, label: fact.label, value, text: showValue(fact, value), words, heard: true }
    }),
    possible: [
      ...Object.entries(request.possible ?? {})
        .filter(([id]) => assessment.given[(policy.fact(id) as Fact).index] === undefined)
        .map(([id, told]) => ({ ...possibleView(policy, id, told), heard: false, used: true })),
      ...rough.map(({ fact, possible, words }) => ({
        ...possibleView(policy, fact, possible),
        words,
        heard: true,
        used: used.has(fact)
      }))
    ],
    facts,
    assumptions: assumptionsOf(assessment, measures),
    derived: derivedFacts(assessment, measures),
    conflicts: conflictsOf(assessment),
    // What matters to the best match is asked first.
    nextQuestion: matches.map(({ card }) => card.nextQuestion).find(question => question !== null) ?? null,
    situationsQuestion: offer && offerView(policy, offer)
  }
}
