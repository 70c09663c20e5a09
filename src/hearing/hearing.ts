/** What the hotline understands of free text: search and understanding of one rule set, ready to use. */
import { readFileSync } from 'node:fs'
import { asset } from '../assets.ts'
import type { RuleFiles } from '../policy/files.ts'
import type { Policy } from '../policy/model.ts'
import { classifierOf, type StoredModel } from './classifier.ts'
import { corpusOf } from './corpus.ts'
import type { Hearing } from './heard.ts'
import { clauseNamed, search } from './search.ts'
import { readSounds } from './syllables.ts'
import { understanding } from './understand.ts'

/** The trained classifier that comes with the service. */
export const readModel = (): StoredModel =>
  JSON.parse(readFileSync(asset('hearing/model.json'), 'utf8')) as StoredModel

/**
 * Builds the hearing of a rule set.
 * @throws Error when the classifier was trained on other phrases than the rule set has
 */
export function hearingFor(policy: Policy, files: RuleFiles, model: StoredModel = readModel()): Hearing {
  const corpus = corpusOf(policy, files, readSounds())
  if (model.trainedOn !== corpus.digest) {
    throw new Error('src/hearing/model.json was trained on other phrases; run: npm run rules -- regenerate')
  }
  const classifier = classifierOf(model)
  return {
    search: (question, limit) => search(question, limit, policy, corpus, classifier),
    understand: understanding(policy, files),
    clauseNamed: question => clauseNamed(question, policy)
  }
}
