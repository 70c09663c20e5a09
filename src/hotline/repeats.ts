/** Whether something was said already, in these words or in nearly these. */

/** Share of a sentence's pairs of characters that must have been said for it to be a repetition. */
const SAID = 0.6

function pairsOf(text: string): Set<string> {
  const characters = [...text.replace(/[^\p{L}\p{N}.%]/gu, '')]
  return new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`))
}

const numbersIn = (text: string): string[] => text.match(/[0-9]+(?:\.[0-9]+)?/g) ?? []

/** Whether a sentence adds nothing to what was said: most of its words were there, and all of its numbers. */
export function isRepeated(sentence: string, said: string): boolean {
  const numbers = new Set(numbersIn(said))
  if (!numbersIn(sentence).every(number => numbers.has(number))) return false
  const [own, before] = [pairsOf(sentence), pairsOf(said)]
  return [...own].filter(pair => before.has(pair)).length >= own.size * SAID
}
