/** What a tool is, and what it works with. */
import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server'
import type { TSchema } from 'typebox'
import type { FieldError } from '../field-error.ts'
import type { Envelope } from '../records/decided.ts'

/** A result that is a decision: it is counted, and put on record. */
export interface Decision {
  result: CallToolResult
  /** all that was decided, of which the result may only name some */
  answer: Envelope
  /** arguments by which a single call comes to the same result */
  asked: object
  /** cost units, beside what every request takes */
  units: number
}

/** One call of a tool. */
export interface Call<Args> {
  args: Args
  /** what the person in front of the assistant answered, where the tool had asked; null in a first call */
  replied: { state: string; responses: Record<string, unknown> } | null
  /** whether the assistant's client can put a question to that person */
  canAsk: boolean
  /** the errors of arguments that the tool itself has put together */
  check: (args: unknown) => FieldError[]
}

export const isDecision = (found: ReturnType<Tool['run']>): found is Decision => 'asked' in found

export interface Tool<Args = never> {
  name: string
  title: string
  description: string
  /** the arguments, checked as the body of a request is */
  schema: TSchema
  run: (call: Call<Args>) => CallToolResult | InputRequiredResult | Decision
}

/** A call that is wrong in a way that no schema says. */
export class WrongCall extends Error {
  readonly errors: FieldError[]
  constructor(...errors: FieldError[]) {
    super('wrong call')
    this.errors = errors
  }
}
