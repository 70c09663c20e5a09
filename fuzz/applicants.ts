/** Applicants: facts by id with values that their schemas allow, drawn at random or around one measure. */
import fc, { type Arbitrary } from 'fast-check'
import { day, facts, measures } from './values.ts'

export type Facts = Record<string, Record<string, unknown>>
export type Entry = [id: string, value: unknown]

/** Facts by id as a request nests them by subject. */
export function nested(entries: readonly Entry[]): Facts {
  const found: Facts = {}
  for (const [id, value] of entries) {
    const [subject, name] = id.split('.') as [string, string]
    found[subject] = { ...found[subject], [name]: value }
  }
  return found
}

const ids = [...facts.keys()]
const drawnFor = (id: string) => facts.get(id) as Arbitrary<unknown>

const valued = (chosen: readonly string[]): Arbitrary<Entry[]> =>
  fc.tuple(...chosen.map(id => drawnFor(id).map((value): Entry => [id, value])))

/** A dozen facts of all that there are. */
export const applicant: Arbitrary<Entry[]> = fc
  .uniqueArray(fc.constantFrom(...ids), { maxLength: 14 })
  .chain(valued)

/** An applicant with all that the relations vary. */
export interface Sample {
  entries: Entry[]
  left: number
  days: [string, string]
  measure: string
}

const rest = { left: fc.nat(), days: fc.tuple(day, day) }

/**
 * Samples, two of three with the facts that their measure turns on: of facts drawn from all, hardly any settles it.
 * @param needs by measure, the facts that it needs and those that these follow from
 */
export function samplesOf(needs: ReadonlyMap<string, readonly string[]>): Arbitrary<Sample> {
  const around = fc.constantFrom(...needs).chain(([measure, own]) =>
    fc.record({
      ...rest,
      measure: fc.constant(measure),
      entries: fc.subarray([...own], { minLength: Math.ceil(own.length / 2) }).chain(valued)
    })
  )
  const anybody = fc.record({ ...rest, measure: fc.constantFrom(...measures), entries: applicant })
  return fc.oneof({ weight: 2, arbitrary: around }, { weight: 1, arbitrary: anybody })
}

interface Needed {
  fact: string
  derivedFrom: string[]
}

/** What each measure needs, as the catalogue of a service says. */
export async function needsOf(url: string): Promise<Map<string, string[]>> {
  const needs = new Map<string, string[]>()
  for (const measure of measures) {
    const found = (await (await fetch(`${url}/measures/${measure}`)).json()) as { facts: Needed[] }
    const named = found.facts.flatMap(({ fact, derivedFrom }) => [fact, ...derivedFrom])
    needs.set(
      measure,
      [...new Set(named)].filter(id => facts.has(id))
    )
  }
  return needs
}

/** What may be said of a fact whose value is not known, so that the value is one of what is possible. */
export function possibleFor([id, value]: Entry, random: number): unknown {
  const [other] = fc.sample(drawnFor(id), { seed: random, numRuns: 1 })
  if (Array.isArray(value) || random % 3 === 0 || typeof value === 'boolean')
    return JSON.stringify(other) === JSON.stringify(value) ? [value] : [value, other]
  const isOrdered = typeof value === 'number' || /^\d{4}-\d{2}/.test(String(value))
  if (!isOrdered) return [value]
  const [min, max] = (other as number) < (value as number) ? [other, value] : [value, other]
  return [{ min, max }, { min }, { max }][random % 7 === 0 ? 1 : random % 11 === 0 ? 2 : 0]
}
