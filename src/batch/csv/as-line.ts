/** A row of a table as the line of NDJSON that says the same. */
import type { Policy } from '../../policy/model.ts'
import type { Facts } from '../../policy/vocabulary.ts'
import type { Applicant } from '../applicant-shape.ts'

/** @param applicant as its row was just read */
export function asLine({ facts }: Policy, { id, asOf, given }: Applicant): string {
  const told: Record<string, Facts[string]> = {}
  for (let at = 0; at < given.length; at++) {
    const index = given.index(at)
    const { subject, key } = facts[index] as Policy['facts'][number]
    told[subject] = { ...told[subject], [key]: given.values[index] }
  }
  return JSON.stringify({ id: id.text, asOf, facts: told })
}
