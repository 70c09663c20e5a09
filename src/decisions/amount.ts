/** The amount of a measure for an applicant: every figure of it, with steps, status and what is missing. */

import type { Operand, Result } from '../calculators/formula.ts'
import { formulas } from '../calculators/index.ts'
import { boundText, type Mark, type Quantity, quantity } from '../calculators/quantity.ts'
import type { AmountStatus } from '../calculators/statuses.ts'
import type { CompiledFigure, CompiledMeasure } from '../engine/compiled.ts'
import type { Assessment } from '../engine/program.ts'
import type { Nature } from '../policy/format.ts'
import { FALSE, TRUE } from '../policy/kleene.ts'
import type { Basis, Document, Fact, Figure, Measure, OperandRef, Policy } from '../policy/model.ts'
import { countedIn } from '../policy/uses.ts'
import { isMoney } from '../policy/words.ts'
import type { Texts } from '../texts/index.ts'
import { asFactor, factOperand, parameterOperand } from './operand.ts'
import { between, type Corner, cornersOf, datesBetween, type Point } from './points.ts'
import { missingIn } from './reasons.ts'

/** A number or date: `value` when it is one, `min` and `max` when it is bounded; null where there is none. */
export interface AmountValue {
  status: AmountStatus
  value: string | null
  min: string | null
  max: string | null
  unit: string
}

export interface AmountFigure extends AmountValue {
  id: string
  label: string
  nature: Nature
  /** to read out: 3,600.00元, 不超过100,000.00元 */
  text: string
}

export interface Step {
  label: string
  /** the formula with the numbers put in */
  expression: string
  result: string
  basis: Basis
}

export interface Amount extends AmountValue {
  text: string
  figures: AmountFigure[]
  steps: Step[]
  rounding: string | null
  deadlines: { id: string; label: string; date: string | null; text: string; basis: Basis }[]
  missingFacts: string[]
  /** what the plan does not say, and whom to ask */
  notStated: readonly string[]
}

const isDate = (unit: string) => unit === 'date'
/** Formulas of parts and wholes. */
const ADDING: ReadonlySet<string> = new Set(['sum', 'difference'])

/** The status that the marks of a quantity amount to, and the ends it has. */
function statusOf(number: Quantity, settled: boolean): AmountStatus {
  const has = (mark: Mark) => number.marks.has(mark)
  if (settled && !has('approximate')) return 'exact'
  if (has('missing')) return 'undetermined'
  if (has('approximate')) return 'approximate'
  if (has('range') && number.max === null) return 'at-least'
  if (has('range') && quantity.isOpenBelow(number)) return 'at-most'
  if (has('range') || (has('at-most') && has('at-least'))) return 'range'
  return has('at-most') ? 'at-most' : 'at-least'
}

function numberValue(number: Quantity, unit: string): AmountValue {
  const money = isMoney(unit)
  const [min, max] = [number.min, number.max].map(bound => bound && boundText(bound, money)) as [
    string | null,
    string | null
  ]
  const settled = quantity.isExact(number)
  const status = statusOf(number, settled)
  if (settled) return { status, value: max, min: null, max: null, unit }
  if (status === 'at-most') return { status, value: null, min: null, max, unit }
  if (status === 'at-least') return { status, value: null, min, max: null, unit }
  return { status, value: null, min, max, unit }
}

/** @param earliest the day before which a date cannot lie, where its ends are not known otherwise */
const notBefore = (
  [first, last]: readonly [string | null, string | null],
  earliest: string | undefined
): [string | null, string | null] => [first ?? earliest ?? null, last]

/** @param ends the first and the last day that it may be, where something is known of it */
function dateValue(date: string | undefined, ends: readonly [string | null, string | null]): AmountValue {
  const [min, max] = date === undefined ? ends : [null, null]
  const status =
    date !== undefined
      ? 'exact'
      : min !== null && max !== null
        ? 'range'
        : min !== null
          ? 'at-least'
          : max !== null
            ? 'at-most'
            : 'undetermined'
  return { status, value: date ?? null, min, max, unit: 'date' }
}

function valueText({ status, value, min, max, unit }: AmountValue, texts: Texts): string {
  const { values } = texts
  const show = (text: string) => texts.quantity(text, unit)
  const marked = (text: string) => (status === 'approximate' ? values.about(text) : text)
  if (value !== null) return marked(show(value))
  const [least, most] =
    unit === 'date' ? [values.notBefore, values.notAfter] : [values.atLeast, values.atMost]
  if (status !== 'undetermined') {
    if (min !== null && max !== null) return marked(values.between(show(min), show(max)))
    return marked(min === null ? most(show(max as string)) : least(show(min)))
  }
  return texts.amounts.undetermined([
    ...(min !== null && Number(min) > 0 ? [values.atLeast(show(min))] : []),
    ...(max !== null ? [values.atMost(show(max))] : [])
  ])
}

/** The figures of one measure for one applicant, in file order. */
class Sheet {
  readonly figures: { figure: Figure; value: AmountValue; result: Result; mayLapse: boolean }[] = []
  readonly missing = new Set<number>()
  private readonly assessment: Assessment
  private readonly document: Document
  private readonly point: Point
  /** the same figures at the ends of what they depend on, as far as they are worked out */
  private readonly corners: readonly { sheet: Sheet; isFar: boolean }[]

  /**
   * @param document whose words its texts are in
   * @param point values for what is known only within ends @param corners where these come together
   */
  constructor(
    assessment: Assessment,
    document: Document,
    point: Point = new Map(),
    corners: readonly Corner[] = []
  ) {
    this.assessment = assessment
    this.document = document
    this.point = point
    this.corners = corners.map(({ point: one, isFar }) => ({
      sheet: new Sheet(assessment, document, one),
      isFar
    }))
  }

  private fact(index: number): Fact {
    return this.document.facts[index] as Fact
  }

  /** What to ask for a fact that a figure needs and does not have. */
  private ask(index: number) {
    if (this.assessment.values[index] !== undefined) return
    const rest = this.fact(index).derivation?.rule.missing(this.assessment.values) ?? []
    for (const one of rest.length > 0 ? rest : [index]) this.missing.add(one)
  }

  /** @param addsUp whether it is a part or a whole of others: so that they add up, what is shown is reckoned with */
  private operand(reference: OperandRef, addsUp: boolean): Operand | undefined {
    const { point } = this
    const { texts } = this.document
    if ('parameter' in reference) {
      return parameterOperand(reference.parameter, point.get(reference.parameter), texts)
    }
    if ('fact' in reference) {
      return factOperand(this.assessment, this.fact(reference.fact), point.get(reference.fact))
    }
    if ('calendar' in reference) {
      return { text: '', quantity: quantity.zero, factor: quantity.zero, calendar: reference.calendar }
    }
    const earlier = this.figures.find(({ figure }) => figure.id === reference.figure)
    if (!earlier) return undefined
    const { figure, value, result, mayLapse } = earlier
    const exact = result.quantity ?? quantity.zero
    const number = addsUp && isMoney(figure.unit) ? quantity.inFen(exact) : exact
    return {
      // No whole sentence inside a formula: a figure that is open is only named.
      text:
        value.status === 'undetermined'
          ? figure.label
          : texts.amounts.named(figure.label, valueText(value, texts)),
      quantity: number,
      factor: asFactor(number, figure.unit),
      date: result.date,
      earliest: result.earliest,
      mayLapse
    }
  }

  add(compiled: CompiledFigure) {
    const { figure, when: condition } = compiled
    for (const { sheet } of this.corners) sheet.add(compiled)
    const when = condition ? this.assessment.truth(condition.place) : TRUE
    if (when === FALSE || (when !== TRUE && figure.optional)) return
    if (condition && when !== TRUE) {
      for (const index of missingIn(this.assessment, condition)) this.missing.add(index)
    }
    const operands = Object.fromEntries(
      Object.entries(figure.inputs).map(([name, references]) => [
        name,
        references.map(one => this.operand(one, ADDING.has(figure.formula))).filter(one => one !== undefined)
      ])
    )
    const result = formulas[figure.formula]?.apply(operands, this.document.texts.formulas) as Result
    if (result.quantity && when !== TRUE) {
      result.quantity = quantity.plus(result.quantity, quantity.between(0, 0, 'missing'))
      result.quantity.min = quantity.zero.min
    }
    const at = this.corners.map(({ sheet, isFar }) => ({ isFar, found: sheet.figures.at(-1)?.result }))
    if (result.quantity) {
      result.quantity = between(
        result.quantity,
        at.map(({ isFar, found }) => ({ isFar, found: found?.quantity }))
      )
    }
    const value = isDate(figure.unit)
      ? dateValue(result.date, notBefore(datesBetween(at), result.earliest))
      : numberValue(result.quantity as Quantity, figure.unit)
    if (value.status !== 'exact') {
      for (const fact of countedIn([figure])) this.ask(fact)
    }
    this.figures.push({ figure, value, result, mayLapse: when !== TRUE })
  }
}

const nothing = (
  status: 'not-stated' | 'undetermined',
  { document: { texts, called, currency }, silent }: Measure
): Amount => ({
  status,
  value: null,
  min: null,
  max: null,
  unit: currency,
  text: status === 'not-stated' ? texts.amounts.notStated(called) : texts.amounts.undetermined([]),
  figures: [],
  steps: [],
  rounding: null,
  deadlines: [],
  missingFacts: [],
  notStated: silent
})

const idsOf = (policy: Policy, indexes: Iterable<number>) =>
  [...indexes].map(index => (policy.facts[index] as Fact).id)

/**
 * Calculates every figure of a measure. Says what a figure would be; whether the applicant is eligible is
 * another question, answered by Program.decide.
 * @returns money in yuan with two decimals, half up; dates YYYY-MM-DD; `not-stated` where the plan gives no figure
 */
export function amountOf(
  assessment: Assessment,
  { measure, figures: compiled }: Pick<CompiledMeasure, 'measure' | 'figures'>
): Amount {
  const { policy } = assessment
  const { texts } = measure.document
  if (compiled.length === 0) return nothing('not-stated', measure)
  const corners = cornersOf(
    assessment,
    compiled.map(({ figure }) => figure)
  )
  const sheet = new Sheet(assessment, measure.document, new Map(), corners)
  for (const one of compiled) sheet.add(one)
  const headline = sheet.figures.find(({ figure }) => figure.headline) ?? sheet.figures[0]
  if (!headline) return { ...nothing('undetermined', measure), missingFacts: idsOf(policy, sheet.missing) }
  const figures = sheet.figures.filter(({ figure }) => !isDate(figure.unit))
  return {
    ...headline.value,
    text: valueText(headline.value, texts),
    figures: figures.map(({ figure, value }) => ({
      id: figure.id,
      label: figure.label,
      nature: figure.nature,
      ...value,
      text: valueText(value, texts)
    })),
    steps: sheet.figures.map(({ figure, value, result }) => ({
      label: figure.label,
      expression: result.expression,
      result: valueText(value, texts),
      basis: figure.basis
    })),
    rounding: figures.some(({ figure }) => isMoney(figure.unit)) ? texts.amounts.rounding : null,
    deadlines: sheet.figures
      .filter(({ figure }) => isDate(figure.unit))
      .map(({ figure, value }) => ({
        id: figure.id,
        label: figure.label,
        date: value.value,
        text: valueText(value, texts),
        basis: figure.basis
      })),
    missingFacts: idsOf(policy, sheet.missing),
    notStated: measure.silent
  }
}
