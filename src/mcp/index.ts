/**
 * POST /mcp: the service as tools of an assistant. The SDK answers in both eras of the protocol, by way of web-standard
 * requests and responses; the request comes and the answer leaves through Fastify, with all its hooks.
 * @see https://modelcontextprotocol.io
 */
import { createMcpHandler, localhostAllowedOrigins, validateOriginHeader } from '@modelcontextprotocol/server'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { ProblemError } from '../plugins/problems.ts'
import type { RouteContext } from '../routes/context.ts'
import { offered, serverFor } from './server.ts'
import { toolsOf } from './tools/index.ts'

export interface McpOptions extends RouteContext {
  /** origins that browsers may call from */
  origins: readonly string[]
}

/** The SDK reads the method and the headers; the body it gets as it was read and checked here. */
function webRequest({ method, headers, url }: FastifyRequest): Request {
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
  return new Request(`http://localhost${url}`, { method, headers: given })
}

/**
 * A page that a browser shows must not use the tools unasked, under whatever name it found the service (DNS rebinding).
 * Programs send no origin; pages of this machine are its user's own.
 */
const isWelcome = (origin: string | undefined, origins: readonly string[]): boolean =>
  origins.includes(String(origin)) || validateOriginHeader(origin, localhostAllowedOrigins()).ok

export const mcpRoutes: FastifyPluginAsync<McpOptions> = async (app, { origins, ...context }) => {
  const { policy } = context.program
  const tools = offered(toolsOf(context))
  app.post('/mcp', { config: { scope: 'mcp' }, schema: { hide: true } }, async (request, reply) => {
    const { origin } = request.headers
    if (!isWelcome(origin, origins))
      throw new ProblemError('origin-refused', `不接受来自 ${origin} 的网页请求，见设置 CORS_ORIGINS。`)
    // Nothing changes while the service runs, so there is nothing to listen to.
    const handler = createMcpHandler(() => serverFor(policy, tools, request), { maxSubscriptions: 0 })
    const response = await handler.fetch(webRequest(request), { parsedBody: request.body })
    const text = await response.text()
    const type = response.headers.get('content-type')
    if (type !== null) reply.type(type)
    return reply.code(response.status).send(text)
  })
}
