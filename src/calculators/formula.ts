/** What every formula is: named operands in, a value and the expression that gave it out. */
import type { Texts } from '../texts/index.ts'
import type { Quantity } from './quantity.ts'
import type { WorkingDays } from './working-days.ts'

/** A value that a formula works on, with the text that stands for it in a step. */
export interface Operand {
  text: string
  /** the number as it stands; a rate in percent stays in percent */
  quantity: Quantity
  /** the number as a factor: a rate in percent divided by 100 */
  factor: Quantity
  /** a date (YYYY-MM-DD) or a month (YYYY-MM) where the operand is one, undefined while it is not known */
  date?: string | undefined
  /** of a date that is not known: the day before which it cannot lie */
  earliest?: string | undefined
  /** which days are worked on, where the operand is that */
  calendar?: WorkingDays
  /** whether something is known of a date that is not known */
  isNarrowed?: boolean
  /** whether it may turn out not to apply at all: a figure whose condition is open */
  mayLapse?: boolean
}

/** Words of expressions, in the language of the rule set. */
export type Words = Texts['formulas']

export interface Result {
  /** the numbers put in, without the result */
  expression: string
  /** undefined for a date */
  quantity?: Quantity
  /** undefined while an input is missing */
  date?: string | undefined
  /** of a date that is not known: the day before which it cannot lie */
  earliest?: string | undefined
}

/** How many operands an input takes. */
export type Arity = 'one' | 'many' | 'optional'

export interface Formula {
  inputs: Readonly<Record<string, Arity>>
  /**
   * @param operands by input name; an input of one operand is a list of one, an absent optional one is empty
   * @param words what an expression says besides its operands
   */
  apply(operands: Readonly<Record<string, readonly Operand[]>>, words: Words): Result
}

/** The operand of an input that takes one. */
export const only = (operands: readonly Operand[] | undefined): Operand => operands?.[0] as Operand
