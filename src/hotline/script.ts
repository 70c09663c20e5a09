/**
 * What an agent reads out, cut to the time there is: what to say, what must be said besides, and the rest for a
 * caller who asks. Nothing is lost on the way from one to the next, and nothing is said twice.
 */
import { MUST_SAY, SAY, seconds } from '../policy/spoken-length.ts'
import { DEFAULT_LANG, type Texts, textsOf } from '../texts/index.ts'
import { isRepeated } from './repeats.ts'

/** The sentences of an answer, in the order in which they matter. */
export interface Parts {
  /** never cut: whether the window is an obstacle, and the outcome */
  first: readonly string[]
  /** each said next if there is time for it, else first of what must be said: the amount, open points */
  points: readonly string[]
  /** the measure in its own words */
  own: readonly string[]
  /** until when; null where `first` says so */
  window: string | null
  /** what callers trip over, the most frequent first */
  limits: readonly string[]
  /** that a benefit is not had twice; null where the measure has no such rule */
  closing: string | null
  /** for those who ask */
  rest: readonly string[]
}

export interface Script {
  say: string
  mustSay: string[]
  ifAsked: string[]
}

const hasTime = (text: string, texts: Texts) => seconds(text, texts) <= SAY.seconds

/** Adds each sentence that fits. */
function addAny(
  said: string,
  more: readonly string[],
  texts: Texts
): [said: string, unsaid: readonly string[]] {
  let text = said
  const unsaid = more.filter(sentence => {
    const longer = texts.sentences([text, sentence])
    if (!hasTime(longer, texts)) return true
    text = longer
    return false
  })
  return [text, unsaid]
}

/** Adds sentences while they fit; after the first that does not, none. */
function addWhile(
  said: string,
  more: readonly string[],
  texts: Texts
): [said: string, unsaid: readonly string[]] {
  let text = said
  for (const [index, sentence] of more.entries()) {
    const longer = texts.sentences([text, sentence])
    if (text !== '' && !hasTime(longer, texts)) return [text, more.slice(index)]
    text = longer
  }
  return [text, []]
}

/**
 * Those of the sentences, best first, that must be said and fit, in the order in which they are said.
 * @param always said word for word, though `say` may have come near it
 */
function mustSayOf(
  say: string,
  always: string | null,
  ranked: readonly string[],
  order: readonly string[],
  texts: Texts
): string[] {
  const chosen: string[] = []
  for (const sentence of ranked) {
    const said = texts.sentences(chosen)
    if (chosen.length === MUST_SAY.sentences) break
    if (sentence !== always && isRepeated(sentence, texts.sentences([say, said]), texts)) continue
    if (seconds(texts.sentences([said, sentence]), texts) <= MUST_SAY.seconds) chosen.push(sentence)
  }
  return order.filter(sentence => chosen.includes(sentence))
}

/** Cuts an answer to the time there is. @param texts of the language that it is in */
export function scriptOf(
  { first, points, own, window, limits, closing, rest }: Parts,
  texts: Texts = textsOf(DEFAULT_LANG)
): Script {
  const [withPoints, unsaidPoints] = addAny(texts.sentences(first), points, texts)
  const [say, unsaidOwn] = addWhile(withPoints, own, texts)
  const until = window === null ? [] : [window]
  const once = closing === null ? [] : [closing]
  const [limit = [], ...others] = limits.map(one => [one])
  const ranked = [...unsaidPoints, ...until, ...limit, ...once, ...others.flat()]
  const order = [...until, ...unsaidPoints, ...limits, ...once]
  const mustSay = mustSayOf(say, window, ranked, order, texts)
  const ifAsked: string[] = []
  for (const sentence of [...order, ...unsaidOwn, ...rest]) {
    if (!isRepeated(sentence, texts.sentences([say, ...mustSay, ...ifAsked]), texts)) ifAsked.push(sentence)
  }
  return { say, mustSay, ifAsked }
}
