/**
 * The interview: which facts are still worth asking, over all undetermined measures at once. A fact is worth
 * the measures that are expected to be settled for each question when one begins with it; gating facts come
 * first of themselves, since they settle many. Ties keep the order of the rules.
 */

import type { Condition } from '../../engine/conditions.ts'
import type { Assessment, Program } from '../../engine/program.ts'
import { possibleVersions } from '../../engine/versions.ts'
import { laterOf } from '../../later.ts'
import { UNKNOWN } from '../../policy/kleene.ts'
import type { Choice, Fact, Measure, Node, Policy, PolicyRule } from '../../policy/model.ts'
import { type Declined, type Outlook, Prospect, rate } from './outlook.ts'

export interface NextQuestion {
  fact: string
  label: string
  question: string
  /** ids of the undetermined measures that an answer to this alone may settle */
  settles: string[]
  /** ids of the undetermined measures it matters to */
  matters: string[]
  /** facts to ask instead when the caller cannot answer this one: none that is known or declined, or could not help */
  alternatives: string[]
}

/** What asking about a fact does for one measure. */
interface Worth {
  fact: number
  /** measures settled for each question, 0 where another question comes before */
  worth: number
  /** whether one answer may settle the measure */
  alone: boolean
  /** facts to ask about where the caller cannot tell this one */
  instead: readonly number[]
}

const NOTHING_DECLINED: Declined = new Set()

/** Chance per question that the first of the parts settles the whole: either way when it is the last one. */
const settling = (part: Outlook, parts: number) =>
  parts > 1 ? rate(part) : rate({ ...part, no: part.yes + part.no })

/** Looks kept for a measure: enough for every state that callers usually are in, and not for every one there is. */
const KEPT = 256

/** The facts that some follow from, directly or by others between, either way. */
function inputsOf(rules: readonly PolicyRule[], facts: readonly number[]): number[] {
  const inputs = new Set<number>()
  const follow = (index: number) => {
    for (const { fact, rule } of rules) {
      if (fact !== index) continue
      for (const input of rule.inputs) {
        if (inputs.has(input)) continue
        inputs.add(input)
        follow(input)
      }
    }
  }
  facts.forEach(follow)
  return [...inputs]
}

/** What is known of a fact, without its value where that is settled. */
const narrowedText = ({ narrowed }: Assessment, index: number) => ` ${JSON.stringify(narrowed.get(index))}`

/** Facts from which others are worked out: what is known of them bears on what to ask. Many measures have the same. */
class Inputs {
  readonly facts: readonly number[]
  private readonly texts = new WeakMap<Assessment, string>()

  constructor(facts: readonly number[]) {
    this.facts = facts
  }

  /** All that is known of them: put together once for an applicant, not for each measure. */
  textOf(assessment: Assessment): string {
    const before = this.texts.get(assessment)
    if (before !== undefined) return before
    let text = ''
    for (const index of this.facts) {
      const value = assessment.values[index]
      text += value === undefined ? ' ' : ` ${value}`
    }
    if (assessment.narrowed.size > 0) {
      for (const index of this.facts) text += narrowedText(assessment, index)
    }
    this.texts.set(assessment, text)
    return text
  }
}

/** The interview about one measure. What was found for a state of its conditions is kept. */
class Interview {
  private readonly prospect: Prospect
  private readonly root: Condition
  private readonly inputs: Inputs
  /** facts that it compares, those that are inputs left out */
  private readonly others: readonly number[]
  private readonly facts: readonly Fact[]
  private readonly kept = new Map<string, readonly Worth[]>()

  constructor({ facts }: Policy, prospect: Prospect, root: Condition, inputs: Inputs) {
    this.prospect = prospect
    this.root = root
    this.inputs = inputs
    this.others = root.facts.filter(index => !inputs.facts.includes(index))
    this.facts = [...new Set([...root.facts, ...inputs.facts])].map(index => facts[index] as Fact)
  }

  private isApplicants(index: number): boolean {
    return this.facts.some(fact => fact.index === index && fact.answeredBy === 'applicant')
  }

  private look(assessment: Assessment, declined: Declined): Worth[] {
    const parts = this.prospect.parts(assessment, this.root, declined)
    const { alone, questions } = this.prospect.of(assessment, this.root, declined)
    const single = new Set([...alone.yes, ...alone.no])
    // Of a part, the applicant begins with the first fact that an applicant can tell.
    const asked = parts.flatMap(part => {
      const first = part.facts.find(fact => this.isApplicants(fact)) ?? part.facts[0]
      return part.facts.map(fact => ({
        fact,
        worth: fact === first ? settling(part, parts.length) : 0,
        alone: single.has(fact)
      }))
    })
    // What is only taken to hold is worth a question where its answer can be expected to spare more than one.
    const gates = this.prospect
      .gates(assessment, this.root, declined)
      .filter(({ no }) => no * questions > 1)
      .map(({ fact, no }) => ({ fact, worth: no, alone: true }))
    return [...asked, ...gates].map(one => ({
      ...one,
      instead: this.prospect.instead(assessment, one.fact, declined)
    }))
  }

  /** What each fact that may be asked does for the measure, while it is undetermined. */
  worths(assessment: Assessment, declined: Declined): readonly Worth[] {
    let state = ''
    for (const leaf of this.root.leaves) state += assessment.isAssumed(leaf) ? '?' : assessment.truth(leaf)
    state += this.inputs.textOf(assessment)
    if (assessment.narrowed.size > 0)
      for (const index of this.others) state += narrowedText(assessment, index)
    if (declined.size > 0) for (const { id } of this.facts) state += declined.has(id) ? '!' : ' '
    const before = this.kept.get(state)
    if (before) return before
    const worths = this.look(assessment, declined)
    if (this.kept.size < KEPT) this.kept.set(state, worths)
    return worths
  }
}

/** The interviews of one program, each made when it is first held. */
class Interviews {
  private readonly program: Program
  private readonly prospect: Prospect
  private readonly made = new Map<Measure, Interview>()
  private readonly inputs = new Map<string, Inputs>()

  constructor(program: Program) {
    this.program = program
    this.prospect = new Prospect(program)
  }

  /** @param measure one version; what several versions come to is asked about version by version */
  of(measure: Measure): Interview {
    const before = this.made.get(measure)
    if (before) return before
    const { policy } = this.program
    const root = this.program.condition(measure.conditions as Node)
    const made = new Interview(policy, this.prospect, root, this.inputsFor(root))
    this.made.set(measure, made)
    return made
  }

  private inputsFor(root: Condition): Inputs {
    const facts = inputsOf(this.program.policy.rules, root.facts).sort((a, b) => a - b)
    const key = facts.join()
    const inputs = this.inputs.get(key) ?? new Inputs(facts)
    this.inputs.set(key, inputs)
    return inputs
  }
}

const interviewsOf = laterOf((program: Program) => new Interviews(program))

/**
 * What each fact does for a measure of which the version is open: the day that chooses settles it where versions are
 * settled, and every other fact counts as far as it bears on those that are not.
 */
function worthsOfVersions(
  program: Program,
  assessment: Assessment,
  choice: Choice,
  declined: Declined
): readonly Worth[] {
  const known = interviewsOf(program)
  const versions = possibleVersions(program, assessment, choice)
  const open = versions.flatMap(({ measure }) =>
    measure && program.decide(measure, assessment) === UNKNOWN ? [measure] : []
  )
  const found = new Map<number, Worth>()
  for (const measure of open.toReversed()) {
    for (const one of known.of(measure).worths(assessment, declined)) {
      const worth = (found.get(one.fact)?.worth ?? 0) + one.worth / versions.length
      found.set(one.fact, { ...one, worth, alone: one.alone && open.length === versions.length })
    }
  }
  const day = program.policy.facts[choice.fact] as Fact
  const isAsked = !declined.has(day.id) && assessment.value(choice.fact) === undefined
  const settled = versions.length - open.length
  const choosing = { fact: choice.fact, worth: settled / versions.length, alone: settled > 0, instead: [] }
  return [...(isAsked ? [choosing] : []), ...found.values()]
}

/** What asking about a fact does for all measures together. */
interface Entry {
  worth: number
  order: number
  settles: string[]
  matters: string[]
  instead: readonly number[]
  /** the facts as the first of the measures words them */
  facts: readonly Fact[]
}

const byApplicant = ({ facts }: Policy, fact: number) => Number(facts[fact]?.answeredBy === 'applicant')

/**
 * The facts worth asking, best first: before all others those that the applicant can answer.
 * @param measures the measures asked about
 * @param declined ids of facts the caller does not know or will not say: never asked again; where a declined
 *   fact can be worked out from others, those are asked instead
 */
export function nextQuestions(
  program: Program,
  assessment: Assessment,
  measures: readonly Measure[],
  declined: Declined = NOTHING_DECLINED
): NextQuestion[] {
  const known = interviewsOf(program)
  const entries = new Map<number, Entry>()
  for (const measure of measures) {
    if (!measure.conditions || program.decide(measure, assessment) !== UNKNOWN) continue
    const worths = measure.choice
      ? worthsOfVersions(program, assessment, measure.choice, declined)
      : known.of(measure).worths(assessment, declined)
    for (const { fact, worth, alone, instead } of worths) {
      const { facts } = measure.document
      const fresh = { worth: 0, order: entries.size, settles: [], matters: [], instead, facts }
      const entry = entries.get(fact) ?? fresh
      entries.set(fact, entry)
      entry.worth += worth
      entry.matters.push(measure.id)
      if (alone) entry.settles.push(measure.id)
    }
  }
  return [...entries]
    .sort(
      ([one, a], [other, b]) =>
        byApplicant(program.policy, other) - byApplicant(program.policy, one) ||
        b.worth - a.worth ||
        b.matters.length - a.matters.length ||
        a.order - b.order
    )
    .map(([index, { settles, matters, instead, facts }]) => {
      const { id, label, question } = facts[index] as Fact
      const alternatives = instead.map(one => (facts[one] as Fact).id)
      return { fact: id, label, question, settles, matters, alternatives }
    })
}
