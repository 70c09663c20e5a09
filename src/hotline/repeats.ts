/** Whether something was said already, in these words or in nearly these. */
import { DEFAULT_LANG, type Texts, textsOf } from '../texts/index.ts'

/** Share of a sentence's pairs of characters, or of words, that must have been said for it to be a repetition. */
const SAID = 0.6

function pairsOf(text: string, { speech }: Texts): Set<string> {
  const pieces = speech.pieces(text)
  return new Set(pieces.slice(1).map((piece, index) => `${pieces[index]}${piece}`))
}

const numbersIn = (text: string): string[] => text.match(/[0-9]+(?:\.[0-9]+)?/g) ?? []

/** Whether a sentence adds nothing to what was said: most of its words were there, and all of its numbers. */
export function isRepeated(sentence: string, said: string, texts: Texts = textsOf(DEFAULT_LANG)): boolean {
  const numbers = new Set(numbersIn(said))
  if (!numbersIn(sentence).every(number => numbers.has(number))) return false
  const [own, before] = [pairsOf(sentence, texts), pairsOf(said, texts)]
  return [...own].filter(pair => before.has(pair)).length >= own.size * SAID
}
