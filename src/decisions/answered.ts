/** An amount as an answer gives it: under a condition where the outcome is open, and under every reading of the text. */
import type { CompiledMeasure } from '../engine/compiled.ts'
import type { Assessment, Program } from '../engine/program.ts'
import type { Outcome } from '../policy/kleene.ts'
import { FALSE } from '../policy/kleene.ts'
import type { Choice, Fact, Measure } from '../policy/model.ts'
import { type Amount, type AmountValue, amountOf } from './amount.ts'
import { openPoints } from './eligibility.ts'
import { saidBy } from './versions.ts'

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

function readingsOf(assessment: Assessment, compiled: CompiledMeasure, amount: Amount): AmountReading[] {
  return openPoints(assessment, compiled).flatMap(
    ([
      {
        point: { id, taken, other },
        otherwise
      }
    ]) => {
      if (otherwise === null || amount.status === 'undetermined') return []
      const changed = amountOf(assessment, { measure: compiled.measure, figures: otherwise })
      if (changed.status === 'undetermined' || changed.text === amount.text) return []
      return [
        { interpretation: id, reading: taken, taken: true, ...partsOf(amount) },
        { interpretation: id, reading: other, taken: false, ...partsOf(changed) }
      ]
    }
  )
}

/** Whether an amount says anything that a condition could be put before. */
const isSaid = ({ status, min, max }: Amount) =>
  status !== 'not-stated' && (status !== 'undetermined' || min !== null || max !== null)

const OPEN = { status: 'undetermined', value: null, min: null, max: null } as const

/** The amount where versions differ about it and the day that chooses is not known. */
function openAmount(
  amounts: readonly AnsweredAmount[],
  newest: AnsweredAmount,
  { id, label, texts }: Fact
): AnsweredAmount {
  const text = texts.versions.amounts(label, [...new Set(amounts.map(amount => amount.text))])
  return {
    ...newest,
    ...OPEN,
    text,
    figures: newest.figures.map(figure => ({ ...figure, ...OPEN, text })),
    steps: [],
    deadlines: [],
    readings: [],
    missingFacts: [...new Set([id, ...amounts.flatMap(({ missingFacts }) => missingFacts)])]
  }
}

/** The amount while the version is open: that of the newest where all agree. */
function amountOfVersions(
  program: Program,
  assessment: Assessment,
  { document }: Measure,
  choice: Choice,
  outcome: Outcome
): AnsweredAmount | null {
  const amounts = saidBy(program, assessment, choice).flatMap(({ measure, truth }) =>
    measure && truth !== FALSE ? [answeredAmount(program, assessment, measure, outcome)] : []
  )
  const newest = amounts.at(-1)
  if (!newest || amounts.every(({ text }) => text === newest.text)) return newest ?? null
  return openAmount(amounts, newest, document.facts[choice.fact] as Fact)
}

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
  const ofVersions = measure.choice && amountOfVersions(program, assessment, measure, measure.choice, outcome)
  if (ofVersions) return ofVersions
  const compiled = program.compiled(measure)
  const amount = amountOf(assessment, compiled)
  const conditional = outcome !== 'eligible'
  const readings = readingsOf(assessment, compiled, amount)
  return {
    ...amount,
    text:
      conditional && isSaid(amount) ? measure.document.texts.amounts.ifEligible(amount.text) : amount.text,
    conditional,
    readings
  }
}
