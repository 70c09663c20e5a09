/** What two versions of a rule set are asked: the cases, the witnesses, and requests from a file. */
import { existsSync, readFileSync } from 'node:fs'
import { amountOf } from '../../decisions/amount.ts'
import { reasonsFor } from '../../decisions/reasons.ts'
import type { Program } from '../../engine/program.ts'
import { OUTCOMES, type Outcome } from '../../policy/kleene.ts'
import type { Facts } from '../../policy/vocabulary.ts'
import { type WindowStatus, windowStatus } from '../../policy/window.ts'
import { Usage } from '../frame/command.ts'
import { needFolder } from '../frame/read.ts'
import { readCases } from './cases/index.ts'
import { type FactCheck, needDay, parseJson, readText } from './facts.ts'
import type { Witnesses } from './witness/search.ts'

export interface Question {
  /** where it comes from: a case, a witness, a line of a file */
  id: string
  measure: string
  facts: Facts
  /** YYYY-MM-DD */
  asOf: string
}

export interface Answer {
  outcome: Outcome
  window: WindowStatus
  /** figures and dates by id, as they are read out; none for a measure that is ineligible */
  amounts: Readonly<Record<string, string>>
  reasons: readonly string[]
}

/** @returns null when the rule set has no such measure, or nothing to decide about it */
export function answerTo(program: Program, { measure: id, facts, asOf }: Question): Answer | null {
  const measure = program.policy.measure(id)
  if (!measure?.conditions) return null
  const assessment = program.assess(facts)
  const truth = program.decide(measure, assessment)
  const outcome = OUTCOMES[truth]
  const amount = outcome === 'ineligible' ? null : amountOf(assessment, program.compiled(measure))
  return {
    outcome,
    window: windowStatus(measure.window, asOf),
    amounts: Object.fromEntries(
      [...(amount?.figures ?? []), ...(amount?.deadlines ?? [])].map(({ id, text }) => [id, text])
    ),
    reasons: reasonsFor(assessment, program.condition(measure.conditions), truth, measure.document).map(
      ({ text }) => text
    )
  }
}

const casesIn = (folder: string): Question[] =>
  readCases(folder).measures.map(({ file, measure, name, asOf, facts }) => ({
    id: `${file}: ${name}`,
    measure,
    facts,
    asOf
  }))

/**
 * Requests, one a line: { id?, facts, asOf? }. Each is put to every measure.
 * @throws Usage naming the line that is not in this form
 */
function requestsIn(file: string, check: FactCheck, measures: readonly string[], asOf: string): Question[] {
  return readText(file)
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return []
      const where = `${file}:${index + 1}`
      const request = parseJson(line, where) as Partial<Record<'id' | 'facts' | 'asOf', unknown>> | null
      if (request?.facts === undefined) throw new Usage(`${where}: a request has "facts"`)
      const facts = check(request.facts, where)
      const day = request.asOf === undefined ? asOf : needDay(request.asOf, where)
      return measures.map(measure => ({ id: String(request.id ?? where), measure, facts, asOf: day }))
    })
}

/** Witnesses of every measure, by id; none where the file is not there. */
function witnessesIn(file: string, asOf: string): Question[] {
  if (!existsSync(file)) return []
  const byMeasure = parseJson(readFileSync(file, 'utf8'), file) as Record<string, Witnesses>
  return Object.entries(byMeasure).flatMap(([measure, { eligible, ineligible, undetermined }]) => [
    { id: 'witness: eligible', measure, facts: eligible, asOf },
    ...ineligible.map(({ condition, facts }) => ({ id: `witness: not ${condition}`, measure, facts, asOf })),
    { id: 'witness: undetermined', measure, facts: undetermined, asOf }
  ])
}

/** Where the questions are read from. */
export interface QuestionSources {
  /** folder of cases */
  cases: string
  /** data file of witnesses; need not exist */
  witnesses: string
  /** requests, one a line; undefined for none */
  requests: string | undefined
}

/**
 * Gathers what two versions are asked.
 * @param measures ids that requests are put to
 * @param asOf the day of a question that names none
 */
export function questionsFrom(
  { cases, witnesses, requests }: QuestionSources,
  check: FactCheck,
  measures: readonly string[],
  asOf: string
): Question[] {
  needFolder(cases)
  return [
    ...casesIn(cases),
    ...witnessesIn(witnesses, asOf),
    ...(requests === undefined ? [] : requestsIn(requests, check, measures, asOf))
  ]
}
