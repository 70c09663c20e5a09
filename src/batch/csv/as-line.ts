/** A row of a table as the line of NDJSON that says the same. */
import type { Fact, Policy } from '../../policy/model.ts'
import { bySubject } from '../../policy/vocabulary.ts'
import type { Applicant } from '../applicant-shape.ts'

/** @param applicant as its row was just read */
export function asLine({ facts }: Policy, { id, asOf, given }: Applicant): string {
  const told = Array.from({ length: given.length }, (_, at) => {
    const index = given.index(at)
    return [facts[index] as Fact, given.values[index]] as const
  })
  return JSON.stringify({ id: id.text, asOf, facts: bySubject(told) })
}
