/**
 * The document and the service say the same: the document is current, its examples are answered as they say,
 * answers fit its schemas before and after they are written, and a generated client type-checks and works.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import openapiTS, { astToString } from 'openapi-typescript'
import t from 'tap'
import type { TSchema } from 'typebox'
import ts from 'typescript'
import { collection } from '../../scripts/bruno-collection.ts'
import { annotations, countDecimalsExactly, strictAjv } from '../../src/ajv.ts'
import { clauseList, detailOf, measureOn } from '../../src/catalogue/catalogue.ts'
import { calculate } from '../../src/decisions/calculate.ts'
import { eligibility } from '../../src/decisions/eligibility.ts'
import { Program } from '../../src/engine/program.ts'
import { answers } from '../../src/hotline/answers.ts'
import { readPlan } from '../../src/plan.ts'
import { nameComponents } from '../../src/plugins/components.ts'
import type { Document as RuleSet } from '../../src/policy/model.ts'
import type { CalculateRequest } from '../../src/schemas/calculate.ts'
import type { EligibilityRequest } from '../../src/schemas/eligibility.ts'
import { PROBLEMS } from '../../src/schemas/problem.ts'
import { build } from '../helpers/service.ts'

const ASOF = '2022-07-01'
const CHINESE = /\p{Script=Han}/u
const ENGLISH = /[A-Za-z]{3}/

interface Parameter {
  name: string
  description?: string
  schema: { examples?: unknown[]; description?: string }
}
interface Media {
  schema: object
  examples?: Record<string, { summary?: string; value: unknown }>
}
interface Operation {
  operationId: string
  summary: string
  description: string
  tags: string[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { description: string; content?: Record<string, Media> }>
}
type Method = 'get' | 'post'
interface Document {
  openapi: string
  paths: Record<string, Record<Method, Operation>>
  components: { schemas: Record<string, object>; examples: Record<string, { value: { status: number } }> }
}

const text = readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')
const document = JSON.parse(text) as Document
/** The document is about all rule sets. */
const plan = readPlan()
const { policy, witnesses } = plan
const program = new Program(policy)

const app = await build(t, plan)
await app.ready()

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method as Method, operation }))
)

/** Every object inside a value, with its JSON Pointer. */
function* objectsIn(value: unknown, pointer = ''): Generator<[string, Record<string, unknown>]> {
  if (value === null || typeof value !== 'object') return
  if (!Array.isArray(value)) yield [pointer, value as Record<string, unknown>]
  for (const [key, inner] of Object.entries(value)) {
    yield* objectsIn(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
}

/** The schemas of the document, by JSON Pointer into it, in the dialect of OpenAPI 3.1. */
const dialect = addFormats.default(
  countDecimalsExactly(
    new Ajv2020({ strict: false, allErrors: true, validateSchema: false, keywords: annotations }) as never
  )
)
dialect.addSchema(document, 'document')
const faultsOf = (pointer: string, value: unknown) => {
  const validate = dialect.getSchema(`document#${encodeURI(pointer)}`)
  if (!validate) return [`no schema at ${pointer}`]
  validate(value)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
const escaped = (path: string) => path.replaceAll('~', '~0').replaceAll('/', '~1')
/** Where the schema of an answer stands; of lines, that of one line. */
const answerSchema = (path: string, method: Method, status: number, type: string) =>
  `/paths/${escaped(path)}/${method}/responses/${status}/content/${escaped(type)}/schema${type.endsWith('ndjson') ? '/contentSchema' : ''}`

t.test('the committed document is what the service serves', async t => {
  t.strictSame(document, JSON.parse(JSON.stringify(app.swagger())), 'run npm run openapi')
  t.equal(text, `${JSON.stringify(document, null, 2)}\n`, 'as the script writes it')
  t.strictSame((await app.inject('/docs/json')).json(), document)
})

t.test('the collection for Bruno is what the contract makes of it', async t => {
  const folder = new URL('../../bruno/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
  const held = Object.fromEntries(
    files.map(file => [relative(fileURLToPath(folder), file), readFileSync(file, 'utf8')])
  )
  t.strictSame(held, collection(document as never), 'run npm run bruno')
})

t.test('names, words and problems', async t => {
  t.equal(document.openapi, '3.1.0')
  const names = Object.keys(document.components.schemas)
  t.same(
    names.filter(name => !/^[A-Z][A-Za-z0-9]+$/.test(name)),
    [],
    'components have names of their own'
  )
  for (const [pointer, { $ref }] of objectsIn(document)) {
    if (typeof $ref !== 'string') continue
    const target = $ref
      .split('/')
      .slice(1)
      .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], document)
    t.ok(target, `${pointer} refers to ${$ref}`)
  }
  for (const [pointer, { properties }] of objectsIn(document.components.schemas)) {
    if (pointer.endsWith('/properties')) continue
    const bare = Object.entries(properties ?? {}).filter(
      ([, one]) => !('description' in one || 'title' in one || '$ref' in one)
    )
    t.same(
      bare.map(([name]) => name),
      [],
      `every property of ${pointer} is described`
    )
  }
  for (const { path, method, operation } of operations) {
    const name = `${method} ${path}`
    const { responses } = operation
    t.ok(responses[405] && responses[429] && responses[500], `${name}: what any request may meet`)
    t.equal(304 in responses, 'etag' in (await app.inject(path)).headers, `${name}: 304 where there are tags`)
    for (const words of [operation.summary, operation.description]) {
      t.match(words, CHINESE, name)
      t.match(words, ENGLISH, name)
    }
    for (const { name: parameter, description } of operation.parameters ?? []) {
      t.match(description, CHINESE, `${name} ${parameter}`)
      t.match(description, ENGLISH, `${name} ${parameter}`)
    }
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      if (Number(status) < 400) continue
      const { schema, examples = {}, ...others } = content['application/problem+json'] as Media
      t.same([schema, others], [{ $ref: '#/components/schemas/Problem' }, {}], name)
      t.ok(Object.keys(examples).length > 0, `${name} ${status}: an example of each code`)
      for (const code of Object.keys(examples)) {
        const example = document.components.examples[code]?.value
        t.equal(example?.status, Number(status), `${name}: ${code} has its own status`)
        t.same(faultsOf('/components/schemas/Problem', example), [], code)
      }
    }
    if (operation.requestBody) t.ok(operation.responses[400] && operation.responses[415], name)
    if (operation.parameters) t.ok(operation.responses[400], name)
  }
  t.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, operations.length)
  const page = readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8')
  t.same(
    [...page.matchAll(/^## (.*)\n\n(\d+)\./gm)].map(([, code, status]) => [code, Number(status)]).sort(),
    Object.entries(PROBLEMS)
      .map(([code, [status]]) => [code, status])
      .sort(),
    'docs/problems.md has a heading for every code'
  )
})

t.test('lists of values and objects have a name, and a union tells its members apart', async t => {
  const schemas = document.components.schemas as Record<string, Record<string, unknown>>
  const parts = [...objectsIn(document.paths, '/paths'), ...objectsIn(schemas, '')]
  const isComponent = (pointer: string) => /^\/\w+$/.test(pointer)
  const nameless = parts.filter(
    ([pointer, { enum: values, properties }]) =>
      !isComponent(pointer) &&
      !/\/(?:examples|properties)$/.test(pointer) &&
      ((Array.isArray(values) && values.length > 1) || properties)
  )
  t.same(
    nameless.map(([pointer]) => pointer),
    [],
    'a client would be given a name of its own making'
  )
  const lists = Object.values(schemas).flatMap(({ enum: values }) => (values ? [JSON.stringify(values)] : []))
  t.ok(lists.length > 50)
  t.equal(new Set(lists).size, lists.length, 'no list has two names')
  t.notMatch(text, /x-component|x-shown-as|#\/components\/schemas\/\w+\//)

  const unions = parts.filter(([, { oneOf }]) => Array.isArray(oneOf))
  t.ok(unions.length >= 2)
  for (const [pointer, { oneOf }] of unions) {
    const members = (oneOf as { $ref?: string; type?: string }[]).map(
      ({ $ref, ...inline }) =>
        (($ref && schemas[$ref.split('/').at(-1) as string]) ?? inline) as {
          type: string
          required?: string[]
          properties?: object
        }
    )
    for (const one of members) {
      for (const other of members) {
        if (one === other || one.type !== other.type) continue
        const own = one.required?.filter(name => !Object.hasOwn(other.properties ?? {}, name)) ?? []
        t.ok(own.length > 0, `${pointer}: by ${own.join(', ')}`)
      }
    }
  }
})

t.test('a name stands for one thing', async t => {
  const list = (values: string[]) => ({ type: 'string', enum: values, 'x-component': 'Colour' })
  const made = (second: object) => {
    const schemas = {
      A: { properties: { one: list(['red', 'blue']) } },
      B: { properties: { other: second } }
    }
    nameComponents({ paths: {}, components: { schemas } }, [])
    return schemas
  }
  const $ref = '#/components/schemas/Colour'
  t.same(made({ ...list(['red', 'blue']), description: 'words' }), {
    A: { properties: { one: { $ref } } },
    B: { properties: { other: { description: 'words', $ref } } },
    Colour: { type: 'string', enum: ['red', 'blue'], description: undefined }
  })
  t.throws(() => made(list(['red'])), /two parts of the contract are called Colour/)
})

t.test('the vocabulary is typed and described', async t => {
  const { schemas } = document.components as {
    schemas: Record<string, { properties?: Record<string, unknown> }>
  }
  for (const { id, subject, key, label, unit } of policy.facts) {
    const name = `${subject[0]?.toUpperCase()}${subject.slice(1)}Facts`
    const fact = schemas[name]?.properties?.[key] as Record<string, unknown>
    t.match(
      fact,
      {
        ...('$ref' in fact ? { $ref: /./ } : { type: /./ }),
        title: label,
        description: CHINESE,
        'x-question': CHINESE,
        ...(unit && { 'x-unit': unit })
      },
      id
    )
  }
})

t.test('examples of schemas and parameters fit them', async t => {
  let examples = 0
  for (const [pointer, schema] of objectsIn(document)) {
    if (!Array.isArray(schema.examples)) continue
    for (const example of schema.examples) {
      t.same(faultsOf(pointer, example), [], `${pointer} ${JSON.stringify(example)}`)
      examples++
    }
  }
  t.ok(examples > policy.facts.length, `${examples} examples`)
})

t.test('every example of a request is answered as it says, and as documented', async t => {
  const outcomes = ['eligible', 'ineligible', 'undetermined']
  const posted = operations.flatMap(({ path, operation }) =>
    Object.entries(operation.requestBody?.content ?? {}).flatMap(([type, { examples = {} }]) =>
      Object.entries(examples).map(([name, { summary = name, value }]) => ({
        path,
        type,
        name,
        summary,
        value
      }))
    )
  )
  t.same(
    outcomes.filter(outcome => !posted.some(({ path, name }) => path === '/eligibility' && name === outcome)),
    [],
    'there is one of each outcome'
  )
  for (const { path, type, name, summary, value } of posted) {
    const payload = typeof value === 'string' ? value : JSON.stringify(value)
    const response = await app.inject({
      method: 'POST',
      url: path,
      payload,
      headers: { 'content-type': type }
    })
    const where = `${path} ${name}`
    t.equal(response.statusCode, 200, `${where} ${response.body.slice(0, 200)}`)
    const media = String(response.headers['content-type']).split(';')[0] as string
    const answered =
      media === 'application/json'
        ? [response.json()]
        : response.body
            .trim()
            .split('\n')
            .map(line => JSON.parse(line))
    for (const answer of answered) t.same(faultsOf(answerSchema(path, 'post', 200, media), answer), [], where)
    const [answer] = answered
    if (path === '/eligibility' && outcomes.includes(name)) {
      t.equal(answer.results[0].outcome, name, where)
      t.match(summary, answer.results[0].title, where)
    }
    const { measure } = value as { measure?: string }
    if (path === '/calculate' && measure) {
      t.equal(answer.measure, measure, where)
      t.same([answer.outcome, answer.title], ['eligible', summary], where)
      t.ok(answer.amount.text, where)
    }
  }
})

t.test('what a GET answers fits the document, and so does every problem', async t => {
  const check = async (path: string, url: string, status: number) => {
    const response = await app.inject(url)
    t.equal(response.statusCode, status, url)
    const type = String(response.headers['content-type']).split(';')[0] as string
    const bodies = type.endsWith('ndjson')
      ? response.body
          .trim()
          .split('\n')
          .map(line => JSON.parse(line))
      : [response.json()]
    for (const body of bodies) t.same(faultsOf(answerSchema(path, 'get', status, type), body), [], url)
  }
  await check('/measures', '/measures?limit=100', 200)
  await check('/measures', '/measures?limit=0', 400)
  await check('/measures', '/measures?cursor=x', 400)
  for (const { id } of policy.measures) await check('/measures/{id}', `/measures/${id}`, 200)
  await check('/measures/{id}', '/measures/x', 404)
  await check('/clauses', '/clauses', 200)
  for (const { id } of policy.clauses) await check('/clauses/{clause}', `/clauses/${id}`, 200)
  await check('/clauses/{clause}', '/clauses/x', 404)
  await check('/facts', '/facts', 200)
  await check('/knowledge-base', '/knowledge-base', 200)
  await check('/health/live', '/health/live', 200)
  // Other tests may keep both cores busy; that is no matter of the document.
  app.isUnderPressure = () => false
  await check('/health/ready', '/health/ready', 200)
})

t.test(
  'the serializer corrects nothing: what is answered fits, and is the same, before it is written',
  async t => {
    const ajv = strictAjv({ schemas: Object.values(app.getSchemas()) as TSchema[], allowUnionTypes: true })
    const faults = async (schema: string, value: unknown, url: string, payload?: object) => {
      const validate = ajv.getSchema(`${schema}#`) ?? ajv.compile({ $ref: `${schema}#` })
      validate(value)
      const { body } = await app.inject(payload ? { method: 'POST', url, payload } : { url })
      const same = body === JSON.stringify(sorted(value, JSON.parse(body)))
      return [...(validate.errors ?? []), ...(same ? [] : [`${url} writes something else`])]
    }
    const decided = (request: EligibilityRequest) =>
      faults('EligibilityResponse', eligibility(program, request, ASOF), '/eligibility', request)
    const calculated = (request: CalculateRequest) => {
      const schema = request.measure ? 'CalculateOneResponse' : 'CalculateAllResponse'
      return faults(schema, calculate(program, request, ASOF), '/calculate', request)
    }
    const answered = (question: string) =>
      faults('AnswersResponse', answers(program, plan.hearing, plan.lines, { question }, ASOF), '/answers', {
        question
      })

    for (const measure of policy.measures) {
      const { id } = measure
      const shown = measureOn(policy, measure, ASOF)
      const found = await faults(
        'MeasureDetail',
        detailOf(shown, policy, ASOF, plan.examples.get(shown.document.digest) ?? {}),
        `/measures/${id}`
      )
      const { eligible, ineligible = [], undetermined } = witnesses[id] ?? {}
      for (const facts of [eligible, undetermined, ineligible[0]?.facts]) {
        if (!facts) continue
        found.push(...(await decided({ facts, measures: [id], explain: 'full' })))
        found.push(...(await calculated({ facts, measure: id })))
      }
      t.same(found, [], id)
    }
    for (const [index, { id, phrases }] of policy.measures.entries()) {
      if (index % 10) continue
      const facts = witnesses[id]?.eligible ?? {}
      t.same(await decided({ facts, explain: 'none' }), [], id)
      t.same(await decided({ facts }), [], id)
      t.same(await calculated({ facts }), [], id)
      t.same(await answered(phrases[0] as string), [], id)
    }
    t.same(await answered('身份证丢了去哪儿补'), [], 'what the plan does not cover')
    t.same(await faults('ClauseList', clauseList(policy.documents[0] as RuleSet), '/clauses'), [])
  }
)

/** A value with its keys in the order of another that has the same, all the way down. */
function sorted(value: unknown, like: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => sorted(item, (like as unknown[] | undefined)?.[index]))
  if (value === null || typeof value !== 'object') return value
  const [from, to] = [value as Record<string, unknown>, (like ?? {}) as Record<string, unknown>]
  const keys = [
    ...Object.keys(to).filter(key => key in from),
    ...Object.keys(from).filter(key => !(key in to))
  ]
  return Object.fromEntries(keys.map(key => [key, sorted(from[key], to[key])]))
}

/** A program of a caller, typed by the document. */
const CLIENT = `
import createClient from 'openapi-fetch'
import type { components, paths } from './api.d.ts'

export async function run(baseUrl: string) {
  const client = createClient<paths>({ baseUrl })
  const list = await client.GET('/measures', { params: { query: { kind: 'C', limit: 5 } } })
  if (list.error) throw new Error(list.error.detail)
  const first: components['schemas']['MeasureSummary'] | undefined = list.data.items[0]
  const detail = await client.GET('/measures/{id}', { params: { path: { id: first?.id ?? '' } } })
  const facts: components['schemas']['Facts'] = {
    applicant: { kind: 'enterprise', registeredInPinggu: true },
    enterprise: { industry: '餐饮业', employees: 50, annualRevenue: 3_000_000 },
    lease: { ownership: 'state-owned', inPinggu: true, monthlyRent: 12_000, in2022: true, finalOperatorTenant: true }
  }
  const decided = await client.POST('/eligibility', {
    body: { asOf: '2022-07-01', facts, measures: ['state-owned-rent-relief'] }
  })
  const outcome: 'eligible' | 'ineligible' | 'undetermined' | undefined = decided.data?.results[0]?.outcome
  const one = await client.POST('/calculate', {
    body: { asOf: '2022-07-01', facts, measure: 'state-owned-rent-relief' }
  })
  let value: string | null = null
  if (one.data && 'amount' in one.data && one.data.amount?.status === 'exact') value = one.data.amount.value
  const all = await client.POST('/calculate', { body: { asOf: '2022-07-01', facts } })
  const totals = all.data && 'totals' in all.data ? all.data.totals.map(total => total.text) : []
  const lines = await client.POST('/eligibility/batch', {
    body: '{"id":"a","facts":{}}',
    bodySerializer: body => body,
    headers: { 'content-type': 'application/x-ndjson' },
    parseAs: 'text'
  })
  const ids = lines.data?.split('\\n').filter(Boolean).map(line => JSON.parse(line) as components['schemas']['BatchOutputLine'])
    .map(line => 'eligible' in line ? line.id : 'end' in line ? 'end' : line.error.code)
  const unknown = await client.GET('/clauses/{clause}', { params: { path: { clause: '99' } } })
  const code: components['schemas']['Problem']['code'] | undefined = unknown.error?.code
  return { title: detail.data?.title, outcome, value, totals, ids, code }
}
`

/** Programs with a mistake that the types must find, each after the same head. */
const MISTAKES = {
  'an unknown route': "client.GET('/measure')",
  'an unknown parameter': "client.GET('/measures', { params: { query: { sector: 'x' } } })",
  'an unknown kind': "client.GET('/measures', { params: { query: { kind: 'Z' } } })",
  'an unknown subject': "export const facts: components['schemas']['Facts'] = { enterprize: {} }",
  'an unknown fact': "export const facts: components['schemas']['Facts'] = { enterprise: { employes: 5 } }",
  'a number as a text':
    "client.POST('/eligibility', { body: { facts: { enterprise: { employees: '5' } } } })",
  'an unknown value': "client.POST('/eligibility', { body: { facts: { enterprise: { size: 'smal' } } } })",
  'an unknown measure': "client.POST('/calculate', { body: { facts: {}, measure: 'rent' } })",
  'lines as one object':
    "const { data } = await client.POST('/eligibility/batch', { body: '', parseAs: 'text' })\nexport const id = data?.id",
  'no facts': "client.POST('/eligibility', { body: {} })",
  'an outcome that is none':
    "const { data } = await client.POST('/eligibility', { body: { facts: {} } })\nexport const no = data?.results[0]?.outcome === 'no'"
}
const HEAD = `import createClient from 'openapi-fetch'
import type { components, paths } from './api.d.ts'
export type { components }
export const client = createClient<paths>()
`

t.test('a generated client type-checks, finds mistakes, and works', async t => {
  const names = Object.keys(MISTAKES)
  const folder = t.testdir({
    'api.d.ts': astToString(await openapiTS(new URL('../../openapi/openapi.json', import.meta.url))),
    'client.ts': CLIENT,
    ...Object.fromEntries(
      Object.values(MISTAKES).map((mistake, index) => [`wrong-${index}.ts`, `${HEAD}${mistake}\n`])
    )
  })
  const files = ['client.ts', ...names.map((_name, index) => `wrong-${index}.ts`)].map(
    name => `${folder}/${name}`
  )
  const checked = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    types: []
  })
  const messages = (file: string) =>
    ts
      .getPreEmitDiagnostics(checked, checked.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
  t.same(messages(files[0] as string), [], 'right use compiles')
  for (const [index, name] of names.entries())
    t.ok(messages(files[index + 1] as string).length > 0, `${name} is found`)

  const { outputText } = ts.transpileModule(CLIENT, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext }
  })
  writeFileSync(`${folder}/client.mjs`, outputText)
  const listening = await build(t, plan)
  await listening.listen({ port: 0 })
  const { run } = await import(pathToFileURL(`${folder}/client.mjs`).href)
  t.same(await run(`http://127.0.0.1:${(listening.server.address() as AddressInfo).port}`), {
    title: policy.measures.find(({ kind }) => kind === 'C')?.title,
    outcome: 'eligible',
    value: '36000.00',
    totals: ['36,000.00元'],
    ids: ['a', 'end'],
    code: 'unknown-clause'
  })
})
