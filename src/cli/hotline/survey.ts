/** One call about everything there is: begun with the situations that a caller is in, then a question at a time. */
import { eligibility } from '../../decisions/eligibility.ts'
import { toldBy } from '../../decisions/interview/situations.ts'
import type { Fact } from '../../policy/model.ts'
import type { SituationList } from '../../policy/situations.ts'
import type { EligibilityResponse } from '../../schemas/eligibility.ts'
import type { Desk } from './call.ts'
import { KnownCaller } from './known.ts'

export class Survey extends KnownCaller {
  private readonly asOf: string
  private readonly put: string[] = []
  /** the answer as things stand */
  answer: EligibilityResponse

  constructor({ policy, asOf }: Pick<Desk, 'policy' | 'asOf'>) {
    super(policy)
    this.asOf = asOf
    this.answer = this.ask()
  }

  protected ask(): EligibilityResponse {
    const request = { facts: this.given(), declined: [...this.declined], situationsAsked: this.put }
    this.answer = eligibility(this.program, request, this.asOf)
    return this.answer
  }

  protected decided() {
    return this.answer.results
  }

  protected asked() {
    return this.answer.nextQuestions[0]?.fact
  }

  /** The question of many answers that comes before any single one; null where single ones do as well. */
  get situations(): EligibilityResponse['situationsQuestion'] {
    return this.isCorrecting ? null : this.answer.situationsQuestion
  }

  /**
   * Takes in which of the situations the caller is in. What is known already stays as it is.
   * @param numbers as they were shown, from 1; none where none applies
   * @returns whether these are numbers of situations that were shown
   */
  choose(numbers: readonly number[]): boolean {
    const { list, situations } = this.situations as NonNullable<EligibilityResponse['situationsQuestion']>
    const ids = numbers.map(number => situations[number - 1]?.id)
    if (ids.includes(undefined)) return false
    const own = this.policy.situations.find(({ id }) => id === list) as SituationList
    const shown = own.situations.filter(one => situations.some(({ id }) => id === one.id))
    this.put.push(list)
    for (const [index, value] of toldBy({ situations: shown }, new Set(ids as string[]))) {
      const { id } = this.policy.facts[index] as Fact
      if (!this.facts.has(id)) this.facts.set(id, { value })
    }
    this.ask()
    return true
  }
}
