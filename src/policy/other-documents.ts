/**
 * What a rule set says of other documents: a measure of one that cannot be had as well, and the closing rule, which
 * takes away what was had under an earlier one. Documents are known by their number. Of one that is not loaded,
 * answers say so: what it gives cannot be looked up here.
 */
import { basisOf } from './basis.ts'
import type { OtherMeasure, RawMeasure } from './format.ts'
import type { Clause, Document, Measure, Node, NotLoaded } from './model.ts'

/** Whether a tree holds the closing rule of its document against the applicant. */
export const isClosingApplied = (node: Node): boolean =>
  node.basis?.part === 'closing' || (node.kind !== 'leaf' && node.children.some(isClosingApplied))

const isOther = (one: string | OtherMeasure): one is OtherMeasure => typeof one !== 'string'

/** What cannot be had together with a measure: ids, of its own rule set and of others that are loaded. */
export const exclusiveOf = ({ exclusive }: RawMeasure, numbers: ReadonlySet<string>): string[] =>
  exclusive.flatMap(one => {
    if (!isOther(one)) return [one]
    return numbers.has(one.document) && one.measure !== undefined ? [one.measure] : []
  })

/**
 * What a measure depends on that is not here.
 * @param conditions as they are linked
 * @param numbers of the documents that are loaded
 */
export function notLoadedFor(
  { title, exclusive }: RawMeasure,
  { id, document }: Clause,
  conditions: Node | null,
  numbers: ReadonlySet<string>
): NotLoaded[] {
  const { closing, texts } = document
  const isClosed = closing && !numbers.has(closing.document) && conditions && isClosingApplied(conditions)
  return [
    ...(isClosed
      ? [
          {
            document: closing.document,
            text: texts.totals.closingNotLoaded(closing.document),
            basis: closing.basis
          }
        ]
      : []),
    ...exclusive
      .filter(isOther)
      .filter(one => !numbers.has(one.document))
      .map(one => ({
        document: one.document,
        text: texts.totals.exclusiveNotLoaded(title, one.document, one.title),
        basis: basisOf(one.basis, id, document)
      }))
  ]
}

/** The same of several measures, each once. */
export function notLoadedOf(measures: readonly Measure[]): NotLoaded[] {
  const found = new Map<string, NotLoaded>()
  for (const { notLoaded } of measures) for (const one of notLoaded) found.set(one.text, one)
  return [...found.values()]
}

/** Numbers of documents. */
export const numbersOf = (documents: readonly Pick<Document, 'number'>[]): ReadonlySet<string> =>
  new Set(documents.map(({ number }) => number))
