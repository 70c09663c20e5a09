/**
 * The best order of questions for one measure that does not know the answers beforehand: found by going through
 * everything that may be known and open, with the callers there may be. Too slow for an answer; the measure of one.
 */

import { missingIn } from '../../decisions/reasons.ts'
import type { Assessment, Program } from '../../engine/program.ts'
import { TRUE, UNKNOWN } from '../../policy/kleene.ts'
import type { Fact, Measure, Node } from '../../policy/model.ts'
import { Callers, type Likely } from './callers.ts'
import type { Order } from './orders.ts'

interface Plan {
  /** questions still expected */
  questions: number
  fact: number
}

const DONE: Plan = { questions: 0, fact: -1 }

/** Callers by their answer to a fact. */
function byAnswer(callers: readonly Likely[], fact: number): Map<unknown, Likely[]> {
  const groups = new Map<unknown, Likely[]>()
  for (const one of callers) {
    const answer = one.caller.get(fact)
    const group = groups.get(answer)
    if (group) group.push(one)
    else groups.set(answer, [one])
  }
  return groups
}

export class BestStrategy {
  private readonly program: Program
  private readonly root: Node
  /** facts that others are worked out from: what is known of them bears on the chances of those */
  private readonly linked: readonly number[]
  private readonly known: ReadonlySet<number>
  private readonly plans = new Map<string, Plan>()

  constructor(program: Program, measure: Measure) {
    this.program = program
    this.root = measure.conditions as Node
    const callers = new Callers(program.policy, measure).all()
    const facts = [...(callers[0] as Likely).caller.keys()]
    this.known = new Set(facts)
    const inputs = facts.flatMap(one => (program.policy.facts[one] as Fact).derivation?.rule.inputs ?? [])
    this.linked = facts.filter(one => inputs.includes(one))
    this.plan(new Array(program.policy.facts.length).fill(undefined), callers)
  }

  /** What is open: the truth of each comparison that still counts, and nothing of those that do not. */
  private residue(node: Node, assessment: Assessment): string {
    const truth = this.program.truth(node, assessment)
    if (truth !== UNKNOWN) return truth === TRUE ? '+' : '-'
    return node.kind === 'leaf'
      ? '?'
      : `(${node.children.map(child => this.residue(child, assessment)).join('')})`
  }

  private state(assessment: Assessment): string {
    const { given } = assessment
    return `${this.residue(this.root, assessment)} ${this.linked.map(fact => String(given[fact])).join()}`
  }

  private plan(given: readonly unknown[], callers: readonly Likely[]): Plan {
    const assessment = this.program.settle(given)
    const state = this.state(assessment)
    const before = this.plans.get(state)
    if (before) return before
    let best = DONE
    if (this.program.truth(this.root, assessment) === UNKNOWN) {
      best = { questions: Number.POSITIVE_INFINITY, fact: -1 }
      const total = callers.reduce((sum, { chance }) => sum + chance, 0)
      const missing = [...missingIn(assessment, this.program.condition(this.root))]
      for (const fact of missing.filter(one => this.known.has(one))) {
        let questions = 1
        for (const [value, group] of byAnswer(callers, fact)) {
          const chance = group.reduce((sum, one) => sum + one.chance, 0) / total
          questions += chance * this.plan(given.with(fact, value), group).questions
        }
        if (questions < best.questions) best = { questions, fact }
      }
    }
    this.plans.set(state, best)
    return best
  }

  readonly order: Order = assessment => this.plans.get(this.state(assessment))?.fact
}
