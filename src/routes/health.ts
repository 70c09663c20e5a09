/** GET /health/live and /health/ready: for the platform that runs the service. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { LogLevel } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { ProblemError } from '../plugins/problems.ts'
import { restsOn } from '../policy/asked.ts'
import { oneOf, restingOn, strictObject } from '../schemas/common.ts'
import { problemResponses, type RouteContext } from './context.ts'

const RefusedSchema = strictObject(
  {
    source: Type.String({ description: '规则的位置。 Where the rules lie.' }),
    reason: Type.String({ description: '为什么没有装入。 Why they are not served.' })
  },
  { 'x-component': 'RefusedRuleSet', description: '没有装入的规则集。 A rule set that is not served.' }
)
const StatusSchema = strictObject(
  {
    status: oneOf(['ok'], { description: '能答就是 ok。 Always ok.' }),
    ...restingOn,
    refused: Type.Array(RefusedSchema, {
      description: '有错误、没有装入的规则集。 Rule sets that have faults, and are not served.'
    })
  },
  { 'x-component': 'Liveness', description: '进程活着。 The process is alive.' }
)
const ReadySchema = strictObject(
  {
    ...StatusSchema.properties,
    access: oneOf(['anyone', 'clients'], {
      'x-component': 'Access',
      description:
        'anyone 谁都可以问，没有 clients.json；clients 只答认得的调用方。 Whether clients are known.'
    })
  },
  { 'x-component': 'Readiness', description: '可以接请求。 Ready for requests.' }
)
const ok = (description: string, schema: TSchema) => ({
  200: { description, content: { 'application/json': { schema } } }
})

export const healthRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, { program, refused }) => {
  // The platform asks every few seconds: at the usual level that would be most of the log.
  const logLevel = (app.log.level === 'info' ? 'warn' : app.log.level) as LogLevel
  const config = { besideTheLoad: true }
  const status = {
    status: 'ok' as const,
    ...restsOn(program.policy, program.policy.documents),
    refused: [...refused]
  }
  app.get(
    '/health/live',
    {
      logLevel,
      config,
      schema: {
        operationId: 'live',
        tags: ['operations'],
        summary: '进程活着 · The process is alive',
        description: '能答就是活着。 That it answers is the answer.',
        response: ok('活着 · Alive', StatusSchema)
      }
    },
    async () => status
  )
  app.get(
    '/health/ready',
    {
      logLevel,
      config,
      schema: {
        operationId: 'ready',
        tags: ['operations'],
        summary: '可以接请求 · Ready for requests',
        description: '事件循环跟不上或正在停止时答 503。 503 while overloaded or stopping.',
        response: { ...ok('可以 · Ready', ReadySchema), ...problemResponses('service-unavailable') }
      }
    },
    async () => {
      if (app.isStopping()) throw new ProblemError('service-unavailable', '服务正在停止。')
      if (app.isUnderPressure()) throw new ProblemError('service-unavailable', '服务正忙，请稍后再试。')
      return { ...status, access: app.isOpen ? 'anyone' : 'clients' } as const
    }
  )
}
