/** How long text takes to be read aloud, and how long what is read may be. */
import { DEFAULT_LANG, type Texts, textsOf } from '../texts/index.ts'

/** What an agent says of a measure, and what must be said besides. */
export const SAY = { seconds: 30 } as const
export const MUST_SAY = { seconds: 20, sentences: 3 } as const

/** Estimated seconds of a text read aloud. */
export const seconds = (text: string, { speech }: Texts = textsOf(DEFAULT_LANG)): number =>
  text.length / speech.charactersPerSecond

/** A text as its sentences. */
export const sentences = (text: string, { speech }: Texts = textsOf(DEFAULT_LANG)): string[] =>
  text.split(speech.stop).filter(sentence => sentence !== '')
