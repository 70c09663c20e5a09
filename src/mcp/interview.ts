/** The interview from one call to the next: what is known, what comes next, and what an answer adds. Pure. */
import { calculate } from '../decisions/calculate.ts'
import { eligibility } from '../decisions/eligibility.ts'
import type { NextQuestion } from '../decisions/interview/questions.ts'
import { toldBy } from '../decisions/interview/situations.ts'
import type { Program } from '../engine/program.ts'
import type { Fact, Policy } from '../policy/model.ts'
import type { SituationList } from '../policy/situations.ts'
import type { Facts } from '../policy/vocabulary.ts'
import type { CalculateOneResponse } from '../schemas/calculate.ts'
import type { EligibilityRequest, EligibilityResponse } from '../schemas/eligibility.ts'

/** What is known of an applicant, and which measures are meant. */
export type Known = Omit<EligibilityRequest, 'explain' | 'asOf'>

/** Facts that an amount lacks are asked for as long as so many measures are meant: each is calculated. */
const CALCULATED = 5

export type Offer = NonNullable<EligibilityResponse['situationsQuestion']>

export interface Step {
  answer: EligibilityResponse
  /** asked before any single question; null where single questions do as well */
  offer: Offer | null
  question: NextQuestion | null
}

/** The first fact that the amount of a measure lacks and that may still be asked. */
function lackingIn(program: Program, known: Known, measure: string, asOf: string): NextQuestion | null {
  const { declined = [], situationsAsked: _asked, measures: _meant, ...rest } = known
  const { amount } = calculate(program, { ...rest, measure }, asOf) as CalculateOneResponse
  const id = amount?.missingFacts.find(one => !declined.includes(one))
  if (id === undefined) return null
  const { label, question, derivedFrom } = program.policy.fact(id) as Fact
  return { fact: id, label, question, settles: [], matters: [measure], alternatives: [...derivedFrom] }
}

/** What is decided, and what to ask next: first what settles outcomes, then what amounts lack. */
export function stepOf(program: Program, known: Known, asOf: string): Step {
  const answer = eligibility(program, { ...known, explain: 'summary' }, asOf)
  const [first] = answer.nextQuestions
  const meant = known.measures && known.measures.length <= CALCULATED ? answer.results : []
  const lacking = () =>
    meant
      .filter(({ outcome }) => outcome === 'eligible')
      .map(({ measure }) => lackingIn(program, known, measure, asOf))
      .find(question => question !== null)
  return { answer, offer: answer.situationsQuestion, question: first ?? lacking() ?? null }
}

/** Facts with one more. */
export function withFact(policy: Policy, facts: Facts, id: string, value: unknown): Facts {
  const { subject, key } = policy.fact(id) as Fact
  return { ...facts, [subject]: { ...facts[subject], [key]: value } }
}

/**
 * Facts with what the answer to a list of situations tells; of a fact that was given, nothing new.
 * @param offered the situations that were put to the applicant
 * @param chosen ids of those that hold
 */
export function withSituations(
  policy: Policy,
  facts: Facts,
  { list, situations }: Offer,
  chosen: readonly string[]
): Facts {
  const offered = new Set(situations.map(({ id }) => id))
  const known = policy.situations.find(({ id }) => id === list) as SituationList
  const told = toldBy({ situations: known.situations.filter(({ id }) => offered.has(id)) }, new Set(chosen))
  let joined = facts
  for (const [index, value] of told) {
    const { id, subject, key } = policy.facts[index] as Fact
    if (facts[subject]?.[key] === undefined) joined = withFact(policy, joined, id, value)
  }
  return joined
}
