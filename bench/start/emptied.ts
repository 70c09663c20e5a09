/** The built service with its rule set emptied: one fact, one measure, a classifier trained on what is left. */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { RuleFiles } from '../../src/policy/files.ts'
import { built, root } from '../built.ts'
import { syntheticRules } from '../growth/synthetic.ts'

/** The first entry of an object, as an object. */
const firstOf = (object: object) => Object.fromEntries(Object.entries(object).slice(0, 1))

/** What the hotline needs of a rule set, with next to nothing in it. */
function hotlineOf(files: RuleFiles): RuleFiles {
  const lexicon = files['hotline-lexicon.json'] as { concepts: object }
  const outside = files['hotline-outside.json'] as { topics: object }
  return {
    'hotline-lines.json': files['hotline-lines.json'],
    'hotline-lexicon.json': { ...lexicon, concepts: firstOf(lexicon.concepts) },
    'hotline-outside.json': { ...outside, topics: firstOf(outside.topics) },
    'hotline-understanding.json': {
      ...(files['hotline-understanding.json'] as object),
      says: [],
      numbers: [],
      dates: [],
      months: []
    }
  }
}

/**
 * Makes it.
 * @param folder an empty one
 * @returns the script that starts it
 */
export async function emptied(folder: string): Promise<string> {
  const [{ defaultRules, readRuleFiles, setOf }, { linkPolicy }, { digestOf }] = [
    await built.files(),
    await built.link(),
    await built.digest()
  ]
  const [{ corpusOf, examplesOf }, { readSounds }] = [await built.corpus(), await built.syllables()]
  const [{ train }, { store }] = [await built.training(), await built.classifier()]
  const dist = join(folder, 'dist')
  cpSync(join(root, 'dist'), dist, { recursive: true })
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))

  const files = { ...syntheticRules(1, 1), ...hotlineOf(readRuleFiles(defaultRules)) }
  const rules = join(dist, 'rules', basename(defaultRules))
  rmSync(join(dist, 'rules'), { recursive: true })
  mkdirSync(join(rules, 'generated'), { recursive: true })
  mkdirSync(join(dist, 'rules', 'shared'))
  for (const [file, content] of Object.entries(files))
    writeFileSync(join(rules, file), JSON.stringify(content))
  writeFileSync(join(rules, 'generated', 'sound.txt'), digestOf(files))

  const corpus = corpusOf(linkPolicy(files), [setOf(files)], readSounds())
  const trained = train(
    examplesOf(corpus, [...corpus.phrases, ...corpus.descriptions]),
    corpus.classes.length
  )
  writeFileSync(join(dist, 'hearing', 'model.json'), JSON.stringify(store(trained, corpus.digest)))
  return join(dist, 'server.js')
}
