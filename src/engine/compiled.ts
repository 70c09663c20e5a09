/** Measures ready to be decided and explained: every tree of theirs compiled once, whoever asks. */
import type { Figure, Interpretation, Measure, NationalRule, Node } from '../policy/model.ts'
import type { Condition } from './conditions.ts'

/** A figure, and what it waits for. */
export interface CompiledFigure {
  readonly figure: Figure
  readonly when: Condition | null
}

/** A point that the text leaves open, and when it matters. */
export interface CompiledPoint {
  readonly point: Interpretation
  readonly when: Condition | null
  /** the figures under the other reading; null where it changes none */
  readonly otherwise: readonly CompiledFigure[] | null
}

/** A rule outside the plan, and whom it concerns. */
export interface CompiledNationalRule {
  readonly rule: NationalRule
  readonly when: Condition | null
}

/** A measure with its conditions, figures and open points: what answers are made of, with an assessment. */
export interface CompiledMeasure {
  readonly measure: Measure
  /** null where there is nothing to decide */
  readonly condition: Condition | null
  readonly figures: readonly CompiledFigure[]
  readonly points: readonly CompiledPoint[]
  readonly nationalRules: readonly CompiledNationalRule[]
}

/** @param compile gives each tree its places */
export function compiledMeasure(measure: Measure, compile: (node: Node) => Condition): CompiledMeasure {
  const optional = (node: Node | null) => node && compile(node)
  const figuresOf = (figures: readonly Figure[]) =>
    figures.map(figure => ({ figure, when: optional(figure.when) }))
  return {
    measure,
    condition: optional(measure.conditions),
    figures: figuresOf(measure.figures),
    points: measure.interpretations.map(point => ({
      point,
      when: optional(point.when),
      otherwise: point.otherwise && figuresOf(point.otherwise)
    })),
    nationalRules: measure.nationalRules.map(rule => ({ rule, when: optional(rule.when) }))
  }
}
