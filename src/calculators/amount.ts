/** The amount of a measure for an applicant: every figure of it, with steps, status and what is missing. */
import type { Assessment, Program } from '../rules/compile.ts'
import { missingIn } from '../rules/explain.ts'
import type { Nature } from '../rules/format.ts'
import { FALSE, TRUE } from '../rules/kleene.ts'
import type { Basis, Fact, Figure, Measure, OperandRef, Parameter, Policy } from '../rules/policy.ts'
import { showValue, withUnit } from '../rules/values.ts'
import type { Operand, Result } from './formula.ts'
import { formulas } from './index.ts'
import { boundText, type Mark, type Quantity, quantity } from './quantity.ts'

export const AMOUNT_STATUSES = [
  'exact',
  'approximate',
  'at-most',
  'at-least',
  'range',
  'not-stated',
  'undetermined'
] as const
export type AmountStatus = (typeof AMOUNT_STATUSES)[number]

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

const isMoney = (unit: string) => unit === 'CNY' || unit === 'CNY-per-month'
const isDate = (unit: string) => unit === 'date'
const ROUNDING = '每一项在最后一步四舍五入到分；相加、相减用舍入后的数，各部分加起来等于总数'
/** Formulas of parts and wholes. */
const ADDING: ReadonlySet<string> = new Set(['sum', 'difference'])

/** The natural bounds of a fact that is not given: what its schema in facts.json allows. */
function unknownNumber(fact: Fact): Quantity {
  const { minimum = 0, maximum = null } = fact.schema as { minimum?: number; maximum?: number }
  return quantity.between(minimum, maximum, 'missing')
}

function parameterQuantity({ value, precision }: Parameter): Quantity {
  if (Array.isArray(value)) return quantity.between(value[0], value[1], 'range')
  const number = value as number
  if (precision === 'at-most') return quantity.between(0, number, 'at-most')
  if (precision === 'at-least') return quantity.between(number, null, 'at-least')
  return precision === 'approximate' ? quantity.marked(number, 'approximate') : quantity.exact(number)
}

const WORDS: Record<string, string> = { 'at-most': '不超过', 'at-least': '不低于', approximate: '约' }

/** A parameter as text: 3个月, 约0.8%, 不超过20%, 8,000元至10,000元 */
export function parameterText({ value, unit, precision }: Parameter): string {
  return Array.isArray(value)
    ? `${withUnit(value[0], unit)}至${withUnit(value[1], unit)}`
    : `${WORDS[precision] ?? ''}${withUnit(value, unit)}`
}

const isRate = (unit: string | undefined) => unit?.startsWith('percent') === true
const asFactor = (number: Quantity, unit: string | undefined) =>
  isRate(unit) ? quantity.percent(number) : number

function parameterOperand(parameter: Parameter): Operand {
  const text = parameterText(parameter)
  if (typeof parameter.value === 'string') {
    return { text, quantity: quantity.zero, factor: quantity.zero, date: parameter.value }
  }
  const number = parameterQuantity(parameter)
  return { text, quantity: number, factor: asFactor(number, parameter.unit) }
}

function factOperand(assessment: Assessment, fact: Fact): Operand {
  const value = assessment.values[fact.index]
  const text = value === undefined ? `${fact.label}（未提供）` : showValue(fact, value)
  const ordered = fact.schema.type === 'string'
  if (ordered)
    return { text, quantity: quantity.zero, factor: quantity.zero, date: value as string | undefined }
  const possible = assessment.narrowed.get(fact.index) as readonly number[] | undefined
  const number =
    value !== undefined
      ? quantity.exact(value as number)
      : possible
        ? quantity.between(Math.min(...possible), Math.max(...possible), 'missing')
        : unknownNumber(fact)
  return { text, quantity: number, factor: asFactor(number, fact.unit) }
}

/** The status that the marks of a quantity amount to. */
function statusOf({ marks }: Quantity, settled: boolean): AmountStatus {
  const has = (mark: Mark) => marks.has(mark)
  if (settled && !has('approximate')) return 'exact'
  if (has('missing')) return 'undetermined'
  if (has('approximate')) return 'approximate'
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

function dateValue(date: string | undefined): AmountValue {
  return { status: date ? 'exact' : 'undetermined', value: date ?? null, min: null, max: null, unit: 'date' }
}

function valueText({ status, value, min, max, unit }: AmountValue): string {
  const show = (text: string) => withUnit(text, unit)
  if (value !== null) return `${status === 'approximate' ? '约' : ''}${show(value)}`
  if (status === 'at-most' && max !== null) return `不超过${show(max)}`
  if (status === 'at-least' && min !== null) return `不低于${show(min)}`
  if (status === 'range' && min !== null && max !== null) return `${show(min)}至${show(max)}`
  const bounds = [
    min !== null && Number(min) > 0 && `不低于${show(min)}`,
    max !== null && `不超过${show(max)}`
  ]
  return ['还缺条件，算不出来', ...bounds.filter(Boolean)].join('，')
}

/** The figures of one measure for one applicant, in file order. */
class Sheet {
  readonly figures: { figure: Figure; value: AmountValue; result: Result }[] = []
  readonly missing = new Set<number>()
  private readonly program: Program
  private readonly assessment: Assessment

  constructor(program: Program, assessment: Assessment) {
    this.program = program
    this.assessment = assessment
  }

  private fact(index: number): Fact {
    return this.program.policy.facts[index] as Fact
  }

  /** What to ask for a fact that a figure needs and does not have. */
  private ask(index: number) {
    if (this.assessment.values[index] !== undefined) return
    const rest = this.fact(index).derivation?.rule.missing(this.assessment.given) ?? []
    for (const one of rest.length > 0 ? rest : [index]) this.missing.add(one)
  }

  /** @param addsUp whether it is a part or a whole of others: so that they add up, what is shown is reckoned with */
  private operand(reference: OperandRef, addsUp: boolean): Operand | undefined {
    if ('parameter' in reference) return parameterOperand(reference.parameter)
    if ('fact' in reference) return factOperand(this.assessment, this.fact(reference.fact))
    const earlier = this.figures.find(({ figure }) => figure.id === reference.figure)
    if (!earlier) return undefined
    const { figure, value, result } = earlier
    const exact = result.quantity ?? quantity.zero
    const number = addsUp && isMoney(figure.unit) ? quantity.inFen(exact) : exact
    return {
      // No whole sentence inside a formula: a figure that is open is only named.
      text: value.status === 'undetermined' ? figure.label : `${figure.label}${valueText(value)}`,
      quantity: number,
      factor: asFactor(number, figure.unit),
      date: result.date
    }
  }

  add(figure: Figure) {
    const when = figure.when ? this.program.truth(figure.when, this.assessment) : TRUE
    if (when === FALSE || (when !== TRUE && figure.optional)) return
    if (when !== TRUE) {
      for (const index of missingIn(
        this.program,
        this.assessment,
        figure.when as NonNullable<Figure['when']>
      )) {
        this.missing.add(index)
      }
    }
    const operands = Object.fromEntries(
      Object.entries(figure.inputs).map(([name, references]) => [
        name,
        references.map(one => this.operand(one, ADDING.has(figure.formula))).filter(one => one !== undefined)
      ])
    )
    const result = formulas[figure.formula]?.apply(operands) as Result
    if (result.quantity && when !== TRUE) {
      result.quantity = quantity.plus(result.quantity, quantity.between(0, 0, 'missing'))
      result.quantity.min = quantity.zero.min
    }
    const value = isDate(figure.unit)
      ? dateValue(result.date)
      : numberValue(result.quantity as Quantity, figure.unit)
    if (value.status === 'undetermined') {
      for (const references of Object.values(figure.inputs)) {
        for (const reference of references) if ('fact' in reference) this.ask(reference.fact)
      }
    }
    this.figures.push({ figure, value, result })
  }
}

const nothing = (status: 'not-stated' | 'undetermined', measure: Measure): Amount => ({
  status,
  value: null,
  min: null,
  max: null,
  unit: 'CNY',
  text: status === 'not-stated' ? '方案没有给出金额' : '还缺条件，算不出来',
  figures: [],
  steps: [],
  rounding: null,
  deadlines: [],
  missingFacts: [],
  notStated: measure.silent
})

const idsOf = (policy: Policy, indexes: Iterable<number>) =>
  [...indexes].map(index => (policy.facts[index] as Fact).id)

/**
 * Calculates every figure of a measure. Says what a figure would be; whether the applicant is eligible is
 * another question, answered by Program.decide.
 * @returns money in yuan with two decimals, half up; dates YYYY-MM-DD; `not-stated` where the plan gives no figure
 */
export function amountOf(program: Program, assessment: Assessment, measure: Measure): Amount {
  if (measure.figures.length === 0) return nothing('not-stated', measure)
  const sheet = new Sheet(program, assessment)
  for (const figure of measure.figures) sheet.add(figure)
  const headline = sheet.figures.find(({ figure }) => figure.headline) ?? sheet.figures[0]
  if (!headline)
    return { ...nothing('undetermined', measure), missingFacts: idsOf(program.policy, sheet.missing) }
  const figures = sheet.figures.filter(({ figure }) => !isDate(figure.unit))
  return {
    ...headline.value,
    text: valueText(headline.value),
    figures: figures.map(({ figure, value }) => ({
      id: figure.id,
      label: figure.label,
      nature: figure.nature,
      ...value,
      text: valueText(value)
    })),
    steps: sheet.figures.map(({ figure, value, result }) => ({
      label: figure.label,
      expression: result.expression,
      result: valueText(value),
      basis: figure.basis
    })),
    rounding: figures.some(({ figure }) => isMoney(figure.unit)) ? ROUNDING : null,
    deadlines: sheet.figures
      .filter(({ figure }) => isDate(figure.unit))
      .map(({ figure, value }) => ({
        id: figure.id,
        label: figure.label,
        date: value.value,
        text: valueText(value),
        basis: figure.basis
      })),
    missingFacts: idsOf(program.policy, sheet.missing),
    notStated: measure.silent
  }
}
