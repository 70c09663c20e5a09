/** Every kind of card that the rule set can give: all measures, outcomes and open points, on days around their windows. */

import type { Program } from '../../engine/program.ts'
import { cardOf } from '../../hotline/card.ts'
import type { Lines } from '../../hotline/lines.ts'
import type { Witnesses } from '../../policy/files.ts'
import type { Fact, Leaf, Measure, Node, Policy } from '../../policy/model.ts'
import { neighbours } from '../../policy/steps.ts'
import type { Facts } from '../../policy/vocabulary.ts'
import type { Card } from '../../schemas/answers.ts'

/** A card, and what it was given for. */
export interface Given {
  measure: Measure
  facts: Facts
  asOf: string
  card: Card
}

/** A day in the plan's own time, one long after it, and the days on both sides of a window and of the horizon. */
function daysFor({ window, horizon }: Measure): string[] {
  const before = window?.from ? neighbours(window.from).slice(0, 1) : []
  const after = [window?.to, horizon?.to].flatMap(day => (day ? neighbours(day).slice(1) : []))
  return [...new Set(['2022-06-20', ...before, ...after, '2026-11-24'])]
}

/** Facts with those changed that a condition asks to have a value. */
function changedFor(policy: Policy, facts: Facts, node: Node): Facts {
  if (node.kind !== 'leaf') {
    return node.children.reduce((changed, child) => changedFor(policy, changed, child), facts)
  }
  const { fact, operator, value } = policy.leaves[node.leaf] as Leaf
  if (operator !== 'equal' || value === undefined) return facts
  const { subject, key } = policy.facts[fact] as Fact
  return { ...facts, [subject]: { ...facts[subject], [key]: value } }
}

/** Nothing known, each outcome, and each open point on top of what is eligible. */
function factsFor({ policy }: Program, measure: Measure, witnesses: Witnesses[string] | undefined): Facts[] {
  const { eligible = {}, ineligible = [], undetermined = {} } = witnesses ?? {}
  const open = measure.interpretations.flatMap(({ when }) =>
    when ? [changedFor(policy, eligible, when)] : []
  )
  return [{}, eligible, undetermined, ...ineligible.map(({ facts }) => facts), ...open]
}

/** @param witnesses by measure */
export function* everyCard(program: Program, witnesses: Witnesses, lines: Lines): Generator<Given> {
  for (const measure of program.policy.measures) {
    for (const facts of factsFor(program, measure, witnesses[measure.id])) {
      const assessment = program.assess(facts)
      for (const asOf of daysFor(measure)) {
        yield { measure, facts, asOf, card: cardOf(program, assessment, measure, asOf, lines, new Set()) }
      }
    }
  }
}
