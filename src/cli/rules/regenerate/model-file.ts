/** src/hearing/model.json: the classifier of the hotline, trained on the phrases of all rule sets. */
import { store } from '../../../hearing/classifier.ts'
import { corpusOf, examplesOf } from '../../../hearing/corpus.ts'
import type { Spoken } from '../../../hearing/hearing.ts'
import { readSounds } from '../../../hearing/syllables.ts'
import { train } from '../../../hearing/training.ts'

/** Trains, which takes ten seconds. */
export function modelFile({ policy, sets }: Spoken): string {
  const corpus = corpusOf(policy, sets, readSounds())
  const trained = train(
    examplesOf(corpus, [...corpus.phrases, ...corpus.descriptions]),
    corpus.classes.length
  )
  return `${JSON.stringify(store(trained, corpus.digest), null, 1)}\n`
}
