/** Trains the classifier of the hotline on the phrases of the rule set and writes src/hearing/model.json. */
import { writeFileSync } from 'node:fs'
import { store } from '../src/hearing/classifier.ts'
import { corpusOf, examplesOf } from '../src/hearing/corpus.ts'
import { readSounds } from '../src/hearing/syllables.ts'
import { train } from '../src/hearing/training.ts'
import { defaultRules, readRuleFiles } from '../src/rules/files.ts'
import { loadPolicy } from '../src/rules/load.ts'

const files = readRuleFiles(defaultRules)
const corpus = corpusOf(loadPolicy(files), files, readSounds())
const trained = train(examplesOf(corpus, [...corpus.phrases, ...corpus.descriptions]), corpus.classes.length)
const model = store(trained, corpus.digest)
writeFileSync(new URL('../src/hearing/model.json', import.meta.url), `${JSON.stringify(model, null, 1)}\n`)
console.log(
  `${trained.features.length} features, ${corpus.classes.length} classes, ${corpus.phrases.length} phrases`
)
