/**
 * The trees of many measures as one circuit, for applicants by the hundred thousand: each distinct comparison of
 * a known fact is made once, each distinct group decided once, and what is not known costs next to nothing.
 */
import { type Comparisons, NO_FACT } from './comparisons.ts'
import { GivenFacts } from './given.ts'
import type { Intake } from './intake.ts'
import { type Truth, UNKNOWN } from './kleene.ts'
import type { Fact, Node, Policy } from './policy.ts'

/**
 * Truths as two bits, so that `all` and `any` are one instruction a part: the lower bit says that it may be true,
 * the upper one that it is.
 */
const [OFF, OPEN, ON] = [0b00, 0b01, 0b11] as const
const BITS = [OFF, OPEN, ON]
/** The other way round: truths count the bits. */
const truthOf = (bits: number) => ((bits & 1) + (bits >> 1)) as Truth
const NEGATED = [ON, OPEN, OPEN, OFF]

/** What a value comes to: leaves, each with its bits behind it. */
type Effect = readonly number[]
const NOTHING: Effect = []

/** Of a fact whose values can be counted: what each comes to. */
interface Effects {
  /** by value: yes or no, a text, a member of a list */
  by: ReadonlyMap<unknown, Effect>
  /** of a list: what it comes to before anybody looked at its members */
  list: Effect
}

/** A group of two parts, or `not` with its part twice. Groups have parts that have been decided before. */
interface Gate {
  kind: Node['kind']
  /** behind how many others it has to wait */
  level: number
  parts: [Wire, Wire]
}
/** Where a truth comes from: the index of a leaf, or a gate. */
type Wire = number | Gate

const levelOf = (wire: Wire) => (typeof wire === 'number' ? 0 : wire.level)

/** Trees as gates, each distinct one once. */
class Wiring {
  private readonly numbers = new Map<Gate, number>()
  private readonly known = new Map<string, Gate>()
  /** the leaves that matter */
  readonly leaves = new Set<number>()

  wire(node: Node): Wire {
    if (node.kind === 'leaf') {
      this.leaves.add(node.leaf)
      return node.leaf
    }
    let parts = node.children.map(child => this.wire(child))
    if (node.kind === 'not') return this.gate('not', [parts[0] as Wire, parts[0] as Wire])
    // In pairs, and the pairs in pairs: a chain would make each wait for the one before it.
    while (parts.length > 1) {
      parts = Array.from({ length: Math.ceil(parts.length / 2) }, (_, pair) => {
        const [one, two] = parts.slice(2 * pair, 2 * pair + 2) as [Wire, Wire?]
        return two === undefined ? one : this.gate(node.kind, [one, two])
      })
    }
    return parts[0] as Wire
  }

  private gate(kind: Gate['kind'], parts: [Wire, Wire]): Gate {
    const key = `${kind} ${parts.map(part => (typeof part === 'number' ? part : `g${this.numbers.get(part)}`))}`
    const before = this.known.get(key)
    if (before) return before
    const gate = { kind, parts, level: 1 + Math.max(...parts.map(levelOf)) }
    this.numbers.set(gate, this.numbers.size)
    this.known.set(key, gate)
    return gate
  }

  /** In an order in which parts come first, those of one kind together as far as that goes. */
  get gates(): Gate[] {
    return [...this.known.values()].sort((a, b) => a.level - b.level || (a.kind < b.kind ? -1 : 1))
  }
}

function effectsOf(fact: Fact, compared: readonly number[], policy: Policy, comparisons: Comparisons) {
  const of = (value: unknown): Effect =>
    compared.flatMap(leaf => [leaf, BITS[comparisons.ofKnown(leaf, value, undefined)] as number])
  const { type, enum: members } = fact.schema as { type?: string; enum?: readonly unknown[] }
  if (type === 'array') {
    const list = of([])
    const asked = compared.map(leaf => policy.leaves[leaf]?.value)
    const differing = (effect: Effect) =>
      effect.flatMap((bits, at) =>
        at % 2 === 1 && bits !== list[at] ? [effect[at - 1] as number, bits] : []
      )
    return { list, by: new Map(asked.map(member => [member, differing(of([member]))])) }
  }
  const values = type === 'boolean' ? [true, false] : members
  return values ? { list: NOTHING, by: new Map(values.map(value => [value, of(value)])) } : null
}

export class Circuit {
  private readonly intake: Intake
  private readonly comparisons: Comparisons
  private readonly leafCount: number
  /** by fact index: the leaves that compare it with a constant */
  private readonly compared: readonly (readonly number[])[]
  /** the leaves that compare a fact with another */
  private readonly comparedWithOthers: readonly number[]
  /** by fact index; null where values cannot be counted */
  private readonly effects: readonly (Effects | null)[]
  /** the gates in runs of one kind: the kind, and where the run ends */
  private readonly runs: readonly { kind: Node['kind']; end: number }[]
  /** where the parts of each gate are, two a gate */
  private readonly parts: Uint16Array
  /** where each tree is */
  private readonly outputs: Uint16Array
  /** by leaf, and behind them by gate */
  private readonly bits: Uint8Array
  /** by tree; handed out */
  private readonly truths: Truth[]
  /** what follows from the facts given, where it is settled */
  private readonly following: GivenFacts

  /** @param roots the trees to decide, of the policy */
  constructor(policy: Policy, intake: Intake, comparisons: Comparisons, roots: readonly Node[]) {
    const { leaves, facts } = policy
    const wiring = new Wiring()
    const outputs = roots.map(root => wiring.wire(root))
    const { gates } = wiring
    const places = new Map<Wire, number>(gates.map((gate, index) => [gate, leaves.length + index]))
    const placeOf = (wire: Wire) => (typeof wire === 'number' ? wire : (places.get(wire) as number))
    const used = [...wiring.leaves]
    const compares = (leaf: number, fact: number) =>
      comparisons.fact[leaf] === fact && comparisons.other[leaf] === NO_FACT
    this.outputs = Uint16Array.from(outputs, placeOf)
    this.parts = Uint16Array.from(gates.flatMap(({ parts }) => parts.map(placeOf)))
    this.runs = gates.flatMap(({ kind }, at) =>
      gates[at + 1]?.kind === kind ? [] : [{ kind, end: leaves.length + at + 1 }]
    )
    this.bits = new Uint8Array(leaves.length + gates.length)
    this.truths = roots.map(() => UNKNOWN)
    this.compared = facts.map(({ index }) => used.filter(leaf => compares(leaf, index)))
    this.comparedWithOthers = used.filter(leaf => comparisons.other[leaf] !== NO_FACT)
    this.effects = facts.map((fact, index) =>
      effectsOf(fact, this.compared[index] as readonly number[], policy, comparisons)
    )
    this.following = new GivenFacts(facts.length)
    this.leafCount = leaves.length
    this.intake = intake
    this.comparisons = comparisons
  }

  /**
   * Decides the trees for one applicant, as an assessment of the same facts would.
   * @param given checked before
   * @returns a truth a tree, in their order; valid until the next call
   */
  decide(given: GivenFacts): readonly Truth[] {
    const { bits, outputs, truths, following } = this
    const { values } = given
    bits.fill(OPEN, 0, this.leafCount)
    for (let at = 0; at < given.length; at++) {
      const fact = given.index(at)
      this.take(fact, values[fact])
    }
    following.clear()
    this.intake.follow(values, 'declared', this.followed)
    for (const leaf of this.comparedWithOthers) this.compareFacts(leaf, values)
    this.switch()
    for (let tree = 0; tree < truths.length; tree++) {
      truths[tree] = truthOf(bits[outputs[tree] as number] as number)
    }
    return truths
  }

  private readonly followed = (fact: number, possible: readonly unknown[]) => {
    if (possible.length > 1) {
      this.narrow(fact, possible)
      return
    }
    this.following.add(fact, possible[0])
    this.take(fact, possible[0])
  }

  /** Takes in a fact that is known. */
  private take(fact: number, value: unknown): void {
    const effects = this.effects[fact]
    if (!effects) this.compare(fact, value)
    else if (!Array.isArray(value)) this.apply(effects.by.get(value))
    else {
      this.apply(effects.list)
      for (let member = 0; member < value.length; member++) this.apply(effects.by.get(value[member]))
    }
  }

  /** @param effect none of a member that nothing asks for */
  private apply(effect: Effect = NOTHING): void {
    const { bits } = this
    for (let at = 0; at < effect.length; at += 2) bits[effect[at] as number] = effect[at + 1] as number
  }

  private compare(fact: number, value: unknown): void {
    const { comparisons, bits } = this
    const leaves = this.compared[fact] as readonly number[]
    for (let at = 0; at < leaves.length; at++) {
      const leaf = leaves[at] as number
      bits[leaf] = BITS[comparisons.ofKnown(leaf, value, undefined)] as number
    }
  }

  /** Takes in a fact that has one of several values. */
  private narrow(fact: number, possible: readonly unknown[]): void {
    for (const leaf of this.compared[fact] as readonly number[]) {
      this.bits[leaf] = BITS[this.comparisons.ofNarrowed(leaf, possible)] as number
    }
  }

  private compareFacts(leaf: number, given: readonly unknown[]): void {
    const { comparisons, following } = this
    const settled = (fact: number) => given[fact] ?? following.values[fact]
    const left = settled(comparisons.fact[leaf] as number)
    if (left === undefined) return
    const truth = comparisons.ofKnown(leaf, left, settled(comparisons.other[leaf] as number))
    this.bits[leaf] = BITS[truth] as number
  }

  /** Decides every gate, by Kleene's strong three-valued logic. */
  private switch(): void {
    const { parts, bits, runs } = this
    let place = this.leafCount
    let at = 0
    for (let run = 0; run < runs.length; run++) {
      const { kind, end } = runs[run] as (typeof runs)[0]
      if (kind === 'all') {
        for (; place < end; place++, at += 2) {
          bits[place] = (bits[parts[at] as number] as number) & (bits[parts[at + 1] as number] as number)
        }
      } else if (kind === 'any') {
        for (; place < end; place++, at += 2) {
          bits[place] = (bits[parts[at] as number] as number) | (bits[parts[at + 1] as number] as number)
        }
      } else {
        for (; place < end; place++, at += 2) {
          bits[place] = NEGATED[bits[parts[at] as number] as number] as number
        }
      }
    }
  }
}
