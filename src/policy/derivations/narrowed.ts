/** What follows from facts of which some are only narrowed: all that follows from any of their possible values. */
import { admits, type Ordered, type Possible, Range, Several } from '../possible.ts'
import type { Given, Rule } from './derivation.ts'

/** Combinations of possible values gone through; of more, nothing is said. */
const MOST = 2_000

/** Before every turn: of numbers, and of days and months. */
const before = (turn: Ordered) => (typeof turn === 'string' ? '0000-01-01' : Number.NEGATIVE_INFINITY)

/** Values of an input that stand for all that are possible: where only a range is known, its lower end and every turn. */
function standing(rule: Rule, input: number, possible: Possible, values: Given): readonly unknown[] {
  if (possible instanceof Several) return possible.values
  const turns = rule.turns?.(input, values) ?? []
  const [first] = turns
  if (first === undefined) return [undefined]
  return [possible.min ?? before(first), ...turns.filter(turn => admits(possible, turn))]
}

function put(values: Given, input: number, value: unknown): Given {
  const changed = values.slice()
  changed[input] = value
  return changed
}

type Narrowed = ReadonlyMap<number, Possible>

/** Whether one of the facts is narrowed. */
export function isAnyNarrowed(facts: readonly number[], narrowed: Narrowed): boolean {
  for (let at = 0; at < facts.length; at++) if (narrowed.has(facts[at] as number)) return true
  return false
}

type Choose = (input: number, possible: Possible, values: Given) => readonly unknown[]

/** Facts, of which each that is narrowed has one of its values, in every combination; none where these are too many. */
function combinations(rule: Rule, values: Given, narrowed: Narrowed, choose: Choose): Given[] {
  let found: Given[] = [values]
  for (const input of rule.inputs) {
    const possible = narrowed.get(input)
    if (!possible) continue
    found = found.flatMap(one => choose(input, possible, one).map(value => put(one, input, value)))
    if (found.length > MOST) return []
  }
  return found
}

/** All that follows in any of some cases; undefined where in one of them nothing is said. */
function together(rule: Rule, cases: readonly Given[]): Set<unknown> | undefined {
  const found = new Set<unknown>()
  for (const one of cases) {
    const possible = rule.values(one)
    if (!possible) return undefined
    for (const value of possible) found.add(value)
  }
  // Yes or no is all that there is.
  const isSaid = found.size > 0 && !(found.has(true) && found.has(false))
  return isSaid ? found : undefined
}

/** Where what follows rises with its inputs, it lies between what follows from their ends. */
function between(rule: Rule, values: Given, narrowed: Narrowed): Range | undefined {
  const at = (end: 'min' | 'max') => {
    const choose: Choose = (_input, possible) =>
      possible instanceof Range ? [possible[end] ?? undefined] : possible.values
    return [...(together(rule, combinations(rule, values, narrowed, choose)) ?? [])] as Ordered[]
  }
  const [lows, highs] = [at('min'), at('max')]
  if (lows.length + highs.length === 0) return undefined
  return new Range(
    lows.reduce<Ordered | null>((a, b) => (a !== null && a < b ? a : b), null),
    highs.reduce<Ordered | null>((a, b) => (a !== null && a > b ? a : b), null)
  )
}

/**
 * What is possible of a fact by a rule.
 * @param values of the facts that are settled, by index @param narrowed the others of which something is known
 * @returns undefined where nothing follows
 */
export function possibleBy(rule: Rule, values: Given, narrowed: Narrowed): Possible | undefined {
  if (rule.rises && rule.inputs.some(input => narrowed.get(input) instanceof Range)) {
    return between(rule, values, narrowed)
  }
  const choose: Choose = (...one) => standing(rule, ...one)
  const found = together(rule, combinations(rule, values, narrowed, choose))
  return found && new Several([...found])
}
