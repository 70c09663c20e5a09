/** A yes-or-no fact that other facts decide by a condition: whoever meets the rules of a subsidy qualifies. */
import type { RawCondition } from '../format.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from '../kleene.ts'
import { comparison } from '../operators.ts'
import {
  type DerivationContext,
  type Given,
  type MakeDerivation,
  type Rule,
  restOf,
  shown,
  type Wording
} from './derivation.ts'

export interface ConditionSpec {
  tree: RawCondition
}

/** One comparison, all of which have to hold. */
interface Part {
  input: number
  /** the fact it is compared with; null where there is a constant */
  other: number | null
  holds(value: unknown, other: unknown): boolean
}

/** A condition over facts only; named conditions and parameters have no place in facts.json. */
function partsOf(tree: RawCondition, context: DerivationContext): Part[] {
  if ('all' in tree) return tree.all.flatMap(child => partsOf(child, context))
  if (!('fact' in tree)) throw new Error('a derivation may use "all" and plain conditions only')
  const compare = comparison(tree.operator)
  const { value } = tree
  const input = context.index(tree.fact)
  const other = typeof value === 'object' && !Array.isArray(value) ? context.index(value.fact) : null
  return [{ input, other, holds: (left, right) => compare(left, other === null ? value : right) }]
}

function truthOf({ input, other, holds }: Part, given: Given): Truth {
  const right = other === null ? null : given[other]
  if (given[input] === undefined || right === undefined) return UNKNOWN
  return holds(given[input], right) ? TRUE : FALSE
}

function truthOfAll(parts: readonly Part[], given: Given): Truth {
  let truth: Truth = TRUE
  for (const part of parts) truth = Math.min(truth, truthOf(part, given)) as Truth
  return truth
}

export const condition: MakeDerivation<ConditionSpec> = (spec, context) => {
  const { target } = context
  const parts = partsOf(spec.tree, context)
  const inputs = [
    ...new Set(parts.flatMap(({ input, other }) => (other === null ? [input] : [input, other])))
  ]
  const values = [[false], undefined, [true]]
  const because = (given: Given, from: readonly number[], wording: Wording) => {
    const known = from.filter(input => given[input] !== undefined)
    return wording.texts.derived.from(shown(known, given, wording))
  }
  /** Of whoever qualifies every part holds; where all the others hold, whoever does not fails by this one. */
  const reverse = (part: Part): { fact: number; rule: Rule }[] => {
    const members = context.members(part.input)
    if (!members || part.other !== null) return []
    const [holding, failing] = [true, false].map(wanted =>
      members.filter(value => part.holds(value, null) === wanted)
    )
    const others = parts.filter(other => other !== part)
    const from = [target, ...inputs.filter(input => input !== part.input)]
    return [
      {
        fact: part.input,
        rule: {
          inputs: from,
          needs: target,
          values: given => {
            if (given[target] === true) return holding
            return given[target] === false && truthOfAll(others, given) === TRUE ? failing : undefined
          },
          because: (given, wording) => because(given, given[target] === true ? [target] : from, wording)
        }
      }
    ]
  }
  return {
    inputs,
    values: given => values[truthOfAll(parts, given)],
    because: (given, wording) => because(given, inputs, wording),
    missing: given => restOf(inputs, given),
    reverses: parts.flatMap(reverse)
  }
}
