/**
 * The interview: which facts are still worth asking, over all undetermined measures at once. A fact is worth
 * the more, the more measures an answer to it alone may settle, and the likelier it is to; gating facts
 * come first of themselves, since a wrong answer to one ends its measure. Ties keep the order of the rules.
 */
import type { Assessment, Program } from './compile.ts'
import { missingIn } from './explain.ts'
import { UNKNOWN } from './kleene.ts'
import type { Fact, Leaf, Measure, Node, Policy } from './policy.ts'

export interface NextQuestion {
  fact: string
  label: string
  question: string
  /** ids of the undetermined measures that an answer to this alone may settle */
  settles: string[]
  /** ids of the undetermined measures it matters to */
  matters: string[]
  /** facts to ask instead when the caller cannot answer this one */
  alternatives: readonly string[]
}

/** Chances that an answer to a fact, by index, makes a tree true and makes it false. */
interface Chances {
  yes: Map<number, number>
  no: Map<number, number>
}

/** The share of the answers to a fact that make a leaf true; half where the answers cannot be counted. */
function passing(policy: Policy, leaf: Leaf): number {
  const { schema } = policy.facts[leaf.fact] as Fact
  const members = (schema as { enum?: unknown[] }).enum
  if (!members || leaf.other !== null) return 0.5
  return members.filter(member => leaf.test(member, leaf.value)).length / members.length
}

/** What has to be asked for a leaf: its fact, or what is left of the facts that settle it. */
const askable = (program: Program, assessment: Assessment, node: Node): number[] => [
  ...missingIn(program, assessment, node)
]

const product = (maps: Map<number, number>[]): Map<number, number> =>
  new Map(
    [...(maps[0] ?? [])]
      .filter(([fact]) => maps.every(map => map.has(fact)))
      .map(([fact]) => [fact, maps.reduce((chance, map) => chance * (map.get(fact) as number), 1)])
  )

const either = (maps: Map<number, number>[]): Map<number, number> => {
  const found = new Map<number, number>()
  for (const map of maps) {
    for (const [fact, chance] of map) found.set(fact, 1 - (1 - (found.get(fact) ?? 0)) * (1 - chance))
  }
  return found
}

/** For an open tree: which single facts could settle it, and how likely. */
function chances(program: Program, assessment: Assessment, node: Node): Chances {
  if (node.kind === 'leaf') {
    const facts = askable(program, assessment, node)
    const leaf = program.policy.leaves[node.leaf] as Leaf
    const yes = passing(program.policy, leaf)
    const alone = facts.length === 1 ? facts : []
    return {
      yes: new Map(alone.map(fact => [fact, yes])),
      no: new Map(alone.map(fact => [fact, 1 - yes]))
    }
  }
  const open = node.children
    .filter(child => program.truth(child, assessment) === UNKNOWN)
    .map(child => chances(program, assessment, child))
  const [yes, no] = [open.map(child => child.yes), open.map(child => child.no)]
  if (node.kind === 'not') return { yes: either(no), no: either(yes) }
  return node.kind === 'all' ? { yes: product(yes), no: either(no) } : { yes: either(yes), no: product(no) }
}

/**
 * The facts worth asking, best first.
 * @param measures the measures asked about
 * @param declined ids of facts the caller does not know or will not say: never asked again; where a declined
 *   fact can be worked out from others, those are asked instead
 */
export function nextQuestions(
  program: Program,
  assessment: Assessment,
  measures: readonly Measure[],
  declined: ReadonlySet<string> = new Set()
): NextQuestion[] {
  const { policy } = program
  const entries = new Map<number, { score: number; order: number; settles: string[]; matters: string[] }>()
  const entry = (fact: number) => {
    const before = entries.get(fact)
    if (before) return before
    const made = { score: 0, order: entries.size, settles: [], matters: [] }
    entries.set(fact, made)
    return made
  }
  for (const measure of measures) {
    const root = measure.conditions
    if (!root || program.truth(root, assessment) !== UNKNOWN) continue
    const { yes, no } = chances(program, assessment, root)
    for (const fact of missingIn(program, assessment, root)) {
      for (const asked of instead(policy, assessment, fact, declined)) {
        const { matters, settles, ...rest } = entry(asked)
        const chance = asked === fact ? (yes.get(fact) ?? 0) + (no.get(fact) ?? 0) : 0
        if (!matters.includes(measure.id)) matters.push(measure.id)
        if (chance > 0 && !settles.includes(measure.id)) settles.push(measure.id)
        entries.set(asked, { ...rest, matters, settles, score: rest.score + chance })
      }
    }
  }
  return [...entries]
    .sort(([, a], [, b]) => b.score - a.score || b.matters.length - a.matters.length || a.order - b.order)
    .map(([index, { settles, matters }]) => {
      const { id, label, question, derivedFrom } = policy.facts[index] as Fact
      return { fact: id, label, question, settles, matters, alternatives: derivedFrom }
    })
}

/** The fact itself, or, when it was declined, the facts it can be worked out from that were not. */
function instead(
  policy: Policy,
  assessment: Assessment,
  index: number,
  declined: ReadonlySet<string>
): readonly number[] {
  const fact = policy.facts[index] as Fact
  if (!declined.has(fact.id)) return [index]
  return (fact.derivation?.rule.inputs ?? []).filter(
    input => assessment.values[input] === undefined && !declined.has((policy.facts[input] as Fact).id)
  )
}
