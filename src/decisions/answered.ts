/** An amount as an answer gives it: under a condition where the outcome is open, and under every reading of the text. */
import type { Assessment, Program } from '../engine/program.ts'
import type { Outcome } from '../policy/kleene.ts'
import type { Measure } from '../policy/model.ts'
import { type Amount, type AmountValue, amountOf } from './amount.ts'
import { openPoints } from './eligibility.ts'

/** The amount under one reading of a point that the text leaves open. */
export interface AmountReading extends AmountValue {
  interpretation: string
  /** how the text is read */
  reading: string
  /** whether it is the reading that the amount itself takes */
  taken: boolean
  text: string
}

export interface AnsweredAmount extends Amount {
  /** whether it is what would be paid, were the measure eligible */
  conditional: boolean
  /** the amount under both readings of each open point that changes it; empty where none does */
  readings: AmountReading[]
}

const partsOf = ({ status, value, min, max, unit, text }: Amount) => ({ status, value, min, max, unit, text })

function readingsOf(
  program: Program,
  assessment: Assessment,
  measure: Measure,
  amount: Amount
): AmountReading[] {
  return openPoints(program, assessment, measure).flatMap(([{ id, taken, other, otherwise }]) => {
    if (otherwise === null || amount.status === 'undetermined') return []
    const changed = amountOf(program, assessment, { ...measure, figures: otherwise })
    if (changed.status === 'undetermined' || changed.text === amount.text) return []
    return [
      { interpretation: id, reading: taken, taken: true, ...partsOf(amount) },
      { interpretation: id, reading: other, taken: false, ...partsOf(changed) }
    ]
  })
}

/** Whether an amount says anything that a condition could be put before. */
const isSaid = ({ status, min, max }: Amount) =>
  status !== 'not-stated' && (status !== 'undetermined' || min !== null || max !== null)

/**
 * The amount of a measure that is not ineligible.
 * @param outcome how the measure was decided
 */
export function answeredAmount(
  program: Program,
  assessment: Assessment,
  measure: Measure,
  outcome: Outcome
): AnsweredAmount {
  const amount = amountOf(program, assessment, measure)
  const conditional = outcome !== 'eligible'
  const readings = readingsOf(program, assessment, measure, amount)
  return {
    ...amount,
    text: conditional && isSaid(amount) ? `如果符合，${amount.text}` : amount.text,
    conditional,
    readings
  }
}
