/** The answer to a caller's question: what it is about, what was heard in it, and a card for each measure. Pure. */

import { isDoubtful, type Match } from '../hearing/search.ts'
import { assumptionsOf } from '../rules/assumed.ts'
import type { Facts, Program } from '../rules/compile.ts'
import { conflictsOf } from '../rules/conflicts.ts'
import { derivedFacts, stampOf } from '../rules/eligibility.ts'
import type { Fact, Measure, Policy } from '../rules/policy.ts'
import { offerView, openOf, situationsToAsk } from '../rules/situations.ts'
import { showValue } from '../rules/values.ts'
import type { AnswersRequest, AnswersResponse } from '../schemas/answers.ts'
import { cardOf } from './card.ts'
import { saidElsewhere } from './elsewhere.ts'
import type { Lines } from './lines.ts'

/** What a fact may be, short of its value: one of some, or within bounds, either of which may be open. */
export type Possible = readonly unknown[] | { readonly min?: number; readonly max?: number }

/** A fact heard in a question, with the words it came from: its value, or what it may be. */
export type Heard = { fact: string; words: string } & ({ value: unknown } | { possible: Possible })

/** What the hotline understands of free text. */
export interface Hearing {
  /** measures a question is about, best first; empty when the plan does not cover it */
  search(question: string, limit: number): readonly Match[]
  /** facts that the question states, only facts that the measures use */
  understand(question: string, measures: readonly Measure[]): readonly Heard[]
  /** id of the clause that a question names by its number */
  clauseNamed(question: string): string | undefined
}

const MATCHES = 3

/** What was heard of facts that were neither given nor declined. */
function heardOf(policy: Policy, given: Facts, heard: readonly Heard[], declined: ReadonlySet<string>) {
  const used = heard.filter(({ fact }) => {
    const { subject, key } = policy.fact(fact) as Fact
    return given[subject]?.[key] === undefined && !declined.has(fact)
  })
  return {
    values: used.flatMap(one => ('value' in one ? [one] : [])),
    possible: used.flatMap(one => ('possible' in one ? [one] : []))
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

/** What a fact may be, in words: 平谷户籍 2到3人, 不超过300,000元, 小型或者微型. */
function showPossible(fact: Fact, possible: Possible): string {
  if ('length' in possible) return possible.map(value => showValue(fact, value)).join('或者')
  const { min, max } = possible
  if (min === undefined) return `不超过${showValue(fact, max)}`
  if (max === undefined) return `不少于${showValue(fact, min)}`
  return `${showValue(fact, min)}到${showValue(fact, max)}`
}

/** What a caller is asked who was hardly understood: whether it is one of the two best. */
const askedBack = (measures: readonly Measure[], { unstated }: Lines) =>
  unstated.unsure.replace(
    '{titles}',
    measures
      .slice(0, 2)
      .map(({ title }) => title)
      .join('，还是')
  )

/** What is said in place of cards, or before them; null where the cards say it all. */
function messageFor(
  { policy }: Program,
  question: string,
  clause: string | undefined,
  measures: readonly Measure[],
  isDoubt: boolean,
  lines: Lines
): string | null {
  const named = clause === undefined ? undefined : policy.clause(clause)
  if (named?.completeness === 'missing') {
    return `${lines.unstated.lostClause}（${named.responsible.join('、')}）`
  }
  const elsewhere = named ? null : saidElsewhere(question, isDoubt ? undefined : measures[0], lines)
  if (elsewhere !== null) return elsewhere
  if (isDoubt) return askedBack(measures, lines)
  return measures.length > 0 ? null : lines.unstated.notCovered
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
  const { question, facts: given = {}, limit = MATCHES, assumptions, situationsAsked } = request
  const declined = new Set(request.declined)
  // Two at least: one who is asked back chooses between them.
  const ranked = hearing.search(question, Math.max(limit, 2))
  const isDoubt = isDoubtful(ranked)
  const found = isDoubt ? [] : ranked.slice(0, limit)
  const meant = ranked.map(({ measure }) => policy.measure(measure) as Measure)
  const measures = isDoubt ? [] : meant.slice(0, limit)
  const { values, possible } = heardOf(policy, given, hearing.understand(question, measures), declined)
  const facts = joined(policy, given, values)
  const heard = new Set(values.map(({ fact }) => fact))
  const assessment = program.assess(facts, assumptions)
  const matches = found.map(({ score, topic }, index) => {
    const measure = measures[index] as Measure
    return {
      measure: measure.id,
      score,
      topic,
      card: cardOf(program, assessment, measure, asOf, lines, declined, heard)
    }
  })
  // Never about one subject: a caller who asks about rent is asked about rent.
  const offer = situationsToAsk(program, assessment, openOf(program, assessment, measures), situationsAsked)
  return {
    policy: stampOf(policy),
    asOf,
    matches,
    message: messageFor(program, question, hearing.clauseNamed(question), meant, isDoubt, lines),
    understood: values.map(({ fact: id, value, words }) => {
      const fact = policy.fact(id) as Fact
      return { fact: id, label: fact.label, value, text: showValue(fact, value), words, heard: true }
    }),
    possible: possible.map(({ fact: id, possible: may, words }) => {
      const fact = policy.fact(id) as Fact
      const bounds = 'length' in may ? { values: [...may] } : may
      return { fact: id, label: fact.label, ...bounds, text: showPossible(fact, may), words, heard: true }
    }),
    facts,
    assumptions: assumptionsOf(assessment, measures),
    derived: derivedFacts(assessment, measures),
    conflicts: conflictsOf(assessment),
    // What matters to the best match is asked first.
    nextQuestion: matches.map(({ card }) => card.nextQuestion).find(question => question !== null) ?? null,
    situationsQuestion: offer && offerView(policy, offer)
  }
}
