/**
 * `npm run hotline -- cv`: five-fold cross-validation of the hotline search on the rule set's own phrases. Each
 * fifth is asked of a classifier that learned from the other four. Two-topic questions are made by joining a
 * phrase of the fifth with one of another measure, as callers join them.
 */
import { classifierOf, store } from '../../hearing/classifier.ts'
import { type Corpus, corpusOf, examplesOf, type Phrase } from '../../hearing/corpus.ts'
import { search } from '../../hearing/search.ts'
import { readSounds } from '../../hearing/syllables.ts'
import { train } from '../../hearing/training.ts'
import { readRuleFiles, setOf } from '../../policy/files.ts'
import { loadPolicy } from '../../policy/load.ts'
import type { Policy } from '../../policy/model.ts'
import { common, FINE, type Io, parse, Usage } from '../frame/command.ts'
import { type Evaluation, evaluate, type Question } from './eval.ts'
import { evaluationText } from './eval-text.ts'

const FOLDS = 5

/** How callers come to their second topic. */
const BRIDGES = ['，另外', '，还有', '。再问一下，', '，', '？还想问', '？']

/** Every so many phrases of a fold, one is joined with another. */
const JOINED = 3

/** The phrases by fold, every fold with its share of each class. */
function foldsOf(phrases: readonly Phrase[]): Phrase[][] {
  const folds: Phrase[][] = Array.from({ length: FOLDS }, () => [])
  const seen = new Map<number, number>()
  for (const phrase of phrases) {
    const count = seen.get(phrase.of) ?? 0
    seen.set(phrase.of, count + 1)
    folds[count % FOLDS]?.push(phrase)
  }
  return folds
}

const questionOf = ({ text, of }: Phrase, { classes, measures }: Corpus): Question => ({
  q: text,
  measures: of < measures ? [classes[of] as string] : []
})

function joinedQuestions(fold: readonly Phrase[], corpus: Corpus): Question[] {
  const inside = fold.filter(({ of }) => of < corpus.measures)
  const half = Math.floor(inside.length / 2)
  return inside.slice(0, half).flatMap((one, index) => {
    const other = inside[index + half] as Phrase
    if (index % JOINED > 0 || other.of === one.of) return []
    const bridge = BRIDGES[(index / JOINED) % BRIDGES.length] as string
    return {
      q: `${one.text}${bridge}${other.text}`,
      measures: [one, other].map(({ of }) => corpus.classes[of] as string),
      note: 'Two topics, joined.'
    }
  })
}

/** The counts of all folds together; the times are the worst of a fold. */
function sum(evaluations: readonly Evaluation[]): Evaluation {
  const total = (count: (evaluation: Evaluation) => number) =>
    evaluations.reduce((all, evaluation) => all + count(evaluation), 0)
  return {
    answerable: total(({ answerable }) => answerable),
    first: total(({ first }) => first),
    three: total(({ three }) => three),
    twoTopics: total(({ twoTopics }) => twoTopics),
    bothTopics: total(({ bothTopics }) => bothTopics),
    unanswerable: total(({ unanswerable }) => unanswerable),
    refused: total(({ refused }) => refused),
    refusedWrongly: total(({ refusedWrongly }) => refusedWrongly),
    topicsMadeUp: total(({ topicsMadeUp }) => topicsMadeUp),
    askedBack: total(({ askedBack }) => askedBack),
    askedBackWrongly: total(({ askedBackWrongly }) => askedBackWrongly),
    misses: evaluations.flatMap(({ misses }) => misses),
    p50: Math.max(...evaluations.map(({ p50 }) => p50)),
    p99: Math.max(...evaluations.map(({ p99 }) => p99))
  }
}

/**
 * Cross-validates the search.
 * @returns single phrases, and phrases joined in twos
 */
export function crossValidate(
  policy: Policy,
  corpus: Corpus,
  progress: (done: number, total: number) => void
): { single: Evaluation; joined: Evaluation } {
  const folds = foldsOf(corpus.phrases)
  const results = folds.map((fold, index) => {
    const others = folds.filter(other => other !== fold).flat()
    const examples = examplesOf(corpus, [...others, ...corpus.descriptions])
    const classifier = classifierOf(store(train(examples, corpus.classes.length), ''))
    const find = (question: string, limit: number) => search(question, limit, policy, corpus, classifier)
    progress(index + 1, FOLDS)
    return {
      single: evaluate(
        fold.map(phrase => questionOf(phrase, corpus)),
        find
      ),
      joined: evaluate(joinedQuestions(fold, corpus), find)
    }
  })
  return {
    single: sum(results.map(({ single }) => single)),
    joined: sum(results.map(({ joined }) => joined))
  }
}

/**
 * @param args `--json` (with every miss), `--rules FOLDER`
 * @returns FINE
 * @throws Usage for wrong usage
 */
export async function runCv(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parse(args, common)
  if (positionals.length > 0) throw new Usage('cv takes no FILE')
  const files = readRuleFiles(values.rules)
  const policy = loadPolicy(files)
  const { single, joined } = crossValidate(
    policy,
    corpusOf(policy, [setOf(files)], readSounds()),
    (done, total) => io.progress(done, total, 'folds')
  )
  if (values.json) io.out(`${JSON.stringify({ single, joined }, null, 2)}\n`)
  else {
    const brief = (evaluation: Evaluation) => evaluationText({ ...evaluation, misses: [] })
    io.out(`single phrases\n${brief(single)}\nphrases joined in twos\n${brief(joined)}`)
  }
  return FINE
}
