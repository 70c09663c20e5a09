/**
 * OpenAPI 3.1 from the schemas at /docs/json, and Swagger UI at /docs/try with its assets served from here.
 * @see https://github.com/fastify/fastify-swagger
 */
import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type {
  FastifyContextConfig,
  FastifyInstance,
  onRequestHookHandler,
  preHandlerHookHandler,
  RouteOptions
} from 'fastify'
import fp from 'fastify-plugin'
import { asset } from '../assets.ts'
import { later } from '../later.ts'
import { stampOf } from '../policy/asked.ts'
import type { Policy, Document as PolicyDocument } from '../policy/model.ts'
import type { Service } from '../records/replay.ts'
import { namedLists } from '../schemas/lists.ts'
import { nameComponents } from './components.ts'
import { type Contract, completeResponses, describeProperties } from './contract.ts'
import { pageSecurity } from './security.ts'
import { type Document as Described, forTrying } from './trial.ts'

const TAGS = [
  { name: 'catalogue', description: '有什么：政策、条款、事实词汇 · What is there' },
  { name: 'decisions', description: '谁能享受、多少钱、到什么时候 · Who gets it, how much, until when' },
  { name: 'hotline', description: '12345 热线：怎么说、再问什么 · What to say, what to ask next' },
  { name: 'records', description: '决定的记录 · Decisions on record' },
  { name: 'operations', description: '运行状态 · Health' }
]

const DESCRIPTION = `《{title}》（{number}）的规则服务：55 条政策变成可以查询、判断、计算的接口，每个答案都注明条款。

**三个结论**：\`eligible\` 符合，\`ineligible\` 不符合，\`undetermined\` 还不能确定。没有提供的事实就是不知道，不知道既不算“是”也不算“否”。是否在有效期内是另一个答案（\`window\`）：写了期限的大多到 2022-12-31 为止，没有写的答 \`unstated\`。

Rules as code for the relief plan of Pinggu District, Beijing. Outcomes are three-valued; an absent fact is unknown, never no and never yes. Whether a window is open on \`asOf\` is a separate answer. Money in responses is a string in yuan with two decimals. Errors are RFC 9457 problem details.

**试一试 Try it**：在 /docs/try 打开 POST /eligibility，在 Examples 里选一个例子，点 Execute。`

/** The mark of the project. */
const MARK = readFileSync(asset('routes/docs/page/mark.svg'))

/** How a client says who it is; a service without clients.json lets anyone ask. */
const SECURITY = {
  key: {
    type: 'http',
    scheme: 'bearer',
    description:
      '密钥，由 npm run clients 发放；没有 clients.json 的服务不查。 The key of a client, where clients are known.'
  },
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'x-signature',
    description:
      '给请求签名（docs/clients.md）：还要 x-client、x-timestamp、x-nonce、x-body-digest、x-signature-method。 ' +
      'HMAC with SM3 or SHA-256 over method, path, time, nonce and the digest of the body.'
  }
} as const

/**
 * From where the document is served, /docs/json, to where the routes begin: right as it is under whatever path a gateway
 * puts the service, which needs no setting to know it.
 */
const SERVER = '..'

/** The page is at /docs/try and at /docs/try/ and nowhere else: with a query, or as a file, it would look elsewhere for its files. */
const toTheIndex: onRequestHookHandler = (request, reply, done) => {
  const [path = '', query] = request.url.split('?')
  if (path.endsWith('/static/index.html')) return void reply.redirect('../')
  if (path.endsWith('/') && query !== undefined) return void reply.redirect('./')
  done()
}

/** The parts of the document that examples and streams are put into. */
interface Path {
  post: {
    requestBody: { required?: boolean; content: Record<string, { schema?: unknown; examples?: unknown }> }
  }
}
interface Document {
  servers: { url: string }[]
  paths: Record<string, Path>
}

/** An address of a route as OpenAPI writes it. */
const addressOf = (url: string) => url.replaceAll(/:(\w+)/g, '{$1}')

/** An example of a request body, as OpenAPI shows it. */
export interface Example {
  summary: string
  value: unknown
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** whether answers carry an ETag */
    tagged?: boolean
    /** examples of the request body, by name */
    examples?: Record<string, Example>
    /** a request body that the route reads itself, and so has no schema of it: by media type */
    requestBody?: Record<string, { schema: unknown; examples?: unknown }>
  }
}

export const openapi = fp<{ policy: Policy }>(
  async (app: FastifyInstance, { policy }) => {
    // Beside the `$ref` of a body there is no place for examples, so routes name them in their config.
    const examples = new Map<string, Record<string, Example>>()
    const first = policy.documents[0] as PolicyDocument
    const streams = new Map<string, NonNullable<FastifyContextConfig['requestBody']>>()
    const routes: RouteOptions[] = []
    app.addHook('onRoute', route => {
      const { url, config } = route
      routes.push(route)
      if (config?.examples) examples.set(url, config.examples)
      if (config?.requestBody) streams.set(url, config.requestBody)
    })
    await app.register(swagger, {
      transformObject: document => {
        const { openapiObject } = document as { openapiObject: Document }
        // Here, since the plugin takes no relative address.
        openapiObject.servers = [{ url: SERVER }]
        for (const [url, named] of examples) {
          const { post } = openapiObject.paths[url] as Path
          for (const media of Object.values(post.requestBody.content)) media.examples = named
        }
        for (const [url, content] of streams) {
          const { post } = openapiObject.paths[url] as Path
          post.requestBody = { required: true, content }
        }
        // Now, since hooks of the scope of a route come after this plugin's.
        const tagged = routes.filter(({ config }) => config?.tagged).map(({ url }) => addressOf(url))
        describeProperties(openapiObject as never as Contract)
        completeResponses(openapiObject as never as Contract, new Set(tagged))
        nameComponents(openapiObject as never, namedLists(policy))
        return openapiObject as never
      },
      openapi: {
        openapi: '3.1.0',
        info: {
          title: '平谷区助企纾困政策规则服务 · Pinggu relief plan rules',
          version: first.version,
          description: DESCRIPTION.replace('{title}', first.title).replace('{number}', first.number),
          contact: { name: '规则服务的维护人员 · Maintainers of the rules' },
          license: { name: 'MIT', identifier: 'MIT' }
        },
        security: [],
        components: { securitySchemes: SECURITY },
        tags: TAGS
      },
      convertConstToEnum: false,
      refResolver: {
        buildLocalReference: ({ $id }) => String($id)
      }
    })
    const tried = later(async () => {
      // One that keeps no records: what is shown was nobody's question.
      const service = (await app.serviceOf(policy.documents.map(stampOf))) as Service
      return forTrying(structuredClone(app.swagger()) as never as Described, policy, service.ask)
    })
    const forThePage: preHandlerHookHandler = async (request, reply) => {
      if (request.url.startsWith('/docs/try/json')) return reply.send(await tried())
    }
    const hidden = { schema: { hide: true } }
    app.get('/docs/json', hidden, async () => app.swagger())
    app.get('/docs/yaml', hidden, async (_request, reply) =>
      reply.type('application/x-yaml').send(app.swagger({ yaml: true }))
    )
    await app.register(async pages => {
      // The words of the page are Chinese.
      pages.addHook('onSend', async (_request, _reply, payload) =>
        typeof payload === 'string' ? payload.replace('<html lang="en">', '<html lang="zh-CN">') : payload
      )
      await pages.register(pageSecurity)
      await pages.register(swaggerUi, {
        routePrefix: '/docs/try',
        uiConfig: { docExpansion: 'list', defaultModelsExpandDepth: 0, tryItOutEnabled: true },
        staticCSP: false,
        theme: {
          title: '试一试 · 政策规则服务',
          favicon: [{ filename: 'mark.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: MARK }]
        },
        logo: { type: 'image/svg+xml', content: MARK, href: '../../docs', target: '_self' },
        // Files are asked for beside the page, not below the root, which may be another service's behind a gateway.
        indexPrefix: '..',
        uiHooks: { onRequest: toTheIndex, preHandler: forThePage }
      })
    })
  },
  { name: 'openapi' }
)
