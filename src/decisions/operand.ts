/** Operands of figures: parameters and facts as quantities, with the text that stands for them in a step. */

import type { Operand } from '../calculators/formula.ts'
import { type Quantity, quantity } from '../calculators/quantity.ts'
import type { Assessment } from '../engine/program.ts'
import type { Fact, Parameter } from '../policy/model.ts'
import { endsOf, type Ordered, showPossible } from '../policy/possible.ts'
import { showValue } from '../policy/words.ts'
import type { Texts } from '../texts/index.ts'

/** A fact of which nothing is known: what its schema allows says nothing of the applicant. */
const UNKNOWN_NUMBER = quantity.between(0, null, 'missing')

function parameterQuantity({ value, precision }: Parameter): Quantity {
  if (Array.isArray(value)) return quantity.between(value[0], value[1], 'range')
  const number = value as number
  if (precision === 'at-most') return quantity.between(0, number, 'at-most')
  if (precision === 'at-least') return quantity.between(number, null, 'at-least')
  return precision === 'approximate' ? quantity.marked(number, 'approximate') : quantity.exact(number)
}

/** A parameter as text: 3个月, 约0.8%, 不超过20%, 8,000元至10,000元 */
export function parameterText(
  { value, unit, precision }: Parameter,
  { quantity: show, values }: Texts
): string {
  if (Array.isArray(value)) {
    const [least, most] = value.map(one => show(String(one), unit)) as [string, string]
    return values.between(least, most)
  }
  const text = show(String(value), unit)
  if (precision === 'at-most') return values.atMost(text)
  if (precision === 'at-least') return values.atLeast(text)
  return precision === 'approximate' ? values.about(text) : text
}

const isRate = (unit: string | undefined) => unit?.startsWith('percent') === true
/** A number as a factor: a rate in percent divided by 100. */
export const asFactor = (number: Quantity, unit: string | undefined) =>
  isRate(unit) ? quantity.percent(number) : number

export function parameterOperand(parameter: Parameter, picked: Ordered | undefined, texts: Texts): Operand {
  const text = parameterText(parameter, texts)
  if (typeof parameter.value === 'string') {
    return { text, quantity: quantity.zero, factor: quantity.zero, date: parameter.value }
  }
  const number = picked === undefined ? parameterQuantity(parameter) : quantity.exact(picked)
  return { text, quantity: number, factor: asFactor(number, parameter.unit) }
}

/** @param picked the value to work with, of a fact that is known only within ends */
export function factOperand(assessment: Assessment, fact: Fact, picked: Ordered | undefined): Operand {
  const value = picked ?? assessment.values[fact.index]
  const possible = value === undefined ? assessment.narrowed.get(fact.index) : undefined
  const { amounts } = fact.texts
  const text = possible
    ? amounts.inBrackets(fact.label, showPossible(fact, possible))
    : value === undefined
      ? amounts.notGiven(fact.label)
      : showValue(fact, value)
  if (fact.schema.type === 'string') {
    const date = value as string | undefined
    return { text, quantity: quantity.zero, factor: quantity.zero, date, isNarrowed: possible !== undefined }
  }
  const [min, max] = possible ? (endsOf(possible) as [number | null, number | null]) : []
  const number =
    value !== undefined
      ? quantity.exact(value as number)
      : possible
        ? quantity.between(min ?? 0, max ?? null, 'range')
        : UNKNOWN_NUMBER
  return { text, quantity: number, factor: asFactor(number, fact.unit) }
}
