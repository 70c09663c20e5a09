/** A yes-or-no fact that other facts decide by a condition: whoever meets the rules of a subsidy qualifies. */
import type { RawCondition } from '../format.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from '../kleene.ts'
import { comparison } from '../operators.ts'
import { type DerivationContext, type Given, type MakeDerivation, restOf } from './derivation.ts'

export interface ConditionSpec {
  tree: RawCondition
}
type Test = (given: Given) => Truth

/** A condition over given facts only; named conditions and parameters have no place in facts.json. */
function compile(tree: RawCondition, context: DerivationContext, inputs: Set<number>): Test {
  if ('all' in tree) {
    const tests = tree.all.map(child => compile(child, context, inputs))
    return given => {
      let truth: Truth = TRUE
      for (const test of tests) truth = Math.min(truth, test(given)) as Truth
      return truth
    }
  }
  if (!('fact' in tree)) throw new Error('a derivation may use "all" and plain conditions only')
  const input = context.index(tree.fact)
  const compare = comparison(tree.operator)
  inputs.add(input)
  const { value } = tree
  const other = typeof value === 'object' && !Array.isArray(value) ? context.index(value.fact) : null
  if (other !== null) inputs.add(other)
  return given => {
    const right = other === null ? value : given[other]
    if (given[input] === undefined || right === undefined) return UNKNOWN
    return compare(given[input], right) ? TRUE : FALSE
  }
}

export const condition: MakeDerivation<ConditionSpec> = (spec, context) => {
  const found = new Set<number>()
  const test = compile(spec.tree, context, found)
  const inputs = [...found]
  const values = [[false], undefined, [true]]
  return {
    inputs,
    values: given => values[test(given)],
    because: given =>
      inputs
        .filter(input => given[input] !== undefined)
        .map(input => context.show(input, given[input]))
        .join('，'),
    missing: given => restOf(inputs, given)
  }
}
