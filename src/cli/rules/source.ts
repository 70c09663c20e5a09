/** The text that a rule set is made from, to hold quotations against: plain, or sorted by clause. */
import { type Static, Type } from 'typebox'
import { strictAjv } from '../../ajv.ts'
import { Usage } from '../frame/command.ts'
import { parseJson, readText } from './facts.ts'

/** One sentence or heading of the source. */
export interface Passage {
  /** `clause 4`, `subsection 4`, `closing`, `title`; null where the source does not tell */
  place: string | null
  text: string
}

export type Source = readonly Passage[]

/** The part of a sorted source that is read; it may say more. */
const SortedSchema = Type.Object({
  title: Type.String(),
  closing: Type.Array(Type.String()),
  clauses: Type.Array(
    Type.Object({
      clause: Type.Union([Type.Integer(), Type.Null()]),
      /** first and last number of a chunk whose own number is lost */
      between: Type.Union([Type.Tuple([Type.Integer(), Type.Integer()]), Type.Null()]),
      subsection: Type.Union([Type.String(), Type.Null()]),
      sentences: Type.Array(Type.String())
    })
  )
})
/** A regulation, sorted by article; it has no closing rule, and chapters instead of subsections. */
const ArticlesSchema = Type.Object({
  title: Type.String(),
  articles: Type.Array(
    Type.Object({ number: Type.Integer(), paragraphs: Type.Array(Type.String(), { minItems: 1 }) })
  )
})
const ajv = strictAjv({ allowUnionTypes: true })
const isSorted = ajv.compile<Static<typeof SortedSchema>>(SortedSchema)
const isArticles = ajv.compile<Static<typeof ArticlesSchema>>(ArticlesSchema)

/** Text without white space: a copy breaks lines where it likes. */
export const bare = (text: string) => text.replace(/\s+/g, '')

function sortedPassages({ title, closing, clauses }: Static<typeof SortedSchema>): Source {
  const passages: Passage[] = [{ place: 'title', text: bare(title) }]
  for (const { clause, between, subsection, sentences } of clauses) {
    const id = [clause ?? between].flat().join('-')
    if (subsection) passages.push({ place: `subsection ${id}`, text: bare(subsection) })
    for (const sentence of sentences) passages.push({ place: `clause ${id}`, text: bare(sentence) })
  }
  return [...passages, ...closing.map(sentence => ({ place: 'closing', text: bare(sentence) }))]
}

const SENTENCE = /(?<=[。！？；])/

/** Paragraphs, like those of a plan, are held against sentence by sentence. */
const articlePassages = ({ title, articles }: Static<typeof ArticlesSchema>): Source => [
  { place: 'title', text: bare(title) },
  ...articles.flatMap(({ number, paragraphs }) =>
    paragraphs
      .flatMap(paragraph => bare(paragraph).split(SENTENCE))
      .map(text => ({ place: `clause ${number}`, text }))
  )
]

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
export function readSource(file: string): Source {
  const text = readText(file)
  if (!file.endsWith('.json')) return plainPassages(text)
  const content = parseJson(text, file)
  if (isArticles(content)) return articlePassages(content)
  if (isSorted(content)) return sortedPassages(content)
  const problems = isSorted.errors?.map(({ instancePath, message }) => `${file}#${instancePath}: ${message}`)
  throw new Usage((problems as string[]).join('\n'))
}

/** Spans of a quotation: `……` stands for words left out between them. */
export const spansOf = (quote: string) => bare(quote).split('……')

/** Whether the spans stand in the passages, one after the other. */
function standsIn(spans: readonly string[], passages: readonly Passage[]): boolean {
  let [passage, offset] = [0, 0]
  return spans.every(span => {
    for (; passage < passages.length; passage++, offset = 0) {
      const found = (passages[passage] as Passage).text.indexOf(span, offset)
      if (found === -1) continue
      offset = found + span.length
      return true
    }
    return false
  })
}

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
  const spans = spansOf(quote)
  const allowed = source.filter(passage => passage.place === null || passage.place === place)
  if (!standsIn(spans, allowed)) {
    const elsewhere = [...new Set(source.map(passage => passage.place))].filter(other =>
      standsIn(
        spans,
        source.filter(passage => passage.place === other)
      )
    )
    return elsewhere.length > 0
      ? {
          message: `“${quote}” stands not in ${place} but in ${elsewhere.join(', ')}`,
          remedy: 'name the clause it is from'
        }
      : { message: `“${quote}” stands nowhere in the source`, remedy: 'copy the words from the source' }
  }
  const length = spans.join('').length
  if (length > LONGEST) {
    return {
      message: `${length} characters are quoted`,
      remedy: `quote the operative words, ${LONGEST} at most`
    }
  }
  const whole = spans.some(
    span =>
      span.length > SHORT_SENTENCE && allowed.some(({ text }) => withoutStop(text) === withoutStop(span))
  )
  return whole ? { message: 'a whole sentence is quoted', remedy: 'quote the operative words only' } : null
}
