/** What the hotline understands of free text: search and understanding of all rule sets, ready to use. */
import { readFileSync } from 'node:fs'
import { asset } from '../assets.ts'
import type { SetFiles } from '../policy/files.ts'
import type { Policy } from '../policy/model.ts'
import { type Classifier, classifierOf, type StoredModel, store } from './classifier.ts'
import { type Corpus, corpusOf, examplesOf } from './corpus.ts'
import type { Hearing } from './heard.ts'
import { clauseNamed, search } from './search.ts'
import { readSounds } from './syllables.ts'
import { train } from './training.ts'
import { understanding } from './understand.ts'

/** The trained classifier that comes with the service. */
export const readModel = (): StoredModel =>
  JSON.parse(readFileSync(asset('hearing/model.json'), 'utf8')) as StoredModel

/** What the classifier has been, or is to be, trained on. */
export interface Spoken {
  policy: Policy
  sets: readonly SetFiles[]
}

/** The classifier of a corpus: the one that comes with the service, or, of other rule sets, one trained now. */
function classifierFor(corpus: Corpus, model: StoredModel): Classifier {
  if (model.trainedOn === corpus.digest) return classifierOf(model)
  const examples = examplesOf(corpus, [...corpus.phrases, ...corpus.descriptions])
  return classifierOf(store(train(examples, corpus.classes.length), corpus.digest))
}

/**
 * Builds the hearing of rule sets.
 * @param served those that are served
 * @param spoken those that the classifier knows: these, or more, so that fewer can be served without training
 */
export function hearingFor(
  served: Spoken,
  spoken: Spoken = served,
  model: StoredModel = readModel()
): Hearing {
  const { policy } = served
  const corpus = corpusOf(spoken.policy, spoken.sets, readSounds())
  const classifier = classifierFor(corpus, model)
  return {
    search: (question, limit, policies) => search(question, limit, policy, corpus, classifier, policies),
    understand: understanding(policy, served.sets),
    clauseNamed: (question, policies) => clauseNamed(question, policy, policies)
  }
}
