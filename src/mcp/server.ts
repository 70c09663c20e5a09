/** The tools as a server of the Model Context Protocol, one for each request: nothing is kept between two. */
import {
  type CallToolResult,
  fromJsonSchema,
  type InputRequiredResult,
  type JsonSchemaType,
  type JsonSchemaValidatorResult,
  McpServer,
  type ServerContext
} from '@modelcontextprotocol/server'
import type { ErrorObject } from 'ajv'
import type { FastifyRequest } from 'fastify'
import type { FieldError } from '../field-error.ts'
import { fieldErrors } from '../field-errors.ts'
import { ProblemError } from '../plugins/problems.ts'
import type { Document, Policy } from '../policy/model.ts'
import { refused } from './answer.ts'
import { decided } from './decided.ts'
import { plain } from './plain.ts'
import { isDecision, type Tool, WrongCall } from './tool.ts'

const INSTRUCTIONS =
  '{titles}的规则服务。先用 find_measures 找政策，用 next_question 问清情况，再用 decide 和 calculate 下结论、算金额。mustSay 里的话要' +
  '原样说；undetermined 是还不能确定，不是不符合；没有出处的数不要说。 Rules as code. find_measures, then next_question, then ' +
  'decide and calculate. Say mustSay word for word; undetermined is not no; give no figure without its source.'

/** Milliseconds for which a client may keep the list of tools: it changes with the release. */
const KEPT = 3_600_000

/** Arguments are checked by the service, in its own words, and not a second time by the SDK. */
const unchecked = {
  getValidator:
    <T>() =>
    (input: unknown): JsonSchemaValidatorResult<T> => ({
      valid: true,
      data: input as T,
      errorMessage: undefined
    })
}

/** A tool with what does not change from request to request. */
export interface Offered {
  tool: Tool
  input: ReturnType<typeof fromJsonSchema>
}

export const offered = (tools: readonly Tool[]): Offered[] =>
  tools.map(tool => ({
    tool,
    input: fromJsonSchema(plain(tool.schema as never) as JsonSchemaType, unchecked)
  }))

/** Whether a client that declares this can show a form to the person. A client that names no mode means forms. */
const asksByForm = (elicitation: object | undefined): boolean =>
  elicitation !== undefined && ('form' in elicitation || Object.keys(elicitation).length === 0)

async function run(
  { name, schema, run: work }: Tool,
  args: unknown,
  { mcpReq }: ServerContext,
  canAsk: boolean,
  request: FastifyRequest,
  facts: readonly string[]
): Promise<CallToolResult | InputRequiredResult> {
  const wrong = (errors: FieldError[]) =>
    refused('validation-failed', `参数有 ${errors.length} 处错误，见 errors。`, request.id, errors)
  const check = (value: unknown): FieldError[] => {
    const validate = request.compileValidationSchema(schema as never, 'body')
    return validate(value as never) ? [] : fieldErrors(validate.errors as unknown as ErrorObject[], facts)
  }
  try {
    const errors = check(args)
    if (errors.length > 0) return wrong(errors)
    const state = mcpReq.requestState<string>()
    const replied = state === undefined ? null : { state, responses: mcpReq.inputResponses ?? {} }
    const found = work({ args: args as never, replied, canAsk, check })
    return isDecision(found) ? await decided(request, name, found) : found
  } catch (error) {
    if (error instanceof WrongCall) return wrong(error.errors)
    if (error instanceof ProblemError) return refused(error.problem, error.message, request.id, error.errors)
    request.log.error(error)
    return refused('internal-error', '服务内部出错，请把请求编号告诉维护人员。', request.id)
  }
}

/** A server for one request. */
export function serverFor(policy: Policy, tools: readonly Offered[], request: FastifyRequest): McpServer {
  const newest = policy.sets.map(({ documents }) => documents.at(-1) as Document)
  const [{ id, title, version }] = newest as [Document]
  const titles = newest.map(one => `《${one.title}》`).join('、')
  const server = new McpServer(
    { name: id, title, version },
    {
      instructions: INSTRUCTIONS.replace('{titles}', titles),
      cacheHints: { 'tools/list': { ttlMs: KEPT, cacheScope: 'public' } }
    }
  )
  const facts = policy.facts.map(({ id }) => id)
  for (const { tool, input } of tools) {
    const { name, title, description } = tool
    const annotations = { readOnlyHint: true, idempotentHint: true, openWorldHint: false }
    server.registerTool(name, { title, description, inputSchema: input, annotations }, (args, context) =>
      run(tool, args, context, asksByForm(server.server.getClientCapabilities()?.elicitation), request, facts)
    )
  }
  return server
}
