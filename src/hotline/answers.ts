/** The answer to a caller's question: what it is about, what was heard in it, and a card for each measure. Pure. */
import type { Facts, Program } from '../rules/compile.ts'
import { conflictsOf } from '../rules/conflicts.ts'
import { assumptionsOf, derivedFacts, stampOf } from '../rules/eligibility.ts'
import type { Fact, Measure, Policy } from '../rules/policy.ts'
import { admits, type PossibleFacts, possibleOf } from '../rules/possible.ts'
import { showValue } from '../rules/values.ts'
import type { AnswersRequest, AnswersResponse } from '../schemas/answers.ts'
import { cardOf } from './card.ts'
import type { Lines } from './lines.ts'

/** A fact heard in a question, with the words it came from. */
export interface Heard {
  fact: string
  value: unknown
  words: string
}

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

/**
 * Facts as requests have them, with those heard added where nothing was given that says otherwise and nothing
 * declined.
 */
function joined(
  policy: Policy,
  given: Facts,
  possible: PossibleFacts,
  heard: readonly Heard[],
  declined: ReadonlySet<string>
) {
  const used = heard.filter(({ fact, value }) => {
    const { subject, key } = policy.fact(fact) as Fact
    const told = possible[fact]
    if (told !== undefined && !admits(possibleOf(told), value)) return false
    return given[subject]?.[key] === undefined && !declined.has(fact)
  })
  const facts: Record<string, Record<string, unknown>> = structuredClone(given) as never
  for (const { fact, value } of used) {
    const { subject, key } = policy.fact(fact) as Fact
    facts[subject] = { ...facts[subject], [key]: value }
  }
  return { facts, used }
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
  const { question, facts: given = {}, possible = {}, limit = MATCHES, assumptions } = request
  const declined = new Set(request.declined)
  const found = hearing.search(question, limit)
  const measures = found.map(({ measure }) => policy.measure(measure) as Measure)
  const { facts, used } = joined(policy, given, possible, hearing.understand(question, measures), declined)
  const assessment = program.assess(facts, assumptions, possible)
  const matches = found.map(({ score }, index) => {
    const measure = measures[index] as Measure
    return { measure: measure.id, score, card: cardOf(program, assessment, measure, asOf, lines, declined) }
  })
  return {
    policy: stampOf(policy),
    asOf,
    matches,
    message: found.length > 0 ? null : whyNothing(policy, hearing.clauseNamed(question), lines),
    understood: used.map(({ fact: id, value, words }) => {
      const fact = policy.fact(id) as Fact
      return { fact: id, label: fact.label, value, text: showValue(fact, value), words }
    }),
    facts,
    possible,
    assumptions: assumptionsOf(assessment),
    derived: derivedFacts(assessment, measures),
    conflicts: conflictsOf(assessment),
    // What matters to the best match is asked first.
    nextQuestion: matches.map(({ card }) => card.nextQuestion).find(question => question !== null) ?? null
  }
}
