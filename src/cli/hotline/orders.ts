/** Orders of asking: given what is known and what is open, the next question. */

import { nextQuestions } from '../../decisions/interview/questions.ts'
import { missingIn } from '../../decisions/reasons.ts'
import type { Assessment, Program } from '../../engine/program.ts'
import { UNKNOWN } from '../../policy/kleene.ts'
import type { Fact, Measure, Node } from '../../policy/model.ts'
import type { Caller } from './callers.ts'

/** @returns the index of the fact to ask about; undefined where nothing can be asked any more */
export type Order = (
  assessment: Assessment,
  open: readonly Measure[],
  declined: ReadonlySet<string>
) => number | undefined

/** The order of the service. */
export const ours =
  (program: Program): Order =>
  (assessment, open, declined) => {
    const [next] = nextQuestions(program, assessment, open, declined)
    return next && (program.policy.fact(next.fact) as Fact).index
  }

/** The order of the rule files: measure by measure, condition by condition. */
export const asWritten =
  (program: Program): Order =>
  (assessment, open, declined) =>
    open
      .flatMap(({ conditions }) => [...missingIn(assessment, program.condition(conditions as Node))])
      .find(index => !declined.has((program.policy.facts[index] as Fact).id))

/**
 * How many questions a truthful caller answers until nothing is open any more, or nothing can be asked.
 * What the caller does not know is declined, and counts as a question too.
 */
export function questionsAsked(
  program: Program,
  order: Order,
  caller: Caller,
  measures: readonly Measure[]
): { asked: number; open: number } {
  const { facts } = program.policy
  const given: unknown[] = new Array(facts.length).fill(undefined)
  const declined = new Set<string>()
  for (let asked = 0; ; asked++) {
    const assessment = program.settle(given)
    const open = measures.filter(measure => program.decide(measure, assessment) === UNKNOWN)
    const next = open.length > 0 ? order(assessment, open, declined) : undefined
    if (next === undefined) return { asked, open: open.length }
    if (caller.has(next)) given[next] = caller.get(next)
    else declined.add((facts[next] as Fact).id)
  }
}
