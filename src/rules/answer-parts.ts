/** Parts of answers as JSON in bytes: each is written once for what it depends on, and kept. */
import type { Assessment, Program } from './compile.ts'
import type { Condition } from './condition.ts'
import { bareResult, interpretationView, openCondition, stampOf } from './eligibility.ts'
import { originOf, reasonOf, traceOf } from './explain.ts'
import { OUTCOMES, TRUTH_NAMES, type Truth, UNKNOWN } from './kleene.ts'
import type { Interpretation, Measure } from './policy.ts'
import { windowStatus } from './window.ts'

/** Parts of a kind kept for a condition: amounts and dates have values without end. */
const KEPT = 64

const json = (value: unknown) => Buffer.from(JSON.stringify(value))

/** The beginning of an object, to be gone on with. */
const opened = (value: object) => Buffer.from(JSON.stringify(value).slice(0, -1))

/** The end of an object that was begun. */
const closing = (value: object) => Buffer.from(JSON.stringify(value).replace('{', ','))

/** Parts by what they depend on; begins anew when it is full. */
class Kept {
  private readonly parts = new Map<string, Buffer>()

  get(key: string): Buffer | undefined {
    return this.parts.get(key)
  }

  keep(key: string, part: Buffer): Buffer {
    if (this.parts.size === KEPT) this.parts.clear()
    this.parts.set(key, part)
    return part
  }
}

/** What is kept of a condition, by the state of its facts. */
class ConditionParts {
  readonly reasons = new Kept()
  readonly open = new Kept()
  readonly traces = new Kept()
}

/** The state of each fact of one applicant: its value or those still possible, and where it is known from. */
export class States {
  private readonly assessment: Assessment
  private readonly states: string[]

  constructor(assessment: Assessment) {
    this.assessment = assessment
    this.states = new Array<string>(assessment.policy.facts.length).fill('')
  }

  of({ facts }: Condition): string {
    let text = ''
    for (let at = 0; at < facts.length; at++) text += this.one(facts[at] as number)
    return text
  }

  private one(fact: number): string {
    const before = this.states[fact] as string
    if (before !== '') return before
    const { assessment } = this
    const known = JSON.stringify(assessment.value(fact) ?? assessment.narrowed.get(fact))
    // JSON holds no line break outside its texts: states in a row cannot run into each other.
    const state = `${originOf(assessment, fact)} ${known}\n`
    this.states[fact] = state
    return state
  }
}

/** The parts of the answers of a program. */
export class AnswerParts {
  readonly stamp: Buffer
  /** ids of facts, by index */
  readonly factIds: readonly Buffer[]
  /** ids of measures, by id */
  readonly measureIds: ReadonlyMap<string, Buffer>
  /** by fact index: how a question about it begins, and how it ends */
  readonly questions: readonly { head: Buffer; end: Buffer }[]
  /** by measure index: the end of a result with reasons */
  readonly ends: readonly Buffer[]
  private readonly heads = new Map<string, Buffer>()
  private day: { asOf: string; heads: (Buffer | undefined)[] } = { asOf: '', heads: [] }
  private readonly conditions = new Map<Condition, ConditionParts>()
  /** open points, by how they bear on an applicant */
  readonly interpretations = {
    decides: new Map<Interpretation, Buffer>(),
    'may-matter': new Map<Interpretation, Buffer>()
  }

  constructor({ policy }: Program) {
    this.stamp = json(stampOf(policy))
    this.factIds = policy.facts.map(({ id }) => json(id))
    this.measureIds = new Map(policy.measures.map(({ id }) => [id, json(id)]))
    this.questions = policy.facts.map(({ id, label, question, derivedFrom }) => ({
      head: opened({ fact: id, label, question }),
      end: closing({ alternatives: derivedFrom })
    }))
    this.ends = policy.measures.map(({ responsible, silent }) =>
      closing({ responsible, notStated: silent }).subarray(0, -1)
    )
    for (const entry of policy.measures.flatMap(({ interpretations }) => interpretations)) {
      for (const bearing of ['decides', 'may-matter'] as const) {
        this.interpretations[bearing].set(entry, json(interpretationView(entry, bearing)))
      }
    }
  }

  /** A result without its reasons and without its closing brace. @param asOf YYYY-MM-DD */
  head(measure: Measure, truth: Truth, asOf: string): Buffer {
    // Most requests ask about one day: today.
    if (this.day.asOf !== asOf) this.day = { asOf, heads: [] }
    const { heads } = this.day
    const at = measure.index * OUTCOMES.length + truth
    const head = heads[at] ?? this.headOn(measure, truth, asOf)
    heads[at] = head
    return head
  }

  private headOn(measure: Measure, truth: Truth, asOf: string): Buffer {
    const key = `${measure.id} ${truth} ${windowStatus(measure.window, asOf)}`
    const head = this.heads.get(key) ?? opened(bareResult(measure, truth, asOf))
    this.heads.set(key, head)
    return head
  }

  /** @param truth how the tree came out for which the condition is a reason */
  reason(assessment: Assessment, states: States, condition: Condition, truth: Truth): Buffer {
    const { reasons } = this.of(condition)
    const state = states.of(condition)
    return reasons.get(state) ?? reasons.keep(state, json(reasonOf(assessment, condition, truth)))
  }

  open(assessment: Assessment, states: States, condition: Condition): Buffer {
    const { open } = this.of(condition)
    const state = states.of(condition)
    const make = () => json(openCondition(reasonOf(assessment, condition, UNKNOWN)))
    return open.get(state) ?? open.keep(state, make())
  }

  /** The trace of a condition about one fact, or of a leaf. */
  trace(assessment: Assessment, states: States, condition: Condition): Buffer {
    const { traces } = this.of(condition)
    const state = states.of(condition)
    return traces.get(state) ?? traces.keep(state, json(traceOf(assessment, condition)))
  }

  /** How the trace of a group begins. */
  traceHead(assessment: Assessment, condition: Condition): Buffer {
    const { traces } = this.of(condition)
    const { kind, name, ownBasis: basis } = condition
    const result = TRUTH_NAMES[assessment.truth(condition.code, 0)]
    return traces.get(result) ?? traces.keep(result, opened({ kind, name, result, basis }))
  }

  private of(condition: Condition): ConditionParts {
    const before = this.conditions.get(condition)
    if (before) return before
    const made = new ConditionParts()
    this.conditions.set(condition, made)
    return made
  }
}
