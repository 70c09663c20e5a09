/** Basis: from what a rule file says to what an answer shows. */
import { DEFAULT_LANG, type Texts, textsOf } from '../texts/index.ts'
import type { RawBasis, RawPolicy } from './format.ts'
import type { Basis } from './model.ts'

/** How a document speaks: in its language, and what it is called in a word. */
export interface Voice {
  texts: Texts
  called: string
}

/** How a rule set speaks. */
export function voiceOf({ lang = DEFAULT_LANG, called }: Pick<RawPolicy, 'lang' | 'called'>): Voice {
  const texts = textsOf(lang)
  return { texts, called: called ?? texts.called }
}

/**
 * @param raw as the file has it
 * @param clause the clause the file is about; a basis that is only words is taken from it
 */
export function basisOf(raw: RawBasis, clause: string | null, voice: Voice): Basis {
  if (typeof raw === 'string') return basisOf({ clause: clause as string, quote: raw }, clause, voice)
  const { called } = voice
  const words = voice.texts.basis
  if ('source' in raw) {
    const quote = raw.quote ?? null
    const certainty = words.certainty[raw.certainty] as string
    return {
      clause: null,
      part: null,
      quote,
      source: raw.source,
      certainty: raw.certainty,
      text: words.elsewhere(raw.source, quote, called, certainty)
    }
  }
  if ('clause' in raw) {
    const { part = null, quote } = raw
    const text = words.quoted(raw.clause, part !== null, quote)
    return { clause: raw.clause, part, quote, source: null, certainty: 'plan', text }
  }
  return {
    clause: null,
    part: raw.part,
    quote: raw.quote,
    source: null,
    certainty: 'plan',
    text: words.part(called, words.parts[raw.part] as string, raw.quote)
  }
}
