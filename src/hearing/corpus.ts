/** What the classifier learns from: the plan's own phrases, and questions that the plan does not answer. */
import { createHash } from 'node:crypto'
import { type TSchema, Type } from 'typebox'
import type { SetFiles } from '../policy/files.ts'
import { inForm } from '../policy/form.ts'
import type { Policy } from '../policy/model.ts'
import { type Features, featuresOf, type Lexicon, lexiconOf } from './features.ts'
import { normalised } from './fold.ts'
import type { Sounds } from './syllables.ts'
import type { Example } from './training.ts'

const strict = { additionalProperties: false } as const
const words = () => Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })

export const LexiconSchema = Type.Object({ concepts: Type.Record(Type.String(), words()) }, strict)
export const OutsideSchema = Type.Object({ topics: Type.Record(Type.String(), words()) }, strict)

const FILES = { lexicon: 'hotline-lexicon.json', outside: 'hotline-outside.json' } as const

/** One phrase with the class it belongs to. */
export interface Phrase {
  text: string
  of: number
}

export interface Corpus {
  /** measures in plan order, then topics outside the plan */
  classes: readonly string[]
  /** how many of the classes are measures */
  measures: number
  phrases: readonly Phrase[]
  /** titles, summaries and keywords: learned from, never tested on */
  descriptions: readonly Phrase[]
  /** changes with anything the classifier learns from */
  digest: string
  /** the features of a folded text */
  features(text: string): Features
}

const REMEDY = 'see src/hearing/corpus.ts'

/** Sums of money at which the plan draws a line. */
const edgesOf = (policy: Policy): number[] =>
  [
    ...new Set(
      policy.measures.flatMap(({ parameters }) =>
        parameters.flatMap(({ value, unit }) => (unit === 'CNY' && typeof value === 'number' ? [value] : []))
      )
    )
  ]
    .filter(value => value >= 100_000)
    .sort((a, b) => a - b)

/** Lists by name, joined: what one rule set says of a name adds to what another says. */
function joined(parts: readonly Readonly<Record<string, readonly string[]>>[]): Record<string, string[]> {
  const all: Record<string, string[]> = {}
  for (const [name, texts] of parts.flatMap(part => Object.entries(part))) {
    all[name] = [...new Set([...(all[name] ?? []), ...texts])]
  }
  return all
}

/**
 * Gathers the corpus of all rule sets: one that has no words of its own goes by those of the others.
 * @param sets of the policy
 * @throws PolicyError when none has hotline-lexicon.json or hotline-outside.json, or one is not in its form
 */
export function corpusOf(policy: Policy, sets: readonly SetFiles[], sounds: Sounds): Corpus {
  const having = <T extends TSchema>(file: string, schema: T) => {
    const own = sets.filter(({ files }) => files[file] !== undefined)
    return (own.length > 0 ? own : sets.slice(0, 1)).map(({ files }) => inForm(files, file, schema, REMEDY))
  }
  const concepts = joined(having(FILES.lexicon, LexiconSchema).map(one => one.concepts))
  const topics = joined(having(FILES.outside, OutsideSchema).map(one => one.topics))
  const lexicon: Lexicon = lexiconOf(concepts)
  const edges = edgesOf(policy)
  const count = policy.measures.length
  const phrases = [
    ...policy.measures.flatMap(({ phrases: texts, index }) => texts.map(text => ({ text, of: index }))),
    ...Object.values(topics).flatMap((texts, index) => texts.map(text => ({ text, of: count + index })))
  ]
  const descriptions = policy.measures.flatMap(({ title, summary, forWhom, hotline, index }) =>
    [title, summary, forWhom, ...hotline.keywords, hotline.keywords.join(' ')].map(text => ({
      text,
      of: index
    }))
  )
  const digest = createHash('sha256')
    .update(JSON.stringify([phrases, descriptions, concepts, edges, [...sounds]]))
    .digest('hex')
  return {
    classes: [...policy.measures.map(({ id }) => id), ...Object.keys(topics)],
    measures: count,
    phrases,
    descriptions,
    digest,
    features: text => featuresOf(text, lexicon, sounds, edges)
  }
}

/** Phrases as the training takes them. */
export const examplesOf = (corpus: Corpus, phrases: readonly Phrase[]): Example[] =>
  phrases.map(({ text, of }) => ({ features: corpus.features(normalised(text)), of }))
