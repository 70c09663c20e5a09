/** Puts what one request decides on record: one answer, the lines of a batch, or the results of tools. */
import type { FastifyRequest } from 'fastify'
import type { Recording } from '../clients/format.ts'
import type { Ledger } from '../records/ledger.ts'
import type { Draft } from '../records/record.ts'
import { ProblemError } from './problems.ts'

/** What is taken down of a decision, but for who asked and what was sent. */
export type Taken = Pick<Draft, 'policies' | 'asOf' | 'outcomes' | 'amounts' | 'request'>

/** What the client chose, or is taken for everybody where clients are not known. */
export interface Choice {
  keep: Exclude<Recording, 'none'>
  /** whether it wants no answer that is not on record */
  refuses: boolean
}

export const notRecorded = () =>
  new ProblemError('not-recorded', '这个决定现在不能留下记录，所以没有作答，请稍后再试。')

export class Recorder {
  private readonly ledger: Ledger
  private readonly choice: Choice
  private readonly common: Pick<Draft, 'client' | 'route'>

  constructor(ledger: Ledger, choice: Choice, request: FastifyRequest) {
    this.ledger = ledger
    this.choice = choice
    this.common = {
      client: request.client?.id ?? null,
      route: `${request.method} ${request.routeOptions.url}`
    }
  }

  /**
   * @param mark puts the id into the answer, as it is sent
   * @returns the answer with its id, and when it is on disk
   * @throws NotRecorded when it cannot be; also what `written` is rejected with
   */
  append(taken: Taken, mark: (id: string) => Buffer): { id: string; body: Buffer; written: Promise<void> } {
    let body: Buffer = Buffer.alloc(0)
    const { id, written } = this.ledger.append(id => {
      body = mark(id)
      return { ...this.common, ...taken, keep: this.choice.keep, body }
    })
    return { id, body, written }
  }

  /** Counts answers that are not on record. @throws ProblemError where the client wants none such */
  fail(answers: number): void {
    this.ledger.counts.failed += answers
    if (this.choice.refuses) throw notRecorded()
  }
}
