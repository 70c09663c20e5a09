/** Which measures a question is about: ranked, both topics of a question that has two, none when it is outside. */
import type { Clause, Policy } from '../policy/model.ts'
import type { Classifier } from './classifier.ts'
import type { Corpus } from './corpus.ts'
import { normalised } from './fold.ts'
import { readNumeral } from './numeral.ts'

export interface Match {
  measure: string
  /** between 0 and 1: how much of the evidence speaks for this measure */
  score: number
  /** whether the question asks about it: not for those shown only in case it was understood wrongly */
  topic: boolean
}

/**
 * How much more a question must speak for the plan than for anything else, as a logarithm. At this margin one
 * phrase of the plan in a hundred is refused in cross-validation, a vague one ("市级标准是多少"), and two in
 * three of the questions outside it are; see `npm run hotline -- cv`.
 */
const INSIDE = 0.85

/**
 * Below this the best match is no answer. In cross-validation four of five questions below it are about something
 * else, or outside the plan; at 0.08 it is two of three.
 */
const CERTAIN = 0.05

/** 贷款, 能免吗: what is as short as that says little, and must leave less doubt. */
const SHORT = { length: 3, certain: 0.65 } as const

/** Whether the best match is so weak that the caller is asked back. */
export function isDoubtful([best]: readonly Pick<Match, 'score'>[], question: string): boolean {
  const characters = question.replace(/\P{L}/gu, '').length
  return best !== undefined && best.score < (characters > SHORT.length ? CERTAIN : SHORT.certain)
}

/**
 * Both halves of a question must speak this clearly for measures of their own to be two topics. Callers say much
 * about one matter in one breath: where only a comma is between, both halves must leave no doubt, lie well inside
 * the plan, and be heard in the question as a whole. In cross-validation 4 questions in 1000 are taken for two so,
 * 112 without, and no fewer of those that have two are found.
 */
const TOPIC = {
  bridged: { chance: 0.2, margin: Number.NEGATIVE_INFINITY, whole: 0 },
  comma: { chance: 0.6, margin: 3, whole: 0.15 }
} as const
/** A text without one Chinese character must speak this clearly: SGS does, markup does not. */
const FOREIGN = 0.5
/** A match that speaks for less than this share of what the best does is noise. */
const WORTH = 0.035
/** Characters below which a half says too little to be a topic. */
const SHORTEST = 4
/** Ways to cut a question in two that are tried; a long text has more, spread evenly. */
const CUTS = 8

const logSum = (values: readonly number[]) => {
  const most = Math.max(...values)
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0))
}

/** What one text says: probabilities of the measures, and how far it is inside the plan. */
interface Heard {
  chances: number[]
  margin: number
}

/** What a search looks in. */
interface Searched {
  corpus: Corpus
  classifier: Classifier
  /** by class: whether it is a measure that may be found; null where all measures may */
  found: readonly boolean[] | null
}

/** What is not looked for does not count: it speaks neither for the measures nor for something else. */
function heard(text: string, { corpus, classifier, found }: Searched): Heard {
  const scores = [...classifier.score(corpus.features(text))]
  const inside = scores
    .slice(0, corpus.measures)
    .map((score, at) => (found === null || found[at] ? score : Number.NEGATIVE_INFINITY))
  const outside = scores.slice(corpus.measures)
  const all = logSum([...inside, ...outside])
  return {
    chances: inside.map(score => Math.exp(score - all)),
    margin: logSum(inside) - logSum(outside)
  }
}

const HAN = /\p{Script=Han}/u

const best = (chances: readonly number[]) => chances.indexOf(Math.max(...chances))

/** Where a caller may come to something else, and where it is said that they do. */
const PAUSE = /([，,。.；;？?！!]|另外|还有|还想问|再问|顺便|同时)/u
const BRIDGE = /[^，,.\s]/u

/** A question in two: its halves, and whether something between them says that another matter comes. */
interface Cut {
  halves: [string, string]
  isBridged: boolean
}

/** What is said between two pauses, with the pauses before it. */
function piecesOf(question: string): { text: string; pause: string }[] {
  const pieces: { text: string; pause: string }[] = []
  let pause = ''
  for (const part of question.split(PAUSE).map(one => one.trim())) {
    if (part === '' || PAUSE.test(part)) pause += part
    else {
      pieces.push({ text: part, pause })
      pause = ''
    }
  }
  return pieces
}

/** The ways to cut a question in two at a pause, or where a caller comes to something else. */
function cutsOf(question: string): Cut[] {
  const pieces = piecesOf(question)
  const step = Math.ceil(pieces.length / CUTS)
  const joined = (some: typeof pieces) => some.map(({ text }) => text).join('，')
  return pieces
    .flatMap(({ pause }, cut): Cut[] => {
      if (cut === 0 || cut % step > 0) return []
      const halves: Cut['halves'] = [joined(pieces.slice(0, cut)), joined(pieces.slice(cut))]
      return [{ halves, isBridged: BRIDGE.test(pause) }]
    })
    .filter(({ halves }) => halves.every(half => half.length >= SHORTEST))
}

/**
 * The second measure, by index, that a question is about at the clearest cut; none if it has one topic.
 * @param first the measure that the question as a whole is about
 */
function secondTopic(question: string, first: number, searched: Searched, whole: Heard) {
  let [clearest, second]: [number, number | undefined] = [0, undefined]
  for (const { halves, isBridged } of cutsOf(question)) {
    const spoken = halves.map(half => heard(half, searched))
    const firsts = spoken.map(({ chances }) => best(chances))
    const clear = Math.min(...spoken.map(({ chances }) => Math.max(...chances)))
    const needed = isBridged ? TOPIC.bridged : TOPIC.comma
    const isClear =
      clear >= Math.max(needed.chance, clearest) &&
      spoken.every(({ margin }) => margin >= needed.margin) &&
      firsts.every(one => (whole.chances[one] as number) >= needed.whole)
    const other = firsts.find(one => one !== first)
    if (!isClear || !firsts.includes(first) || other === undefined) continue
    clearest = clear
    second = other
  }
  return second
}

/**
 * 第八条, but not that of a law, a contract or another paper, and not 第二条生产线; also 四十四条讲什么的, where nothing but
 * a clause can be meant.
 */
const CLAUSE =
  /(?:(?<!(?:法|条例|规定|办法|合同|协议).{0,3})第\s*(?<ordinal>[0-9零一二三四五六七八九十百]{1,5})\s*条(?![^，。]{0,2}(?:线|街|路|道|河|沟|船|建议|意见|短信|微信|消息))|^\s*(?<bare>[0-9零一二三四五六七八九十百]{1,5})\s*条(?:里面?|上)?(?=讲|说|写|规定[了的]|的?内容|是(?:什么|啥|讲|说|关于)))/u

/** The clause that a question names by number, or undefined. */
export function clauseNamed(
  question: string,
  { clauses }: Pick<Policy, 'clauses'>,
  policies?: readonly string[]
): Clause | undefined {
  const { ordinal, bare } = CLAUSE.exec(normalised(question))?.groups ?? {}
  const number = ordinal ?? bare
  if (number === undefined) return undefined
  const value = readNumeral(number)
  return clauses.find(
    ({ numbers, document }) => numbers.includes(value) && (policies?.includes(document.id) ?? true)
  )
}

/** Below this, what is said beside the number of a clause asks for none of its measures but for the clause. */
const WITHIN = 0.2

/** The measures of a clause: in plan order for one who asks what it holds, else by what else was said. */
function ofClause(clause: Clause, question: string, searched: Searched): Match[] {
  const matches = clause.measures.map(({ id }) => ({ measure: id, score: 1, topic: true }))
  const { chances } = heard(question.replace(CLAUSE, ''), searched)
  const chance = ({ measure }: Match) => chances[searched.corpus.classes.indexOf(measure)] as number
  if (!matches.some(match => chance(match) >= WITHIN)) return matches
  return matches.sort((a, b) => chance(b) - chance(a))
}

/**
 * Ranks the measures for a question. A clause that it names by number goes before all else that it says.
 * @param policies ids of rule sets to look in; all where none are named
 * @returns best first; empty when the plan does not answer the question
 */
export function search(
  asked: string,
  limit: number,
  policy: Policy,
  corpus: Corpus,
  classifier: Classifier,
  policies?: readonly string[]
): Match[] {
  const question = normalised(asked)
  const isFound = (id: string) => {
    const measure = policy.measure(id)
    return measure !== undefined && (policies?.includes(measure.document.id) ?? true)
  }
  // The classifier may know more rule sets than are served, or than the request is about.
  const may = corpus.classes.map((id, at) => at < corpus.measures && isFound(id))
  const isAll = may.indexOf(false) === corpus.measures
  const searched: Searched = { corpus, classifier, found: isAll ? null : may }
  const clause = clauseNamed(question, policy, policies)
  if (clause) return ofClause(clause, question, searched).slice(0, limit)
  // 第一百条: who asks for a clause that there is not asks for nothing else.
  if (CLAUSE.test(question) && question.replace(CLAUSE, '').length < SHORTEST) return []
  const whole = heard(question, searched)
  const foreign = !HAN.test(question) && Math.max(...whole.chances) < FOREIGN
  if (whole.margin < INSIDE || foreign) return []
  // The best of the whole question stays first: the halves only say what else must not be missed.
  const first = best(whole.chances)
  const second = secondTopic(question, first, searched, whole)
  const next = (whole.chances[first] as number) * 0.999
  const chances = whole.chances.map((chance, index) => (index === second ? next : chance))
  return chances
    .map((score, index) => ({ score, index }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .filter(({ score }) => score > 0 && score >= (whole.chances[first] as number) * WORTH)
    .slice(0, limit)
    .map(({ score, index }) => ({
      measure: corpus.classes[index] as string,
      score: Math.round(score * 1000) / 1000,
      topic: index === first || index === second
    }))
}
