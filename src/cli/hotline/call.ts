/** One call: what is known of the caller, what was found, and what the last answer settled. Pure but for its memory. */

import type { AppOptions } from '../../app.ts'
import { Program } from '../../engine/program.ts'
import { answers } from '../../hotline/answers.ts'
import type { Outcome } from '../../policy/kleene.ts'
import type { Fact } from '../../policy/model.ts'
import { showValue } from '../../policy/words.ts'
import type { AnswersResponse } from '../../schemas/answers.ts'
import { factCheck } from '../rules/facts.ts'

/** What the service is made of, and the day that calls are about. */
export type Desk = Pick<AppOptions, 'policy' | 'hearing' | 'lines'> & { asOf: string }

/** A fact as a call has it. */
interface Known {
  value: unknown
  /** the words it was heard in; undefined when it was asked */
  words?: string
}

export class Call {
  readonly question: string
  private readonly desk: Desk
  private readonly program: Program
  private readonly check: ReturnType<typeof factCheck>
  private readonly facts = new Map<string, Known>()
  private readonly declined = new Set<string>()
  /** a fact taken back, to be asked about before anything else */
  private correcting: string | null = null
  /** the answer as things stand */
  answer: AnswersResponse

  constructor(desk: Desk, question: string) {
    this.desk = desk
    this.question = question
    this.program = new Program(desk.policy)
    this.check = factCheck(desk.policy)
    this.answer = this.ask()
  }

  private given(facts: ReadonlyMap<string, Known> = this.facts) {
    const given: Record<string, Record<string, unknown>> = {}
    for (const [id, { value }] of facts) {
      const { subject, key } = this.desk.policy.fact(id) as Fact
      given[subject] = { ...given[subject], [key]: value }
    }
    return given
  }

  private ask(): AnswersResponse {
    const { hearing, lines, asOf } = this.desk
    const request = { question: this.question, facts: this.given(), declined: [...this.declined] }
    const answer = answers(this.program, hearing, lines, request, asOf)
    for (const { fact, value, words } of answer.understood) this.facts.set(fact, { value, words })
    this.answer = answer
    return answer
  }

  /** Facts as they are known, in the order they became so. */
  get known(): { fact: string; label: string; text: string; words: string | undefined }[] {
    return [...this.facts].map(([id, { value, words }]) => {
      const fact = this.desk.policy.fact(id) as Fact
      return { fact: id, label: fact.label, text: showValue(fact, value), words }
    })
  }

  /** The fact that the next question is about. */
  get next(): Fact | undefined {
    const id = this.correcting ?? this.answer.nextQuestion?.fact
    return id === undefined ? undefined : this.desk.policy.fact(id)
  }

  /**
   * Takes an answer in.
   * @returns the measures that it settled
   * @throws Usage when the value does not fit the vocabulary
   */
  learn(fact: string, value: unknown): { title: string; outcome: Outcome }[] {
    this.check(this.given(new Map([[fact, { value }]])), fact)
    const open = this.openMeasures()
    this.correcting = null
    this.declined.delete(fact)
    this.facts.set(fact, { value })
    this.ask()
    return this.answer.matches.flatMap(({ measure, card: { title, outcome } }) =>
      open.has(measure) && outcome !== null && outcome !== 'undetermined' ? [{ title, outcome }] : []
    )
  }

  /** The caller does not know, or will not say. */
  decline(fact: string): void {
    this.correcting = null
    this.declined.add(fact)
    this.ask()
  }

  /** What was heard or said wrongly is taken back, and asked about next. */
  takeBack(fact: string): void {
    this.facts.delete(fact)
    this.decline(fact)
    this.correcting = fact
  }

  private openMeasures(): Set<string> {
    return new Set(
      this.answer.matches.flatMap(({ measure, card }) => (card.outcome === 'undetermined' ? [measure] : []))
    )
  }
}
