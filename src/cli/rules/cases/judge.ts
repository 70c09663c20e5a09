/** Whether a rule set answers its cases as it must. */
import type { Amount } from '../../../decisions/amount.ts'
import { type AnsweredAmount, answeredAmount } from '../../../decisions/answered.ts'
import { interpretationsFor } from '../../../decisions/eligibility.ts'
import { missingIn } from '../../../decisions/reasons.ts'
import type { Assessment, Program } from '../../../engine/program.ts'
import { later } from '../../../later.ts'
import { OUTCOMES } from '../../../policy/kleene.ts'
import type { Fact, Measure, Node } from '../../../policy/model.ts'
import { windowStatus } from '../../../policy/window.ts'
import { type FactCheck, factCheck } from '../facts.ts'
import type { Expectation, FigureExpectation } from './format.ts'
import type { Case, FactCase } from './index.ts'

/** An answer to the question of a case, worked out part by part as the expectation asks for it. */
interface Question {
  program: Program
  assessment: Assessment
  measure: Measure
  asOf: string
}

const sameSet = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every(item => b.includes(item))
const show = (value: unknown) => String(JSON.stringify(value))

/** The facts of `measure` still missing, as answers list them. */
const missingFacts = ({ program, assessment, measure }: Question) =>
  [...missingIn(assessment, program.condition(measure.conditions as Node))].map(
    index => (program.policy.facts[index] as Fact).id
  )

function figureFaults(id: string, expected: FigureExpectation, amount: Amount): string[] {
  const figure = amount.figures.find(one => one.id === id)
  const date = amount.deadlines.find(one => one.id === id)
  const actual = figure
    ? { status: figure.status, value: figure.value, min: figure.min, max: figure.max }
    : date && { status: date.date ? 'exact' : 'undetermined', value: date.date, min: null, max: null }
  if (expected === null) return actual ? [`${id}: expected none, got ${show(actual)}`] : []
  if (!actual) return [`${id}: expected ${show(expected)}, got none`]
  const wanted: Record<string, string> = typeof expected === 'string' ? { value: expected } : expected
  return Object.entries(wanted)
    .filter(([part, value]) => actual[part as 'value'] !== value)
    .map(([part, value]) => `${id} ${part}: expected ${value}, got ${show(actual)}`)
}

function amountFaults(expected: NonNullable<Expectation['amount']>, amount: AnsweredAmount): string[] {
  const { figures = {}, readings = {}, ...headline } = expected
  const otherwise = new Map(
    amount.readings.filter(({ taken }) => !taken).map(({ interpretation, text }) => [interpretation, text])
  )
  return [
    ...Object.entries(headline)
      .filter(([part, value]) => amount[part as 'status'] !== value)
      .map(([part, value]) => `amount ${part}: expected ${value}, got ${show(amount[part as 'status'])}`),
    ...Object.entries(figures).flatMap(([id, value]) => figureFaults(id, value, amount)),
    ...Object.entries(readings)
      .filter(([id, text]) => (otherwise.get(id) ?? null) !== text)
      .map(([id, text]) => `reading of ${id}: expected ${text}, got ${show(otherwise.get(id) ?? null)}`)
  ]
}

function openPointFaults(
  { program, assessment, measure }: Question,
  { interpretations = [], notInterpretations = [], decides }: Expectation
): string[] {
  if (interpretations.length + notInterpretations.length === 0 && !decides) return []
  const shown = interpretationsFor(assessment, program.compiled(measure))
  const flagged = shown.map(({ id }) => id)
  const deciding = shown.filter(({ bearing }) => bearing === 'decides').map(({ id }) => id)
  return [
    ...interpretations.filter(id => !flagged.includes(id)).map(id => `open point ${id} is not flagged`),
    ...notInterpretations.filter(id => flagged.includes(id)).map(id => `open point ${id} is flagged`),
    ...(decides && !sameSet(decides, deciding)
      ? [`open points that decide: expected ${show(decides)}, got ${show(deciding)}`]
      : [])
  ]
}

function faultsOfReading(question: Question, expect: Expectation): string[] {
  const { program, assessment, measure, asOf } = question
  const faults: string[] = []
  const same = (part: string, expected: unknown, actual: unknown) => {
    if (expected !== undefined && expected !== actual) {
      faults.push(`${part}: expected ${show(expected)}, got ${show(actual)}`)
    }
  }
  const sameAll = (
    part: string,
    expected: readonly string[] | undefined,
    actual: () => readonly string[]
  ) => {
    if (expected && !sameSet(expected, actual())) {
      faults.push(`${part}: expected ${show(expected)}, got ${show(actual())}`)
    }
  }
  same('outcome', expect.outcome, OUTCOMES[program.decide(measure, assessment)])
  if (expect.window) same('window', expect.window, windowStatus(measure.window, asOf))
  sameAll('missing', expect.missing, () => missingFacts(question))
  sameAll('excludes', expect.excludes, () => measure.exclusive)
  faults.push(...openPointFaults(question, expect))
  if (expect.amount)
    faults.push(...amountFaults(expect.amount, answeredAmount(program, assessment, measure, 'eligible')))
  return faults
}

/**
 * What is wrong with the answer of a rule set to a question about one measure.
 * @param facts as requests have them, of which `assessment` was made
 * @returns one line a difference; empty when the answer is as it must be
 */
export function faultsOfCase(program: Program, one: Case, measure: Measure): string[] {
  const question = {
    program,
    assessment: program.assess(one.facts, one.assumptions),
    measure,
    asOf: one.asOf
  }
  const byReading = one.readings.map(reading => faultsOfReading(question, reading))
  const fewest = byReading.reduce((least, faults) => (faults.length < least.length ? faults : least))
  const open =
    one.readings.length === 1 || interpretationsFor(question.assessment, program.compiled(measure)).length > 0
  return open ? fewest : [...fewest, 'the readings differ, but no open point is shown']
}

/** What is wrong with what a rule set works out for a fact. */
export function faultsOfFactCase(program: Program, one: FactCase, fact: Fact): string[] {
  const { values, narrowed } = program.assess(one.facts)
  const value = values[fact.index]
  const actual = (value === undefined ? [narrowed.get(fact.index)?.toJSON() ?? []].flat() : [value]).map(show)
  const reason =
    fact.derivation?.rule.whyNot?.(values, { texts: fact.texts, facts: program.policy.facts }) ?? null
  return [
    ...(sameSet(actual, one.possible.map(show))
      ? []
      : [`${one.fact}: expected ${show(one.possible)}, got ${show(actual)}`]),
    ...(one.reason === null || one.reason === reason
      ? []
      : [`${one.fact}: expected because of ${one.reason}, got ${show(reason)}`])
  ]
}

/** A case that the rule set does not answer as it must. */
export interface RedCase {
  file: string
  name: string
  /** one line a difference */
  differences: readonly string[]
}

/** What judges the cases of one rule set, those about measures and those about facts. */
export class Judge {
  private readonly program: Program
  private readonly check: () => FactCheck

  constructor(program: Program) {
    this.program = program
    this.check = later(() => factCheck(program.policy))
  }

  /** What no request could say: facts that are not in the vocabulary, or of an impossible value. */
  private unfit({ facts, file }: Case | FactCase): string[] {
    try {
      this.check()(facts, file)
      return []
    } catch (error) {
      return (error as Error).message.split('\n')
    }
  }

  /** @returns one line a difference; empty when the answer is as it must be */
  differences(one: Case | FactCase): string[] {
    const { program } = this
    if ('fact' in one) {
      const fact = program.policy.fact(one.fact)
      return fact
        ? [...this.unfit(one), ...faultsOfFactCase(program, one, fact)]
        : [`there is no fact ${one.fact}`]
    }
    const measure = program.policy.measure(one.measure)
    if (!measure) return [`there is no measure ${one.measure}`]
    if (!measure.conditions) return [`there is nothing to decide about ${one.measure}`]
    return [...this.unfit(one), ...faultsOfCase(program, one, measure)]
  }

  red(cases: readonly (Case | FactCase)[]): RedCase[] {
    return cases
      .map(one => ({ file: one.file, name: one.name, differences: this.differences(one) }))
      .filter(({ differences }) => differences.length > 0)
  }
}
