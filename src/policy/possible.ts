/** What is known of a fact that is not settled: that it is one of several values, or lies between two ends. */
import { type Shown, showValue } from './words.ts'

/** Numbers, or days and months, which are in the order of their texts. */
export type Ordered = number | string

/** As requests carry it: some values, or ends that are both counted; no end where it is open. */
export type PossibleValues = readonly unknown[] | { readonly min?: Ordered; readonly max?: Ordered }

/** What a caller knows of facts without knowing them, by fact id. */
export type PossibleFacts = Readonly<Record<string, PossibleValues>>

/** One of several values. */
export class Several {
  readonly values: readonly unknown[]

  constructor(values: readonly unknown[]) {
    this.values = values
  }

  toJSON(): readonly unknown[] {
    return this.values
  }
}

/** Between two ends, both counted; null where an end is open. */
export class Range {
  readonly min: Ordered | null
  readonly max: Ordered | null

  constructor(min: Ordered | null, max: Ordered | null) {
    this.min = min
    this.max = max
  }

  toJSON(): PossibleValues {
    return { ...(this.min !== null && { min: this.min }), ...(this.max !== null && { max: this.max }) }
  }
}

export type Possible = Several | Range

/** What a request says is possible. */
export const possibleOf = (told: PossibleValues): Possible =>
  Array.isArray(told)
    ? new Several(told)
    : new Range((told as Range).min ?? null, (told as Range).max ?? null)

const same = (a: unknown, b: unknown) =>
  a === b || (Array.isArray(a) && Array.isArray(b) && JSON.stringify(a) === JSON.stringify(b))

/** Whether a value is among those that are possible. */
export function admits(possible: Possible, value: unknown): boolean {
  if (possible instanceof Several) return possible.values.some(one => same(one, value))
  const { min, max } = possible
  return (min === null || (value as Ordered) >= min) && (max === null || (value as Ordered) <= max)
}

/** The only value that is possible; undefined while there are more. */
export function settledBy(possible: Possible): unknown {
  if (possible instanceof Several) return possible.values.length === 1 ? possible.values[0] : undefined
  return possible.min !== null && possible.min === possible.max ? possible.min : undefined
}

/** The higher of two lower ends, and the lower of two upper ones: an open end is lower, and higher, than any. */
const higher = (a: Ordered | null, b: Ordered | null) => (a === null || (b !== null && b > a) ? b : a)
const lower = (a: Ordered | null, b: Ordered | null) => (a === null || (b !== null && b < a) ? b : a)

/** The lowest and the highest of what is possible, of facts that have an order; null where an end is open. */
export function endsOf(possible: Possible): [Ordered | null, Ordered | null] {
  if (possible instanceof Range) return [possible.min, possible.max]
  const values = possible.values as readonly Ordered[]
  return [values.reduce<Ordered | null>(lower, null), values.reduce<Ordered | null>(higher, null)]
}

/**
 * What is left of what was possible when more is known.
 * @returns `before` itself where nothing is excluded, null where nothing is left
 */
export function narrowedBy(before: Possible, more: Possible): Possible | null {
  if (before instanceof Several || more instanceof Several) {
    const [list, other] = before instanceof Several ? [before, more] : [more as Several, before]
    const left = list.values.filter(value => admits(other, value))
    if (left.length === 0) return null
    return list === before && left.length === list.values.length ? before : new Several(left)
  }
  const [min, max] = [higher(before.min, more.min), lower(before.max, more.max)]
  if (min !== null && max !== null && min > max) return null
  return min === before.min && max === before.max ? before : new Range(min, max)
}

/** What is possible as text: 中型、小型或微型; 3人至5人; 不低于3人; 不早于2022年5月 */
export function showPossible(fact: Shown, possible: Possible): string {
  const show = (value: unknown) => showValue(fact, value)
  const { values } = fact.texts
  if (possible instanceof Several) return values.oneOf(possible.values.map(show))
  const { min, max } = possible
  if (min !== null && max !== null) return values.between(show(min), show(max))
  const [least, most] =
    fact.schema.type === 'string' ? [values.notBefore, values.notAfter] : [values.atLeast, values.atMost]
  return min === null ? most(show(max)) : least(show(min))
}
