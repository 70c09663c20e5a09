/** src/hearing/model.json: the classifier of the hotline, trained on the phrases of all rule sets. */
import { store } from '../../../hearing/classifier.ts'
import { corpusOf, examplesOf } from '../../../hearing/corpus.ts'
import { readSounds } from '../../../hearing/syllables.ts'
import { train } from '../../../hearing/training.ts'
import { type Library, newestOf } from '../../../policy/library.ts'

/** Trains, which takes ten seconds, on the newest version of each rule set. */
export function modelFile(library: Pick<Library, 'policy' | 'sets'>): string {
  const corpus = corpusOf(library.policy, newestOf(library), readSounds())
  const trained = train(
    examplesOf(corpus, [...corpus.phrases, ...corpus.descriptions]),
    corpus.classes.length
  )
  return `${JSON.stringify(store(trained, corpus.digest), null, 1)}\n`
}
