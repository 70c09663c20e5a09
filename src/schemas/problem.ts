/** RFC 9457 problem details, the only shape of an error. */

import { type Static, Type } from 'typebox'
import type { FieldError } from '../field-error.ts'
import { oneOf, ref, strictObject } from './common.ts'

/**
 * The catalogue of problems: stable code → HTTP status and Chinese title. Codes are never reused.
 * docs/problems.md has a heading for each.
 */
export const PROBLEMS = {
  'malformed-json': [400, '请求体不是合法的 JSON'],
  'unreadable-body': [400, '请求体读不出来'],
  'validation-failed': [400, '请求内容有误'],
  'bad-request': [400, '请求有误'],
  unauthenticated: [401, '没有认出调用方'],
  'not-permitted': [403, '没有权限'],
  'origin-refused': [403, '不接受这个来源的网页'],
  'unknown-measure': [404, '没有这项政策'],
  'unknown-clause': [404, '没有这一条'],
  'unknown-policy': [404, '没有这个规则集'],
  'not-found': [404, '没有这个地址'],
  'unknown-decision': [404, '没有这个决定的记录'],
  'method-not-allowed': [405, '这个地址不接受这种方法'],
  'request-timeout': [408, '请求超时'],
  'not-replayable': [409, '这个决定不能重做'],
  'payload-too-large': [413, '请求体太大'],
  'unsupported-media-type': [415, '请求体的类型不支持'],
  'expectation-failed': [417, '请求头 Expect 不支持'],
  'unknown-version': [422, '没有这个版本'],
  'too-many-requests': [429, '请求太频繁'],
  'quota-exceeded': [429, '额度用完'],
  'headers-too-large': [431, '请求头太大'],
  'not-searchable': [501, '这里不能检索记录'],
  'internal-error': [500, '服务内部出错'],
  'service-unavailable': [503, '服务暂时不可用'],
  'not-recorded': [503, '不能留下记录']
} as const satisfies Record<string, readonly [number, string]>
export type ProblemCode = keyof typeof PROBLEMS

export const FieldErrorSchema = strictObject(
  {
    pointer: Type.String({ description: 'JSON Pointer（RFC 6901）。', examples: ['/facts/enterprise/size'] }),
    message: Type.String({ examples: ['应当是 large、medium、small、micro 之一'] }),
    suggestion: Type.Optional(Type.String({ description: '最接近的已知名称。', examples: ['small'] }))
  },
  { $id: 'FieldError' }
)

export const ProblemSchema = strictObject(
  {
    type: Type.String({
      format: 'uri-reference',
      description: '说明这种错误的地址，点得开。 Where the kind of problem is explained.',
      examples: ['/problems/validation-failed']
    }),
    title: Type.String(),
    status: Type.Integer(),
    code: oneOf(Object.keys(PROBLEMS) as ProblemCode[], {
      'x-component': 'ProblemCode',
      description: '稳定的错误代码，各是什么见 docs/problems.md。 Stable code.'
    }),
    detail: Type.String({ description: '说明，中文。' }),
    instance: Type.String({ description: '请求编号，与 x-request-id 响应头相同。' }),
    errors: Type.Optional(Type.Array(Type.Unsafe<Static<typeof FieldErrorSchema>>({ $ref: 'FieldError#' })))
  },
  { $id: 'Problem', description: 'RFC 9457 application/problem+json。' }
)
export type Problem = Static<typeof ProblemSchema>

/**
 * The body of a problem.
 * @param prefix the path that a gateway takes off, so that `type` leads to the page through it
 */
export function problem(
  code: ProblemCode,
  detail: string,
  instance: string,
  errors?: FieldError[],
  prefix = ''
): Problem {
  const [status, title] = PROBLEMS[code]
  const type = `${prefix}/problems/${code}`
  return { type, title, status, code, detail, instance, ...(errors && { errors }) }
}

export const problemSchemas = [FieldErrorSchema, ProblemSchema]

/** A problem of each code, by its code: what the contract refers to. */
export const PROBLEM_EXAMPLES = Object.fromEntries(
  (Object.keys(PROBLEMS) as ProblemCode[]).map(code => {
    const [, title] = PROBLEMS[code]
    return [
      code,
      { summary: title, value: problem(code, `${title}。`, '7f1c0a3e-5d52-4c58-9d5c-0d7c7a2f0b11') }
    ]
  })
)

/** References to the examples of some codes. */
export const problemExamples = (codes: readonly ProblemCode[]) =>
  Object.fromEntries(codes.map(code => [code, { $ref: `#/components/examples/${code}` }]))

/** The problem responses of a route, one a status, naming the codes. */
export function problemResponses(...codes: ProblemCode[]): Record<number, unknown> {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) {
    const [status] = PROBLEMS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, known]) => [
      status,
      {
        description: known.map(code => `${code}：${PROBLEMS[code][1]}`).join('；'),
        content: {
          'application/problem+json': { schema: ref(ProblemSchema), examples: problemExamples(known) }
        }
      }
    ])
  )
}

/** Problems of every operation, where the service knows its clients. */
export const ACCESS_PROBLEMS = [
  'unauthenticated',
  'not-permitted',
  'quota-exceeded',
  'too-many-requests'
] as const satisfies ProblemCode[]
