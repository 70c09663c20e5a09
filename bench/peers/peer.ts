/** Another rules library that is given the same trees, and how it is asked. */

import type { Leaf, Measure, Node, Policy } from '../../src/policy/model.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'

export interface Peer<Known = unknown> {
  /** the facts of one applicant in the form that the library takes; not part of the time */
  known(facts: Facts): Known
  /** ids of the measures that an applicant is eligible for */
  decide(known: Known): Iterable<string> | Promise<Iterable<string>>
}

export type PeerOf = (policy: Policy, measures: readonly Measure[]) => Promise<Peer>

/** A comparison with names in place of indexes. */
export interface Comparison extends Omit<Leaf, 'fact' | 'other'> {
  fact: string
  other: string | null
}

export function comparisonOf(policy: Policy, index: number): Comparison {
  const { fact, other, ...rest } = policy.leaves[index] as Leaf
  const id = (one: number) => policy.facts[one]?.id as string
  return { ...rest, fact: id(fact), other: other === null ? null : id(other) }
}

/** What a library writes for each kind of node. */
export interface Writer<T> {
  leaf(comparison: Comparison): T
  all(parts: T[]): T
  any(parts: T[]): T
  not(part: T): T
}

/** A linked tree in the words of a library. */
export function written<T>(node: Node, policy: Policy, writer: Writer<T>): T {
  if (node.kind === 'leaf') return writer.leaf(comparisonOf(policy, node.leaf))
  const parts = node.children.map(child => written(child, policy, writer))
  return node.kind === 'not' ? writer.not(parts[0] as T) : writer[node.kind](parts)
}

/** Dates and months as numbers, for libraries that cannot tell which of two texts comes first: 2022-07-01 → 20220701. */
export const sortable = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d{2}(-\d{2})?$/.test(value)
    ? Number(value.replaceAll('-', ''))
    : value

/** Facts with every value changed. */
export const changed = (facts: Facts, change: (value: unknown, subject: string, key: string) => unknown) =>
  Object.fromEntries(
    Object.entries(facts).map(([subject, values]) => [
      subject,
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, subject, key)]))
    ])
  )

/** Loads a package of bench/node_modules, which is not there when the rest is type-checked. */
export const packaged = async (name: string): Promise<unknown> => import(name)
