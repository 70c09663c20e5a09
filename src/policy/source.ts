/** The text that a rule set is made from, sorted by clause: source.json of its folder, and what quotations are held against. */
import type { ErrorObject } from 'ajv'
import { type Static, Type } from 'typebox'
import { strictAjv } from '../ajv.ts'

/** One sentence or heading of the source. */
export interface Passage {
  /** `clause 4`, `subsection 4`, `closing`, `title`; null where the source does not tell */
  place: string | null
  text: string
  /** of its clause, from 1 */
  paragraph?: number
}

export type Source = readonly Passage[]

/** The file of the text in the folder of a rule set. It decides nothing, so the digest of the rules is without it. */
export const SOURCE_FILE = 'source.json'

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

/** Spans of a quotation: `……` stands for words left out between them. */
export const spansOf = (quote: string) => bare(quote).split('……')

function sortedPassages({ title, closing, clauses }: Static<typeof SortedSchema>): Source {
  const passages: Passage[] = [{ place: 'title', text: bare(title) }]
  const chunks = new Map<string, number>()
  for (const { clause, between, subsection, sentences } of clauses) {
    const id = [clause ?? between].flat().join('-')
    // Chunks whose numbers are lost stand together, a paragraph each.
    const paragraph = (chunks.get(id) ?? 0) + 1
    chunks.set(id, paragraph)
    if (subsection) passages.push({ place: `subsection ${id}`, text: bare(subsection) })
    for (const sentence of sentences)
      passages.push({ place: `clause ${id}`, text: bare(sentence), paragraph })
  }
  return [...passages, ...closing.map(sentence => ({ place: 'closing', text: bare(sentence) }))]
}

const SENTENCE = /(?<=[。！？；])/

/** Paragraphs, like those of a plan, are held against sentence by sentence. */
const articlePassages = ({ title, articles }: Static<typeof ArticlesSchema>): Source => [
  { place: 'title', text: bare(title) },
  ...articles.flatMap(({ number, paragraphs }) =>
    paragraphs.flatMap((paragraph, index) =>
      bare(paragraph)
        .split(SENTENCE)
        .map(text => ({ place: `clause ${number}`, text, paragraph: index + 1 }))
    )
  )
]

/**
 * @param content JSON with `title`, `clauses` and `closing`, or with `title` and `articles`
 * @returns its passages; where it has neither form, what is wrong with it, each with a JSON Pointer
 */
export function passagesOf(content: unknown): Source | { faults: { pointer: string; message: string }[] } {
  if (isArticles(content)) return articlePassages(content)
  if (isSorted(content)) return sortedPassages(content)
  const faults = (isSorted.errors as ErrorObject[]).map(({ instancePath, message }) => ({
    pointer: instancePath,
    message: String(message)
  }))
  return { faults }
}

/** Whether spans stand in passages, one after the other. */
export function standsIn(spans: readonly string[], passages: readonly Passage[]): boolean {
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

/** The passages in which a quotation may stand. @param place see Passage */
export const allowedIn = (source: Source, place: string): Source =>
  source.filter(passage => passage.place === null || passage.place === place)

/**
 * Whether a quotation stands where it is said to.
 * @param place where it must stand; see Passage
 * @returns what is wrong, and what to do; null when it stands there word for word
 */
export function misplaced(
  source: Source,
  quote: string,
  place: string
): { message: string; remedy: string } | null {
  const spans = spansOf(quote)
  if (standsIn(spans, allowedIn(source, place))) return null
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
