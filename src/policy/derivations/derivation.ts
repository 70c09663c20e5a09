/** What every derivation is: possible values of a fact, worked out from facts that are known. */

import type { Texts } from '../../texts/index.ts'
import type { Industries } from '../industry.ts'
import type { Fact } from '../model.ts'
import type { Ordered } from '../possible.ts'
import { labelled } from '../words.ts'

/** Values of facts by fact index; undefined where a fact is not settled. */
export type Given = readonly unknown[]

/** How answers call facts, in one language; by fact index. */
export interface Wording {
  texts: Texts
  facts: readonly Fact[]
}

/** A rule by which the possible values of one fact follow from other facts. */
export interface Rule {
  /** indexes of the facts it reads */
  inputs: readonly number[]
  /** the one of them without which nothing follows, where there is one */
  needs?: number
  /** Called where an input is known. @returns the values still possible: one when settled, several when narrowed, undefined when nothing is known */
  values(given: Given): readonly unknown[] | undefined
  /** @returns one sentence: how the value follows; called only when `values` gave some */
  because(given: Given, wording: Wording): string
  /** @returns values of an input that has an order at which what follows changes: with the ends of a range they stand for all of it */
  turns?(input: number, given: Given): readonly Ordered[]
  /** whether what follows rises with its ordered input, so that the ends of a range give the ends of a range */
  rises?: true
}

export interface Derivation extends Rule {
  /** @returns the inputs still worth asking for; empty when asking for the fact itself is shorter */
  missing(given: Given): readonly number[]
  /** @returns why nothing can be worked out although the inputs are there: an industry outside the standard */
  whyNot?(given: Given, wording: Wording): string | undefined
  /** what follows the other way round: of an input, once the fact itself is known */
  reverses?: readonly { fact: number; rule: Rule }[]
}

/** What a derivation may look up while a rule set is compiled. */
export interface DerivationContext {
  /** index of the fact that is worked out */
  target: number
  index(fact: string): number
  /** the values of a fact where they can be counted, else undefined */
  members(fact: number): readonly unknown[] | undefined
  /** one of the other JSON files of the rule set */
  file(name: string): unknown
  industries: Industries
}

export type MakeDerivation<Spec> = (spec: Spec, context: DerivationContext) => Derivation

/** Inputs not known yet, once at least one of them is: asking for the rest is shorter than starting over. */
export const restOf = (inputs: readonly number[], given: Given): readonly number[] =>
  inputs.some(input => given[input] !== undefined) ? inputs.filter(input => given[input] === undefined) : []

/** Facts with their values, as a sentence lists them: 行业：餐饮业，从业人员：3人 */
export const shown = (facts: readonly number[], given: Given, { facts: all }: Wording): string[] =>
  facts.map(fact => labelled(all[fact] as Fact, given[fact]))

/** That a value follows from one fact. */
export const becauseOfOne =
  (fact: number) =>
  (given: Given, wording: Wording): string =>
    shown([fact], given, wording).join()
