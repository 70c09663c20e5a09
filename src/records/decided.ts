/** What an answer decided, read from its envelope, so that whatever answers next needs no word here. */
import type { Stamp } from './record.ts'

/** What was decided, for the record and for the counters. */
export interface Decided {
  policies: readonly Stamp[]
  asOf: string
  measures: readonly { id: string }[]
  /** of each measure; null where there is nothing to decide */
  outcomes: readonly (string | null)[]
  amounts: Readonly<Record<string, string>>
  /** the fact to ask for first */
  missing: string | null
  /** whether a caller's own words match nothing */
  isUnanswered?: boolean
}

interface Result {
  measure: string
  outcome?: string | null
  amount?: { text: string; missingFacts?: readonly string[] } | null
  card?: { outcome: string | null; amount?: { text: string } | null; nextQuestion?: { fact: string } | null }
}

/** The parts of an answer that are looked at. */
export interface Envelope extends Partial<Result> {
  policy: Stamp
  policies?: readonly Stamp[]
  asOf: string
  results?: readonly Result[]
  matches?: readonly Result[]
  nextQuestion?: { fact: string } | null
  nextQuestions?: readonly { fact: string }[]
}

/** @param answer to one of the questions that are decided: about one measure, about several, or about a caller's words */
export function decidedIn(answer: Envelope): Decided {
  const { policy, policies = [policy], asOf, measure, results, matches } = answer
  const { nextQuestion, nextQuestions = [], amount: one } = answer
  const found = results ?? matches ?? (measure === undefined ? [] : [answer as Result])
  const amounts: Record<string, string> = {}
  for (const { measure, amount, card } of found) {
    const text = (amount ?? card?.amount)?.text
    if (text !== undefined) amounts[measure] = text
  }
  return {
    policies,
    asOf,
    measures: found.map(one => ({ id: one.measure })),
    outcomes: found.map(({ outcome, card }) => outcome ?? card?.outcome ?? null),
    amounts,
    missing: nextQuestion?.fact ?? nextQuestions[0]?.fact ?? one?.missingFacts?.[0] ?? null,
    isUnanswered: matches?.length === 0
  }
}

/** Outcomes by measure; those that have one. */
export const outcomesOf = ({ measures, outcomes }: Pick<Decided, 'measures' | 'outcomes'>) =>
  Object.fromEntries(measures.flatMap(({ id }, at) => (outcomes[at] ? [[id, outcomes[at] as string]] : [])))
