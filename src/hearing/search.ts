/** Which measures a question is about: ranked, both topics of a question that has two, none when it is outside. */
import type { Clause, Policy } from '../rules/policy.ts'
import type { Classifier } from './classifier.ts'
import type { Corpus } from './corpus.ts'
import { normalised } from './fold.ts'
import { readNumeral } from './numeral.ts'

export interface Match {
  measure: string
  /** between 0 and 1: how much of the evidence speaks for this measure */
  score: number
}

/**
 * How much more a question must speak for the plan than for anything else, as a logarithm. At this margin one
 * phrase of the plan in a hundred is refused in cross-validation, a vague one ("市级标准是多少"), and two in
 * three of the questions outside it are; see `npm run hotline -- cv`.
 */
const INSIDE = 0.85

/** Both halves of a question must speak this clearly for measures of their own to be two topics. */
const TOPIC = 0.2
/** A text without one Chinese character must speak this clearly: SGS does, markup does not. */
const FOREIGN = 0.5
/** A match below this is noise, unless it is the best there is. */
const WORTH = 0.005
/** Characters below which a half says too little to be a topic. */
const SHORTEST = 4
/** Ways to cut a question in two that are tried; a long text has more, spread evenly. */
const CUTS = 8

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

const HAN = /\p{Script=Han}/u

const best = (chances: readonly number[]) => chances.indexOf(Math.max(...chances))

/** The ways to cut a question in two at a pause, or where a caller comes to something else. */
function halvesOf(question: string): [string, string][] {
  const pieces = question
    .split(/[，,。.；;？?！!]|另外|还有|还想问|再问|顺便|同时/u)
    .map(piece => piece.trim())
    .filter(piece => piece.length > 0)
  const step = Math.ceil(pieces.length / CUTS)
  return pieces
    .flatMap((_piece, cut) => (cut > 0 && cut % step === 0 ? [cut] : []))
    .map((cut): [string, string] => [pieces.slice(0, cut).join('，'), pieces.slice(cut).join('，')])
    .filter(halves => halves.every(half => half.length >= SHORTEST))
}

/** The two measures, by index, that the halves of a question are about at the clearest cut; none if it has one topic. */
function topicsOf(question: string, corpus: Corpus, classifier: Classifier): number[] {
  let [clearest, topics]: [number, number[]] = [TOPIC, []]
  for (const halves of halvesOf(question)) {
    const chances = halves.map(half => heard(half, corpus, classifier).chances)
    const firsts = chances.map(best)
    const clear = Math.min(...chances.map(own => Math.max(...own)))
    if (firsts[0] === firsts[1] || clear < clearest) continue
    clearest = clear
    topics = firsts
  }
  return topics
}

/** 第八条, but not that of a law, a contract or another paper. */
const CLAUSE = /(?<!(?:法|条例|规定|办法|合同|协议).{0,3})第\s*([0-9零一二三四五六七八九十]{1,4})\s*条/u

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
  asked: string,
  limit: number,
  policy: Policy,
  corpus: Corpus,
  classifier: Classifier
): Match[] {
  const question = normalised(asked)
  const clause = clauseNamed(question, policy)
  if (clause !== undefined && question.replace(CLAUSE, '').length <= ONLY_CLAUSE) {
    return (policy.clause(clause) as Clause).measures
      .slice(0, limit)
      .map(({ id }) => ({ measure: id, score: 1 }))
  }
  const whole = heard(question, corpus, classifier)
  const foreign = !HAN.test(question) && Math.max(...whole.chances) < FOREIGN
  if (whole.margin < INSIDE || foreign) return []
  // The best of the whole question stays first: the halves only say what else must not be missed.
  const first = best(whole.chances)
  const second = (whole.chances[first] as number) * 0.999
  const topics = topicsOf(question, corpus, classifier).filter(topic => topic !== first)
  const chances = whole.chances.map((chance, index) =>
    topics.includes(index) ? second + chance / 1000 : chance
  )
  return chances
    .map((score, index) => ({ measure: corpus.classes[index] as string, score, index }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .filter(({ score }, rank) => rank === 0 || score >= WORTH)
    .slice(0, limit)
    .map(({ measure, score }) => ({ measure, score: Math.round(score * 1000) / 1000 }))
}
