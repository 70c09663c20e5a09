/** One call about what the caller said: what was found, and what the last answer settled. Pure but for its memory. */

import type { AppOptions } from '../../app.ts'
import { answers } from '../../hotline/answers.ts'
import type { AnswersResponse } from '../../schemas/answers.ts'
import { KnownCaller } from './known.ts'

/** What the service is made of, and the day that calls are about. */
export type Desk = Pick<AppOptions, 'policy' | 'hearing' | 'lines'> & { asOf: string }

export class Call extends KnownCaller {
  readonly question: string
  private readonly desk: Desk
  /** the answer as things stand */
  answer: AnswersResponse

  constructor(desk: Desk, question: string) {
    super(desk.policy)
    this.desk = desk
    this.question = question
    this.answer = this.ask()
  }

  protected ask(): AnswersResponse {
    const { hearing, lines, asOf } = this.desk
    const request = { question: this.question, facts: this.given(), declined: [...this.declined] }
    const answer = answers(this.program, hearing, lines, request, asOf)
    for (const { fact, value, words } of answer.understood) this.facts.set(fact, { value, words })
    this.answer = answer
    return answer
  }

  protected decided() {
    return this.answer.matches.map(({ measure, card: { title, outcome } }) => ({ measure, title, outcome }))
  }

  protected asked() {
    return this.answer.nextQuestion?.fact
  }
}
