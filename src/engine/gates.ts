/**
 * Every tree of a policy as one list of numbered places, which both evaluators run: an assessment decides a place when
 * it is first asked for it, a circuit all that it needs for 32 applicants at once. Leaves have the first places, by
 * their index; behind them stands each distinct group once, its parts before it.
 */
import { FALSE, TRUE, type Truth } from '../policy/kleene.ts'
import type { GroupNode, Node } from '../policy/model.ts'

/** A group, and the places of its parts. */
export interface Gate {
  /** the truth of one part that settles the whole: no of an `all`, yes of an `any`; null of a `not`, which has one part */
  readonly settledBy: Truth | null
  /** each once, leaves first, since they cost least */
  readonly parts: readonly number[]
}

const SETTLED_BY: Readonly<Record<GroupNode['kind'], Truth | null>> = { all: FALSE, any: TRUE, not: null }

/** A group of parts that have places, which need not be in the list. */
export const gateOf = (kind: GroupNode['kind'], parts: readonly number[]): Gate => ({
  settledBy: SETTLED_BY[kind],
  parts
})

/** What a group has to look at: an `all` within an `all`, or a group of one, is nothing but its parts. */
function partsOf(node: Node, above: GroupNode['kind']): readonly Node[] {
  if (node.kind === 'leaf' || node.kind === 'not') return [node]
  const isTakenUp = node.kind === above || node.children.length === 1
  return isTakenUp ? node.children.flatMap(child => partsOf(child, above)) : [node]
}

export class Gates {
  /** leaves of the policy: their places come before those of groups */
  readonly leafCount: number
  private readonly gates: Gate[] = []
  private readonly places = new Map<string, number>()

  constructor(leafCount: number) {
    this.leafCount = leafCount
  }

  /** How many places there are. */
  get count(): number {
    return this.leafCount + this.gates.length
  }

  /** The group at a place that is none of a leaf. */
  at(place: number): Gate {
    return this.gates[place - this.leafCount] as Gate
  }

  /** Where a tree is decided; of one that is not in the list yet, a place at its end. */
  place(node: Node): number {
    if (node.kind === 'leaf') return node.leaf
    const { kind } = node
    const nodes = kind === 'not' ? node.children : node.children.flatMap(child => partsOf(child, kind))
    const parts = [...new Set(nodes.map(one => this.place(one)))]
    const [only] = parts
    if (kind !== 'not' && parts.length === 1) return only as number
    const isLeaf = (place: number) => place < this.leafCount
    return this.group(kind, [...parts.filter(isLeaf), ...parts.filter(place => !isLeaf(place))])
  }

  private group(kind: GroupNode['kind'], parts: readonly number[]): number {
    const key = `${kind} ${parts}`
    const before = this.places.get(key)
    if (before !== undefined) return before
    const place = this.leafCount + this.gates.push(gateOf(kind, parts)) - 1
    this.places.set(key, place)
    return place
  }

  /** What some places need to be decided, themselves included: leaves and groups in the order of the list. */
  needed(places: readonly number[]): number[] {
    const found = new Set<number>()
    const need = (place: number) => {
      if (found.has(place)) return
      found.add(place)
      if (place >= this.leafCount) this.at(place).parts.forEach(need)
    }
    places.forEach(need)
    return [...found].sort((a, b) => a - b)
  }
}
