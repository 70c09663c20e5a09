/** src/hearing/model.json: the classifier of the hotline, trained on the phrases of the rule set. */
import { store } from '../../../hearing/classifier.ts'
import { corpusOf, examplesOf } from '../../../hearing/corpus.ts'
import { readSounds } from '../../../hearing/syllables.ts'
import { train } from '../../../hearing/training.ts'
import type { RuleFiles } from '../../../policy/files.ts'
import { linkPolicy } from '../../../policy/load.ts'

/** Trains, which takes ten seconds. */
export function modelFile(files: RuleFiles): string {
  const corpus = corpusOf(linkPolicy(files), files, readSounds())
  const trained = train(
    examplesOf(corpus, [...corpus.phrases, ...corpus.descriptions]),
    corpus.classes.length
  )
  return `${JSON.stringify(store(trained, corpus.digest), null, 1)}\n`
}
