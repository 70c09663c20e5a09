/**
 * `npm run hotline -- eval FILE`: how well the hotline finds what callers ask about, on questions with known
 * answers. The file is a list of { q, measures, note? }: the measures that answer the question, best first, any
 * of which counts; none for a question that the plan does not answer. A note that starts with "Two topics"
 * says that all of them must be found.
 */
import { readFileSync } from 'node:fs'
import type { ErrorObject } from 'ajv'
import { type Static, Type } from 'typebox'
import { strictAjv } from '../../ajv.ts'
import type { Hearing } from '../../hearing/heard.ts'
import { isDoubtful, type Match } from '../../hearing/search.ts'
import { common, FINE, type Io, parse, Usage } from '../frame/command.ts'
import { evaluationText } from './eval-text.ts'
import { hearingOf } from './rules.ts'

const QuestionsSchema = Type.Array(
  Type.Object(
    { q: Type.String(), measures: Type.Array(Type.String()), note: Type.Optional(Type.String()) },
    { additionalProperties: false }
  ),
  { minItems: 1 }
)
export type Question = Static<typeof QuestionsSchema>[number]

/** A question answered otherwise than expected. */
export interface Miss {
  kind:
    | 'not-first'
    | 'not-in-three'
    | 'topic-missing'
    | 'topic-made-up'
    | 'asked-back'
    | 'refused'
    | 'not-refused'
  question: string
  expected: readonly string[]
  found: readonly string[]
}

export interface Evaluation {
  answerable: number
  /** the best match is one of those expected */
  first: number
  /** one of those expected is among the first three */
  three: number
  twoTopics: number
  /** questions with two topics whose topics are both among the first three */
  bothTopics: number
  unanswerable: number
  refused: number
  refusedWrongly: number
  /** questions of one topic that were taken for two */
  topicsMadeUp: number
  /** questions that the plan answers whose caller was asked back, and those where the best match was right all the same */
  askedBack: number
  askedBackWrongly: number
  misses: readonly Miss[]
  /** of one search in a service that is warm, in milliseconds */
  p50: number
  p99: number
}

const SHOWN = 3

/** The kinds in which one question was missed, none when it was answered as expected. */
function missesOf({ q, measures, note = '' }: Question, matches: readonly Match[]): Miss['kind'][] {
  // Asked back, the caller is shown no card.
  if (measures.length === 0) return matches.length > 0 && !isDoubtful(matches, q) ? ['not-refused'] : []
  if (matches.length === 0) return ['refused']
  if (isDoubtful(matches, q)) return ['asked-back']
  const found = matches.map(({ measure }) => measure)
  const kinds: Miss['kind'][] = []
  if (!measures.includes(found[0] as string)) kinds.push('not-first')
  if (!found.some(measure => measures.includes(measure))) kinds.push('not-in-three')
  if (isDouble(note) && !measures.every(measure => found.includes(measure))) kinds.push('topic-missing')
  if (!isDouble(note) && matches.filter(({ topic }) => topic).length > 1) kinds.push('topic-made-up')
  return kinds
}

const isDouble = (note = '') => note.startsWith('Two topics')

/**
 * Puts every question to a search and counts.
 * @param now milliseconds of a clock that only grows
 */
export function evaluate(
  questions: readonly Question[],
  search: Hearing['search'],
  now: () => number = () => performance.now()
): Evaluation {
  const misses = questions.flatMap(question => {
    const matches = search(question.q, SHOWN)
    const found = matches.map(({ measure }) => measure)
    const { q, measures: expected } = question
    return missesOf(question, matches).map((kind): Miss => ({ kind, question: q, expected, found }))
  })
  // Timed in a second round: a service that runs has had its first question.
  const times = questions.map(({ q }) => {
    const start = now()
    search(q, SHOWN)
    return now() - start
  })
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] as number
  const missed = (...kinds: Miss['kind'][]) => misses.filter(({ kind }) => kinds.includes(kind)).length
  const answerable = questions.filter(({ measures }) => measures.length > 0)
  const double = answerable.filter(({ note }) => isDouble(note))
  const unanswered = ({ kind }: Miss) => kind === 'refused' || kind === 'asked-back'
  const doubleRefused = double.filter(({ q }) => misses.some(miss => unanswered(miss) && miss.question === q))
  const asked = misses.filter(({ kind }) => kind === 'asked-back')
  const unanswerable = questions.length - answerable.length
  return {
    answerable: answerable.length,
    first: answerable.length - missed('refused', 'asked-back', 'not-first'),
    three: answerable.length - missed('refused', 'asked-back', 'not-in-three'),
    twoTopics: double.length,
    bothTopics: double.length - missed('topic-missing') - doubleRefused.length,
    unanswerable,
    refused: unanswerable - missed('not-refused'),
    refusedWrongly: missed('refused'),
    topicsMadeUp: missed('topic-made-up'),
    askedBack: asked.length,
    askedBackWrongly: asked.filter(({ expected, found }) => expected.includes(found[0] as string)).length,
    misses,
    p50: at(0.5),
    p99: at(0.99)
  }
}

/** @throws Usage when the file cannot be read or is not in its form */
export function readQuestions(file: string): Question[] {
  const validate = strictAjv().compile<Question[]>(QuestionsSchema)
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Usage(`${file}: ${(error as Error).message}`)
  }
  if (validate(content)) return content
  const [fault] = validate.errors as [ErrorObject]
  throw new Usage(`${file}${fault.instancePath}: ${fault.message}`)
}

/**
 * @param args FILE, `--json`, `--rules FOLDER`
 * @returns FINE; how good is good enough is for the reader to say
 * @throws Usage for wrong usage
 */
export async function runEval(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parse(args, common)
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new Usage('eval takes one FILE of questions')
  const questions = readQuestions(file)
  const { policy, hearing } = hearingOf(values.rules)
  const unknown = questions.flatMap(({ measures }) => measures).find(id => !policy.measure(id))
  if (unknown !== undefined) throw new Usage(`${file}: no measure is called "${unknown}"`)
  const evaluation = evaluate(questions, hearing.search)
  io.out(values.json ? `${JSON.stringify(evaluation, null, 2)}\n` : evaluationText(evaluation))
  return FINE
}
