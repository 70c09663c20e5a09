/**
 * The answer to "who gets it?" as JSON text. What it consists of is alike for many applicants: a measure with an
 * outcome, a condition with the values of its facts. Each such part is written once, from the same objects that
 * `eligibility` answers with, and kept; a test holds the whole against what the serializer makes of them.
 */
import type { EligibilityRequest } from '../schemas/eligibility.ts'
import type { Assessment, Program } from './compile.ts'
import type { Condition } from './condition.ts'
import { conflictsOf } from './conflicts.ts'
import {
  assumptionsOf,
  bareResult,
  decidable,
  derivedFacts,
  type Explain,
  interpretationView,
  openCondition,
  stampOf
} from './eligibility.ts'
import { deciding, missingIn, originOf, reasonOf, traceOf } from './explain.ts'
import { nextQuestions } from './interview.ts'
import { OUTCOMES, TRUE, TRUTH_NAMES, type Truth, UNKNOWN } from './kleene.ts'
import type { Interpretation, Measure, Node } from './policy.ts'
import { windowStatus } from './window.ts'

/** Parts kept of a kind for a condition: amounts and dates have values without end. */
const KEPT = 64

/** Texts by what they depend on; begins anew when it is full. */
class Texts {
  private readonly texts = new Map<string, string>()

  get(key: string): string | undefined {
    return this.texts.get(key)
  }

  keep(key: string, text: string): string {
    if (this.texts.size === KEPT) this.texts.clear()
    this.texts.set(key, text)
    return text
  }
}

/** What is kept of a condition, by the state of its facts. */
class ConditionTexts {
  readonly reasons = new Texts()
  readonly open = new Texts()
  readonly traces = new Texts()
}

/** The state of each fact of one applicant: its value or those still possible, and where it is known from. */
class States {
  private readonly assessment: Assessment
  private readonly states: string[]

  constructor(assessment: Assessment) {
    this.assessment = assessment
    this.states = assessment.policy.facts.map(() => '')
  }

  of({ facts }: Condition): string {
    let text = ''
    for (let at = 0; at < facts.length; at++) text += this.one(facts[at] as number)
    return text
  }

  private one(fact: number): string {
    const before = this.states[fact] as string
    if (before !== '') return before
    const { assessment } = this
    const value = assessment.value(fact)
    const origin = originOf(assessment, fact)
    // JSON holds no line break outside its texts: states in a row cannot run into each other.
    const state = `${origin} ${JSON.stringify(value ?? assessment.narrowed.get(fact))}\n`
    this.states[fact] = state
    return state
  }
}

/** Added up rather than joined: `join` copies what it joins, at every level anew. */
function list(parts: readonly string[]): string {
  let text = '['
  for (let at = 0; at < parts.length; at++) text += at === 0 ? parts[at] : `,${parts[at]}`
  return `${text}]`
}

/** The beginning of an object, to be gone on with. */
const opened = (value: object) => JSON.stringify(value).slice(0, -1)

/** Writes the answers of a program. */
export class AnswerText {
  private readonly program: Program
  private readonly stamp: string
  /** ids of facts in quotation marks, by index */
  private readonly ids: readonly string[]
  /** by measure: bare results by truth and window, without the closing brace */
  private readonly heads: readonly Map<string, string>[]
  /** by measure: what ends a result with reasons */
  private readonly ends: readonly string[]
  private readonly conditions = new Map<Condition, ConditionTexts>()
  private readonly interpretations = new Map<Interpretation, { decides: string; open: string }>()

  constructor(program: Program) {
    const { policy } = program
    this.program = program
    this.stamp = JSON.stringify(stampOf(policy))
    this.ids = policy.facts.map(({ id }) => JSON.stringify(id))
    this.heads = policy.measures.map(() => new Map())
    this.ends = policy.measures.map(({ responsible, silent }) =>
      opened({ responsible, notStated: silent }).replace('{', ',')
    )
    for (const entry of policy.measures.flatMap(({ interpretations }) => interpretations)) {
      this.interpretations.set(entry, {
        decides: JSON.stringify(interpretationView(entry, 'decides')),
        open: JSON.stringify(interpretationView(entry, 'may-matter'))
      })
    }
  }

  /**
   * Answers POST /eligibility.
   * @param request checked against its schema before
   * @param asOf the day, YYYY-MM-DD: the request's, or today where it names none
   * @returns JSON of an EligibilityResponse
   */
  eligibility(request: EligibilityRequest, asOf: string): string {
    const { program } = this
    const { facts, measures: ids, explain = 'summary', assumptions, declined = [] } = request
    const measures = ids ? ids.map(id => program.policy.measure(id) as Measure) : decidable(program.policy)
    const assessment = program.assess(facts, assumptions)
    const summary = { eligible: 0, ineligible: 0, undetermined: 0 }
    for (const measure of measures) summary[OUTCOMES[program.decide(measure, assessment)]]++
    const results = this.results(assessment, measures, asOf, explain)
    const questions =
      explain === 'none' ? [] : nextQuestions(program, assessment, measures, new Set(declined))
    return (
      `{"policy":${this.stamp},"asOf":"${asOf}","summary":${JSON.stringify(summary)}` +
      `,"assumptions":${JSON.stringify(assumptionsOf(assessment))}` +
      `,"derived":${JSON.stringify(derivedFacts(assessment, measures))}` +
      `,"conflicts":${JSON.stringify(conflictsOf(assessment))}` +
      `,"results":${results},"nextQuestions":${JSON.stringify(questions)}}`
    )
  }

  /**
   * The results of measures, in their order.
   * @returns JSON of a list of EligibilityResult
   */
  results(assessment: Assessment, measures: readonly Measure[], asOf: string, explain: Explain): string {
    const states = new States(assessment)
    return list(measures.map(measure => this.result(assessment, states, measure, asOf, explain)))
  }

  private result(
    assessment: Assessment,
    states: States,
    measure: Measure,
    asOf: string,
    explain: Explain
  ): string {
    const { program } = this
    const truth = program.decide(measure, assessment)
    const head = this.head(measure, truth, asOf)
    if (explain === 'none') return `${head}}`
    const root = measure.conditions as Node
    const condition = program.condition(root)
    const found = deciding(assessment, condition, truth)
    const reasons = found.map(one => this.reason(assessment, states, one, truth))
    const open = truth === UNKNOWN ? found.map(one => this.open(assessment, states, one)) : []
    const missing = [...missingIn(program, assessment, root)].map(index => this.ids[index] as string)
    const text =
      `${head},"reasons":${list(reasons)},"missingFacts":${list(missing)},"conditionalOn":${list(open)}` +
      `,"interpretations":${list(this.interpretationsOf(assessment, measure))}${this.ends[measure.index]}`
    return explain === 'full' ? `${text},"trace":${this.trace(assessment, states, condition)}}` : `${text}}`
  }

  private head(measure: Measure, truth: Truth, asOf: string): string {
    const heads = this.heads[measure.index] as Map<string, string>
    const key = OUTCOMES[truth] + windowStatus(measure.window, asOf)
    const text = heads.get(key) ?? opened(bareResult(measure, truth, asOf))
    heads.set(key, text)
    return text
  }

  private kept(condition: Condition): ConditionTexts {
    const before = this.conditions.get(condition)
    if (before) return before
    const texts = new ConditionTexts()
    this.conditions.set(condition, texts)
    return texts
  }

  private reason(assessment: Assessment, states: States, condition: Condition, truth: Truth): string {
    const { reasons } = this.kept(condition)
    const state = states.of(condition)
    return reasons.get(state) ?? reasons.keep(state, JSON.stringify(reasonOf(assessment, condition, truth)))
  }

  private open(assessment: Assessment, states: States, condition: Condition): string {
    const { open } = this.kept(condition)
    const state = states.of(condition)
    const make = () => JSON.stringify(openCondition(reasonOf(assessment, condition, UNKNOWN)))
    return open.get(state) ?? open.keep(state, make())
  }

  private interpretationsOf(assessment: Assessment, { interpretations }: Measure): string[] {
    const deciding: string[] = []
    const open: string[] = []
    for (const entry of interpretations) {
      const truth = entry.when ? this.program.truth(entry.when, assessment) : UNKNOWN
      const texts = this.interpretations.get(entry) as { decides: string; open: string }
      if (truth === TRUE) deciding.push(texts.decides)
      else if (truth === UNKNOWN) open.push(texts.open)
    }
    return [...deciding, ...open]
  }

  /** A condition about one fact is kept whole, any other put together from its parts. */
  private trace(assessment: Assessment, states: States, condition: Condition): string {
    if (condition.leaf === null && condition.facts.length > 1) {
      const { kind, name, ownBasis: basis, children } = condition
      const result = TRUTH_NAMES[assessment.truth(condition.code, 0)]
      const { traces } = this.kept(condition)
      const head = traces.get(result) ?? traces.keep(result, opened({ kind, name, result, basis }))
      return `${head},"conditions":${list(children.map(child => this.trace(assessment, states, child)))}}`
    }
    const { traces } = this.kept(condition)
    const state = states.of(condition)
    return traces.get(state) ?? traces.keep(state, JSON.stringify(traceOf(assessment, condition)))
  }
}
