/**
 * A recorded sample: 2,000 requests about the plan, and of each answer a short hash, by measure. What other rule sets
 * are loaded beside the plan must not change one of them. `npm run sample` records it anew.
 */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { random as randomFrom } from '../../bench/applicants.ts'
import { dotted, nested, readCases } from '../../src/cli/rules/cases/index.ts'
import { calculate } from '../../src/decisions/calculate.ts'
import { eligibility } from '../../src/decisions/eligibility.ts'
import { boundariesOf } from '../../src/engine/boundaries.ts'
import type { Program } from '../../src/engine/program.ts'
import { decidable } from '../../src/policy/asked.ts'
import type { Document, Measure } from '../../src/policy/model.ts'
import { factsOf } from '../../src/policy/uses.ts'

export const SAMPLE_FILE = fileURLToPath(new URL('../decisions/sample.json', import.meta.url))

/** What an answer says of the rules it rests on, and not of the applicant: the same answer may say it otherwise. */
export const ENVELOPE: readonly string[] = ['policy', 'policies', 'lang', 'notLoaded']

const SIZE = 2000
/** In the plan's time, on both sides of its end, and long after. */
const DAYS = ['2022-06-30', '2022-07-01', '2022-12-31', '2023-01-01', '2026-11-30']
/** POST /eligibility with reasons, and without of all measures; POST /calculate of one measure, and of all. */
const KINDS = ['reasons', 'reasons', 'reasons', 'reasons', 'one', 'one', 'one', 'outcomes', 'all'] as const

export interface Asked {
  kind: (typeof KINDS)[number]
  asOf: string
  /** ids; empty for all */
  measures: readonly string[]
  /** by id */
  facts: Readonly<Record<string, unknown>>
}

/** The sample as it is written: requests name days, measures, facts and values by their places in lists. */
export interface Sample {
  policy: string
  version: string
  days: readonly string[]
  measures: readonly string[]
  facts: Readonly<Record<string, readonly unknown[]>>
  /** kind, day, measures, facts, and the hashes of the answer, of each request */
  requests: readonly string[]
}

/** Requests about the facts of a few measures each, with values that its comparisons tell apart or its cases have. */
export function draw({ policy }: Program, rules: string): Asked[] {
  const random = randomFrom(20220610)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const given = new Map<string, Record<string, unknown>[]>()
  for (const { measure, facts } of readCases(`${rules}/cases`).measures) {
    given.set(measure, [...(given.get(measure) ?? []), dotted(facts)])
  }
  const pools = policy.facts.map(fact => boundariesOf(policy, fact, policy.leaves))
  const measures = decidable(policy)
  return Array.from({ length: SIZE }, () => {
    const kind = pick(KINDS)
    const named = Array.from({ length: kind === 'one' ? 1 : 2 }, () => pick(measures))
    const facts: Record<string, unknown> = {}
    for (const measure of named) {
      if (random() < 0.7) Object.assign(facts, pick(given.get(measure.id) ?? [{}]))
      for (const index of factsOf(policy, measure)) {
        const pool = pools[index] as readonly unknown[]
        if (random() < 0.25 && pool.length > 0) facts[(policy.facts[index] as { id: string }).id] = pick(pool)
      }
    }
    const ids = [...new Set(named.map(({ id }: Measure) => id))]
    return { kind, asOf: pick(DAYS), measures: kind === 'reasons' || kind === 'one' ? ids : [], facts }
  })
}

const hash = (value: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex')
    .slice(0, 8)

const withoutEnvelope = (answer: object, names: readonly string[]) =>
  Object.fromEntries(Object.entries(answer).filter(([name]) => !names.includes(name)))

/**
 * What is said to a request.
 * @param only the rule sets asked; undefined for all
 * @returns hashes by measure, and under `''` that of all the rest
 */
export function answerTo(
  program: Program,
  { kind, asOf, measures, facts: given }: Asked,
  only?: readonly string[]
): Map<string, string> {
  const request = { facts: nested(given), policies: only }
  const some = { ...request, ...(measures.length > 0 && { measures }) }
  const answer = {
    reasons: () => eligibility(program, some as never, asOf),
    outcomes: () => eligibility(program, { ...request, explain: 'none' } as never, asOf),
    one: () => calculate(program, { ...request, measure: measures[0] } as never, asOf),
    all: () => calculate(program, request as never, asOf)
  }[kind]()
  const { results = [], ...rest } = answer as { results?: { measure: string }[] }
  const said = results.map(one => [one.measure, hash(withoutEnvelope(one, ['lang']))] as const)
  return new Map([...said, ['', hash(Object.entries(withoutEnvelope(rest, ENVELOPE)))]])
}

/** Of all measures together one hash: each by itself would make the file large. */
const shortened = (hashes: ReadonlyMap<string, string>, { measures }: Asked): string =>
  measures.length > 0 ? [...hashes.values()].join(' ') : hash([...hashes])

/** Answers requests, and writes both down. */
export function record(program: Program, asked: readonly Asked[]): Sample {
  const { id, version } = program.policy.documents[0] as Document
  const measures = [...new Set(asked.flatMap(one => one.measures))].sort()
  const facts: Record<string, unknown[]> = {}
  const texts: Record<string, string[]> = {}
  const placeOf = (fact: string, value: unknown) => {
    facts[fact] ??= []
    texts[fact] ??= []
    const text = JSON.stringify(value)
    const known = (texts[fact] as string[]).indexOf(text)
    if (known >= 0) return known
    ;(texts[fact] as string[]).push(text)
    return (facts[fact] as unknown[]).push(value) - 1
  }
  for (const one of asked) for (const [fact, value] of Object.entries(one.facts)) placeOf(fact, value)
  const ids = Object.keys(facts)
  const requests = asked.map(one => {
    const given = Object.entries(one.facts).map(
      ([fact, value]) => `${ids.indexOf(fact)}:${placeOf(fact, value)}`
    )
    const named = one.measures.map(measure => measures.indexOf(measure))
    return [
      one.kind,
      DAYS.indexOf(one.asOf),
      named.join() || '-',
      given.join() || '-',
      shortened(answerTo(program, one), one)
    ].join(' ')
  })
  return { policy: id, version, days: DAYS, measures, facts, requests }
}

const listOf = (text: string) => (text === '-' ? [] : text.split(','))

/** A request as it was recorded, with the hashes of its answer. */
export function recorded({ days, measures, facts }: Sample, line: string): Asked & { hashes: string } {
  const [kind, day, named, given, ...hashes] = line.split(' ') as [Asked['kind'], string, string, string]
  const ids = Object.keys(facts)
  return {
    kind,
    asOf: days[Number(day)] as string,
    measures: listOf(named).map(index => measures[Number(index)] as string),
    facts: Object.fromEntries(
      listOf(given).map(pair => {
        const [fact, value] = pair.split(':').map(Number) as [number, number]
        const id = ids[fact] as string
        return [id, facts[id]?.[value]]
      })
    ),
    hashes: hashes.join(' ')
  }
}

/** Which answers are others than they were: of each the request, and the measures that it is about. */
export function* differences(program: Program, sample: Sample, only?: readonly string[]): Generator<string> {
  for (const [index, line] of sample.requests.entries()) {
    const { hashes, ...asked } = recorded(sample, line)
    const found = answerTo(program, asked, only)
    if (shortened(found, asked) === hashes) continue
    const then = hashes.split(' ')
    const changed = [...found].flatMap(([measure, now], at) =>
      then.length === found.size && now === then[at] ? [] : [measure || 'what stands beside the results']
    )
    const of = asked.measures.length > 0 ? changed.join(', ') : 'the results of all measures'
    yield `request ${index + 1}: ${of}: ${JSON.stringify(asked)}`
  }
}
