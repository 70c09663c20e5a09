/** Requests that never reach a route: not readable as HTTP, or with an address that cannot be decoded. */
import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify'
import { type ProblemCode, problem } from '../schemas/problem.ts'
import { isLingering, linger } from './lingering.ts'
import { ProblemError } from './problems.ts'

const TYPE = 'application/problem+json'

const TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT'
/** Codes of Node's HTTP parser, and what they are to a caller. Anything else is no HTTP at all. */
const KNOWN: Record<string, [ProblemCode, string]> = {
  HPE_INVALID_URL: [
    'bad-request',
    '地址里有不能直接写的字符。中文请按 UTF-8 编码成 %XX，如 房租 写成 %E6%88%BF%E7%A7%9F（curl 用 -G --data-urlencode）。'
  ],
  HPE_HEADER_OVERFLOW: ['headers-too-large', '请求头超过了大小限制。'],
  [TIMEOUT]: ['request-timeout', '请求没有在规定的时间内发完。']
}
const NOT_HTTP: [ProblemCode, string] = ['bad-request', '收到的不是完整的 HTTP 请求。']

function unreadableAddress(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const body = problem('bad-request', '地址写得不对：有不能解码的字符，或者太长。', request.id)
  reply.code(body.status).header('x-request-id', request.id).type(TYPE).serializer(JSON.stringify).send(body)
}

/** HTTP/1.1 asks for a Host, and for saying so where there is none. Node would do it without a word. */
export function checkHost({ raw, headers }: FastifyRequest): void {
  if (raw.httpVersion === '1.0' || headers.host !== undefined) return
  throw new ProblemError('bad-request', '请求缺少 Host 请求头。')
}

/** For the event `checkExpectation` of the server: an Expect that is not `100-continue`. */
export function unmetExpectation(request: IncomingMessage, response: ServerResponse): void {
  const id = randomUUID()
  const body = problem('expectation-failed', '请求头 Expect 只支持 100-continue。', id)
  const text = JSON.stringify(body)
  const headers = { 'content-type': TYPE, 'content-length': Buffer.byteLength(text), 'x-request-id': id }
  request.resume()
  response.writeHead(body.status, { ...headers, connection: 'close' })
  response.end(text)
}

function refuse(socket: Socket, [code, detail]: [ProblemCode, string]): void {
  const id = randomUUID()
  const body = problem(code, detail, id)
  const text = JSON.stringify(body)
  socket.write(
    [
      `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status]}`,
      `content-type: ${TYPE}`,
      `content-length: ${Buffer.byteLength(text)}`,
      `x-request-id: ${id}`,
      'connection: close',
      '',
      text
    ].join('\r\n')
  )
  linger(socket)
}

/**
 * What the caller would take for the answer to something else is not written: while another answer is under way or
 * owed, the connection ends. Of an answer that was handed over whole, the rest is sent first.
 */
const unreadableRequest = function (this: FastifyInstance, error: { code: string }, socket: Socket): void {
  if (isLingering(socket)) return
  if (error.code === TIMEOUT && this.hasPace(socket)) return
  const due = this.replyDue(socket)?.raw
  if (due?.writableEnded) socket.destroySoon()
  else if (error.code === 'ECONNRESET' || !socket.writable || due?.headersSent || due?.req.complete)
    socket.destroy()
  else refuse(socket, KNOWN[error.code] ?? NOT_HTTP)
}

/** Options of Fastify, for `Fastify({ ...unreadable })`. */
export const unreadable = {
  frameworkErrors: unreadableAddress as FastifyServerOptions['frameworkErrors'],
  clientErrorHandler: unreadableRequest as FastifyServerOptions['clientErrorHandler'],
  http: { requireHostHeader: false }
}
