/**
 * The outlook of a tree that is still open: how likely it is to come out true or false, how many questions that
 * takes when they are put in a good order, and which question comes first.
 *
 * Parts of an `all` are asked about in falling order of (chance to fail ÷ questions), parts of an `any` in
 * falling order of (chance to hold ÷ questions), each part to its end before the next. For parts that share no
 * fact and go no deeper than an `all` of `any`, no order takes fewer questions on average: Greiner, Hayward,
 * Jankowska, Molloy, "Finding optimal satisficing strategies for and-or trees", Artificial Intelligence 170
 * (2006). Parts that share facts are one part; the fact among them that leaves the least to ask comes first.
 */
import type { Condition } from '../../engine/conditions.ts'
import { type Gate, gateOf } from '../../engine/gates.ts'
import type { Assessment, Program } from '../../engine/program.ts'
import type { Derivation } from '../../policy/derivations/derivation.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from '../../policy/kleene.ts'
import { comparedBy, type Fact, type GroupNode, type Leaf } from '../../policy/model.ts'
import { comparedIn } from '../../policy/uses.ts'
import { isChoice, Prior } from './expected-answers.ts'

/** Facts by index. */
type Facts = readonly number[]
export type Declined = ReadonlySet<string>

export interface Outlook {
  /** chances that answers make it true, and false; less than 1 together where the caller will not say */
  yes: number
  no: number
  /** questions expected until it is settled */
  questions: number
  /** the facts to ask about, the first one first */
  facts: Facts
  /** facts of which one answer alone may make it true, and false */
  alone: { yes: Facts; no: Facts }
}

const settled = (truth: number): Outlook => ({
  yes: truth === TRUE ? 1 : 0,
  no: truth === TRUE ? 0 : 1,
  questions: 0,
  facts: [],
  alone: { yes: [], no: [] }
})
/** What nothing that can be asked will settle, so that nothing is asked about it. */
const STUCK: Outlook = { yes: 0, no: 0, questions: 0, facts: [], alone: { yes: [], no: [] } }

const flipped = ({ yes, no, alone, ...rest }: Outlook): Outlook => ({
  ...rest,
  yes: no,
  no: yes,
  alone: { yes: alone.no, no: alone.yes }
})

/** Chance per question that a part settles the `all` it belongs to. Where nothing can be asked there is none. */
export const rate = ({ no, questions }: Outlook) => no / Math.max(questions, 1)

const union = (lists: readonly Facts[]): Facts => [...new Set(lists.flat())]
const common = (lists: readonly Facts[]): Facts =>
  lists.reduce((found, list) => found.filter(fact => list.includes(fact)))

/** An `all` of parts that share nothing, in the order they are asked about. */
function inTurn(parts: readonly Outlook[]): Outlook {
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
    facts: union(parts.map(({ facts }) => facts)),
    alone: { yes: common(parts.map(({ alone }) => alone.yes)), no: union(parts.map(({ alone }) => alone.no)) }
  }
}

/**
 * Parts of a condition that share facts, looked at as a group of their own. It is decided without a place: applicants
 * make such groups without end.
 */
interface Together extends Pick<Condition, 'leaves' | 'children'> {
  readonly kind: GroupNode['kind']
  readonly gate: Gate
}

/** What is looked ahead in. */
type Tree = Condition | Together

const truthOf = (assessment: Assessment, tree: Tree): Truth =>
  'gate' in tree ? assessment.group(tree.gate) : assessment.truth(tree.place)

/** A part of a group, with every fact that its open comparisons bear on. */
interface Part {
  condition: Condition
  /** what the comparisons are about */
  compared: ReadonlySet<number>
  /** those, and what they can be worked out from */
  bearing: ReadonlySet<number>
}

const meet = (a: ReadonlySet<number>, b: ReadonlySet<number>) => [...a].some(fact => b.has(fact))

/** Parts in groups: two are in one when they share a fact, directly or by others between. */
function sharing(parts: readonly Part[]): Part[][] {
  let groups: Part[][] = []
  for (const part of parts) {
    const touching = groups.filter(group => group.some(({ bearing }) => meet(bearing, part.bearing)))
    const merged = [...touching.flat(), part]
    const [first] = touching
    groups = first
      ? groups
          .filter(group => group === first || !touching.includes(group))
          .map(group => (group === first ? merged : group))
      : [...groups, merged]
  }
  return groups
}

/** Looks ahead in the trees of one program. */
export class Prospect {
  private readonly program: Program
  private readonly prior: Prior

  constructor(program: Program) {
    this.program = program
    this.prior = new Prior(program.policy)
  }

  private factOf(index: number): Fact {
    return this.program.policy.facts[index] as Fact
  }

  /** What will be known once a question is answered. */
  private after({ given, mode, told }: Assessment, fact: number, value: unknown): Assessment {
    return this.program.settle(given.with(fact, value), mode, told)
  }

  /** What to ask for a missing fact: itself, the rest of the facts that settle it, or, once it was declined, those. */
  private asked(assessment: Assessment, index: number, declined: Declined): Facts {
    const { values } = assessment
    const { id, derivation } = this.factOf(index)
    const open = (facts: Facts) =>
      facts.filter(one => values[one] === undefined && !declined.has(this.factOf(one).id))
    const rest = open(derivation?.rule.missing(values) ?? [])
    if (rest.length > 0) return rest
    if (!declined.has(id)) return [index]
    const inputs = open(derivation?.rule.inputs ?? [])
    return derivation && this.canFollow(derivation.rule, inputs, assessment) ? inputs : []
  }

  /** The facts to ask about instead of one that the caller cannot tell; none where they could not settle it. */
  instead(assessment: Assessment, index: number, declined: Declined): Facts {
    return this.asked(assessment, index, new Set([...declined, this.factOf(index).id]))
  }

  /** Whether a derivation could say something, were the open ones of its inputs given. */
  private canFollow(rule: Derivation, inputs: Facts, assessment: Assessment): boolean {
    const [first, ...others] = inputs
    if (first === undefined) return false
    const answered = [...assessment.values]
    for (const one of others) answered[one] = this.factOf(one).example
    return this.prior
      .of(first, assessment)
      .some(({ value }) => rule.values(answered.with(first, value)) !== undefined)
  }

  /** The facts that a fact can be worked out from by a few choices. */
  private choices(index: number): Facts {
    return (this.factOf(index).derivation?.rule.inputs ?? []).filter(input => isChoice(this.factOf(input)))
  }

  private part(assessment: Assessment, condition: Condition): Part {
    const open = condition.leaves.filter(index => assessment.truth(index) === UNKNOWN)
    const compared = comparedIn(this.program.policy, open)
    const inputs = compared.flatMap(one => this.choices(one))
    return { condition, compared: new Set(compared), bearing: new Set([...compared, ...inputs]) }
  }

  private leaf(assessment: Assessment, leaf: Leaf, declined: Declined): Outlook {
    const { fact, other, test, value: right } = leaf
    const missing = comparedBy(leaf).filter(one => assessment.values[one] === undefined)
    const asked = missing.map(one => this.asked(assessment, one, declined))
    if (asked.some(list => list.length === 0)) return STUCK
    const facts = union(asked)
    const holding = this.prior.of(fact, assessment).filter(({ value }) => test(value, right))
    const yes = other === null ? holding.reduce((sum, { chance }) => sum + chance, 0) : 0.5
    const alone = facts.length === 1 ? facts : []
    return { yes, no: 1 - yes, questions: facts.length, facts, alone: { yes: alone, no: alone } }
  }

  /** Parts that share facts: that fact first which leaves the least to ask, by going through its answers. */
  private tangled(
    assessment: Assessment,
    kind: GroupNode['kind'],
    parts: readonly Part[],
    declined: Declined
  ): Outlook {
    const children = parts.map(({ condition }) => condition)
    const leaves = [...new Set(children.flatMap(child => child.leaves))]
    const gate = gateOf(
      kind,
      children.map(({ place }) => place)
    )
    const whole: Together = { kind, children, leaves, gate }
    const each = this.inOrder(
      kind,
      children.map(child => this.of(assessment, child, declined))
    )
    const apart = kind === 'any' ? flipped(inTurn(each)) : inTurn(each)
    const isShared = (fact: number, own: Part) => {
      const bearing = new Set([fact, ...this.choices(fact)])
      return parts.some(part => part !== own && meet(part.bearing, bearing))
    }
    // Of two facts that are compared with each other one may be known: to ask for it again would lead nowhere.
    const isOpen = (fact: number) => assessment.values[fact] === undefined
    const shared = union(
      parts.map(part => [...part.compared].filter(fact => isOpen(fact) && isShared(fact, part)))
    )
    let best: Outlook | undefined
    for (const fact of shared) {
      const asked = this.asked(assessment, fact, declined)
      if (asked.length === 0) continue
      let [yes, no, questions] = [0, 0, asked.length]
      const seen = new Map<string, Outlook>()
      for (const { value, chance } of this.prior.of(fact, assessment)) {
        const next = this.after(assessment, fact, value)
        const key = leaves.map(index => next.truth(index)).join('')
        const then = seen.get(key) ?? this.of(next, whole, declined)
        seen.set(key, then)
        yes += chance * then.yes
        no += chance * then.no
        questions += chance * then.questions
      }
      if (!best || questions < best.questions) {
        best = { yes, no, questions, facts: union([asked, apart.facts]), alone: apart.alone }
      }
    }
    return best ?? apart
  }

  /** Outlooks as parts of an `all`, best first. */
  private inOrder(kind: GroupNode['kind'], outlooks: readonly Outlook[]): Outlook[] {
    return (kind === 'any' ? outlooks.map(flipped) : [...outlooks]).sort((a, b) => rate(b) - rate(a))
  }

  /** The open parts of a tree, each as a part of an `all`, best first. Parts that share facts are one. */
  parts(assessment: Assessment, tree: Tree, declined: Declined): Outlook[] {
    const { kind } = tree
    if (kind === 'leaf' || kind === 'not') return [this.of(assessment, tree, declined)]
    const open = tree.children.filter(child => assessment.truth(child.place) === UNKNOWN)
    const outlooks = sharing(open.map(child => this.part(assessment, child))).map(group =>
      group.length === 1
        ? this.of(assessment, (group[0] as Part).condition, declined)
        : this.tangled(assessment, kind, group, declined)
    )
    return this.inOrder(
      kind,
      outlooks.map(one => (one.yes + one.no > 0 ? one : STUCK))
    )
  }

  /** Facts of comparisons that are only taken to hold, of which one answer may settle a tree as false, and its chance. */
  gates(assessment: Assessment, condition: Condition, declined: Declined): { fact: number; no: number }[] {
    const { leaves } = this.program.policy
    return condition.leaves.flatMap(index => {
      const { fact, test, value: right } = leaves[index] as Leaf
      if (!assessment.isAssumed(index) || declined.has(this.factOf(fact).id)) return []
      const failing = this.prior.of(fact, assessment).filter(({ value }) => !test(value, right))
      const settles = ({ value }: { value: unknown }) =>
        this.after(assessment, fact, value).truth(condition.place) === FALSE
      return failing.length > 0 && failing.every(settles)
        ? [{ fact, no: failing.reduce((sum, { chance }) => sum + chance, 0) }]
        : []
    })
  }

  /** The outlook of a tree; of one that is settled, nothing to ask. */
  of(assessment: Assessment, tree: Tree, declined: Declined): Outlook {
    const truth = truthOf(assessment, tree)
    if (truth !== UNKNOWN) return settled(truth)
    if (tree.kind === 'leaf') return this.leaf(assessment, tree.leaf as Leaf, declined)
    if (tree.kind === 'not') return flipped(this.of(assessment, tree.children[0] as Condition, declined))
    const whole = inTurn(this.parts(assessment, tree, declined))
    return tree.kind === 'any' ? flipped(whole) : whole
  }
}
