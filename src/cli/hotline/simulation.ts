/** The interview simulated: how many questions callers answer, in our order, in others, and at the very least. */
import type { Program } from '../../engine/program.ts'
import type { Fact, Measure } from '../../policy/model.ts'
import type { Facts } from '../../policy/vocabulary.ts'
import type { Witnesses } from '../rules/witness/search.ts'
import applicants from './applicants.json' with { type: 'json' }
import { byIndex, type Caller, Callers, randomFrom } from './callers.ts'
import { Certificates, fewest } from './certificate.ts'
import { type Applicant, answerable, situationsOf } from './drawn.ts'
import { asWritten, type Order, ours, questionsAsked } from './orders.ts'
import { BestStrategy } from './strategy.ts'

/** Questions a caller answers on average, by order. */
export interface Averages {
  callers: number
  ours: number
  /** the order of the rule files */
  asWritten: number
  /** the fewest answers that settle it, were they known beforehand */
  fewest: number
}

export interface MeasureFigures {
  measure: string
  /** callers drawn at random */
  drawn: Averages & {
    /** the best order that does not know the answers beforehand */
    best: number
  }
  /** the witnesses of the measure: those who are just eligible, or fail by one condition */
  witnesses: Averages
}

export interface ApplicantFigures {
  applicant: string
  name: string
  /** about the measures the applicant asks about, and about all there are */
  asks: Counts
  everything: Counts
}

interface Counts {
  measures: number
  ours: number
  asWritten: number
  fewest: number
  /** measures still open when nothing can be asked any more */
  open: number
}

const SEED = 20220610

const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

/** A caller's answers, of which the fewest settle a measure. */
const fewestOf = (program: Program, caller: Caller, measures: readonly Measure[]): number => {
  const certificates = new Certificates(program, caller)
  return fewest(measures.flatMap(measure => certificates.ofMeasure(measure)))
}

const averageAsked = (program: Program, order: Order, callers: readonly Caller[], measure: Measure) =>
  mean(callers.map(caller => questionsAsked(program, order, caller, [measure]).asked))

function averages(program: Program, measure: Measure, callers: readonly Caller[]): Averages {
  const asked = (order: Order) => averageAsked(program, order, callers, measure)
  return {
    callers: callers.length,
    ours: asked(ours(program)),
    asWritten: asked(asWritten(program)),
    fewest: mean(callers.map(caller => fewestOf(program, caller, [measure])))
  }
}

/**
 * One measure, asked about by callers of whom nothing is known.
 * @param count how many callers are drawn; the same ones every time
 */
export function simulateMeasure(
  program: Program,
  measure: Measure,
  witnesses: Witnesses,
  count: number
): MeasureFigures {
  const callers = new Callers(program.policy, measure)
  const random = randomFrom(SEED)
  const { eligible, ineligible } = witnesses
  // What the rule set assumes is never asked, so a witness who contradicts it cannot be found out.
  const isAsked = (caller: Caller) =>
    [...caller.keys()].every(index => !program.policy.facts[index]?.assumption)
  const known = [eligible, ...ineligible.map(({ facts }) => facts)]
    .map(facts => byIndex(program.policy, facts))
    .filter(isAsked)
  const drawn = Array.from({ length: count }, () => callers.draw(random))
  const { order } = new BestStrategy(program, measure)
  return {
    measure: measure.id,
    drawn: { ...averages(program, measure, drawn), best: averageAsked(program, order, drawn, measure) },
    witnesses: averages(
      program,
      measure,
      known.map(caller => callers.draw(random, caller))
    )
  }
}

/** What an applicant answers to a question its description does not settle: no, none of these, or nothing. */
function otherwise({ schema }: Fact): unknown {
  if (schema.type === 'boolean') return applicants.otherwise.boolean
  if (schema.type === 'array') return []
  const members = (schema as { enum?: string[] }).enum
  return applicants.otherwise.members.find(member => members?.includes(member))
}

/** Everything that an applicant answers. What follows from its description is answered as it follows. */
function callerOf(program: Program, described: Caller): Caller {
  const { facts } = program.policy
  const caller = new Map(described)
  for (const fact of facts) {
    if (caller.has(fact.index)) continue
    const { values } = program.settle(
      facts.map(({ index }) => caller.get(index)),
      'none'
    )
    const value = values[fact.index] ?? otherwise(fact)
    if (value !== undefined) caller.set(fact.index, value)
  }
  return caller
}

function counts(program: Program, caller: Caller, measures: readonly Measure[]): Counts {
  const { asked, open } = questionsAsked(program, ours(program), caller, measures)
  return {
    measures: measures.length,
    ours: asked,
    asWritten: questionsAsked(program, asWritten(program), caller, measures).asked,
    fewest: fewestOf(program, caller, measures),
    open
  }
}

/** Realistic applicants, asked until nothing is open: applicants.json. */
export function simulateApplicants(program: Program): ApplicantFigures[] {
  const { policy } = program
  return applicants.applicants.map(({ id, name, asks, facts }) => {
    const caller = callerOf(program, byIndex(policy, facts as unknown as Facts))
    return {
      applicant: id,
      name,
      asks: counts(
        program,
        caller,
        asks.map(measure => policy.measure(measure) as Measure)
      ),
      everything: counts(
        program,
        caller,
        policy.measures.filter(({ conditions }) => conditions)
      )
    }
  })
}

/** The same applicants with what they can answer, by id. */
export const realistic = (program: Program): [string, Applicant][] =>
  applicants.applicants.map(({ id, facts, ...rest }) => {
    const { policy } = program
    const caller = callerOf(program, byIndex(policy, facts as unknown as Facts))
    const { alsoAnswers } = rest as { alsoAnswers?: string[] }
    return [id, { facts: answerable(policy, caller, alsoAnswers), situations: situationsOf(policy, caller) }]
  })
