/** Results that are decisions: paid for, counted, and on record before they are told. */
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { FastifyRequest } from 'fastify'
import { decidedIn, outcomesOf } from '../records/decided.ts'
import { answered } from './answer.ts'
import type { Decision } from './tool.ts'

/** What is hashed of a result: the half that is data, as JSON. The text is made of it. */
const bodyOf = (structured: object) => Buffer.from(JSON.stringify(structured))

/** @throws ProblemError where it cannot be recorded, and the client wants no such answer */
export async function decided(
  request: FastifyRequest,
  tool: string,
  { result, answer, asked, units }: Decision
): Promise<CallToolResult> {
  const { server } = request
  const found = { ...decidedIn(answer), policies: server.served }
  if (request.client) request.charge(units)
  server.tally.decided(found)
  const recorder = server.recorderFor(request)
  if (!recorder) return result
  const { policies, asOf, amounts } = found
  const taken = { policies, asOf, outcomes: outcomesOf(found), amounts }
  const said = result.structuredContent as Record<string, unknown>
  try {
    const { id, written } = recorder.append(
      { ...taken, request: JSON.stringify({ tool, arguments: asked }) },
      id => bodyOf({ decisionId: id, ...said })
    )
    await written
    return answered({ decisionId: id, ...said })
  } catch {
    recorder.fail(1)
    return answered({ recorded: false, ...said })
  }
}
