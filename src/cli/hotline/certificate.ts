/**
 * The fewest answers that settle what a caller asks about, were one to know beforehand what the answers will be.
 * No order of questions can do better: it is the floor that orders are measured against.
 */
import type { Program } from '../../engine/program.ts'
import { TRUE, type Truth, UNKNOWN } from '../../policy/kleene.ts'
import { comparedBy, type Leaf, type Measure, type Node } from '../../policy/model.ts'
import type { Caller } from './callers.ts'

/** Facts, by index. */
type Facts = ReadonlySet<number>

const within = (small: Facts, large: Facts) => [...small].every(fact => large.has(fact))

/** Without those that contain another. */
function least(sets: readonly Facts[]): Facts[] {
  const kept: Facts[] = []
  for (const set of [...sets].sort((a, b) => a.size - b.size)) {
    if (!kept.some(small => within(small, set))) kept.push(set)
  }
  return kept
}

function subsets(facts: readonly number[]): Facts[] {
  const found: Facts[] = [new Set()]
  for (const fact of facts) found.push(...found.map(set => new Set([...set, fact])))
  return found
}

/** Every smallest set of a caller's answers that gives trees their truth. */
export class Certificates {
  private readonly program: Program
  private readonly caller: Caller
  private readonly free: Caller

  /** @param free facts that are known without an answer of their own */
  constructor(program: Program, caller: Caller, free: Caller = new Map()) {
    this.program = program
    this.caller = caller
    this.free = free
  }

  private truth(node: Node, facts: Facts): Truth {
    const given = this.program.policy.facts.map(({ index }) =>
      this.free.has(index) ? this.free.get(index) : facts.has(index) ? this.caller.get(index) : undefined
    )
    return this.program.truth(node, this.program.settle(given))
  }

  /** A comparison is settled by its own fact, or by facts that it can be worked out from. */
  private leaf(node: Node & { kind: 'leaf' }): Facts[] {
    const { leaves, rules } = this.program.policy
    const own = comparedBy(leaves[node.leaf] as Leaf)
    const inputs = rules.flatMap(({ fact, rule }) => (own.includes(fact) ? rule.inputs : []))
    const known = [...new Set([...own, ...inputs])].filter(one => this.caller.has(one) && !this.free.has(one))
    // With less than that it may be taken to hold, and not be so.
    const truth = this.truth(node, new Set(known))
    return least(subsets(known).filter(set => truth !== UNKNOWN && this.truth(node, set) === truth))
  }

  /** @param wanted the truth that the tree has for this caller */
  of(node: Node, wanted: Truth): Facts[] {
    if (node.kind === 'leaf') return this.leaf(node)
    if (node.kind === 'not') return this.of(node.children[0] as Node, (TRUE - wanted) as Truth)
    const whole = this.truth.bind(this)
    const everything = new Set(this.caller.keys())
    const alike = node.children.filter(child => whole(child, everything) === wanted)
    const found = alike.map(child => this.of(child, wanted))
    if ((node.kind === 'all') !== (wanted === TRUE)) return least(found.flat())
    return found.reduce(
      (sets, more) => least(sets.flatMap(set => more.map(one => new Set([...set, ...one])))),
      [new Set<number>()] as Facts[]
    )
  }

  /** Of a measure: one choice of sets, or none where all that the caller knows leaves it open. */
  ofMeasure({ conditions }: Measure): Facts[][] {
    const truth = this.truth(conditions as Node, new Set(this.caller.keys()))
    return truth === UNKNOWN ? [] : [this.of(conditions as Node, truth)]
  }
}

/**
 * The fewest facts that contain a set of every choice. Branch and bound: exact.
 * @param choices for each measure, the sets of facts that settle it
 */
export function fewest(choices: readonly (readonly Facts[])[]): number {
  let best = Number.POSITIVE_INFINITY
  const users = new Map<number, number>()
  for (const sets of choices) {
    for (const fact of new Set(sets.flatMap(set => [...set]))) users.set(fact, (users.get(fact) ?? 0) + 1)
  }
  // Of the sets that no other measure has a use for, only the smallest can matter.
  const reduced = choices.map(sets => {
    const own = sets.filter(set => [...set].every(fact => users.get(fact) === 1)).slice(0, 1)
    return [...sets.filter(set => [...set].some(fact => users.get(fact) !== 1)), ...own]
  })
  const search = (chosen: Set<number>, left: readonly (readonly Facts[])[]) => {
    const open = left.filter(sets => !sets.some(set => within(set, chosen)))
    const cost = (set: Facts) => [...set].filter(fact => !chosen.has(fact)).length
    const floor = bound(open, chosen)
    if (chosen.size + floor >= best) return
    const [first, ...rest] = [...open].sort((a, b) => a.length - b.length)
    if (!first) {
      best = chosen.size
      return
    }
    for (const set of [...first].sort((a, b) => cost(a) - cost(b))) search(new Set([...chosen, ...set]), rest)
  }
  search(new Set(), reduced)
  return best
}

/** Measures that share no fact with each other each need answers of their own. */
function bound(open: readonly (readonly Facts[])[], chosen: Facts): number {
  const taken = new Set<number>()
  let floor = 0
  for (const sets of open) {
    const facts = sets.flatMap(set => [...set].filter(fact => !chosen.has(fact)))
    if (facts.some(fact => taken.has(fact))) continue
    for (const fact of facts) taken.add(fact)
    floor += Math.min(...sets.map(set => [...set].filter(fact => !chosen.has(fact)).length))
  }
  return floor
}
