/**
 * The only door to json-rules-engine: its operators decide every leaf, so that a rule file means here
 * exactly what it means to the library. The library's own `run` is not used: it is asynchronous and
 * has no value for "unknown" (a missing fact throws, or makes `not` and `notEqual` true).
 */
import { Engine, type Operator } from 'json-rules-engine'

// The map is not in the library's typings; test/engine/properties.test.ts fails if it ever moves.
const library = (new Engine() as unknown as { operators: { operators: Map<string, Operator> } }).operators
  .operators

/** How an operator uses its two sides; the guards check the types of a rule file against it. */
export type OperatorKind = 'same' | 'member' | 'order' | 'list'

const KIND: Record<string, OperatorKind> = {
  equal: 'same',
  notEqual: 'same',
  in: 'member',
  notIn: 'member',
  lessThan: 'order',
  lessThanInclusive: 'order',
  greaterThan: 'order',
  greaterThanInclusive: 'order',
  contains: 'list',
  doesNotContain: 'list'
}

/** The operators that a rule file may use. */
export const operatorNames: readonly string[] = Object.keys(KIND)

/** @returns the kind of an operator, or undefined when json-rules-engine has no such operator. */
export const operatorKind = (name: string): OperatorKind | undefined =>
  Object.hasOwn(KIND, name) && library.has(name) ? KIND[name] : undefined

/**
 * The comparison of a named operator.
 * @returns `(factValue, value) => boolean`, the library's own
 */
export function comparison(name: string): (left: unknown, right: unknown) => boolean {
  const operator = library.get(name)
  if (!operator) throw new Error(`json-rules-engine has no operator "${name}"`)
  const { evaluate } = operator as unknown as { evaluate(left: unknown, right: unknown): boolean }
  return evaluate.bind(operator)
}
