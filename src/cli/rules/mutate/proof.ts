/**
 * What becomes of a mutant that no case notices: facts on which it answers otherwise, which make a case, or the
 * proof that it answers alike on every combination of the values that matter.
 */
import type { AmountValue } from '../../../decisions/amount.ts'
import { type AnsweredAmount, answeredAmount } from '../../../decisions/answered.ts'
import { interpretationsFor } from '../../../decisions/eligibility.ts'
import { boundariesOf } from '../../../engine/boundaries.ts'
import type { Program } from '../../../engine/program.ts'
import { FALSE, OUTCOMES, type Truth, UNKNOWN } from '../../../policy/kleene.ts'
import type { Fact, Figure, Leaf, Measure, Node, Policy, Window } from '../../../policy/model.ts'
import { neighbours } from '../../../policy/steps.ts'
import { factsOf, factsUnder } from '../../../policy/uses.ts'
import { windowStatus } from '../../../policy/window.ts'
import type { Expectation, FigureExpectation } from '../cases/format.ts'
import { Comparison, type Given } from './comparison.ts'

/** One measure before and after the change. */
export interface Pair {
  before: { program: Program; measure: Measure }
  after: { program: Program; measure: Measure }
}

/** A question that tells the two apart, with the answer of the rule set as it stands. */
export interface KillingCase {
  measure: string
  asOf: string
  /** defaults would hide the difference where a fact that has one is not given */
  assumptions: 'none'
  given: Record<string, unknown>
  expect: Expectation
}

export type Finding = { differs: KillingCase } | { combinations: number }

/** Any day will do where the window does not matter. */
const ANY_DAY = '2022-07-01'

/** Values that matter to facts under both rule sets. */
function domainOf(pair: Pair, facts: Iterable<number>, extra: (fact: Fact) => unknown[] = () => []) {
  const domain = new Map<number, unknown[]>()
  for (const index of facts) {
    const values = [pair.before, pair.after].flatMap(({ program: { policy }, measure }) => {
      const leaves = measure.leaves.map(leaf => policy.leaves[leaf] as Leaf)
      return boundariesOf(policy, policy.facts[index] as Fact, leaves)
    })
    const all = [...values, ...extra(pair.before.program.policy.facts[index] as Fact)]
    domain.set(index, [...new Map(all.map(value => [JSON.stringify(value), value])).values()])
  }
  return domain
}

/** Facts by id, as cases have them. */
function named(policy: Policy, given: Given): Record<string, unknown> {
  return Object.fromEntries(
    policy.facts.filter(({ index }) => given[index] !== undefined).map(({ id, index }) => [id, given[index]])
  )
}

const settled = (program: Program, given: Given) => program.settle(given, 'none')

/** An open point without a condition may always matter. */
const truthOf = (program: Program, node: Node | null, given: Given): Truth =>
  node ? program.truth(node, settled(program, given)) : UNKNOWN

/** What a tree says, whatever its names and its place in the list of leaves. */
function shape({ leaves }: Policy, node: Node | null): unknown {
  if (!node) return null
  if (node.kind !== 'leaf') return [node.kind, node.children.map(child => shape({ leaves } as Policy, child))]
  const { fact, operator, value, other } = leaves[node.leaf] as Leaf
  return [fact, operator, value, other]
}

const alike = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

class Prover {
  combinations = 1
  private readonly pair: Pair
  private readonly policy: Policy

  constructor(pair: Pair) {
    this.pair = pair
    this.policy = pair.before.program.policy
  }

  private question(given: Given, asOf: string, expect: Partial<Expectation>): KillingCase {
    const { program, measure } = this.pair.before
    const outcome = OUTCOMES[program.decide(measure, settled(program, given))]
    return {
      measure: measure.id,
      asOf,
      assumptions: 'none',
      given: named(this.policy, given),
      expect: { outcome, ...expect }
    }
  }

  private trees(before: Node | null, after: Node | null, same: (a: Truth, b: Truth) => boolean) {
    const facts = [before, after].flatMap((node, index) => {
      const { program } = index === 0 ? this.pair.before : this.pair.after
      return factsUnder(program.policy, node)
    })
    const comparison = new Comparison(domainOf(this.pair, new Set(facts)))
    this.combinations *= comparison.combinations
    return comparison.find(given => {
      const a = truthOf(this.pair.before.program, before, given)
      const b = truthOf(this.pair.after.program, after, given)
      if (!same(a, b)) return 'differs'
      return a !== UNKNOWN && b !== UNKNOWN ? 'settled' : 'same'
    })
  }

  conditions(): KillingCase | undefined {
    const { before, after } = this.pair
    const [a, b] = [before.measure.conditions, after.measure.conditions]
    if (alike(shape(before.program.policy, a), shape(after.program.policy, b))) return undefined
    const found = this.trees(a, b, (one, other) => one === other)
    return found && this.question(found, ANY_DAY, {})
  }

  interpretations(): KillingCase | undefined {
    const { before, after } = this.pair
    for (const { id, when } of before.measure.interpretations) {
      const other = after.measure.interpretations.find(one => one.id === id)
      if (other && alike(shape(before.program.policy, when), shape(after.program.policy, other.when)))
        continue
      const found = other
        ? this.trees(when, other.when, (one, two) => one === two)
        : this.trees(when, null, truth => truth === FALSE)
      if (found) return this.question(found, ANY_DAY, this.flags(found))
    }
    return undefined
  }

  private flags(given: Given): Partial<Expectation> {
    const { program, measure } = this.pair.before
    const shown = interpretationsFor(settled(program, given), program.compiled(measure))
    const flagged = shown.map(({ id }) => id)
    return {
      interpretations: flagged,
      notInterpretations: measure.interpretations.map(({ id }) => id).filter(id => !flagged.includes(id)),
      decides: shown.filter(({ bearing }) => bearing === 'decides').map(({ id }) => id)
    }
  }

  window(): KillingCase | undefined {
    const { before, after } = this.pair
    const edges = ({ window }: { window: Window | null }) =>
      [window?.from, window?.to]
        .filter(day => typeof day === 'string')
        .flatMap(day => [day, ...neighbours(day)])
    const days = [...edges(before.measure), ...edges(after.measure)]
    const day = days.find(
      one => windowStatus(before.measure.window, one) !== windowStatus(after.measure.window, one)
    )
    return day === undefined
      ? undefined
      : this.question([], day, { window: windowStatus(before.measure.window, day) })
  }

  exclusions(): KillingCase | undefined {
    const { before, after } = this.pair
    return alike(before.measure.exclusive, after.measure.exclusive)
      ? undefined
      : this.question([], ANY_DAY, { excludes: [...before.measure.exclusive] })
  }

  amounts(): KillingCase | undefined {
    const { before, after } = this.pair
    const data = ({ program, measure }: Pair['before']) =>
      [measure.figures, ...measure.interpretations.map(({ otherwise }) => otherwise ?? [])].map(figures =>
        figures.map(figure => [plain(figure), shape(program.policy, figure.when)])
      )
    if (alike(data(before), data(after))) return undefined
    const comparison = new Comparison(domainOf(this.pair, this.figureFacts(), someNumbers))
    this.combinations *= comparison.combinations
    const answer = ({ program, measure }: Pair['before'], given: Given) =>
      expected(answeredAmount(program, settled(program, given), measure, 'eligible'))
    const found = comparison.find(given =>
      alike(answer(before, given), answer(after, given)) ? 'same' : 'differs'
    )
    if (!found) return undefined
    const amount = answer(before, found)
    const more = Object.keys(answer(after, found).figures).filter(id => !(id in amount.figures))
    const figures = { ...amount.figures, ...Object.fromEntries(more.map(id => [id, null])) }
    const unread = Object.keys(answer(after, found).readings).filter(id => !(id in amount.readings))
    const readings = { ...amount.readings, ...Object.fromEntries(unread.map(id => [id, null])) }
    return this.question(found, ANY_DAY, { amount: { ...amount, figures, readings } })
  }

  private figureFacts(): Set<number> {
    return new Set(
      [this.pair.before, this.pair.after].flatMap(({ program, measure }) => [
        ...[...measure.figures, ...measure.interpretations.filter(({ otherwise }) => otherwise)].flatMap(
          ({ when }) => factsUnder(program.policy, when)
        ),
        ...factsOf(program.policy, { ...measure, leaves: [] })
      ])
    )
  }
}

/** A figure without its words: what it works out. */
const plain = ({ id, unit, formula, inputs, headline, optional }: Figure) => ({
  id,
  unit,
  formula,
  inputs,
  headline,
  optional
})

/** Numbers that show how an amount is made: nothing, one, several. */
const someNumbers = ({ schema }: Fact): unknown[] =>
  schema.type === 'integer' ? [0, 1, 7] : schema.type === 'number' ? [0, 1] : []

/** An amount as a case expects it. */
function expected(amount: AnsweredAmount) {
  const parts = ({ status, value, min, max }: Pick<AmountValue, 'status' | 'value' | 'min' | 'max'>) => ({
    status,
    ...(value !== null && { value }),
    ...(min !== null && { min }),
    ...(max !== null && { max })
  })
  const figures: Record<string, FigureExpectation> = {}
  for (const one of amount.figures) {
    figures[one.id] = one.status === 'exact' ? (one.value as string) : parts(one)
  }
  for (const { id, date } of amount.deadlines) figures[id] = date ?? { status: 'undetermined' }
  const readings: Record<string, string | null> = {}
  for (const { interpretation, taken, text } of amount.readings) if (!taken) readings[interpretation] = text
  return { ...parts(amount), figures, readings }
}

/** Holds a measure against its mutant. */
export function compare(pair: Pair): Finding {
  const prover = new Prover(pair)
  const differs =
    prover.window() ??
    prover.exclusions() ??
    prover.conditions() ??
    prover.interpretations() ??
    prover.amounts()
  return differs ? { differs } : { combinations: prover.combinations }
}
