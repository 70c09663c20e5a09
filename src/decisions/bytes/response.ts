/**
 * The answer to "who gets it?" as JSON in bytes, put together from parts that many answers have in common. The
 * parts are made of the same objects that `eligibility` answers with; a test holds the whole against what the
 * serializer of the schema makes of them.
 */

import { assumedIn } from '../../engine/assumed.ts'
import type { Condition } from '../../engine/conditions.ts'
import type { Assessment, Program } from '../../engine/program.ts'
import { measuresFor } from '../../engine/versions.ts'
import { Output } from '../../output.ts'
import { askedOf, documentsOf } from '../../policy/asked.ts'
import { OUTCOMES, type Outcome, type Truth, UNKNOWN } from '../../policy/kleene.ts'
import type { Fact, Measure } from '../../policy/model.ts'
import { notLoadedOf } from '../../policy/other-documents.ts'
import type { EligibilityRequest, ResultField } from '../../schemas/eligibility.ts'
import { conflictsOf } from '../conflicts.ts'
import { derivedFacts, type Explain, openPoints, resultFor } from '../eligibility.ts'
import { isFiltered, isWanted, withFields } from '../filters.ts'
import { type NextQuestion, nextQuestions } from '../interview/questions.ts'
import { situationsToAsk } from '../interview/situations.ts'
import { nationalRulesFor } from '../national-rules.ts'
import { deciding, missingIn } from '../reasons.ts'
import { AnswerParts } from './fragments.ts'

/** Bytes of an answer to begin with: about all measures with their reasons. */
const ROOM = 256 * 1024

const COMMA = Buffer.from(',')
const [CLOSE, CLOSE_BOTH, CLOSE_LIST] = [Buffer.from('}'), Buffer.from(']}'), Buffer.from(']')]
const REASONS = Buffer.from(',"reasons":[')
const MISSING = Buffer.from('],"missingFacts":[')
const CONDITIONAL_ON = Buffer.from('],"conditionalOn":[')
const INTERPRETATIONS = Buffer.from('],"interpretations":[')
const NATIONAL_RULES = Buffer.from('],"nationalRules":[')
const TRACE = Buffer.from(',"trace":')
const CONDITIONS = Buffer.from(',"conditions":[')
const SETTLES = Buffer.from(',"settles":[')
const ALTERNATIVES = Buffer.from('],"alternatives":[')
const MATTERS = Buffer.from('],"matters":[')

const NONE_OPEN: ReadonlySet<Measure> = new Set()

/** One answer being written. */
class Writing {
  private readonly output: Output
  private readonly program: Program
  private readonly parts: AnswerParts
  private readonly assessment: Assessment

  constructor(program: Program, parts: AnswerParts, assessment: Assessment, output: Output) {
    this.program = program
    this.parts = parts
    this.assessment = assessment
    this.output = output
  }

  /** Writes things one behind the other with commas in between. */
  private list<T>(things: readonly T[], write: (thing: T) => void): void {
    for (let at = 0; at < things.length; at++) {
      if (at > 0) this.output.addBytes(COMMA)
      write(things[at] as T)
    }
  }

  results(
    measures: readonly Measure[],
    truths: readonly Truth[],
    asOf: string,
    explain: Explain,
    fields?: readonly ResultField[]
  ): void {
    const results = measures.map((measure, at) => this.parts.result(measure, truths[at] as Truth, asOf))
    if (explain === 'none') {
      this.output.addMembers(results.map(({ member }) => member))
      return
    }
    for (let at = 0; at < measures.length; at++) {
      const measure = measures[at] as Measure
      if (at > 0) this.output.addBytes(COMMA)
      // Where the version is open, or only some fields are wanted, there is little to copy.
      if (measure.choice || fields) {
        const result = resultFor(this.program, this.assessment, measure, asOf, explain)
        this.output.add(JSON.stringify(withFields(result, fields)))
        continue
      }
      this.output.addBytes((results[at] as (typeof results)[0]).head)
      this.reasons(measure, truths[at] as Truth, asOf, explain)
      this.output.addBytes(CLOSE)
    }
  }

  /** Writes what a result has with its reasons. */
  private reasons(measure: Measure, truth: Truth, asOf: string, explain: Explain): void {
    const { program, parts, assessment, output } = this
    const { document } = measure
    const compiled = program.compiled(measure)
    const condition = compiled.condition as Condition
    const found = deciding(assessment, condition, truth)
    output.addBytes(REASONS)
    this.list(found, one => output.addBytes(parts.reason(assessment, one, truth, document)))
    output.addBytes(MISSING)
    const missing = [...missingIn(assessment, condition)]
    this.list(missing, index => output.addBytes(parts.factIds[index] as Buffer))
    output.addBytes(CONDITIONAL_ON)
    const open = truth === UNKNOWN ? found : []
    this.list(open, one => output.addBytes(parts.open(assessment, one, document)))
    output.addBytes(INTERPRETATIONS)
    this.list(openPoints(assessment, compiled), ([{ point }, bearing]) =>
      output.addBytes(parts.interpretations[bearing].get(point) as Buffer)
    )
    output.addBytes(NATIONAL_RULES)
    this.list(nationalRulesFor(assessment, compiled, truth, asOf), ([rule, bearing]) =>
      output.addBytes(parts.nationalRules[bearing].get(rule) as Buffer)
    )
    output.addBytes(CLOSE_LIST)
    output.addBytes(parts.ends[measure.index] as Buffer)
    if (explain === 'full') {
      output.addBytes(TRACE)
      this.trace(condition)
    }
  }

  /** The trace of a condition, whole or put together from its parts. */
  private trace(condition: Condition): void {
    const { parts, assessment, output } = this
    const whole = parts.trace(assessment, condition)
    if (whole) {
      output.addBytes(whole)
      return
    }
    output.addBytes(parts.traceHead(assessment, condition))
    output.addBytes(CONDITIONS)
    this.list(condition.children, child => this.trace(child))
    output.addBytes(CLOSE_BOTH)
  }

  questions(questions: readonly NextQuestion[]): void {
    const { parts, program, output } = this
    const id = (measure: string) => output.addBytes(parts.measureIds.get(measure) as Buffer)
    const indexOf = (fact: string) => (program.policy.fact(fact) as Fact).index
    this.list(questions, question => {
      const { fact, settles, matters, alternatives } = question
      output.addBytes(parts.question(indexOf(fact), question))
      output.addBytes(SETTLES)
      this.list(settles, id)
      output.addBytes(MATTERS)
      this.list(matters, id)
      output.addBytes(ALTERNATIVES)
      this.list(alternatives, one => output.addBytes(parts.factIds[indexOf(one)] as Buffer))
      output.addBytes(CLOSE_BOTH)
    })
  }
}

/** Writes the answers of a program. */
export class AnswerBytes {
  private readonly program: Program
  private readonly parts: AnswerParts
  /** where each answer is written, one after the other: memory that is warm costs less than new memory */
  private readonly output = new Output(ROOM)
  /** what the last answer decided, in the order of its results, and the fact that it asks for first */
  last: { measures: readonly Measure[]; outcomes: readonly Outcome[]; missing: string | null } = {
    measures: [],
    outcomes: [],
    missing: null
  }

  constructor(program: Program) {
    this.program = program
    this.parts = new AnswerParts(program)
  }

  /**
   * Writes the results of measures, in their order, with commas in between.
   * @param output takes the members of a JSON list of EligibilityResult
   * @param truths one a measure
   * @param asOf YYYY-MM-DD
   */
  addResults(
    output: Output,
    assessment: Assessment,
    measures: readonly Measure[],
    truths: readonly Truth[],
    asOf: string,
    explain: Explain
  ): void {
    new Writing(this.program, this.parts, assessment, output).results(measures, truths, asOf, explain)
  }

  /**
   * Answers POST /eligibility.
   * @param request checked against its schema before
   * @param asOf the day, YYYY-MM-DD: the request's, or today where it names none
   * @returns JSON of an EligibilityResponse, UTF-8
   */
  eligibility(request: EligibilityRequest, asOf: string): Buffer {
    const { program, parts, output } = this
    const { facts, possible, explain = 'summary', assumptions, declined = [], situationsAsked } = request
    const asked = askedOf(program.policy, asOf, request)
    const assessment = program.assess(facts, assumptions, possible)
    const measures = measuresFor(program, assessment, asked)
    const summary = { eligible: 0, ineligible: 0, undetermined: 0 }
    const truths = measures.map(measure => program.decide(measure, assessment))
    const outcomes = truths.map(truth => OUTCOMES[truth])
    for (const outcome of outcomes) summary[outcome]++
    this.last = { measures, outcomes, missing: null }
    const writing = new Writing(program, parts, assessment, output)
    // Nothing of an answer that failed before its end may stand before this one.
    output.clear()
    output.addBytes(parts.head(documentsOf(asked, measures)))
    output.add(`,"asOf":"${asOf}","summary":${JSON.stringify(summary)},"assumptions":[`)
    output.addMembers(assumedIn(assessment, measures).map(assumed => parts.assumption(assumed)))
    output.add('],"derived":[')
    output.addMembers(derivedFacts(assessment, measures).map(view => parts.derived(view)))
    output.add(`],"conflicts":${JSON.stringify(conflictsOf(assessment, asked.documents))}`)
    output.add(`,"notLoaded":${JSON.stringify(notLoadedOf(measures))},"results":[`)
    // Where nothing is left out, the lists are as they are.
    const kept = isFiltered(request)
      ? measures.map((measure, at) => isWanted(request, measure, truths[at] as Truth, asOf))
      : null
    const [shown, theirs] = kept
      ? [measures.filter((_, at) => kept[at]), truths.filter((_, at) => kept[at])]
      : [measures, truths]
    writing.results(shown, theirs, asOf, explain, request.fields)
    output.add('],"nextQuestions":[')
    if (explain !== 'none') {
      const questions = nextQuestions(program, assessment, measures, new Set(declined))
      this.last.missing = questions[0]?.fact ?? null
      writing.questions(questions)
    }
    output.add('],"situationsQuestion":')
    const open = explain === 'none' ? NONE_OPEN : new Set(measures.filter((_, at) => truths[at] === UNKNOWN))
    output.addBytes(parts.offer(situationsToAsk(program, assessment, open, situationsAsked)))
    output.addBytes(CLOSE)
    return output.take()
  }
}
