/** A question as features for the classifier: characters, pairs, how they sound, concepts and numbers. */
import { laterOf } from '../later.ts'
import { normalised } from './fold.ts'
import { numbersIn } from './numerals.ts'
import type { Sounds } from './syllables.ts'

/** Word → the concepts it stands for: 火锅店 is a place to eat, 俺 is the speaker. */
export type Lexicon = ReadonlyMap<string, readonly string[]>

/** Feature → its weight in a question, before the classifier's own weights. */
export type Features = Map<string, number>

/** Weights of the kinds of features, set by cross-validation on the phrases (`npm run hotline -- cv`). */
const WEIGHT = { character: 1, pair: 1, sound: 0.7, concept: 1.2, number: 1 }

/** Sums from which the plan treats an amount differently are told by size, not by digits. */
const LARGE_SUM = 100_000

/** @param concepts concept → its words */
export function lexiconOf(concepts: Readonly<Record<string, readonly string[]>>): Lexicon {
  const lexicon = new Map<string, string[]>()
  for (const [concept, words] of Object.entries(concepts)) {
    for (const word of words) {
      const key = normalised(word)
      lexicon.set(key, [...(lexicon.get(key) ?? []), concept])
    }
  }
  return lexicon
}

const longestWord = laterOf((lexicon: Lexicon) =>
  Math.max(0, ...[...lexicon.keys()].map(word => word.length))
)

function conceptFeatures(text: string, lexicon: Lexicon, features: Features): void {
  const most = longestWord(lexicon)
  for (let start = 0; start < text.length; start++) {
    for (let length = Math.min(most, text.length - start); length > 0; length--) {
      for (const concept of lexicon.get(text.slice(start, start + length)) ?? []) {
        features.set(`c${concept}`, WEIGHT.concept)
      }
    }
  }
}

/**
 * The features of a question, or of a part of one.
 * @param text folded
 * @param edges sums of money at which the plan draws a line, ascending
 */
export function featuresOf(
  text: string,
  lexicon: Lexicon,
  sounds: Sounds,
  edges: readonly number[]
): Features {
  const features: Features = new Map()
  for (const segment of text.split(/[^\p{L}\p{N}.%]+/u)) {
    const characters = [...segment]
    const heard = characters.map(character => sounds.get(character) ?? character)
    for (let index = 0; index < characters.length; index++) {
      features.set(`1${characters[index]}`, WEIGHT.character)
      if (index + 1 === characters.length) continue
      features.set(`2${characters[index]}${characters[index + 1]}`, WEIGHT.pair)
      features.set(`p${heard[index]} ${heard[index + 1]}`, WEIGHT.sound)
    }
  }
  for (const { value, percent, start, words } of numbersIn(text)) {
    const after = percent ? '' : text.charAt(start + words.length)
    features.set(`#${percent ? '%' : 'n'}${value}${after}`, WEIGHT.number)
    if (percent || value < LARGE_SUM) continue
    const passed = edges.filter(edge => value >= edge).length
    features.set(`#b${passed}${edges.includes(value) ? '=' : ''}`, WEIGHT.number)
  }
  conceptFeatures(text, lexicon, features)
  return features
}
