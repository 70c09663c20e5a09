/** Deciding every measure for one applicant: ours, json-rules-engine's own run, and predicates written by hand. */
import { dotted } from '../src/cli/rules/cases/index.ts'
import type { Program } from '../src/engine/program.ts'
import { OUTCOMES, TRUE } from '../src/policy/kleene.ts'
import type { Measure, Node } from '../src/policy/model.ts'
import type { Facts } from '../src/policy/vocabulary.ts'
import { complete, partial } from './applicants.ts'
import { built } from './built.ts'
import { handwritten, type Known } from './handwritten/index.ts'
import type { Line } from './line.ts'
import { sharedEngine } from './peers/json-rules-engine.ts'
import { type Contender, each, eachAwaited, inTurns, ratios, spreadOf } from './rounds.ts'
import { type Row, time } from './table.ts'

/** How many measures an applicant is eligible for. */
const verdicts = (program: Program, measures: readonly Measure[]) => (facts: Facts) => {
  const assessment = program.assess(facts)
  let eligible = 0
  for (const measure of measures) if (program.decide(measure, assessment) === TRUE) eligible++
  return eligible
}

const byHand = (measures: readonly Measure[]) => {
  const predicates = measures.map(({ id }) => handwritten[id] as (facts: Known) => boolean)
  return (facts: Facts) => {
    let eligible = 0
    for (const holds of predicates) if (holds(facts as Known)) eligible++
    return eligible
  }
}

/** @throws Error where the hand-written predicates or the library decide otherwise than the service */
async function agree(
  program: Program,
  measures: readonly Measure[],
  applicants: readonly Facts[]
): Promise<void> {
  const engine = sharedEngine(program.policy, measures)
  for (const [index, facts] of applicants.entries()) {
    const assessment = program.assess(facts)
    const events = index < 100 ? await engine(dotted(facts)) : null
    for (const measure of measures) {
      const ours = program.decide(measure, assessment)
      const theirs = [handwritten[measure.id]?.(facts as Known), events?.has(measure.id)]
      if (theirs.some(other => other !== undefined && other !== (ours === TRUE)))
        throw new Error(`applicant ${index}, ${measure.id}: ${OUTCOMES[ours]}, by hand and library ${theirs}`)
    }
  }
}

const GOAL = { verdicts: { atLeast: 100 }, trace: { atLeast: 60 }, answer: null, limit: { atMost: 2.5 } }
const WHAT = { verdicts: 'verdicts', trace: 'full trace', answer: 'whole answers at full, as bytes' }
const AS_OF = '2022-07-01'

export const deciding: Line = async ({ rounds, turn }) => {
  const { Program } = await built.program()
  const { traceOf } = await built.trace()
  const { AnswerBytes } = await built.answerBytes()
  const { decidable } = await built.asked()
  const { readPolicy } = await built.plan()
  const policy = readPolicy()
  const program = new Program(policy)
  const measures = decidable(policy)
  const roots = measures.map(({ conditions }) => program.condition(conditions as Node))
  const answerBytes = new AnswerBytes(program)
  await agree(program, measures, complete(policy, 1000))

  const traces = (facts: Facts) => {
    const assessment = program.assess(facts)
    return roots.map(root => traceOf(assessment, root))
  }
  const answers = (facts: Facts) => answerBytes.eligibility({ facts, explain: 'full' }, AS_OF)
  const rows: Row[] = []
  for (const [known, applicants, engine] of [
    ['all known', complete(policy, 500), sharedEngine(policy, measures)],
    ['partly known', partial(500), sharedEngine(policy, measures, { allowUndefinedFacts: true })]
  ] as const) {
    const contenders: Record<string, Contender> = {
      verdicts: each(applicants, verdicts(program, measures)),
      trace: each(applicants, traces),
      answer: each(applicants, answers),
      library: eachAwaited(applicants.map(dotted), engine)
    }
    if (known === 'all known') contenders.limit = each(applicants, byHand(measures))
    const taken = await inTurns(contenders, rounds, turn)
    const of = (name: string) => taken[name] as number[]
    const scale = (name: string) => time(spreadOf(of(name)).median)
    const row = (what: string, ratio: Row['ratio'], goal: Row['goal'], text: string) =>
      rows.push({ line: 'deciding', what: `${what}, ${known}`, ratio, goal, scale: text })
    for (const name of ['verdicts', 'trace', 'answer'] as const) {
      row(
        `json-rules-engine / ours, ${WHAT[name]}`,
        ratios(of('library'), of(name)),
        GOAL[name],
        `${scale('library')} / ${scale(name)}`
      )
    }
    if (taken.limit) {
      row(
        'ours / by hand, verdicts',
        ratios(of('verdicts'), of('limit')),
        GOAL.limit,
        `${scale('verdicts')} / ${scale('limit')}`
      )
    }
  }
  return rows
}
