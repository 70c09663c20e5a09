/** Errors: everything that goes wrong leaves as application/problem+json with a stable code. */
import type { ErrorObject } from 'ajv'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { FieldError } from '../field-error.ts'
import { type Called, fieldErrors, MOST_ERRORS } from '../field-errors.ts'
import { packings } from '../packing.ts'
import type { Policy } from '../policy/model.ts'
import { PROBLEMS, type ProblemCode, problem } from '../schemas/problem.ts'
import { methodsOf } from './methods.ts'

/** An error that a route throws on purpose. */
export class ProblemError extends Error {
  readonly problem: ProblemCode
  readonly errors: FieldError[] | undefined
  constructor(code: ProblemCode, detail: string, errors?: FieldError[]) {
    super(detail)
    this.problem = code
    this.errors = errors
  }
}

/** Codes of Fastify and its plugins, and what they are to a caller. */
const KNOWN: Record<string, [ProblemCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload-too-large', '请求体超过了大小限制。'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported-media-type',
    '请求体用 Content-Type: application/json 提交，批量判断用 application/x-ndjson。'
  ],
  RATE_LIMITED: ['too-many-requests', '请求太频繁，请稍后再试。']
}

/** Seconds after which the crowd that waits now has long been answered. */
const RETRY_AFTER = 2

/** A path, and nothing that could lead elsewhere. */
const PREFIX = /^(?:\/[\w.~-]+){1,8}$/

/** The path below which a gateway puts the service, where it says so. */
function prefixOf({ headers }: FastifyRequest): string {
  const prefix = headers['x-forwarded-prefix']
  return typeof prefix === 'string' && PREFIX.test(prefix) ? prefix : ''
}

const PART = { body: '请求体', querystring: '查询参数', params: '地址', headers: '请求头' } as const

function describe(
  error: FastifyError,
  facts: readonly string[],
  called: Called
): [ProblemCode, string, FieldError[]?] {
  if (error instanceof ProblemError) return [error.problem, error.message, error.errors]
  if (error.validation) {
    const errors = fieldErrors(error.validation as unknown as ErrorObject[], facts, called)
    const part = PART[error.validationContext as keyof typeof PART]
    const more = error.validation.length > MOST_ERRORS
    const detail = more
      ? `${part}有 ${MOST_ERRORS} 处以上的错误，errors 只列出前 ${MOST_ERRORS} 处。`
      : `${part}有 ${errors.length} 处错误，见 errors。`
    return ['validation-failed', detail, errors]
  }
  const known = KNOWN[error.code]
  if (known) return known
  if (error.statusCode && error.statusCode < 500) return ['bad-request', '请求不完整，或者请求头与内容不符。']
  return ['internal-error', '服务内部出错，请把请求编号告诉维护人员。']
}

/**
 * Installs the error and not-found handlers. Must come before the routes: a documented problem response
 * makes the serializer fail on Fastify's own error shape.
 */
export const problems = fp<{ policy: Policy }>(
  async (app: FastifyInstance, { policy }) => {
    const facts = policy.facts.map(({ id }) => id)
    const called = new Map([
      ...policy.facts.map(({ id, label }) => [label, id] as const),
      ...policy.measures.map(({ id, title }) => [title, id] as const),
      ...policy.documents.map(({ id, title }) => [title, id] as const)
    ])
    const send = (
      request: FastifyRequest,
      reply: FastifyReply,
      [code, detail, errors]: [ProblemCode, string, FieldError[]?]
    ) => {
      const body = problem(code, detail, request.id, errors, prefixOf(request))
      // Whoever packed a body, or named another type, learns what could be sent instead (RFC 9110, 15.5.16).
      if (code === 'unsupported-media-type') reply.header('accept-encoding', packings)
      // Whoever is told to come back is told when (RFC 9110, 15.6.4).
      if (code === 'service-unavailable' && !reply.hasHeader('retry-after'))
        reply.header('retry-after', RETRY_AFTER)
      return reply.code(body.status).type('application/problem+json').serializer(JSON.stringify).send(body)
    }
    app.setErrorHandler<FastifyError>((error, request, reply) => {
      const described = describe(error, facts, called)
      // What the service foresaw says all there is to say; of anything else the operator wants the stack.
      const isServerError = PROBLEMS[described[0]][0] >= 500
      if (isServerError && error instanceof ProblemError) request.log.warn(error.message)
      else if (isServerError) request.log.error(error)
      return send(request, reply, described)
    })
    const methodsAt = methodsOf(app)
    app.setNotFoundHandler((request, reply) => {
      const [path = ''] = request.url.split('?')
      const methods = methodsAt(path)
      if (methods.length === 0 || methods.includes(request.method))
        return send(request, reply, ['not-found', `没有 ${request.method} ${path} 这个地址，请看 /docs。`])
      reply.header('allow', methods.join(', '))
      return send(request, reply, ['method-not-allowed', `${path} 只接受 ${methods.join('、')}。`])
    })
  },
  { name: 'problems' }
)
