/** The text that quotations are held against, and how a quotation must be: verbatim, and no longer than it needs. */
import { readSource as readOwn } from '../../policy/files.ts'
import { allowedIn, bare, misplaced, passagesOf, type Source, spansOf } from '../../policy/source.ts'
import { Usage } from '../frame/command.ts'
import { parseJson, readText } from './facts.ts'

const plainPassages = (text: string): Source =>
  text
    .split(/(?<=[。！？；])|\n\s*\n/)
    .map(sentence => ({ place: null, text: bare(sentence) }))
    .filter(passage => passage.text !== '')

/**
 * Reads a source.
 * @param file plain text, or JSON with `title`, `clauses` and `closing`, or with `title` and `articles`
 * @throws Usage when it cannot be read, or is JSON of another form
 */
function readSource(file: string): Source {
  const text = readText(file)
  if (!file.endsWith('.json')) return plainPassages(text)
  const found = passagesOf(parseJson(text, file))
  if (!('faults' in found)) return found
  throw new Usage(found.faults.map(({ pointer, message }) => `${file}#${pointer}: ${message}`).join('\n'))
}

/**
 * The text of a rule set: what is named, else what lies in its folder.
 * @returns null where there is neither
 * @throws Usage when what is named cannot be read; PolicyError when what lies there is not as it must be
 */
export const sourceFor = (folder: string, named: string | undefined): Source | null =>
  named === undefined ? readOwn(folder) : readSource(named)

/** A quotation as long as this is no longer the operative words. */
const LONGEST = 40
/** A sentence no longer than this may be quoted whole. */
const SHORT_SENTENCE = 15

const withoutStop = (text: string) => text.replace(/[。！？；，]$/, '')

/**
 * Holds a quotation against the source.
 * @param place where it must stand; see Passage
 * @returns what is wrong with it, and what to do; null when it is short and stands there word for word
 */
export function faultOfQuote(
  source: Source,
  quote: string,
  place: string
): { message: string; remedy: string } | null {
  const wrong = misplaced(source, quote, place)
  if (wrong) return wrong
  const spans = spansOf(quote)
  const length = spans.join('').length
  if (length > LONGEST) {
    return {
      message: `${length} characters are quoted`,
      remedy: `quote the operative words, ${LONGEST} at most`
    }
  }
  const whole = spans.some(
    span =>
      span.length > SHORT_SENTENCE &&
      allowedIn(source, place).some(({ text }) => withoutStop(text) === withoutStop(span))
  )
  return whole ? { message: 'a whole sentence is quoted', remedy: 'quote the operative words only' } : null
}
