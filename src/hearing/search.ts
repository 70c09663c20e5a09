/** Which measures a question is about: ranked, both topics of a question that has two, none when it is outside. */
import type { Clause, Policy } from '../rules/policy.ts'
import type { Classifier } from './classifier.ts'
import type { Corpus } from './corpus.ts'
import { normalised } from './features.ts'
import { readNumeral } from './numerals.ts'

export interface Match {
  measure: string
  /** between 0 and 1: how much of the evidence speaks for this measure */
  score: number
}

/**
 * How much more a question must speak for the plan than for anything else, as a logarithm. Set so that hardly
 * any phrase of the plan is refused in cross-validation; see `npm run hotline -- cv`.
 */
const INSIDE = 1

/** A part of a question that speaks this clearly for a measure of its own is a topic of its own. */
const TOPIC = 0.5
/** A match below this is noise, unless it is the best there is. */
const WORTH = 0.005
/** Characters below which a part says too little to be a topic. */
const PART = 5

const logSum = (values: readonly number[]) => {
  const most = Math.max(...values)
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0))
}

/** What one text says: probabilities of the measures, and how far it is inside the plan. */
function heard(text: string, corpus: Corpus, classifier: Classifier) {
  const scores = [...classifier.score(corpus.features(text))]
  const inside = scores.slice(0, corpus.measures)
  const all = logSum(scores)
  return {
    chances: inside.map(score => Math.exp(score - all)),
    margin: logSum(inside) - logSum(scores.slice(corpus.measures))
  }
}

/** A text without one Chinese character must speak all the clearer: SGS does, markup does not. */
const HAN = /\p{Script=Han}/u

const best = (chances: readonly number[]) => chances.indexOf(Math.max(...chances))

/** The parts of a question: from its start or a pause to the next pauses or its end. */
function partsOf(question: string): string[] {
  const pieces = question
    .split(/[，,。.；;？?！!]|另外|还有|还想问|再问|顺便|同时/u)
    .map(piece => piece.trim())
    .filter(piece => piece.length > 0)
  const cuts = pieces.slice(1).map((_piece, index) => index + 1)
  return cuts.flatMap(cut => [pieces.slice(0, cut).join('，'), pieces.slice(cut).join('，')])
}

const CLAUSE = /第?\s*([0-9零一二三四五六七八九十]{1,4})\s*条(?!件|例|路|线)/u

/** The clause that a question names by number, or undefined. */
export function clauseNamed(question: string, policy: Policy): string | undefined {
  const [, number] = CLAUSE.exec(normalised(question)) ?? []
  if (number === undefined) return undefined
  const value = readNumeral(number)
  return policy.clauses.find(({ numbers }) => numbers.includes(value))?.id
}

/** Characters left when the clause number is taken out, up to which a question asks for the clause itself. */
const ONLY_CLAUSE = 12

/**
 * Ranks the measures for a question.
 * @returns best first; empty when the plan does not answer the question
 */
export function search(
  question: string,
  limit: number,
  policy: Policy,
  corpus: Corpus,
  classifier: Classifier
): Match[] {
  const clause = clauseNamed(question, policy)
  if (clause !== undefined && question.replace(CLAUSE, '').length <= ONLY_CLAUSE) {
    return (policy.clause(clause) as Clause).measures
      .slice(0, limit)
      .map(({ id }) => ({ measure: id, score: 1 }))
  }
  const whole = heard(question, corpus, classifier)
  const foreign = !HAN.test(question) && Math.max(...whole.chances) < TOPIC
  if (whole.margin < INSIDE || foreign) return []
  // A part may carry a topic that the whole drowns: each clear part adds what it speaks for.
  const chances = [...whole.chances]
  for (const part of partsOf(question)) {
    if (part.length < PART) continue
    const { chances: own, margin } = heard(part, corpus, classifier)
    const first = best(own)
    const chance = own[first] as number
    if (margin >= INSIDE && chance >= TOPIC) chances[first] = Math.max(chances[first] as number, chance)
  }
  return chances
    .map((score, index) => ({ measure: corpus.classes[index] as string, score: Math.min(1, score), index }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .filter(({ score }, rank) => rank === 0 || score >= WORTH)
    .slice(0, limit)
    .map(({ measure, score }) => ({ measure, score: Math.round(score * 1000) / 1000 }))
}
