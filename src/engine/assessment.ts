/** What is known of one applicant, and everything decided of it so far. */

import { TRUE, type Truth, UNKNOWN } from '../policy/kleene.ts'
import type { Policy, PolicyRule } from '../policy/model.ts'
import { type Possible, Several } from '../policy/possible.ts'
import type { Facts } from '../policy/vocabulary.ts'
import type { Decided } from './decided.ts'
import { States } from './fact-states.ts'
import type { Gate, Gates } from './gates.ts'
import type { AssumptionMode, Intake, Known, Narrowed } from './intake.ts'
import { type Comparisons, NO_FACT } from './leaf-table.ts'

const NO_FACTS: Facts = {}
const NOTHING: Facts[string] = {}

/** What all assessments of a policy work with. */
export interface Tools {
  readonly policy: Policy
  readonly intake: Intake
  readonly comparisons: Comparisons
  readonly gates: Gates
  readonly decided: Decided
}

export class Assessment {
  readonly policy: Policy
  private readonly intake: Intake
  private readonly comparisons: Comparisons
  private readonly gates: Gates
  private readonly decided: Decided
  private readonly facts: Facts
  /** whether what the rule set declares stands in for what is not given */
  readonly mode: AssumptionMode
  /** results that carry it are this applicant's */
  private readonly stamp: number
  /** the subjects that were looked up so far, each with its facts */
  private readonly subjects: (Facts[string] | undefined)[]
  /** null as long as the facts given were enough */
  private settled: Known | null = null
  private counted: States | null = null

  constructor(tools: Tools, facts: Facts, mode: AssumptionMode) {
    const { policy, intake, comparisons, gates, decided } = tools
    this.policy = policy
    this.intake = intake
    this.comparisons = comparisons
    this.gates = gates
    this.decided = decided
    this.facts = facts
    this.mode = mode
    this.stamp = decided.newStamp(gates.count)
    this.subjects = intake.noSubjects.slice()
  }

  /** An assessment of facts by index. */
  static of(tools: Tools, given: readonly unknown[], mode: AssumptionMode, told?: Narrowed): Assessment {
    const assessment = new Assessment(tools, NO_FACTS, mode)
    assessment.settled = tools.intake.known(given, mode, told)
    return assessment
  }

  /** Works out what follows from the facts; only when one is needed that was not given. */
  private get known(): Known {
    this.settled ??= this.intake.known(this.intake.byIndex(this.facts), this.mode)
    return this.settled
  }

  /** facts as given, by fact index */
  get given(): readonly unknown[] {
    return this.known.given
  }

  /** given, derived and assumed facts, by fact index; undefined while not settled */
  get values(): readonly unknown[] {
    return this.known.values
  }

  /** of facts that are not given: what the caller said is possible, by fact index */
  get told(): Narrowed {
    return this.known.told
  }

  /** facts of which something is known, but not which value they have, by fact index */
  get narrowed(): Narrowed {
    return this.known.narrowed
  }

  /** indexes of facts that a derivation settled or narrowed */
  get derived(): readonly number[] {
    return this.known.derived
  }

  /** the rules by which facts were settled or narrowed, in the order they were applied */
  get applied(): readonly PolicyRule[] {
    return this.known.applied
  }

  /** indexes of facts that a default stands for */
  get assumed(): readonly number[] {
    return this.known.assumed
  }

  /** Where the facts stand. */
  get states(): States {
    this.counted ??= new States(this.known, this.intake, this.mode)
    return this.counted
  }

  /** The truth of what is decided at a place, by Kleene's strong three-valued logic. */
  truth(place: number): Truth {
    const kept = (this.decided.truths[place] as number) - this.stamp
    return kept >= 0 && kept <= TRUE ? (kept as Truth) : this.decide(place)
  }

  /** Whether a leaf is taken to hold because its fact is not known. */
  isAssumed(leaf: number): boolean {
    return this.mayAssume(leaf) && this.compare(leaf) === UNKNOWN
  }

  private mayAssume(leaf: number): boolean {
    return this.comparisons.assumes[leaf] === 1 && this.mode === 'declared'
  }

  private decide(place: number): Truth {
    const { gates } = this
    const truth = place < gates.leafCount ? this.leaf(place) : this.group(gates.at(place))
    this.decided.truths[place] = this.stamp + truth
    return truth
  }

  /** A leaf is unknown while the facts it compares can still make it true as well as false. */
  private leaf(index: number): Truth {
    const compared = this.compare(index)
    return compared === UNKNOWN && this.mayAssume(index) ? TRUE : compared
  }

  /** The truth of a group, which need not be in the list. */
  group({ settledBy, parts }: Gate): Truth {
    if (settledBy === null) return (TRUE - this.truth(parts[0] as number)) as Truth
    const { stamp } = this
    const { truths } = this.decided
    let truth = (TRUE - settledBy) as Truth
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at] as number
      const kept = (truths[part] as number) - stamp
      const next = kept >= 0 && kept <= TRUE ? kept : this.decide(part)
      if (next === settledBy) return settledBy
      if (next === UNKNOWN) truth = UNKNOWN
    }
    return truth
  }

  /** A fact as given, as it follows from others, or as it is assumed; undefined while not settled. */
  value(fact: number): unknown {
    if (this.settled !== null) return this.settled.values[fact]
    const { intake } = this
    const place = intake.places[fact] as number
    let subject = this.subjects[place]
    if (subject === undefined) {
      subject = this.facts[intake.subjects[place] as string] ?? NOTHING
      this.subjects[place] = subject
    }
    const value = subject === NOTHING ? undefined : subject[intake.keys[fact] as string]
    if (value === undefined && intake.mayFollow[fact]) return this.known.values[fact]
    return value
  }

  private compare(index: number): Truth {
    const { comparisons } = this
    const fact = comparisons.fact[index] as number
    const left = this.value(fact)
    const other = comparisons.other[index] as number
    if (left !== undefined) {
      const right = other === NO_FACT ? undefined : this.value(other)
      if (other === NO_FACT || right !== undefined) return comparisons.ofKnown(index, left, right)
    }
    // A side that is not settled may be narrowed so far that it makes no difference.
    if (this.settled === null || this.settled.narrowed.size === 0) return UNKNOWN
    return comparisons.ofNarrowed(
      index,
      this.possible(fact),
      other === NO_FACT ? undefined : this.possible(other)
    )
  }

  /** What is known of a fact, settled or not. */
  private possible(fact: number): Possible | undefined {
    const value = this.value(fact)
    return value === undefined ? this.narrowed.get(fact) : new Several([value])
  }
}
