/** A policy ready to decide: synchronous, three-valued, without code generation. */

import type { Truth } from '../policy/kleene.ts'
import type { Measure, Node, Policy } from '../policy/model.ts'
import type { PossibleFacts } from '../policy/possible.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { Assessment } from './assessment.ts'
import { Circuit } from './circuit.ts'
import { Condition, emit } from './conditions.ts'
import { type AssumptionMode, Intake, type Narrowed } from './intake.ts'
import { Comparisons } from './leaf-table.ts'

export type { Assessment } from './assessment.ts'
export type { AssumptionMode } from './intake.ts'

export class Program {
  readonly policy: Policy
  private readonly intake: Intake
  private readonly comparisons: Comparisons
  /** the code of all measures, one behind the other, so that it lies together; see condition.ts */
  private readonly code: readonly number[]
  /** by place among the forms: where its code starts; null where there is nothing to decide */
  private readonly starts: readonly (number | null)[]
  private readonly conditions = new WeakMap<Node, Condition>()

  constructor(policy: Policy) {
    this.policy = policy
    this.intake = new Intake(policy)
    this.comparisons = new Comparisons(policy)
    const code: number[] = []
    this.starts = policy.forms.map(({ conditions }) => {
      const start = code.length
      if (conditions) emit(conditions, code)
      return conditions && start
    })
    this.code = code.slice()
  }

  /** A tree of the policy with what is constant about it. */
  condition(node: Node): Condition {
    const known = this.conditions.get(node)
    if (known) return known
    const condition = new Condition(node, this.policy)
    this.keep(node, condition)
    return condition
  }

  private keep(node: Node, condition: Condition): void {
    this.conditions.set(node, condition)
    if (node.kind === 'leaf') return
    condition.children.forEach((child, index) => {
      this.keep(node.children[index] as Node, child)
    })
  }

  /**
   * Takes in the facts of one applicant. What follows from them is worked out when it is first needed.
   * @param facts checked against the vocabulary before; a name that is not in it would be ignored here
   * @param possible what is known of other facts, checked like them
   */
  assess(facts: Facts, mode: AssumptionMode = 'declared', possible?: PossibleFacts): Assessment {
    if (possible === undefined) return new Assessment(this.policy, this.intake, this.comparisons, facts, mode)
    const { given, told } = this.intake.taken(facts, possible)
    return this.settle(given, mode, told)
  }

  /** As `assess`, for facts by fact index. */
  settle(given: readonly unknown[], mode: AssumptionMode = 'declared', told?: Narrowed): Assessment {
    return Assessment.of(this.policy, this.intake, this.comparisons, given, mode, told)
  }

  /** What decides trees of the policy for many applicants, some at a time. */
  circuit(trees: readonly Node[]): Circuit {
    return new Circuit(this.policy, this.intake, this.comparisons, trees)
  }

  /** Whether the conditions of a measure hold. A measure with none (kind S) has no truth value. */
  decide(measure: Measure, assessment: Assessment): Truth {
    const start = this.starts[measure.index]
    if (start === null || start === undefined) throw new Error(`measure ${measure.id} has nothing to decide`)
    return assessment.truth(this.code, start)
  }

  /** Whether any tree of the policy holds: a group, or the `when` of a figure or an open point. */
  truth(node: Node, assessment: Assessment): Truth {
    return assessment.truth(this.condition(node).code, 0)
  }
}
