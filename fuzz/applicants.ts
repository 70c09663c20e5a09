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

/** What the catalogue says of a measure. */
export interface Needs {
  /** the facts that it turns on and those that these follow from */
  facts: string[]
  /** an applicant who gets it */
  example: Entry[]
}

const rest = { left: fc.nat(), days: fc.tuple(day, day) }
const sampleOf = (measure: Arbitrary<string>, entries: Arbitrary<Entry[]>): Arbitrary<Sample> =>
  fc.record({ ...rest, measure, entries })

/**
 * Samples of three kinds: anybody, somebody with the facts that a measure turns on, and somebody who would get it
 * but for a fact or two. Of facts drawn from all, hardly any settles a measure.
 */
export function samplesOf(needs: ReadonlyMap<string, Needs>): Arbitrary<Sample> {
  const anybody = sampleOf(fc.constantFrom(...measures), applicant)
  const around = fc
    .constantFrom(...needs)
    .chain(([measure, { facts: own }]) =>
      sampleOf(fc.constant(measure), fc.subarray(own, { minLength: Math.ceil(own.length / 2) }).chain(valued))
    )
  const close = fc.constantFrom(...needs).chain(([measure, { facts: own, example }]) =>
    sampleOf(
      fc.constant(measure),
      fc
        .tuple(
          fc.subarray(example, { minLength: Math.max(0, example.length - 1) }),
          fc.subarray(own, { maxLength: 2 }).chain(valued)
        )
        .map(([kept, drawn]) => [...new Map([...kept, ...drawn])])
    )
  )
  return fc.oneof(anybody, around, close)
}

interface Described {
  facts: { fact: string; derivedFrom: string[] }[]
  examples: { outcome: string; facts: Facts }[]
}

const entriesOf = (given: Facts): Entry[] =>
  Object.entries(given).flatMap(([subject, named]) =>
    Object.entries(named).map(([name, value]): Entry => [`${subject}.${name}`, value])
  )

/** What a service that runs says of each measure. */
export async function needsOf(url: string): Promise<Map<string, Needs>> {
  const needs = new Map<string, Needs>()
  for (const measure of measures) {
    const found = (await (await fetch(`${url}/measures/${measure}`)).json()) as Described
    const named = found.facts.flatMap(({ fact, derivedFrom }) => [fact, ...derivedFrom])
    const own = [...new Set(named)].filter(id => facts.has(id))
    const given = found.examples.find(({ outcome }) => outcome === 'eligible')?.facts ?? {}
    const decided = await fetch(`${url}/eligibility`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ facts: given, measures: [measure], explain: 'none' })
    })
    // What the answer takes for granted is said here, so that it holds without that too; null is any of several.
    const { assumptions } = (await decided.json()) as { assumptions: { fact: string; value: unknown }[] }
    const assumed = assumptions.flatMap(({ fact, value }) => (value === null ? [] : [[fact, value] as Entry]))
    needs.set(measure, { facts: own, example: [...entriesOf(given), ...assumed] })
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
