/** Facts that were given and that other given facts contradict. The one that was given directly counts. */
import type { Assessment } from './compile.ts'
import type { Basis, Fact } from './policy.ts'
import { showValue } from './values.ts'

export interface Conflict {
  fact: string
  label: string
  /** as it was given, and as it counts */
  given: unknown
  /** what the other facts leave possible */
  derived: unknown[]
  /** to read out */
  text: string
  basis: Basis
}

/** By unit, how far two numbers may be apart that differ by rounding only: a fen, half a day. Others may not. */
const ROUNDED: Record<string, number> = { CNY: 0.01, 'CNY-per-month': 0.01, year: 0.5 / 366 }
/** By how much, of itself, a decimal number may differ when it went through binary ones. */
const BINARY = 1e-12

function agrees({ unit }: Fact, value: unknown, possible: unknown): boolean {
  if (typeof value !== 'number' || typeof possible !== 'number') return value === possible
  // Nothing is no rounding of something: no interest is paid for no time.
  if ((value === 0) !== (possible === 0)) return false
  const allowed = ROUNDED[unit as string] ?? 0
  return Math.abs(value - possible) <= allowed + BINARY * Math.abs(possible)
}

/**
 * Compares what was given with what the other given facts would make of it.
 * A caller who says "large" and 3 employees hears of it before an official does.
 */
export function conflictsOf({ policy, given }: Assessment): Conflict[] {
  const conflicts: Conflict[] = []
  for (const fact of policy.derivable) {
    const value = given[fact.index]
    if (value === undefined) continue
    const { rule, basis } = fact.derivation
    const derived = rule.values(given)
    if (!derived || derived.some(possible => agrees(fact, value, possible))) continue
    conflicts.push({
      fact: fact.id,
      label: fact.label,
      given: value,
      derived: [...derived],
      text: say(fact, value, derived, rule.because(given)),
      basis
    })
  }
  return conflicts
}

const say = (fact: Fact, value: unknown, derived: readonly unknown[], because: string) =>
  `${fact.label}填的是${showValue(fact, value)}，但${because}，推算是${derived.map(one => showValue(fact, one)).join('或')}；以填的为准，请核对`
