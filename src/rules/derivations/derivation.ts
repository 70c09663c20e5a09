/** What every derivation is: possible values of a fact, worked out from facts that were given. */
import type { Industries } from '../industry.ts'

/** Values of facts by fact index; undefined where a fact was not given. */
export type Given = readonly unknown[]

export interface Derivation {
  /** indexes of the facts it reads */
  inputs: readonly number[]
  /** Called where an input is given. @returns the values still possible: one when settled, several when narrowed, undefined when nothing is known */
  values(given: Given): readonly unknown[] | undefined
  /** @returns one Chinese sentence: how the value follows; called only when `values` gave some */
  because(given: Given): string
  /** @returns the inputs still worth asking for; empty when asking for the fact itself is shorter */
  missing(given: Given): readonly number[]
  /** @returns why nothing can be worked out although the inputs are there: an industry outside the standard */
  whyNot?(given: Given): string | undefined
}

/** What a derivation may look up while a rule set is compiled. */
export interface DerivationContext {
  index(fact: string): number
  /** one of the other JSON files of the rule set */
  file(name: string): unknown
  industries: Industries
  /** the Chinese text of a value of a fact */
  show(fact: number, value: unknown): string
}

export type MakeDerivation<Spec> = (spec: Spec, context: DerivationContext) => Derivation

/** Inputs not given yet, once at least one of them is: asking for the rest is shorter than starting over. */
export const restOf = (inputs: readonly number[], given: Given): readonly number[] =>
  inputs.some(input => given[input] !== undefined) ? inputs.filter(input => given[input] === undefined) : []
