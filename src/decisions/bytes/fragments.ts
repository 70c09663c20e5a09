/** Parts of answers as JSON in bytes: each is written once for what it depends on, and kept. */
import type { Assumed } from '../../engine/assumed.ts'
import type { Condition } from '../../engine/conditions.ts'
import { originOf, UNCOUNTED } from '../../engine/fact-states.ts'
import { Kept } from '../../engine/memo.ts'
import type { Assessment, Program } from '../../engine/program.ts'
import { traceOf } from '../../engine/trace.ts'
import { restsOn } from '../../policy/asked.ts'
import { OUTCOMES, TRUTH_NAMES, type Truth, UNKNOWN } from '../../policy/kleene.ts'
import type { Document, Fact, Interpretation, Measure, NationalRule, Policy } from '../../policy/model.ts'
import { NATIONAL_BEARINGS } from '../../policy/national-rules.ts'
import { noticeOf, windowStatus } from '../../policy/window.ts'
import { bareResult, type DerivedView, interpretationView, openCondition } from '../eligibility.ts'
import type { NextQuestion } from '../interview/questions.ts'
import { type Offer, offerView } from '../interview/situations.ts'
import { nationalRuleView } from '../national-rules.ts'
import { reasonOf } from '../reasons.ts'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))

/** The beginning of an object, to be gone on with. */
const opened = (value: object) => Buffer.from(JSON.stringify(value).slice(0, -1))

/** The end of an object that was begun. */
const closing = (value: object) => Buffer.from(JSON.stringify(value).replace('{', ','))

/** A member of a list, with its comma. */
const member = (value: object) => Buffer.from(`${JSON.stringify(value)},`)

/** Facts worked out from others that are kept: of amounts and numbers of people there is no end. */
const DERIVED = 256
/** Lists of situations that are kept, by which of them are put. */
const OFFERS = 64
const NULL = Buffer.from('null')

/** A result without reasons: to be gone on with, and as it is, with its comma. */
interface BareResult {
  head: Buffer
  member: Buffer
}

/** The state of the facts of a condition: a number where they can be counted, else a text. */
type State = number | string

/** What is kept of a condition, by the state of its facts. */
class ConditionParts {
  readonly reasons = new Kept<State, Buffer>()
  readonly open = new Kept<State, Buffer>()
  readonly traces = new Kept<State, Buffer>()
  readonly traceHeads = new Kept<State, Buffer>()
}

function stateOf(assessment: Assessment, { facts, space, assumes }: Condition): State {
  const number = assessment.states.in(space)
  if (number !== UNCOUNTED) return number
  const text = facts.map(fact => textOf(assessment, fact)).join('')
  return assumes ? `${assessment.mode} ${text}` : text
}

/** A fact with its value or those still possible, and where it is known from. */
function textOf(assessment: Assessment, fact: number): string {
  const known = JSON.stringify(assessment.value(fact) ?? assessment.narrowed.get(fact))
  // JSON holds no line break outside its texts: states in a row cannot run into each other.
  return `${originOf(assessment, fact)} ${known}\n`
}

/** The parts of the answers of a program. */
export class AnswerParts {
  /** ids of facts, by index */
  readonly factIds: readonly Buffer[]
  /** ids of measures, by id */
  readonly measureIds: ReadonlyMap<string, Buffer>
  /** by fact index: how a question about it begins, by its words */
  private readonly questions: readonly ReadonlyMap<string, Buffer>[]
  private readonly offers = new Kept<string, Buffer>(OFFERS)
  private readonly policy: Policy
  /** of requests that select nothing the documents are the same list for a whole era */
  private readonly heads = new WeakMap<readonly Document[], Buffer>()
  /** by measure index: the end of a result with reasons */
  readonly ends: readonly Buffer[]
  /** declared defaults, each as a member of a list */
  private readonly assumptions = new WeakMap<Assumed, Buffer>()
  private readonly derivedFacts = new Kept<string, Buffer>(DERIVED)
  private readonly results = new Map<string, BareResult>()
  private day: { asOf: string; results: (BareResult | undefined)[] } = { asOf: '', results: [] }
  private readonly conditions = new Map<Condition, ConditionParts>()
  /** open points, by how they bear on an applicant */
  readonly interpretations = {
    decides: new Map<Interpretation, Buffer>(),
    'may-matter': new Map<Interpretation, Buffer>()
  }

  /** rules outside the plan, by how they bear on an applicant */
  readonly nationalRules = {
    'turns-no': new Map<NationalRule, Buffer>(),
    'may-turn-no': new Map<NationalRule, Buffer>(),
    beside: new Map<NationalRule, Buffer>()
  }

  constructor({ policy }: Program) {
    this.factIds = policy.facts.map(({ id }) => json(id))
    this.measureIds = new Map(policy.measures.map(({ id }) => [id, json(id)]))
    this.policy = policy
    const wordings = new Set(policy.documents.map(({ facts }) => facts))
    this.questions = policy.facts.map((_fact, index) => {
      const worded = [...wordings].map(facts => facts[index] as Fact)
      return new Map(
        worded.map(({ id, label, question }) => [question, opened({ fact: id, label, question })])
      )
    })
    this.ends = policy.forms.map(({ responsible, units, unitText, silent }) =>
      closing({ responsible, lead: units.lead, unitText, notStated: silent }).subarray(0, -1)
    )
    for (const rule of policy.forms.flatMap(({ nationalRules }) => nationalRules)) {
      for (const bearing of NATIONAL_BEARINGS) {
        this.nationalRules[bearing].set(rule, json(nationalRuleView(rule, bearing)))
      }
    }
    for (const entry of policy.forms.flatMap(({ interpretations }) => interpretations)) {
      for (const bearing of ['decides', 'may-matter'] as const) {
        this.interpretations[bearing].set(entry, json(interpretationView(entry, bearing)))
      }
    }
  }

  /** How a question begins. @param index of its fact */
  question(index: number, { question }: NextQuestion): Buffer {
    return this.questions[index]?.get(question) as Buffer
  }

  /** How an answer begins: what it rests on. */
  head(documents: readonly Document[]): Buffer {
    const before = this.heads.get(documents)
    if (before) return before
    const made = opened(restsOn(this.policy, documents))
    this.heads.set(documents, made)
    return made
  }

  /** A result without its reasons. @param asOf YYYY-MM-DD */
  result(measure: Measure, truth: Truth, asOf: string): BareResult {
    // Most requests ask about one day: today.
    if (this.day.asOf !== asOf) this.day = { asOf, results: [] }
    const { results } = this.day
    const at = measure.index * OUTCOMES.length + truth
    const result = results[at] ?? this.resultOn(measure, truth, asOf)
    results[at] = result
    return result
  }

  private resultOn(measure: Measure, truth: Truth, asOf: string): BareResult {
    const key = `${measure.index} ${truth} ${windowStatus(measure.window, asOf)} ${noticeOf(measure, asOf)}`
    const before = this.results.get(key)
    if (before) return before
    const bare = bareResult(measure, truth, asOf)
    const made = { head: opened(bare), member: member(bare) }
    this.results.set(key, made)
    return made
  }

  /** A list of situations as it is put to an applicant; null where none is. */
  offer(offer: Offer | null): Buffer {
    if (!offer) return NULL
    const key = [offer.list.id, ...offer.situations.map(({ id }) => id)].join(' ')
    return this.offers.get(key) ?? this.offers.keep(key, json(offerView(this.policy, offer)))
  }

  /** A declared default, as a member of a list, its comma included. */
  assumption(assumed: Assumed): Buffer {
    const before = this.assumptions.get(assumed)
    if (before) return before
    const made = member(assumed.view)
    this.assumptions.set(assumed, made)
    return made
  }

  /** A fact worked out from others, as a member of a list, its comma included. */
  derived(view: DerivedView): Buffer {
    // Fact, values and reason say the rest: its label and its basis. Of a range the values are told by the words.
    const key = `${view.fact} ${view.possible.join()} ${view.text} ${view.because}`
    return this.derivedFacts.get(key) ?? this.derivedFacts.keep(key, member(view))
  }

  /**
   * @param truth how the tree came out for which the condition is a reason
   * @param document whose condition it is
   */
  reason(assessment: Assessment, condition: Condition, truth: Truth, document: Document): Buffer {
    const { reasons } = this.of(condition)
    const state = stateOf(assessment, condition)
    return reasons.get(state) ?? reasons.keep(state, json(reasonOf(assessment, condition, truth, document)))
  }

  open(assessment: Assessment, condition: Condition, document: Document): Buffer {
    const { open } = this.of(condition)
    const state = stateOf(assessment, condition)
    const make = () => json(openCondition(reasonOf(assessment, condition, UNKNOWN, document)))
    return open.get(state) ?? open.keep(state, make())
  }

  /** The whole trace of a condition; undefined for a group that is not kept and has to be put together. */
  trace(assessment: Assessment, condition: Condition): Buffer | undefined {
    const { traces } = this.of(condition)
    const isLeaf = condition.leaf !== null
    const state = isLeaf ? stateOf(assessment, condition) : assessment.states.in(condition.space)
    const before = traces.get(state)
    if (before !== undefined) return before
    if (!isLeaf && (state === UNCOUNTED || traces.isFull)) return undefined
    return traces.keep(state, json(traceOf(assessment, condition)))
  }

  /** How the trace of a group begins. */
  traceHead(assessment: Assessment, condition: Condition): Buffer {
    const { traceHeads } = this.of(condition)
    const { kind, name, ownBasis: basis } = condition
    const truth = assessment.truth(condition.place)
    const result = TRUTH_NAMES[truth]
    return traceHeads.get(truth) ?? traceHeads.keep(truth, opened({ kind, name, result, basis }))
  }

  private of(condition: Condition): ConditionParts {
    const before = this.conditions.get(condition)
    if (before) return before
    const made = new ConditionParts()
    this.conditions.set(condition, made)
    return made
  }
}
