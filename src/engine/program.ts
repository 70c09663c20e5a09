/** A policy ready to decide: synchronous, three-valued, without code generation. */

import type { Truth } from '../policy/kleene.ts'
import type { Measure, Node, Policy } from '../policy/model.ts'
import type { PossibleFacts } from '../policy/possible.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { Assessment, type Tools } from './assessment.ts'
import { Circuit } from './circuit.ts'
import { type CompiledMeasure, compiledMeasure } from './compiled.ts'
import { Condition } from './conditions.ts'
import { Decided } from './decided.ts'
import { Gates } from './gates.ts'
import { type AssumptionMode, Intake, type Narrowed } from './intake.ts'
import { Comparisons } from './leaf-table.ts'

export type { Assessment } from './assessment.ts'
export type { AssumptionMode } from './intake.ts'

export class Program {
  readonly policy: Policy
  private readonly tools: Tools
  /** by place among the forms: where it is decided; null where there is nothing to decide */
  private readonly places: readonly (number | null)[]
  private readonly conditions = new WeakMap<Node, Condition>()
  private readonly measures = new WeakMap<Measure, CompiledMeasure>()

  constructor(policy: Policy) {
    const gates = new Gates(policy.leaves.length)
    this.policy = policy
    this.places = policy.forms.map(({ conditions }) => conditions && gates.place(conditions))
    this.tools = {
      policy,
      gates,
      intake: new Intake(policy),
      comparisons: new Comparisons(policy),
      decided: new Decided(gates.count)
    }
  }

  /** A measure with every tree of it compiled: when it is first asked for, since most never are. */
  compiled(measure: Measure): CompiledMeasure {
    const known = this.measures.get(measure)
    if (known) return known
    const made = compiledMeasure(measure, node => this.condition(node))
    this.measures.set(measure, made)
    return made
  }

  /** A tree of the policy with what is constant about it. */
  condition(node: Node): Condition {
    const known = this.conditions.get(node)
    if (known) return known
    const condition = new Condition(node, this.policy, this.tools.gates)
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
    if (possible === undefined) return new Assessment(this.tools, facts, mode)
    const { given, told } = this.tools.intake.taken(facts, possible)
    return this.settle(given, mode, told)
  }

  /** As `assess`, for facts by fact index. */
  settle(given: readonly unknown[], mode: AssumptionMode = 'declared', told?: Narrowed): Assessment {
    return Assessment.of(this.tools, given, mode, told)
  }

  /** What decides trees of the policy for many applicants, some at a time. */
  circuit(trees: readonly Node[]): Circuit {
    return new Circuit(this.tools, trees)
  }

  /** Whether the conditions of a measure hold. A measure with none (kind S) has no truth value. */
  decide(measure: Measure, assessment: Assessment): Truth {
    const place = this.places[measure.index]
    if (place === null || place === undefined) throw new Error(`measure ${measure.id} has nothing to decide`)
    return assessment.truth(place)
  }

  /** Whether any tree of the policy holds: a group, or the `when` of a figure or an open point. */
  truth(node: Node, assessment: Assessment): Truth {
    return assessment.truth(this.condition(node).place)
  }
}
