/** Linking the trees of rule sets: named conditions unfolded, parameters put in, equal comparisons shared. */
import { type RawCalendar, WorkingDays } from '../calculators/working-days.ts'
import type { Texts } from '../texts/index.ts'
import { basisOf, type Voice, voiceOf } from './basis.ts'
import type { RuleFiles } from './files.ts'
import type { RawCondition, RawMeasure, RawParameter, RawPolicy, Scalar } from './format.ts'
import type { Basis, Fact, GroupNode, Leaf, Node } from './model.ts'
import { nationalRulesOf, type RawNationalRule } from './national-rules.ts'
import { comparison } from './operators.ts'
import type { RuleSet } from './rule-set.ts'

/** The comparisons of all rule sets, each distinct one once. */
export class Leaves {
  readonly all: Leaf[] = []
  private readonly known = new Map<string, number>()
  private readonly facts: ReadonlyMap<string, Fact>

  constructor(facts: readonly Fact[]) {
    this.facts = new Map(facts.map(fact => [fact.id, fact]))
  }

  /** The index of a fact. @param id of the vocabulary */
  fact(id: string): number {
    return (this.facts.get(id) as Fact).index
  }

  /** @returns the index of the comparison, of an equal one where there is one */
  place({ fact, operator, value, other, assumption }: Omit<Leaf, 'test'>): number {
    const key = JSON.stringify([fact, operator, value ?? null, other, assumption])
    const before = this.known.get(key)
    if (before !== undefined) return before
    const index = this.all.push({ fact, operator, value, other, test: comparison(operator), assumption }) - 1
    this.known.set(key, index)
    return index
  }
}

/** What a group without a name says: what its parts say. */
export const joinedText = (kind: GroupNode['kind'], parts: readonly Node[], { conditions }: Texts): string =>
  parts.map(({ text }) => text).join(kind === 'any' ? conditions.or : conditions.and)

/** Links the trees of one rule set: named conditions unfolded, parameters put in, equal leaves shared. */
export class Linker {
  private readonly leaves: Leaves
  private readonly conditions: RawPolicy['conditions']
  private readonly files: RuleFiles
  private readonly voice: Voice

  /** @param set the rule set: its clauses share conditions by name */
  constructor(leaves: Leaves, { policy, files }: Pick<RuleSet, 'policy' | 'files'>) {
    this.leaves = leaves
    this.conditions = policy.conditions
    this.files = files
    this.voice = voiceOf(policy)
  }

  /** Which days are worked on, by a file of the rule set. */
  calendar(file: string): WorkingDays {
    return new WorkingDays(this.files[file] as RawCalendar)
  }

  /** A rule outside the plan, by its id. */
  nationalRule(id: string): RawNationalRule {
    return nationalRulesOf(this.files)[id] as RawNationalRule
  }

  index(fact: string): number {
    return this.leaves.fact(fact)
  }

  /** @param clause id of the clause whose words a plain basis quotes */
  node(tree: RawCondition, measure: RawMeasure, clause: string | null, used: Set<number>): Node {
    const name = tree.name ?? null
    const basis = tree.basis === undefined ? null : basisOf(tree.basis, clause, this.voice)
    if ('condition' in tree) {
      const shared = this.conditions[tree.condition] as RawCondition
      const node = this.node(shared, measure, null, used)
      return { ...node, name: name ?? node.name, basis: basis ?? node.basis, text: name ?? node.text }
    }
    if ('fact' in tree) {
      const assumption = tree.assumeWhenUnknown && {
        note: tree.assumeWhenUnknown.note,
        said: tree.assumeWhenUnknown.said,
        basis: basis as Basis
      }
      const leaf = this.leaf(tree.fact, tree.operator, tree.value, measure, assumption ?? null)
      used.add(leaf)
      return { kind: 'leaf', leaf, name, basis, text: name ?? '' }
    }
    const [kind, children] =
      'all' in tree
        ? (['all', tree.all] as const)
        : 'any' in tree
          ? (['any', tree.any] as const)
          : (['not', [tree.not]] as const)
    const parts = children.map(child => this.node(child, measure, clause, used))
    return { kind, name, basis, text: name ?? joinedText(kind, parts, this.voice.texts), children: parts }
  }

  private leaf(
    fact: string,
    operator: string,
    raw: Scalar | Scalar[] | { fact: string },
    measure: RawMeasure,
    assumption: Leaf['assumption']
  ): number {
    let value: unknown = raw
    let other: number | null = null
    if (typeof raw === 'object' && !Array.isArray(raw)) {
      if (raw.fact === 'measure.id') value = measure.id
      else if (raw.fact.startsWith('parameters.')) {
        value = (measure.parameters as Record<string, RawParameter>)[raw.fact.slice('parameters.'.length)]
          ?.value
      } else {
        value = undefined
        other = this.index(raw.fact)
      }
    }
    return this.leaves.place({ fact: this.index(fact), operator, value, other, assumption })
  }
}
