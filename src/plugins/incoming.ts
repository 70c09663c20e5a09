/**
 * What comes in is what was meant, or is refused: bodies are unpacked within the limit, are UTF-8, and are JSON that
 * says one thing only; what cannot be decoded in a query is not searched for.
 */
import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { inUtf8, NotUtf8 } from '../batch/encoding.ts'
import { NotPacked, type Packing, packingOf, packings, TooLarge, unpack, unpacked } from '../packing.ts'
import { readJson } from '../strict-json.ts'
import { ProblemError } from './problems.ts'
import { checkHost, unmetExpectation } from './unreadable.ts'

const CHARSETS = /;\s*charset\s*=\s*"?([^\s";]*)/gi
const BYTE_ORDER_MARK = 0xfeff

const notText = () =>
  new ProblemError(
    'unreadable-body',
    '请求体不是 UTF-8 文字，请用 UTF-8 编码提交（Windows 控制台常用的是 GBK）。'
  )

const UTF8 = /^utf-?8$/i

/** Refuses a body that is said to be in another encoding. @param readable the names of those that are read */
function checkCharset({ headers }: FastifyRequest, readable = UTF8): void {
  const type = String(headers['content-type'])
  // Most name none, and looking for them takes longer than reading the body.
  if (!type.includes(';')) return
  for (const [, charset = ''] of type.matchAll(CHARSETS)) {
    if (readable.test(charset)) continue
    throw new ProblemError('unsupported-media-type', `请求体请用 UTF-8 编码提交，不支持 charset=${charset}。`)
  }
}

function packingFor({ headers }: FastifyRequest): Packing | null {
  const packing = packingOf(headers['content-encoding'])
  if (packing !== undefined) return packing
  throw new ProblemError(
    'unsupported-media-type',
    `请求体的压缩方式（Content-Encoding）只支持 ${packings}，也可以不压缩。`
  )
}

/** Tells in the words of the service what was wrong with a body. */
function asProblem(error: unknown): unknown {
  if (error instanceof NotUtf8) return notText()
  if (error instanceof TooLarge) return new ProblemError('payload-too-large', '请求体解压后超过了大小限制。')
  if (!(error instanceof NotPacked)) return error
  return new ProblemError(
    'unreadable-body',
    '请求体解压不了：内容与请求头 Content-Encoding 说的不符，或者没有发完整。'
  )
}

function bytesOf(request: FastifyRequest, body: Buffer): Buffer {
  const packing = packingFor(request)
  if (!packing) return body
  try {
    return unpack(body, packing, request.routeOptions.bodyLimit as number)
  } catch (error) {
    throw asProblem(error)
  }
}

function jsonOf(request: FastifyRequest, body: Buffer): unknown {
  checkCharset(request)
  const bytes = bytesOf(request, body)
  if (!isUtf8(bytes)) throw notText()
  const text = bytes.toString()
  let read: ReturnType<typeof readJson>
  try {
    read = readJson(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text)
  } catch {
    const why = text.trim() === '' ? '是空的，请提交 JSON。' : '不是合法的 JSON，请检查引号、逗号和括号。'
    throw new ProblemError('malformed-json', `请求体${why}`)
  }
  const { value, faults } = read
  if (faults.length === 0) return value
  throw new ProblemError('validation-failed', `请求体有 ${faults.length} 处错误，见 errors。`, faults)
}

/**
 * The bytes of a body that is read as it comes, unpacked.
 * @throws ProblemError, at once or while it is read
 */
function unpackedBody(request: FastifyRequest, body: Readable): AsyncIterable<Uint8Array> {
  const packing = packingFor(request)
  // A refusal must not end the connection that it goes out on.
  return packing ? unpacked(body, packing) : body.iterator({ destroyOnReturn: false })
}

/**
 * The lines of a body, text in UTF-8.
 * @throws ProblemError, at once or while it is read
 */
export function linesIn(request: FastifyRequest, body: Readable): AsyncIterable<Uint8Array> {
  checkCharset(request)
  return inOurWords(inUtf8(unpackedBody(request, body)))
}

/** Encodings that the bytes of a table are told to be in. */
const TABLE_CHARSETS = /^(?:utf-?8|utf-?16(?:le|be)?|gbk|gb2312|gb18030)$/i

/**
 * The bytes of a table, whose encoding they tell themselves.
 * @throws ProblemError, at once or while it is read
 */
export function tableBytesIn(request: FastifyRequest, body: Readable): AsyncIterable<Uint8Array> {
  checkCharset(request, TABLE_CHARSETS)
  return inOurWords(unpackedBody(request, body))
}

async function* inOurWords(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (error) {
    throw asProblem(error)
  }
}

/** Node lets nothing into an address but ASCII; paths are decoded by the router, queries as well as can be. */
function checkAddress(url: string): void {
  if (!url.includes('%')) return
  try {
    decodeURIComponent(url)
  } catch {
    throw new ProblemError('bad-request', '地址里有不能解码的字符，请把文字按 UTF-8 编码成 %XX。')
  }
}

export const incoming = fp(
  async (app: FastifyInstance) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
      try {
        done(null, jsonOf(request, body as Buffer))
      } catch (error) {
        done(error as Error)
      }
    })
    app.server.on('checkExpectation', unmetExpectation)
    app.addHook('onRequest', (request, _reply, done) => {
      checkHost(request)
      checkAddress(request.url)
      done()
    })
  },
  { name: 'incoming' }
)
