/** How long text takes to be read aloud, and how long what is read may be. */

/** Mandarin on the telephone, with its pauses: a mark of punctuation takes about as long as a character. */
const CHARACTERS_PER_SECOND = 4.5

/** What an agent says of a measure, and what must be said besides. */
export const SAY = { seconds: 30 } as const
export const MUST_SAY = { seconds: 20, sentences: 3 } as const

/** Estimated seconds of a text read aloud. */
export const seconds = (text: string): number => text.length / CHARACTERS_PER_SECOND

/** A text as its sentences. */
export const sentences = (text: string): string[] =>
  text.split(/(?<=[。！？])/).filter(sentence => sentence !== '')
