/**
 * The outlook of a tree that is still open: how likely it is to come out true or false, how many questions that
 * takes when they are put in the best order, and which question comes first.
 *
 * Parts of an `all` are asked about in falling order of (chance to fail ÷ questions), parts of an `any` in
 * falling order of (chance to hold ÷ questions), each part to its end before the next. For parts that share no
 * fact and are no deeper than an `all` of `any` (or the other way round) no order takes fewer questions on
 * average: Greiner, Hayward, Jankowska, Molloy, Finding optimal satisficing strategies for and-or trees,
 * Artificial Intelligence 170 (2006). `npm run hotline -- interview` measures how close the plan's trees come.
 */
import type { Assessment, Program } from './compile.ts'
import { UNKNOWN } from './kleene.ts'
import type { Fact, Leaf, Node } from './policy.ts'
import { expectedAnswers } from './prior.ts'

export interface Outlook {
  /** chances that answers make it true, and false; less than 1 together where the caller will not say */
  yes: number
  no: number
  /** questions expected until it is settled */
  questions: number
  /** the facts to ask about, best first */
  facts: readonly number[]
  /** facts of which one answer alone may make it true, and false */
  alone: { yes: readonly number[]; no: readonly number[] }
}

const flipped = ({ yes, no, alone, ...rest }: Outlook): Outlook => ({
  ...rest,
  yes: no,
  no: yes,
  alone: { yes: alone.no, no: alone.yes }
})

/** Chance per question that a part settles the `all` it belongs to. */
export const rate = ({ no, questions }: Outlook) => (questions === 0 ? 0 : no / questions)

const inAll = (facts: readonly (readonly number[])[]) =>
  (facts[0] ?? []).filter(fact => facts.every(list => list.includes(fact)))

/** An `all` of parts that are in the order they are asked about. */
function together(parts: readonly Outlook[]): Outlook {
  let [yes, going, questions] = [1, 1, 0]
  for (const part of parts) {
    questions += going * part.questions
    going *= 1 - part.no
    yes *= part.yes
  }
  return {
    yes,
    no: 1 - going,
    questions,
    facts: [...new Set(parts.flatMap(({ facts }) => facts))],
    alone: {
      yes: inAll(parts.map(({ alone }) => alone.yes)),
      no: [...new Set(parts.flatMap(({ alone }) => alone.no))]
    }
  }
}

/** Looks at open trees of one program. */
export class Prospect {
  private readonly program: Program
  private readonly answers: readonly (readonly unknown[])[]

  constructor(program: Program) {
    this.program = program
    this.answers = expectedAnswers(program.policy)
  }

  /** The share of the answers to a fact for which all (`every`) or one of some comparisons of it hold. */
  private share(assessment: Assessment, leaves: readonly Leaf[], every: boolean): number {
    const [{ fact, other }] = leaves as [Leaf]
    if (other !== null) return 0.5
    const answers = (assessment.narrowed.get(fact) ?? this.answers[fact]) as readonly unknown[]
    const holds = (value: unknown) => (leaf: Leaf) => leaf.test(value, leaf.value)
    const passing = answers.filter(value => (every ? leaves.every(holds(value)) : leaves.some(holds(value))))
    return passing.length / answers.length
  }

  /** Comparisons of one fact, which one answer settles together. */
  private leaves(
    assessment: Assessment,
    leaves: readonly Leaf[],
    every: boolean,
    declined: ReadonlySet<string>
  ): Outlook {
    const [{ fact, other }] = leaves as [Leaf]
    const missing = [fact, ...(other === null ? [] : [other])].filter(
      one => assessment.values[one] === undefined
    )
    const asked = missing.map(one => askable(assessment, one, declined))
    const facts = [...new Set(asked.flat())]
    // A fact that cannot be asked about leaves the comparison open whatever else is said.
    if (asked.some(list => list.length === 0)) {
      return { yes: 0, no: 0, questions: 0, facts: [], alone: { yes: [], no: [] } }
    }
    const yes = this.share(assessment, leaves, every)
    const alone = facts.length === 1 ? facts : []
    return { yes, no: 1 - yes, questions: facts.length, facts, alone: { yes: alone, no: alone } }
  }

  /** The open parts of a group as parts of an `all`, best first. Comparisons of the same fact are one part. */
  parts(assessment: Assessment, node: Node, declined: ReadonlySet<string>): Outlook[] {
    if (node.kind === 'leaf' || node.kind === 'not') return [this.of(assessment, node, declined)]
    const every = node.kind === 'all'
    const open = new Map<string, Node | Leaf[]>()
    for (const [index, child] of node.children.entries()) {
      if (this.program.truth(child, assessment) !== UNKNOWN) continue
      if (child.kind !== 'leaf') open.set(String(index), child)
      else {
        const leaf = this.program.policy.leaves[child.leaf] as Leaf
        const key = `${leaf.fact} and ${leaf.other}`
        open.set(key, [...((open.get(key) as Leaf[] | undefined) ?? []), leaf])
      }
    }
    const parts = [...open.values()].map(part =>
      Array.isArray(part)
        ? this.leaves(assessment, part, every, declined)
        : this.of(assessment, part, declined)
    )
    return (every ? parts : parts.map(flipped)).sort((a, b) => rate(b) - rate(a))
  }

  /** The outlook of an open tree. */
  of(assessment: Assessment, node: Node, declined: ReadonlySet<string>): Outlook {
    if (node.kind === 'leaf') {
      return this.leaves(assessment, [this.program.policy.leaves[node.leaf] as Leaf], true, declined)
    }
    if (node.kind === 'not') return flipped(this.of(assessment, node.children[0] as Node, declined))
    const whole = together(this.parts(assessment, node, declined))
    return node.kind === 'all' ? whole : flipped(whole)
  }
}

/** What may be asked for a missing fact: the fact, the rest of the facts that settle it, or, once it was declined, those. */
function askable(assessment: Assessment, index: number, declined: ReadonlySet<string>): readonly number[] {
  const { id, derivation } = assessment.policy.facts[index] as Fact
  const open = (facts: readonly number[]) =>
    facts.filter(
      one => assessment.values[one] === undefined && !declined.has((assessment.policy.facts[one] as Fact).id)
    )
  const rest = open(derivation?.rule.missing(assessment.given) ?? [])
  if (rest.length > 0) return rest
  return declined.has(id) ? open(derivation?.rule.inputs ?? []) : [index]
}
