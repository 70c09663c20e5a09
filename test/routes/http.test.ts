/** The service over HTTP: wrong requests, the catalogue, what answers promise, and what operators see. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import {
  brotliCompressSync,
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateSync
} from 'node:zlib'
import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify'
import t, { type Test } from 'tap'
import { readCases } from '../../src/cli/rules/cases/index.ts'
import { readConfig } from '../../src/config.ts'
import { eligibility } from '../../src/decisions/eligibility.ts'
import { Program } from '../../src/engine/program.ts'
import { MOST_ERRORS } from '../../src/field-errors.ts'
import { stampOf } from '../../src/policy/asked.ts'
import { OUTCOMES } from '../../src/policy/kleene.ts'
import type { Document, Fact, Leaf, Measure } from '../../src/policy/model.ts'
import { leavesIn } from '../../src/policy/uses.ts'
import { WINDOW_STATUSES } from '../../src/policy/window.ts'
import { ref } from '../../src/schemas/common.ts'
import {
  type EligibilityRequest,
  type EligibilityResponse,
  EligibilityResponseSchema,
  EXPLAIN,
  RESULT_FIELDS
} from '../../src/schemas/eligibility.ts'
import { PROBLEMS, type ProblemCode } from '../../src/schemas/problem.ts'
import { build, plan } from '../helpers/service.ts'
import { BODIES, FAILING, HOSTILE, MESSAGES, OTHERS, PARAMETERS } from '../helpers/wrong-requests.ts'

const HEADERS = { 'content-type': 'application/json' }
const PACKED = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }
const UNPACK = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync }
const CHINESE = /\p{Script=Han}/u
const ids = plan.policy.measures.map(({ id }) => id)
const app = await build(t)

const post = (app: FastifyInstance, url: string, payload: string | object) =>
  app.inject({ method: 'POST', url, payload, headers: HEADERS })

/** Asks what must be answered. */
async function ask(t: Test, app: FastifyInstance, url: string, payload: object) {
  const response = await post(app, url, payload)
  t.equal(response.statusCode, 200, `${url} ${response.body.slice(0, 300)}`)
  return response.json()
}

async function get(t: Test, app: FastifyInstance, url: string) {
  const response = await app.inject(url)
  t.equal(response.statusCode, 200, `${url} ${response.body.slice(0, 300)}`)
  return response.json()
}

/** What every problem has, whatever it is about. */
function checkProblem(t: Test, name: string, response: LightMyRequestResponse, code: string) {
  const [status, title] = PROBLEMS[code as ProblemCode]
  const body = response.json()
  const { errors, detail, ...rest } = body
  t.equal(response.headers['content-type'], 'application/problem+json', name)
  t.same(
    { ...rest, statusCode: response.statusCode },
    {
      type: `/problems/${code}`,
      title,
      status,
      statusCode: status,
      code,
      instance: response.headers['x-request-id']
    },
    name
  )
  t.match(detail, CHINESE, `${name}: in Chinese`)
  return body as { detail: string; errors: { pointer: string; message: string; suggestion?: string }[] }
}

const shown = ({ pointer, suggestion }: { pointer: string; suggestion?: string }) =>
  suggestion ? `${pointer} → ${suggestion}` : pointer

/** What of an answer is wanted: another choice for each number. */
function filters(number: number) {
  const some = <T>(of: readonly T[], bits: number) => of.filter((_, at) => (bits >> at) & 1)
  const [outcomes, fields] = [some(OUTCOMES, number % 8), some(RESULT_FIELDS, number * 37)]
  return {
    explain: EXPLAIN[number % EXPLAIN.length],
    window: [...WINDOW_STATUSES, undefined][number % (WINDOW_STATUSES.length + 1)],
    ...(outcomes.length > 0 && { outcomes }),
    ...(number % 4 > 0 && { fields })
  }
}

t.test('filters leave out results and fields, and change nothing else', async t => {
  const facts = plan.witnesses['state-owned-rent-relief']?.eligible
  const ask = async (request: object) => {
    const response = await post(app, '/eligibility', { facts, ...request })
    t.equal(response.statusCode, 200, response.body.slice(0, 300))
    return { ...response.json<EligibilityResponse>(), bytes: response.body.length }
  }
  const { bytes, results, ...whole } = await ask({})
  for (let number = 0; number < 40; number++) {
    const { explain: _explain, ...wanted } = filters(number)
    const { outcomes, window, fields } = wanted
    const { bytes: less, results: some, ...rest } = await ask(wanted)
    t.strictSame(rest, whole, 'all are counted and asked about')
    const expected = results
      .filter(
        one => (!outcomes || outcomes.includes(one.outcome)) && (!window || one.window.status === window)
      )
      .map(one => {
        const left = RESULT_FIELDS.filter(field => fields && !fields.includes(field))
        return Object.fromEntries(Object.entries(one).filter(([name]) => !left.some(field => field === name)))
      })
    t.strictSame(some, expected, JSON.stringify(wanted))
    t.ok(less <= bytes)
  }
  const lean = await ask({ outcomes: ['eligible', 'undetermined'], fields: ['missingFacts', 'unitText'] })
  t.ok(lean.bytes < bytes / 2, `${bytes} bytes, ${lean.bytes} of what a list needs`)
})

t.test('answers put together from parts are what the serializer of the schema writes', async t => {
  const program = new Program(plan.policy)
  const bare = Fastify({ bodyLimit: 1024 * 1024 })
  t.after(() => bare.close())
  for (const schema of Object.values(app.getSchemas())) bare.addSchema(schema)
  bare.post<{ Body: EligibilityRequest }>(
    '/',
    { schema: { response: { 200: ref(EligibilityResponseSchema) } } },
    async ({ body }) => eligibility(program, body, body.asOf ?? '2022-07-01')
  )
  const cases = readCases('src/rules/pinggu-2022-9/cases').measures
  const requests: object[] = []
  for (const [index, { asOf, measure, facts, assumptions }] of cases.entries()) {
    if (index % 4 === 0) requests.push({ asOf, measures: [measure], facts, assumptions, explain: 'full' })
    if (index % 80 === 0) requests.push(...EXPLAIN.map(explain => ({ facts, asOf, explain })))
    if (index % 40 === 0) requests.push({ facts, asOf, ...filters(index / 40) })
  }
  // More amounts than there are parts kept of a condition, and all of them once more.
  const { measures, facts: vocabulary, leaves } = plan.policy
  const factOf = (leaf: number) => vocabulary[(leaves[leaf] as Leaf).fact] as Fact
  const isAmount = (leaf: number) => factOf(leaf).schema.type === 'number'
  const amountsIn = ({ conditions }: Measure) =>
    conditions ? [...leavesIn(conditions)].filter(isAmount) : []
  const about = measures.find(measure => amountsIn(measure).length > 0) as Measure
  const { subject, key } = factOf(amountsIn(about)[0] as number)
  for (let index = 0; index < 200; index++) {
    const facts = { [subject]: { [key]: 1_000 + (index % 100) } }
    requests.push({ facts, measures: [about.id], explain: 'full', declined: ['applicant.kind'] })
  }
  const differing: object[] = []
  for (const request of requests) {
    const answer = await post(app, '/eligibility', request)
    const expected = await post(bare, '/', request)
    if (answer.statusCode !== 200 || answer.body !== expected.body) differing.push(request)
  }
  t.strictSame(differing, [], `${requests.length} requests`)
})

t.test('wrong requests', async t => {
  const app = await build(t)
  const alive = async (name: string) =>
    t.equal((await app.inject('/health/live')).statusCode, 200, `${name}: the service still answers`)

  await t.test('bodies are refused with every error, its pointer and the name meant', async t => {
    for (const [name, payload, ...expected] of BODIES) {
      const { errors, detail } = checkProblem(
        t,
        name,
        await post(app, '/eligibility', payload),
        'validation-failed'
      )
      t.same(errors.map(shown).sort(), expected.sort(), name)
      t.equal(detail, `请求体有 ${errors.length} 处错误，见 errors。`, name)
      for (const { message } of errors) t.match(message, CHINESE, name)
      await alive(name)
    }
    t.equal(({} as { a?: unknown }).a, undefined, 'no prototype was touched')
  })

  await t.test('what is wrong is said in words that help', async t => {
    for (const [payload, says] of MESSAGES) {
      const { errors } = checkProblem(
        t,
        payload,
        await post(app, '/eligibility', payload),
        'validation-failed'
      )
      t.equal(errors[0]?.message, says)
    }
  })

  await t.test('bodies made to keep it busy are answered soon and shortly', async t => {
    for (const [name, payload] of HOSTILE) {
      t.ok(payload.length < 65_536, name)
      // Time of the processor: the clock also counts what else the machine is doing.
      const before = process.cpuUsage()
      const response = await post(app, '/eligibility', payload)
      const { user, system } = process.cpuUsage(before)
      const took = (user + system) / 1000
      const { errors, detail } = checkProblem(t, name, response, 'validation-failed')
      t.equal(errors.length, MOST_ERRORS, name)
      t.equal(detail, '请求体有 100 处以上的错误，errors 只列出前 100 处。')
      t.ok(response.body.length < 65_536, `${name}: ${response.body.length} characters`)
      t.ok(took < 500, `${name}: ${took} ms`)
    }
  })

  await t.test('other bodies and parameters are refused alike', async t => {
    for (const [url, payload, ...pointers] of OTHERS) {
      const { errors } = checkProblem(t, url, await post(app, url, payload), 'validation-failed')
      t.same(errors.map(shown), pointers, `${url} ${payload.slice(0, 60)}`)
    }
    for (const [url, expected, part] of PARAMETERS) {
      const { errors, detail } = checkProblem(t, url, await app.inject(url), 'validation-failed')
      t.equal(shown(errors[0] as { pointer: string }), expected, url)
      t.ok(detail.startsWith(part), `${url}: ${detail}`)
    }
  })

  await t.test('everything else that fails', async t => {
    for (const { status, code, detail: wanted, ...request } of FAILING) {
      const name = `${request.method ?? 'GET'} ${request.url.slice(0, 60)} ${request.payload?.toString().slice(0, 40) ?? ''} ${JSON.stringify(request.headers ?? {})}`
      const response = await app.inject(request)
      t.equal(response.statusCode, status, name)
      const { detail } = checkProblem(t, name, response, code)
      t.equal('allow' in response.headers, status === 405, name)
      if (wanted) t.match(detail, wanted, name)
      if (status === 415)
        t.match(response.headers['accept-encoding'], /gzip/, `${name}: and what may be sent`)
      await alive(name)
    }
  })

  await t.test('what is odd, but right', async t => {
    for (const [payload, type] of [
      ['\ufeff{"facts":{}}', 'application/json'],
      ['{"facts":{}}', 'application/json; charset=utf-8'],
      ['{"facts":{"enterprise":{"employees":61.0}}}', 'application/json'],
      ['{"facts":{"lease":{"monthlyRent":1234567.89}}}', 'application/json'],
      ['{"facts":{},"declined":["lease.end","\\u006cease.start"]}', 'application/json; Charset="UTF8"'],
      ['{"facts":{"lease":{"start":"2022-01-01"},"loan":{}},"declined":[]}', 'application/json']
    ] as const) {
      const response = await app.inject({
        method: 'POST',
        url: '/eligibility',
        payload,
        headers: { 'content-type': type }
      })
      t.equal(response.statusCode, 200, `${payload} ${response.body}`)
    }
    const { results } = await ask(t, app, '/eligibility', {
      facts: { enterprise: { industry: '餐饮业' } },
      measures: ['incubator-rent-subsidy']
    })
    t.equal(results.length, 1)
  })
})

/** Sends bytes to a listening service; `answer` is all it says until it hangs up. */
function begin(app: FastifyInstance, bytes: string) {
  const socket = connect((app.server.address() as AddressInfo).port)
  socket.write(bytes)
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk))
  const answer = once(socket, 'close').then(() => {
    const [head = '', text = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n')
    const [line = '', ...headers] = head.split('\r\n')
    return {
      status: Number(line.split(' ')[1]),
      headers: Object.fromEntries(headers.map(header => header.toLowerCase().split(': '))) as Record<
        string,
        string
      >,
      body: text && JSON.parse(text)
    }
  })
  return { socket, answer }
}

t.test('what is no HTTP, or too much of it, is a problem as well', async t => {
  const app = await build(t)
  await app.listen({ port: 0 })
  for (const [bytes, code] of [
    [`GET /measures HTTP/1.1\r\nhost: x\r\ncookie: ${'x'.repeat(20_000)}\r\n\r\n`, 'headers-too-large'],
    ['GET /measures HTTP/9.9\r\n\r\n', 'bad-request'],
    ['GET /measures HTTP/1.1\r\nconnection: close\r\n\r\n', 'bad-request'],
    ['GET /measures?q=房租 HTTP/1.1\r\nhost: x\r\n\r\n', 'bad-request'],
    [
      'POST /eligibility HTTP/1.1\r\nhost: x\r\nexpect: 200-ok\r\ncontent-length: 2\r\n\r\n{}',
      'expectation-failed'
    ],
    [`${randomBytes(300).toString('latin1')}\r\n\r\n`, 'bad-request']
  ] as const) {
    const { status, headers, body } = await begin(app, bytes).answer
    t.equal(status, PROBLEMS[code][0])
    t.equal(headers['content-type'], 'application/problem+json')
    t.match(body, { code, status, instance: headers['x-request-id'], detail: CHINESE })
    if (bytes.includes('?q=')) t.match((body as { detail: string }).detail, /%E6%88%BF%E7%A7%9F/)
  }
  // A caller who is gone is told nothing.
  const gone = connect((app.server.address() as AddressInfo).port)
  gone.write('POST /eligibility HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{')
  await once(app.server, 'request')
  gone.resetAndDestroy()
  app.server.emit('clientError', Object.assign(new Error('slow'), { code: 'ECONNRESET' }), gone)
  app.server.emit('clientError', Object.assign(new Error('slow'), { code: 'HPE_INVALID_METHOD' }), gone)
  t.equal((await app.inject('/health/live')).statusCode, 200)
})

t.test('faults of the service say nothing of their cause', async t => {
  const { policy, hearing, ...rest } = plan
  const broken = {
    ...hearing,
    search: () => {
      throw new Error('secret')
    }
  }
  const lines: string[] = []
  const stream = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  const app = await build(t, {
    ...rest,
    policy,
    hearing: broken as never,
    logger: { level: 'info', stream } as never
  })
  const response = await app.inject('/measures?q=x')
  checkProblem(t, 'internal error', response, 'internal-error')
  t.notMatch(response.body, 'secret')
  t.match(lines.join(''), 'secret', 'the log has it')
})

t.test('GET /measures', async t => {
  const all = await get(t, app, '/measures?limit=100')
  t.equal(all.total, ids.length)
  t.same(
    all.items.map(({ id }: { id: string }) => id),
    ids.slice(0, 100)
  )
  t.equal(all.nextCursor === null, ids.length <= 100)
  const rest = all.nextCursor ? (await get(t, app, `/measures?limit=100&cursor=${all.nextCursor}`)).items : []
  t.equal(all.asOf, '2022-07-01')

  await t.test('every page once, whatever the size', async t => {
    for (const limit of [1, 7, 20, 99, 100]) {
      const seen: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const url: string = `/measures?limit=${limit}${cursor && `&cursor=${cursor}`}`
        const page = (await app.inject(url)).json()
        t.ok(page.items.length <= limit)
        t.equal(page.total, ids.length)
        seen.push(...page.items.map(({ id }: { id: string }) => id))
        cursor = page.nextCursor
      }
      t.same(seen, ids, `by ${limit}`)
    }
    t.equal((await get(t, app, '/measures')).items.length, 20, 'twenty at a time by default')
  })

  await t.test('filters leave what fits and nothing else', async t => {
    const { policy } = plan
    const clause = policy.clauses.find(
      ({ measures }) => measures.length > 1
    ) as (typeof policy.clauses)[number]
    const unit = clause.responsible?.[0] as string
    const statuses = ['open', 'upcoming', 'closed', 'unstated']
    type Item = {
      clause: string
      section: string
      kind: string
      audience: string[]
      responsible: string[]
      window: { status: string }
    }
    const filters: [string, (item: Item) => boolean][] = [
      [`clause=${clause.id}`, item => item.clause === clause.id],
      [`section=${encodeURIComponent(clause.section.slice(2, 6))}`, item => item.section === clause.section],
      ...['B', 'C', 'D', 'S'].map((kind): [string, (item: Item) => boolean] => [
        `kind=${kind}`,
        item => item.kind === kind
      ]),
      ['audience=farmer', item => item.audience.includes('farmer')],
      [`unit=${encodeURIComponent(unit)}`, item => item.responsible.includes(unit)],
      ...statuses
        .slice(0, 4)
        .map((status): [string, (item: Item) => boolean] => [
          `window=${status}`,
          item => item.window.status === status
        ]),
      [`kind=S&clause=${clause.id}`, item => item.kind === 'S' && item.clause === clause.id]
    ]
    for (const [query, fits] of filters) {
      const { items, total } = await get(t, app, `/measures?limit=100&${query}`)
      const expected = [...all.items, ...rest].filter(fits)
      t.same(items, expected, query)
      t.equal(total, expected.length, query)
    }
    const later = await get(t, app, '/measures?limit=100&window=closed&asOf=2026-01-01')
    t.ok(later.total >= 10, 'every window that ends is over')
    t.equal(later.asOf, '2026-01-01')
    t.equal(
      (await get(t, app, '/measures?window=upcoming&asOf=2000-01-01')).items[0].window.status,
      'upcoming'
    )
  })

  await t.test('free text finds, best first, and pages', async t => {
    const query = encodeURIComponent('国有房屋租金减免')
    const { items, total } = await get(t, app, `/measures?q=${query}&limit=5`)
    t.equal(items[0].id, 'state-owned-rent-relief')
    t.ok(total >= items.length)
    t.same(await get(t, app, `/measures?q=${query}&kind=S&clause=4`).then(found => found.total), 0)
  })
})

t.test('GET /measures/{id}, /clauses, /facts', async t => {
  for (const id of ids) {
    const detail = await get(t, app, `/measures/${id}`)
    t.equal(detail.id, id)
    t.ok(detail.phrases.length >= 8 && detail.facts.every((fact: { question: string }) => fact.question), id)
    if (detail.kind === 'C') t.ok(detail.formulas.length > 0, `${id} has a formula`)
    t.equal(detail.conditions === null, detail.kind === 'S', id)
  }
  t.equal((await get(t, app, '/measures/state-owned-rent-relief?asOf=2023-01-01')).window.status, 'closed')

  const clauses = await get(t, app, '/clauses')
  const numbers = plan.policy.clauses.flatMap(clause => clause.numbers)
  t.equal(clauses.total, numbers.length)
  t.same(
    clauses.items.flatMap(({ numbers }: { numbers: number[] }) => numbers),
    numbers.map((_, index) => index + 1)
  )
  const lost = clauses.items.filter(
    ({ completeness }: { completeness: string }) => completeness === 'missing'
  )
  t.same(
    lost.map(({ clause, measures }: { clause: string; measures: object[] }) => [clause, measures]),
    [
      ['29', []],
      ['38', []],
      ['44', []]
    ]
  )
  t.equal(clauses.counts.missing, 3)
  for (const name of ['50', '51', '52', '50-52']) {
    const clause = await get(t, app, `/clauses/${name}`)
    t.same([clause.clause, clause.numbers], ['50-52', [50, 51, 52]], name)
  }
  for (const number of numbers) {
    const { numbers, completeness, coverage } = await get(t, app, `/clauses/${number}`)
    t.ok(numbers.includes(number))
    if (completeness === 'missing') t.equal(coverage, null, 'no word of it is left')
    else if (coverage !== null) {
      t.ok(coverage.covered >= 0 && coverage.covered <= coverage.characters, `coverage of ${number}`)
      const edges = coverage.spans.flatMap(({ from, to }: { from: number; to: number }) => [from, to - 1])
      t.same(
        edges,
        edges.toSorted((a: number, b: number) => a - b),
        `spans of ${number} in order`
      )
    }
  }

  const facts = await get(t, app, '/facts')
  t.equal(facts.total, plan.policy.facts.length)
  for (const { id, question, label, measures } of facts.items) {
    t.ok(question && label, id)
    t.type(measures.length, 'number')
  }
  const lease = await get(t, app, '/facts?subject=lease')
  t.ok(lease.items.every(({ id }: { id: string }) => id.startsWith('lease.')) && lease.total > 1)
})

t.test('a GET carries an ETag and is answered 304', async t => {
  for (const url of [
    '/measures',
    '/measures?q=%E6%88%BF%E7%A7%9F&limit=3',
    '/measures/state-owned-rent-relief',
    '/clauses',
    '/clauses/4',
    '/facts',
    '/knowledge-base'
  ]) {
    const { headers, body } = await app.inject(url)
    const etag = headers.etag as string
    t.match(etag, /^W\/"/, url)
    const strong = etag.replace('W/', '')
    for (const given of [etag, strong, `"other", ${etag}`, `"a",${strong},"b"`, '*']) {
      const again = await app.inject({ url, headers: { 'if-none-match': given } })
      t.equal(again.statusCode, 304, `${url} ${given}`)
      t.equal(again.body, '')
      t.equal(again.headers.etag, etag)
    }
    for (const given of ['"other"', strong.replaceAll('"', ''), '']) {
      t.equal(
        (await app.inject({ url, headers: { 'if-none-match': given } })).statusCode,
        200,
        `${url} ${given}`
      )
    }
    const head = await app.inject({ method: 'HEAD', url })
    t.same([head.statusCode, head.body], [200, ''], `HEAD ${url}`)
    t.equal(head.headers['content-length'], String(Buffer.byteLength(body)), url)
  }
})

/** A fully known restaurant that rents from the state; the facts that matter change from test to test. */
const RESTAURANT = {
  applicant: { kind: 'enterprise', registeredInPinggu: true },
  enterprise: { industry: '餐饮业', employees: 50, annualRevenue: 3_000_000 },
  lease: {
    ownership: 'state-owned',
    inPinggu: true,
    monthlyRent: 12_000,
    in2022: true,
    throughout2022: true,
    finalOperatorTenant: true
  },
  benefit: { alreadyHadUnderDocument6: [] }
}
const RELIEF = 'state-owned-rent-relief'

t.test('what an answer promises', async t => {
  const decide = (payload: object) => ask(t, app, '/eligibility', payload)
  const decideOne = (facts: object, options: object = {}) =>
    decide({ facts, measures: [RELIEF], ...options }).then(answer => ({
      ...answer,
      result: answer.results[0]
    }))

  await t.test('every answer is stamped; nothing is not no', async t => {
    const { policy, summary, results, asOf } = await decide({ facts: {} })
    t.same(policy, stampOf(plan.policy.documents[0] as Document))
    t.equal(asOf, '2022-07-01', 'today, where the request names no day')
    t.same(summary, { eligible: 0, ineligible: 0, undetermined: results.length })
    t.equal(results.length, plan.policy.measures.filter(({ kind }) => kind !== 'S').length)
    for (const { clause, reasons, conditionalOn, missingFacts } of results) {
      t.ok(clause && reasons.length && conditionalOn.length && missingFacts.length)
      for (const { basis } of [...reasons, ...conditionalOn]) t.ok(basis.text)
    }
  })

  await t.test('the window is another answer', async t => {
    for (const [asOf, status] of [
      ['2021-12-31', 'upcoming'],
      ['2022-01-01', 'open'],
      ['2022-12-31', 'open'],
      ['2023-01-01', 'closed']
    ] as const) {
      const { result, ...answer } = await decideOne(RESTAURANT, { asOf })
      t.equal(answer.asOf, asOf)
      t.same([result.outcome, result.window.status], ['eligible', status], asOf)
    }
  })

  await t.test('defaults are listed, and can be turned off', async t => {
    const { benefit, ...rest } = RESTAURANT
    const assumed = await decideOne(rest)
    t.equal(assumed.result.outcome, 'eligible')
    t.match(assumed.assumptions, [
      { fact: 'benefit.alreadyHadUnderDocument6', value: [], basis: { part: 'closing' } }
    ])
    const none = await decideOne(rest, { assumptions: 'none' })
    t.same([none.result.outcome, none.assumptions], ['undetermined', []])
    t.same(none.result.missingFacts, ['benefit.alreadyHadUnderDocument6'])
    t.same((await decideOne(RESTAURANT)).assumptions, [], 'what was given is not assumed')
    const { results } = await ask(t, app, '/calculate', { facts: rest, assumptions: 'none' })
    t.same(results, [])
  })

  await t.test('it explains as much as is asked for', async t => {
    const none = await decideOne(RESTAURANT, { explain: 'none' })
    t.same(Object.keys(none.result), [
      'measure',
      'policy',
      'lang',
      'title',
      'clause',
      'kind',
      'outcome',
      'window'
    ])
    t.same((await decideOne({}, { explain: 'none' })).nextQuestions, [])
    const summary = (await decideOne(RESTAURANT)).result
    t.ok(summary.reasons.length > 0)
    t.equal(summary.trace, undefined)
    const { trace } = (await decideOne(RESTAURANT, { explain: 'full' })).result
    const leaves = (node: { conditions?: object[] }): Record<string, unknown>[] =>
      node.conditions ? node.conditions.flatMap(leaves) : [node as Record<string, unknown>]
    const origins = new Set(leaves(trace).map(({ origin }) => origin))
    t.ok(origins.has('given') && origins.has('derived'), `origins are ${[...origins]}`)
    for (const leaf of leaves(trace))
      t.ok(leaf.fact && leaf.operator && 'expected' in leaf && 'actual' in leaf)
  })

  await t.test('the deciding indicator of the size is named, and why there is none', async t => {
    const { derived } = await decideOne(RESTAURANT)
    t.match(derived, [
      {
        fact: 'enterprise.size',
        value: 'small',
        because: '按餐饮业标准，从业人员50人、营业收入300万元，起决定作用的是从业人员',
        basis: { source: /300号/ }
      }
    ])
    for (const [industry, reason] of [
      ['J', /金融业不适用该标准，另按银发〔2015〕309号划型/],
      ['G53', /铁路运输业/],
      ['P83', /小微企业名录/]
    ] as const) {
      const facts = { ...RESTAURANT, enterprise: { ...RESTAURANT.enterprise, industry } }
      const answer = await decideOne(facts)
      t.equal(answer.result.outcome, 'undetermined', industry)
      t.match(answer.derived, [{ fact: 'enterprise.size', value: null, possible: [], text: '推算不出' }])
      t.match(answer.derived[0].because, reason)
    }
    const contradicted = await decideOne({
      ...RESTAURANT,
      enterprise: { ...RESTAURANT.enterprise, size: 'large' }
    })
    t.match(contradicted.conflicts, [{ fact: 'enterprise.size', given: 'large', derived: ['small'] }])
    t.equal(contradicted.result.outcome, 'ineligible', 'what was given counts')
  })

  await t.test('what was declined is not asked again', async t => {
    const facts = { ...RESTAURANT, enterprise: {} }
    const questions = async (declined: string[]) =>
      (await decideOne(facts, { declined })).nextQuestions.map(({ fact }: { fact: string }) => fact)
    t.ok((await questions([])).includes('enterprise.size'))
    const instead = await questions(['enterprise.size'])
    t.notOk(instead.includes('enterprise.size'))
    t.ok(instead.includes('enterprise.industry'), 'what it can be worked out from is')
    t.notOk((await questions(['enterprise.size', 'enterprise.industry'])).includes('enterprise.industry'))
  })

  await t.test('money is a text with two decimals, everywhere', async t => {
    const money: string[] = []
    const walk = (value: unknown) => {
      if (Array.isArray(value)) value.forEach(walk)
      else if (value && typeof value === 'object') {
        const { unit, value: amount, min, max } = value as Record<string, unknown>
        if (unit === 'CNY') money.push(...([amount, min, max].filter(one => one != null) as string[]))
        Object.values(value).forEach(walk)
      }
    }
    for (const [measure, { eligible, undetermined }] of Object.entries(plan.witnesses)) {
      for (const facts of [eligible, undetermined]) {
        if (facts) walk(await ask(t, app, '/calculate', { measure, facts }))
      }
    }
    walk(await ask(t, app, '/calculate', { facts: RESTAURANT }))
    t.ok(money.length > 100, `${money.length} sums`)
    t.same(
      money.filter(text => !/^\d+\.\d{2}$/.test(text)),
      []
    )
  })

  await t.test('one measure, and all with totals', async t => {
    const one = await ask(t, app, '/calculate', { measure: RELIEF, facts: RESTAURANT })
    t.match(one, { outcome: 'eligible', amount: { status: 'exact', value: '36000.00', text: '36,000.00元' } })
    const not = await ask(t, app, '/calculate', {
      measure: RELIEF,
      facts: { lease: { ownership: 'non-state-owned' } }
    })
    t.match(not, { outcome: 'ineligible', amount: null })
    const all = await ask(t, app, '/calculate', { facts: RESTAURANT })
    t.ok(all.results.every(({ outcome }: { outcome: string }) => outcome === 'eligible'))
    t.match(all.totals, [{ nature: 'cash', status: 'exact', value: '36000.00', measures: [RELIEF] }])
  })
})

t.test('ids and traces come back', async t => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const headersOf = async (headers: Record<string, string>, url = '/health/live') =>
    (await app.inject({ url, headers })).headers
  t.match(await headersOf({ 'x-request-id': 'call:1.a-B', traceparent }), {
    'x-request-id': 'call:1.a-B',
    traceparent
  })
  t.match(await headersOf({ 'x-request-id': 'call-2', traceparent }, '/nothing'), {
    'x-request-id': 'call-2',
    traceparent
  })
  for (const wrong of [
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    `${traceparent}, ${traceparent}`,
    traceparent.toUpperCase()
  ]) {
    t.equal((await headersOf({ traceparent: wrong })).traceparent, undefined, wrong)
  }
  for (const given of ['', 'x'.repeat(129), 'a b', '<script>', 'ä']) {
    const { 'x-request-id': id, traceparent: trace } = await headersOf({
      'x-request-id': given,
      traceparent: given
    })
    t.match(id, /^[0-9a-f]{8}-[0-9a-f-]{27}$/, given)
    t.equal(trace, undefined, given)
  }
})

t.test('logs hold neither facts nor questions', async t => {
  const lines: string[] = []
  const stream = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  const app = await build(t, { logger: { level: 'trace', stream } as never })
  const secrets = ['24681357', '保密的话', 'secret-fact', 'fruit-secret']
  await post(app, '/eligibility', { facts: { lease: { monthlyRent: 24_681_357 } } })
  await post(app, '/eligibility', {
    facts: { enterprise: { size: 'secret-fact', employees: 'fruit-secret' } }
  })
  await post(app, '/eligibility', '{"facts":"secret-fact"')
  await post(app, '/calculate', { facts: { lease: { monthlyRent: 24_681_357 } }, measure: 'secret-fact' })
  await post(app, '/answers', { question: '保密的话，房租24681357元' })
  await app.inject(`/measures?q=${encodeURIComponent('保密的话')}&unit=secret-fact`)
  await app.inject({
    method: 'POST',
    url: '/eligibility/batch',
    payload: '{"id":"fruit-secret","facts":{"lease":{"monthlyRent":24681357}}}\n{secret-fact',
    headers: { 'content-type': 'application/x-ndjson' }
  })
  const log = lines.join('')
  t.equal(log.match(/request completed/g)?.length, 7)
  t.match(log, '"path":"/measures"')
  for (const secret of secrets) {
    t.notMatch(log, secret)
    t.notMatch(log, encodeURIComponent(secret))
  }
})

t.test('a limit of requests and other origins, when switched on', async t => {
  const app = await build(t, { security: { corsOrigins: ['https://hall.example'], rateLimitPerMinute: 3 } })
  for (let call = 0; call < 3; call++) {
    const { statusCode, headers } = await app.inject({
      url: '/clauses/4',
      headers: { origin: 'https://hall.example' }
    })
    t.equal(statusCode, 200)
    t.equal(headers['access-control-allow-origin'], 'https://hall.example')
    t.equal(headers['x-ratelimit-remaining'], String(2 - call))
    const exposed = String(headers['access-control-expose-headers']).split(', ')
    const wanted = ['x-request-id', 'retry-after', 'etag', 'traceparent', 'x-ratelimit-remaining']
    t.same(
      wanted.filter(name => !exposed.includes(name)),
      [],
      'a page may read them'
    )
    t.match(headers.vary, /Origin, accept-encoding/)
  }
  const limited = await app.inject('/clauses/4')
  checkProblem(t, 'limited', limited, 'too-many-requests')
  t.match(limited.headers['retry-after'], /^\d+$/)
  t.equal((await app.inject('/health/live')).statusCode, 200, 'health is not limited')
  t.equal((await app.inject('/health/ready')).statusCode, 200)
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/eligibility',
    headers: { origin: 'https://hall.example', 'access-control-request-method': 'POST' }
  })
  t.equal(preflight.statusCode, 204)
  const stranger = await app.inject({ url: '/health/live', headers: { origin: 'https://other.example' } })
  t.not(stranger.headers['access-control-allow-origin'], 'https://other.example')
  const closed = await build(t)
  const { headers } = await closed.inject({ url: '/clauses/4', headers: { origin: 'https://hall.example' } })
  t.equal(headers['access-control-allow-origin'], undefined, 'switched off by default')
  const nothing = { 'x-content-type-options': 'nosniff', 'content-security-policy': /default-src 'none'/ }
  t.match(headers, nothing)
  t.match((await closed.inject('/nowhere')).headers, nothing)
  for (const page of [
    '/hotline',
    '/desk',
    '/docs',
    '/problems',
    '/docs/try/',
    '/docs/try/static/index.css'
  ]) {
    const { headers } = await closed.inject(page)
    t.match(headers, {
      'x-content-type-options': 'nosniff',
      'content-security-policy': /default-src 'self'/,
      'cross-origin-opener-policy': 'same-origin'
    })
  }
})

t.test('origins are read as browsers send them, and what would never match stops the start', async t => {
  for (const [list, origins] of [
    ['', []],
    ['https://a.gov.cn, https://b.gov.cn', ['https://a.gov.cn', 'https://b.gov.cn']],
    [' http://10.0.0.1:8080 ,', ['http://10.0.0.1:8080']]
  ] as const) {
    t.same(readConfig({ CORS_ORIGINS: list }).CORS_ORIGINS, origins, list)
  }
  for (const [wrong, meant] of [
    ['https://a.gov.cn/', 'https://a.gov.cn'],
    ['https://a.gov.cn/hall', 'https://a.gov.cn'],
    ['https://a.gov.cn:443', 'https://a.gov.cn'],
    ['https://A.gov.cn', 'https://a.gov.cn'],
    ['https://user@a.gov.cn', 'https://a.gov.cn'],
    ['a.gov.cn', ''],
    ['*', ''],
    ['https://*.gov.cn', ''],
    ['null', ''],
    ['ftp://a.gov.cn', ''],
    ['https://b.gov.cn https://a.gov.cn', '']
  ] as const) {
    const hint = meant && `did you mean ${meant}?`
    const refused = { message: new RegExp(`CORS_ORIGINS.*${meant && hint.replaceAll(/[.?]/g, '\\$&')}`) }
    t.throws(() => readConfig({ CORS_ORIGINS: `https://x.cn,${wrong}` }), refused, wrong)
  }
})

t.test('packed bodies are read as if they were not packed', async t => {
  const single = '{"facts":{},"measures":["incubator-rent-subsidy"]}'
  const lines = Array.from({ length: 3000 }, (_, i) => `{"id":"firm-${i}","facts":{}}\n`).join('')
  const type = (name: string) => ({ 'content-type': `application/${name}` })
  for (const [url, payload, headers] of [
    ['/eligibility', single, type('json')],
    ['/eligibility/batch?measures=incubator-rent-subsidy', lines, type('x-ndjson')]
  ] as const) {
    const plain = await app.inject({ method: 'POST', url, payload, headers })
    t.equal(plain.statusCode, 200)
    for (const [packing, pack] of Object.entries({ ...PACKED, 'x-gzip': gzipSync, GZIP: gzipSync })) {
      const bytes = pack(payload)
      const given = { ...headers, 'content-encoding': packing }
      const response = await app.inject({ method: 'POST', url, payload: bytes, headers: given })
      t.equal(response.statusCode, 200, `${url} ${packing}`)
      t.equal(response.body, plain.body, `${url} ${packing}`)
    }
    const given = { ...headers, 'content-encoding': 'identity' }
    t.equal((await app.inject({ method: 'POST', url, payload, headers: given })).body, plain.body, url)
  }
})

t.test('a stream that unpacks to far more than it was ends without its last line', async t => {
  const app = await build(t)
  const origin = await app.listen({ port: 0 })
  const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, '\n'))
  const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }
  const url = '/eligibility/batch'
  checkProblem(t, url, await app.inject({ method: 'POST', url, payload: bomb, headers }), 'payload-too-large')
  const first = gzipSync('{"id":"a","facts":{}}\n')
  const body = Buffer.concat([first, bomb])
  const read = fetch(`${origin}${url}`, { method: 'POST', body, headers }).then(answer => answer.text())
  const text = await read.catch(error => String(error))
  t.notMatch(text, /"end"/)
  t.equal((await fetch(`${origin}/health/live`)).status, 200)
})

t.test('who goes away in the middle of a packed batch is told nothing', async t => {
  const app = await build(t)
  const { port } = new URL(await app.listen({ port: 0 }))
  const gone = connect(Number(port), '127.0.0.1')
  const head = 'POST /eligibility/batch HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-ndjson'
  gone.write(`${head}\r\ncontent-encoding: gzip\r\ncontent-length: 1000\r\n\r\n`)
  gone.write(gzipSync('{"id":"a","facts":{}}').subarray(0, 20))
  await once(app.server, 'request')
  await setTimeout(100)
  gone.destroy()
  await setTimeout(100)
  t.equal((await app.inject('/health/live')).statusCode, 200)
})

t.test('answers are packed for whoever asks, and their tags hold', async t => {
  const ask = (url: string, headers: Record<string, string>, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url, headers })
  for (const url of [
    '/measures',
    '/facts',
    '/knowledge-base?format=csv',
    '/hotline/hotline.js',
    '/docs/json'
  ]) {
    const plain = await ask(url, {})
    t.equal(plain.headers['content-encoding'], undefined)
    t.match(plain.headers.vary, /accept-encoding/)
    for (const [packing, unpack] of Object.entries(UNPACK)) {
      const { headers, rawPayload } = await ask(url, { 'accept-encoding': packing })
      t.equal(headers['content-encoding'], packing, url)
      t.match(headers.vary, /accept-encoding/)
      t.equal(headers.etag, plain.headers.etag)
      t.ok(rawPayload.length < plain.rawPayload.length / 2, `${url}: ${rawPayload.length} bytes`)
      t.equal(unpack(rawPayload).toString(), plain.body, `${url} ${packing}`)
      const head = await ask(url, { 'accept-encoding': packing }, 'HEAD')
      t.same([head.statusCode, head.body, head.headers.etag], [200, '', plain.headers.etag])
      if (!headers.etag) continue
      const again = await ask(url, { 'accept-encoding': packing, 'if-none-match': String(headers.etag) })
      t.same([again.statusCode, again.body, again.headers['content-encoding']], [304, '', undefined])
      t.match(again.headers.vary, /accept-encoding/)
    }
    for (const none of ['identity', 'gzip;q=0', 'zstd']) {
      const { headers, body } = await ask(url, { 'accept-encoding': none })
      t.same([headers['content-encoding'], body], [undefined, plain.body], `${url} ${none}`)
    }
  }
  const short = await ask('/health/live', { 'accept-encoding': 'gzip' })
  t.equal(short.headers['content-encoding'], undefined, 'what is short is not')
})

t.test('a packed batch is answered while it is asked', async t => {
  const app = await build(t)
  const origin = await app.listen({ port: 0 })
  for (const [packing, unpacking] of [
    ['gzip', createGunzip()],
    ['deflate', createInflate()],
    ['br', createBrotliDecompress()]
  ] as const) {
    const headers = { 'content-type': 'application/x-ndjson', 'accept-encoding': packing }
    const batch = request(`${origin}/eligibility/batch`, { method: 'POST', headers })
    batch.write('{"id":"first","facts":{}}\n')
    const [response] = await once(batch, 'response')
    t.equal(response.headers['content-encoding'], packing)
    response.pipe(unpacking)
    let text = ''
    unpacking.on('data', chunk => {
      text += chunk
    })
    while (!text.includes('\n')) await once(unpacking, 'data')
    t.match(text, /^{"id":"first"/, `${packing}: before the second line is sent`)
    batch.end('{"id":"second","facts":{}}\n')
    await once(unpacking, 'end')
    t.match(JSON.parse(text.trim().split('\n').at(-1) as string), { end: { lines: 2, errors: 0 } })
  }
})

t.test('health tells when requests had better go elsewhere', async t => {
  const app = await build(t)
  t.match(await get(t, app, '/health/live'), { status: 'ok', policy: { id: 'pinggu-2022-9' } })
  t.match(await get(t, app, '/health/ready'), { status: 'ok' })
  t.equal((await app.inject('/')).headers.location, 'docs')
  app.isUnderPressure = () => true
  const busy = await app.inject('/health/ready')
  checkProblem(t, 'busy', busy, 'service-unavailable')
  t.equal(busy.headers['retry-after'], '2', 'and says when to ask again')
  t.equal((await app.inject('/clauses/4')).statusCode, 200, 'and answers all the same')
})

t.test('whoever came before the stop is answered', async t => {
  const app = await build(t)
  await app.listen({ port: 0 })
  const halves = ['/health/ready', '/clauses/4'].map(path =>
    begin(app, `GET ${path} HTTP/1.1\r\nhost: x\r\n`)
  )
  await Promise.all(halves.map(({ socket }) => once(socket, 'connect')))
  await setTimeout(50)
  const closed = app.close()
  await setTimeout(50)
  for (const { socket } of halves) socket.write('\r\n')
  const [ready, clause] = await Promise.all(halves.map(({ answer }) => answer))
  await closed
  t.match(ready, { status: 503, body: { code: 'service-unavailable', detail: '服务正在停止。' } })
  t.match(clause, { status: 200, headers: { connection: 'close' }, body: { clause: '4' } })
})

t.test('numbers from divisions are read out short, and years are compared as years', async t => {
  const app = await build(t)
  const grain = { finishedReserve: true, usesLoan: false, ownFunds: 1000000, rawGrainLoanRate: 4.35 }
  const calculate = async (more: object) => {
    const payload = {
      asOf: '2022-07-01',
      measure: 'finished-grain-subsidy',
      facts: { grain: { ...grain, ...more } }
    }
    return app.inject({ method: 'POST', url: '/calculate', payload })
  }
  const { body } = await calculate({ termDays: 100 })
  t.match(body, /0\.2778年/)
  t.notMatch(body, /\d\.\d{7,}年/)
  const conflicts = async (termYears: number) =>
    (await calculate({ termDays: 2, termYears })).json().conflicts.length
  t.equal(await conflicts(0), 1, 'no years are not two days')
  t.equal(await conflicts(0.01), 1, 'nor are three and a half')
  t.equal(await conflicts(0.0056), 0, 'two days in years, rounded')
})
