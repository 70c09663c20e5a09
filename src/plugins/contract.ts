/** What the OpenAPI document says of every route alike: headers, problems that any request may meet, words for names. */
import { NAMES } from '../schemas/names.ts'
import { PROBLEM_EXAMPLES, PROBLEMS, type ProblemCode, problemExamples } from '../schemas/problem.ts'

type Schema = Record<string, unknown>

interface Response {
  description: string
  headers?: Record<string, unknown>
  content?: unknown
}
interface Operation {
  responses: Record<string, Response>
}
export interface Contract {
  paths: Record<string, Partial<Record<'get' | 'post', Operation>>>
  components: {
    schemas: Record<string, Schema>
    headers?: Record<string, unknown>
    examples?: Record<string, unknown>
  }
}

const text = (description: string, schema: Schema = { type: 'string' }) => ({ description, schema })

/** Headers of answers, by the names that the document refers to them by. */
const HEADERS = {
  RequestId: text('请求编号，与请求头 x-request-id 相同；没有提供的由服务编。 Id of the request.'),
  ETag: text('这个答案的标识，放进 If-None-Match 再问，没有变化时答 304。 Tag of the answer.'),
  Allow: text('这个地址接受的方法。 Methods of this address.'),
  RetryAfter: text('几秒以后再来。 Seconds to wait.', { type: 'integer' }),
  RateLimit: text('一分钟里可以请求几次。 Requests a minute.', { type: 'integer' }),
  RateLimitRemaining: text('这一分钟里还可以请求几次。 Requests that are left.', { type: 'integer' })
}

const header = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` })

const problem = (...codes: ProblemCode[]): Response => ({
  description: codes.map(code => `${code}：${PROBLEMS[code][1]}`).join('；'),
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: problemExamples(codes)
    }
  }
})

/** Problems that any request may meet, which no route lists. */
const ANYWHERE: Record<string, Response> = {
  405: problem('method-not-allowed'),
  429: problem('too-many-requests'),
  500: problem('internal-error')
}

const OWN_HEADERS: Record<string, Record<string, unknown>> = {
  405: { allow: header('Allow') },
  429: {
    'retry-after': header('RetryAfter'),
    'x-ratelimit-limit': header('RateLimit'),
    'x-ratelimit-remaining': header('RateLimitRemaining')
  },
  503: { 'retry-after': header('RetryAfter') }
}

/** Adds to every operation what holds for all. @param tagged addresses whose answers carry an ETag */
export function completeResponses({ paths, components }: Contract, tagged: ReadonlySet<string>): void {
  components.headers = HEADERS
  components.examples = PROBLEM_EXAMPLES
  for (const [url, methods] of Object.entries(paths)) {
    for (const operation of Object.values(methods)) {
      const { responses } = operation
      if (tagged.has(url)) {
        const tag = { etag: header('ETag') }
        responses[200] = { ...(responses[200] as Response), headers: tag }
        responses[304] = { description: '没有变化 · Not modified', headers: tag }
      }
      for (const [status, shared] of Object.entries(ANYWHERE)) responses[status] ??= { ...shared }
      for (const [status, response] of Object.entries(responses)) {
        response.headers = {
          'x-request-id': header('RequestId'),
          ...response.headers,
          ...OWN_HEADERS[status]
        }
      }
    }
  }
}

/** Says of every property what it is, where its schema does not; a reference is described where it leads. */
export function describeProperties({ components }: Contract): void {
  const walk = (schema: unknown, name: string): void => {
    if (typeof schema !== 'object' || schema === null) return
    for (const [key, one] of Object.entries(schema)) {
      walk(one, name)
      if (key === 'properties') describe(one as Record<string, Schema>, name)
    }
  }
  const describe = (properties: Record<string, Schema>, name: string) => {
    for (const [key, one] of Object.entries(properties)) {
      if (!('description' in one || 'title' in one || '$ref' in one))
        one.description = NAMES[`${name}.${key}`] ?? NAMES[key]
    }
  }
  for (const [name, schema] of Object.entries(components.schemas)) walk(schema, name)
}
