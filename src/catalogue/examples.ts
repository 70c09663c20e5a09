/** Examples of requests, from what was found for a measure: each is asked so that the version it was found for counts. */
import type { Document, Policy } from '../policy/model.ts'
import type { Facts } from '../policy/vocabulary.ts'

/** Asked on where the document is in force then. */
const USUAL = '2022-07-01'

/** A day on which a version is in force: the usual one, else the nearest to it. */
export function exampleDay({ inForce }: Pick<Document, 'inForce'>): string {
  const { from, to } = inForce ?? { from: null, to: null }
  if (from !== null && from > USUAL) return from
  return to !== null && to < USUAL ? to : USUAL
}

/**
 * A request as an example has it; where a fact chooses among versions, it says the same day.
 * @param found facts that were found for that version
 */
export function exampleOf<F extends Facts | undefined>(
  policy: Policy,
  document: Document,
  found: F,
  selection: object = {}
): { asOf: string; facts: F | Facts } {
  const asOf = exampleDay(document)
  const chooser = document.versionBy === null ? undefined : policy.fact(document.versionBy)
  if (!chooser) return { asOf, ...selection, facts: found }
  const { subject, key } = chooser
  return { asOf, ...selection, facts: { ...found, [subject]: { [key]: asOf, ...found?.[subject] } } }
}
