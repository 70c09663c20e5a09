/**
 * The interview a person would bear: how many questions it takes until 95 % of the measures that an applicant's answers
 * can settle are settled, about everything at once, from nothing known.
 */

import { type NextQuestion, nextQuestions } from '../../decisions/interview/questions.ts'
import { openOf, situationsToAsk, toldBy } from '../../decisions/interview/situations.ts'
import type { Program } from '../../engine/program.ts'
import { decidable } from '../../policy/asked.ts'
import { type Truth, UNKNOWN } from '../../policy/kleene.ts'
import type { Fact, Measure, Policy } from '../../policy/model.ts'
import type { Caller } from './callers.ts'
import { Certificates, fewest } from './certificate.ts'
import type { Applicant } from './drawn.ts'

/** The part of the measures that has to be settled. */
const SHARE = 0.95

export interface GoalFigures {
  /** measures that the answers can settle at all */
  decidable: number
  /** questions until 95 % of them are settled; a list of situations counts as one */
  questions: number
  /** the fewest that could do it, were the answers known beforehand, lists first */
  fewest: number
  /** outcomes that a later answer turned around: there must be none */
  turned: number
}

/** Asks an applicant about everything until 95 % of what the answers can settle is settled. */
export function goalOf(program: Program, applicant: Applicant): GoalFigures {
  const { policy } = program
  const measures = decidable(policy)
  const given: unknown[] = policy.facts.map(() => undefined)
  const asked: string[] = []
  const declined = new Set<string>()
  const listed = new Map<number, unknown>()
  const everything = policy.facts.map(({ index }) => applicant.facts.get(index))
  for (const list of policy.situations) {
    for (const [fact, value] of toldBy(list, applicant.situations)) everything[fact] ??= value
  }
  const final = program.settle(everything)
  const target = measures.filter(measure => program.decide(measure, final) !== UNKNOWN)
  const needed = Math.ceil(SHARE * target.length)
  const outcomes = new Map<Measure, Truth>()
  let turned = 0
  let lists = 0
  for (let questions = 0; ; questions++) {
    const assessment = program.settle(given)
    const open = openOf(program, assessment, measures)
    // What is only taken to hold may turn out otherwise, and says so; what the answers settle may not.
    const strict = program.settle(given, 'none')
    for (const measure of measures) {
      const truth = program.decide(measure, strict)
      const before = outcomes.get(measure)
      turned += Number(before !== undefined && before !== truth)
      if (truth !== UNKNOWN) outcomes.set(measure, truth)
    }
    const settled = target.filter(measure => !open.has(measure)).length
    if (settled >= needed) {
      const known = unasked(policy, applicant.facts, given)
      const more = leastAfter(program, known, listed, target, target.length - needed)
      return { decidable: target.length, questions, fewest: lists + more, turned }
    }
    const offer = situationsToAsk(program, assessment, open, asked)
    if (offer) {
      lists++
      asked.push(offer.list.id)
      for (const [fact, value] of toldBy(offer, applicant.situations)) {
        if (given[fact] === undefined) {
          given[fact] = value
          listed.set(fact, value)
        }
      }
      continue
    }
    const [next] = nextQuestions(program, assessment, measures, declined) as [NextQuestion]
    const { index } = policy.fact(next.fact) as Fact
    const value = everything[index]
    if (value === undefined) declined.add(next.fact)
    else given[index] = value
  }
}

/**
 * A caller without what contradicts a condition that is taken to hold, where nobody asked about it: the interview counts
 * such a measure as settled, so the fewest must not count on asking.
 */
function unasked({ leaves }: Policy, facts: Caller, given: readonly unknown[]): Caller {
  const left = new Map(facts)
  for (const { fact, test, value, assumption } of leaves) {
    if (assumption && given[fact] === undefined && left.has(fact) && !test(left.get(fact), value))
      left.delete(fact)
  }
  return left
}

/** The fewest answers after the lists, where so many measures may be left open. */
function leastAfter(
  program: Program,
  facts: Caller,
  listed: Caller,
  target: readonly Measure[],
  spare: number
): number {
  const certificates = new Certificates(program, facts, listed)
  const choices = target
    .flatMap(measure => certificates.ofMeasure(measure))
    .filter(sets => sets.length > 0 && sets.every(({ size }) => size > 0))
  return fewestBut(choices, spare)
}

/** @param spare how many choices may be left without a set */
function fewestBut(choices: readonly (readonly ReadonlySet<number>[])[], spare: number, from = 0): number {
  if (choices.length <= spare) return 0
  if (spare === 0) return fewest(choices)
  let best = fewest(choices)
  for (let at = from; at < choices.length; at++) {
    best = Math.min(best, fewestBut(choices.toSpliced(at, 1), spare - 1, at))
  }
  return best
}

const MEANS = ['decidable', 'questions', 'fewest'] as const

/** The figures of many as one: means, and the most questions that one of them was asked. */
export function together(figures: readonly GoalFigures[]) {
  const [decidable, questions, fewest] = MEANS.map(
    key => figures.reduce((sum, one) => sum + one[key], 0) / figures.length
  ) as [number, number, number]
  return { decidable, questions, fewest, most: Math.max(...figures.map(one => one.questions)) }
}

const row = (name: string, numbers: readonly string[]) =>
  `${name.padEnd(34)}${numbers.map(text => text.padStart(10)).join('')}\n`

/** The figures as a table. @param drawn those of applicants drawn at random */
export function goalText(
  applicants: Readonly<Record<string, GoalFigures>>,
  drawn: readonly GoalFigures[]
): string {
  const groups: [string, readonly GoalFigures[]][] = [
    [`mean of ${Object.keys(applicants).length} applicants`, Object.values(applicants)],
    [`mean of ${drawn.length} drawn`, drawn]
  ]
  return [
    `Questions until ${SHARE * 100} % of what an applicant's answers can settle is settled; a list counts as one\n`,
    row('', ['decidable', 'questions', 'fewest', 'most']),
    ...Object.entries(applicants).map(([id, { decidable, questions, fewest }]) =>
      row(id, [decidable, questions, fewest].map(String))
    ),
    ...groups.map(([name, figures]) => {
      const { most, ...means } = together(figures)
      return row(name, [...Object.values(means).map(one => one.toFixed(2)), String(most)])
    })
  ].join('')
}
