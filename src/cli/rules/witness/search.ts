/**
 * Witnesses of a measure: small sets of facts that make it eligible, ineligible by each of its conditions, and
 * undetermined. Found by search, checked by the engine; a condition that no facts can make matter is a fault.
 */
import { amountOf } from '../../../decisions/amount.ts'
import type { Program } from '../../../engine/program.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from '../../../policy/kleene.ts'
import type { Fact, LeafNode, Measure, Node } from '../../../policy/model.ts'
import { bySubject, type Facts } from '../../../policy/vocabulary.ts'
import { type Assignment, Solver } from './solver.ts'

/** Facts as requests have them. */
export interface Witnesses {
  /** with the facts its figures need, so that an amount comes out */
  eligible: Facts
  /** by the condition that fails, as its name has it */
  ineligible: { condition: string; facts: Facts }[]
  /** eligible but for one fact that is not given */
  undetermined: Facts
}

/** A condition that can never matter, or an outcome that can never come. */
export interface WitnessFault {
  measure: string
  condition: string
  message: string
}

const NOTHING: Assignment = new Map()

/** The paths from a tree down to each of its leaves. */
function paths(node: Node): Node[][] {
  if (node.kind === 'leaf') return [[node]]
  return node.children.flatMap(child => paths(child).map(path => [node, ...path]))
}

/** What to call the condition a path ends in: alternatives are called by what they are alternatives of. */
function nameOf(path: readonly Node[]): string {
  const named = path.find(({ kind, name }) => kind !== 'all' && name !== null) as Node
  return named.name as string
}

class Search {
  private readonly program: Program
  private readonly measure: Measure
  private readonly root: Node
  private readonly solver: Solver

  constructor(program: Program, measure: Measure) {
    this.program = program
    this.measure = measure
    this.root = measure.conditions as Node
    this.solver = new Solver(program.policy, this.root)
  }

  /** Facts by subject, in the order of the vocabulary. */
  facts(assignment: Assignment): Facts {
    const told = this.program.policy.facts.filter(({ index }) => assignment.has(index))
    return bySubject(told.map(fact => [fact, assignment.get(fact.index)] as const))
  }

  private assess(assignment: Assignment) {
    return this.program.assess(this.facts(assignment))
  }

  outcome(assignment: Assignment): Truth {
    return this.program.decide(this.measure, this.assess(assignment))
  }

  /** Leaves out every fact that the wanted outcome can do without: defaults, and what other facts imply. */
  private without(assignment: Assignment, keep: ReadonlySet<number>, wanted: Truth): Assignment {
    let least = assignment
    for (const index of assignment.keys()) {
      if (keep.has(index)) continue
      const smaller = new Map(least)
      smaller.delete(index)
      if (this.outcome(smaller) === wanted) least = smaller
    }
    return least
  }

  eligible(): Assignment | undefined {
    const found = this.solver.smallest(
      most => this.solver.reach(this.root, TRUE, NOTHING, most),
      one => this.outcome(one) === TRUE
    )
    return found && this.without(found, new Set(), TRUE)
  }

  /** The facts the figures need are added, each with its example. */
  withAmount(assignment: Assignment): Assignment {
    const facts = new Map(assignment)
    for (;;) {
      const { missingFacts } = amountOf(this.assess(facts), this.program.compiled(this.measure))
      const [first] = missingFacts.map(id => this.program.policy.fact(id) as Fact)
      if (!first || facts.has(first.index)) return facts
      facts.set(first.index, first.example)
    }
  }

  ineligibleBy(path: readonly Node[]): Assignment | undefined {
    const found = this.solver.smallest(
      most => this.solver.hinge(path, FALSE, NOTHING, most),
      one => this.outcome(one) === FALSE
    )
    if (!found) return undefined
    const { fact } = this.program.policy.leaves[(path.at(-1) as LeafNode).leaf] as { fact: number }
    return this.without(found, new Set([fact]), FALSE)
  }

  /** Whether there are facts that are eligible because of one condition alone: the other half of the pair. */
  canCarry(path: readonly Node[]): boolean {
    const found = this.solver.smallest(
      most => this.solver.hinge(path, TRUE, NOTHING, most),
      one => this.outcome(one) === TRUE
    )
    return found !== undefined
  }

  undetermined(eligible: Assignment): Assignment | undefined {
    return [...eligible.keys()]
      .reverse()
      .map(index => new Map([...eligible].filter(([one]) => one !== index)))
      .find(smaller => this.outcome(smaller) === UNKNOWN)
  }
}

/**
 * Finds the witnesses of a measure that can be decided.
 * @returns what was found, and a fault for each condition or outcome that no facts can reach
 */
export function witnessesOf(
  program: Program,
  measure: Measure
): { witnesses: Witnesses | null; faults: WitnessFault[] } {
  const search = new Search(program, measure)
  const faults: WitnessFault[] = []
  const fault = (condition: string, message: string) =>
    faults.push({ measure: measure.id, condition, message })
  const eligible = search.eligible()
  const undetermined = eligible && search.undetermined(eligible)
  if (!eligible) fault('', 'no facts make it eligible')
  else if (!undetermined) fault('', 'no fact is needed to be eligible')
  const ineligible = new Map<string, Witnesses['ineligible'][number]>()
  for (const path of paths(measure.conditions as Node)) {
    const condition = nameOf(path)
    const found = search.ineligibleBy(path)
    if (!found || !search.canCarry(path))
      fault(condition, 'it can never matter: no facts make the outcome hang on it')
    else {
      const facts = search.facts(found)
      const key = JSON.stringify(facts)
      if (!ineligible.has(key)) ineligible.set(key, { condition, facts })
    }
  }
  if (!eligible || !undetermined) return { witnesses: null, faults }
  return {
    witnesses: {
      eligible: search.facts(search.withAmount(eligible)),
      ineligible: [...ineligible.values()],
      undetermined: search.facts(undetermined)
    },
    faults
  }
}
