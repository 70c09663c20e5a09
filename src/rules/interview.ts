/**
 * The interview: which facts are still worth asking, over all undetermined measures at once. A fact is worth
 * the measures that are expected to be settled for each question when one begins with it; gating facts come
 * first of themselves, since they settle many. Ties keep the order of the rules.
 */
import type { Assessment, Program } from './compile.ts'
import { UNKNOWN } from './kleene.ts'
import { type Outlook, Prospect, rate } from './outlook.ts'
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

/** What asking about a fact does for one measure. */
interface Worth {
  fact: number
  /** measures settled for each question, 0 where another question comes before */
  worth: number
  /** whether one answer may settle the measure */
  alone: boolean
}

const NOTHING_DECLINED: ReadonlySet<string> = new Set()

/** Chance per question that the first of the parts settles the whole: either way when it is the last one. */
const settling = (part: Outlook, parts: number) =>
  parts > 1 ? rate(part) : part.questions === 0 ? 0 : (part.yes + part.no) / part.questions

/** The interview of one program. What a measure asks of a caller who has said nothing about it is kept. */
class Interview {
  private readonly policy: Policy
  private readonly prospect: Prospect
  private readonly facts: readonly ReadonlySet<number>[]
  private readonly untouched = new Map<string, readonly Worth[]>()

  constructor(program: Program) {
    this.policy = program.policy
    this.prospect = new Prospect(program)
    this.facts = program.policy.measures.map(measure => this.bearingOn(measure))
  }

  /** Every fact that the conditions of a measure compare, or that such a fact is worked out from. */
  private bearingOn(measure: Measure): Set<number> {
    const found = new Set<number>()
    for (const index of measure.leaves) {
      const { fact, other } = this.policy.leaves[index] as Leaf
      for (const one of other === null ? [fact] : [fact, other]) {
        found.add(one)
        const inputs = (this.policy.facts[one] as Fact).derivation?.rule.inputs ?? []
        for (const input of inputs) found.add(input)
      }
    }
    return found
  }

  private look(assessment: Assessment, root: Node, declined: ReadonlySet<string>): Worth[] {
    const parts = this.prospect.parts(assessment, root, declined)
    const { alone } = this.prospect.of(assessment, root, declined)
    const found = new Map<number, Worth>()
    for (const part of parts) {
      for (const [position, fact] of part.facts.entries()) {
        const worth = position === 0 ? settling(part, parts.length) : 0
        const before = found.get(fact)?.worth ?? 0
        found.set(fact, {
          fact,
          worth: Math.max(before, worth),
          alone: alone.yes.includes(fact) || alone.no.includes(fact)
        })
      }
    }
    return [...found.values()]
  }

  /** What each fact that may be asked does for an undetermined measure. */
  worths(assessment: Assessment, measure: Measure, declined: ReadonlySet<string>): readonly Worth[] {
    const root = measure.conditions as Node
    const touched = [...(this.facts[measure.index] as ReadonlySet<number>)].some(
      fact =>
        assessment.given[fact] !== undefined ||
        (declined.size > 0 && declined.has((this.policy.facts[fact] as Fact).id))
    )
    if (touched) return this.look(assessment, root, declined)
    const key = `${measure.index} ${assessment.assumed.length}`
    const kept = this.untouched.get(key) ?? this.look(assessment, root, NOTHING_DECLINED)
    this.untouched.set(key, kept)
    return kept
  }
}

const interviews = new WeakMap<Program, Interview>()

function interviewOf(program: Program): Interview {
  const interview = interviews.get(program) ?? new Interview(program)
  interviews.set(program, interview)
  return interview
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
  declined: ReadonlySet<string> = NOTHING_DECLINED
): NextQuestion[] {
  const interview = interviewOf(program)
  const entries = new Map<number, { worth: number; order: number; settles: string[]; matters: string[] }>()
  for (const measure of measures) {
    const root = measure.conditions
    if (!root || program.truth(root, assessment) !== UNKNOWN) continue
    for (const { fact, worth, alone } of interview.worths(assessment, measure, declined)) {
      const entry = entries.get(fact) ?? { worth: 0, order: entries.size, settles: [], matters: [] }
      entries.set(fact, entry)
      entry.worth += worth
      entry.matters.push(measure.id)
      if (alone) entry.settles.push(measure.id)
    }
  }
  return [...entries]
    .sort(([, a], [, b]) => b.worth - a.worth || b.matters.length - a.matters.length || a.order - b.order)
    .map(([index, { settles, matters }]) => {
      const { id, label, question, derivedFrom } = program.policy.facts[index] as Fact
      return { fact: id, label, question, settles, matters, alternatives: derivedFrom }
    })
}
