/** The whole trace of a tree: every comparison with its values and its result. */
import { TRUTH_NAMES } from '../policy/kleene.ts'
import type { Basis, Fact, Node } from '../policy/model.ts'
import type { Condition } from './conditions.ts'
import { originOf, type States, UNCOUNTED } from './fact-states.ts'
import type { Assessment } from './program.ts'

export interface TraceNode {
  kind: Node['kind']
  name: string | null
  result: (typeof TRUTH_NAMES)[number]
  basis: Basis | null
  fact?: string
  operator?: string
  /** what the rule compares with */
  expected?: unknown
  /** what was given, derived or assumed; null while not known */
  actual?: unknown
  /** where `actual` comes from */
  origin?: 'given' | 'derived' | 'assumed' | 'unknown'
  conditions?: TraceNode[]
}

/**
 * A tree with every comparison, its values and its result. Made once for each state that its facts can be in, where
 * these can be counted, and shared by all applicants in that state. So none may be changed.
 */
export const traceOf = (assessment: Assessment, condition: Condition): TraceNode =>
  traceIn(assessment.states, assessment, condition)

function traceIn(states: States, assessment: Assessment, condition: Condition): TraceNode {
  const state = states.in(condition.space)
  if (state === UNCOUNTED) return makeTrace(states, assessment, condition)
  const before = condition.traces.get(state)
  if (before !== undefined) return before
  const made = makeTrace(states, assessment, condition)
  condition.traces.keep(state, made)
  return made
}

function makeTrace(states: States, assessment: Assessment, condition: Condition): TraceNode {
  const { kind, leaf, name, place, ownBasis: basis, children } = condition
  const result = TRUTH_NAMES[assessment.truth(place)]
  if (leaf === null) {
    const conditions = new Array<TraceNode>(children.length)
    for (let at = 0; at < children.length; at++) {
      conditions[at] = traceIn(states, assessment, children[at] as Condition)
    }
    return { kind, name, result, basis, conditions }
  }
  const { fact, operator, value, other } = leaf
  const { id } = assessment.policy.facts[fact] as Fact
  const known = (one: number) => assessment.value(one) ?? assessment.narrowed.get(one)?.toJSON() ?? null
  const expected = other === null ? value : known(other)
  const actual = known(fact)
  return {
    kind,
    name,
    result,
    basis,
    fact: id,
    operator,
    expected,
    actual,
    origin: assessment.isAssumed(condition.leafIndex as number) ? 'assumed' : originOf(assessment, fact)
  }
}
