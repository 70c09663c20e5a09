/** An evaluation of the hotline search as text for a terminal. */
import type { Evaluation, Miss } from './eval.ts'

const share = (label: string, part: number, whole: number): string =>
  `${label.padEnd(24)}${String(part).padStart(5)} of ${String(whole).padEnd(5)}${
    whole > 0 ? ` ${((100 * part) / whole).toFixed(1)}%` : ''
  }\n`

const missText = ({ kind, question, expected, found }: Miss): string =>
  `${kind}: ${question}\n  expected ${expected.join(', ') || 'nothing'}; found ${found.join(', ') || 'nothing'}\n`

export const evaluationText = (evaluation: Evaluation): string =>
  [
    share('first', evaluation.first, evaluation.answerable),
    share('in the first three', evaluation.three, evaluation.answerable),
    share('both topics', evaluation.bothTopics, evaluation.twoTopics),
    share('refused rightly', evaluation.refused, evaluation.unanswerable),
    share('refused wrongly', evaluation.refusedWrongly, evaluation.answerable),
    share('one topic taken for two', evaluation.topicsMadeUp, evaluation.answerable - evaluation.twoTopics),
    share('asked back', evaluation.askedBack, evaluation.answerable),
    share('asked back in vain', evaluation.askedBackWrongly, evaluation.askedBack),
    `time of a search        p50 ${evaluation.p50.toFixed(2)} ms, p99 ${evaluation.p99.toFixed(2)} ms\n`,
    ...evaluation.misses.map(missText)
  ].join('')
