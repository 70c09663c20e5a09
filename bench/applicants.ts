/** Applicants to decide: drawn from the cases of the plan, always the same ones. */
import { fileURLToPath } from 'node:url'
import { readCases } from '../src/cli/rules/cases/index.ts'
import { boundariesOf } from '../src/engine/boundaries.ts'
import type { Policy } from '../src/policy/model.ts'
import type { Facts } from '../src/policy/vocabulary.ts'

/** Numbers from 0 up to 1, the same at every run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The facts of every case of the plan, in an order that mixes the clauses. */
function described(): Facts[] {
  const { measures } = readCases(fileURLToPath(new URL('../src/rules/pinggu-2022-9/cases', import.meta.url)))
  const next = random(2022)
  return measures
    .map(({ facts }) => ({ facts, order: next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ facts }) => facts)
}

/** Facts of both; where they contradict each other, the first. */
function merged(first: Facts, second: Facts): Facts {
  const facts: Record<string, Facts[string]> = { ...first }
  for (const [subject, values] of Object.entries(second)) {
    // Twice: for the order first, then for the values.
    facts[subject] = { ...facts[subject], ...values, ...facts[subject] }
  }
  return facts
}

/** As facts come to a service: read from the text of a request. */
const received = (facts: Facts): Facts => JSON.parse(JSON.stringify(facts))

/** Applicants as callers describe them: what one to four cases of the plan tell, the rest unknown. */
export function partial(count: number): Facts[] {
  const told = described()
  const at = (index: number) => told[index % told.length] as Facts
  return Array.from({ length: count }, (_, index) => {
    let facts = at(index)
    for (let more = 1; more <= index % 4; more++) facts = merged(facts, at(index + more * 97))
    return received(facts)
  })
}

/**
 * Applicants of whom every fact is known, as libraries without "unknown" need them: what cases tell, in their order,
 * and behind it for every other fact one of the values that the rules tell apart.
 */
export function complete(policy: Policy, count: number): Facts[] {
  const next = random(9)
  const pools = policy.facts.map(fact => boundariesOf(policy, fact, policy.leaves))
  return partial(count).map(given => {
    const drawn: Record<string, Record<string, unknown>> = {}
    for (const { subject, key, index } of policy.facts) {
      const pool = pools[index] as unknown[]
      drawn[subject] = { ...drawn[subject], [key]: pool[Math.floor(next() * pool.length)] }
    }
    return received(merged(given, drawn))
  })
}
