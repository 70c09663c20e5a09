/** The tools of an assistant at /mcp: both eras of the protocol, the hooks of the service, and what the tools answer. */
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { outline } from '../../src/mcp/outline.ts'
import { decidable } from '../../src/policy/asked.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'
import type { AnswersResponse } from '../../src/schemas/answers.ts'
import { readCalls } from '../helpers/calls.ts'
import {
  apart,
  ask,
  bytesOf,
  call,
  interview,
  leavesOf,
  type Result,
  round,
  valueIn
} from '../helpers/mcp.ts'
import { build, plan } from '../helpers/service.ts'

const withMcp = (t: Parameters<typeof build>[0], options = {}) => build(t, { mcp: true, ...options })

const TOOLS = ['find_measures', 'next_question', 'decide', 'calculate', 'read_clause', 'changes']

/** Bytes that a conversation bears. */
const MOST = { list: 12 * 1024, answer: 16 * 1024 }

/** The official client, connected to a service that listens. */
async function connect(t: Parameters<typeof build>[0], app: FastifyInstance, options: ClientOptions) {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const client = new Client({ name: 'assistant', version: '1.0.0' }, options)
  await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`)))
  t.after(() => client.close())
  return client
}

t.test('there is nothing where it is not switched on', async t => {
  const app = await build(t)
  const { response } = await ask(app, 'tools/list', {})
  t.equal(response.statusCode, 404)
})

t.test('the official client, in both eras', async t => {
  const app = await withMcp(t)
  const seen: unknown[] = []
  for (const [mode, version] of [
    ['legacy', '2025-11-25'],
    ['auto', '2026-07-28']
  ] as const) {
    const client = await connect(t, app, { versionNegotiation: { mode } })
    t.equal(client.getNegotiatedProtocolVersion(), version)
    t.equal(client.getServerVersion()?.name, plan.policy.sets[0]?.id)
    t.match(client.getInstructions(), /find_measures/)
    const { tools } = await client.listTools()
    t.same(
      tools.map(({ name }) => name),
      TOOLS
    )
    t.ok(bytesOf(tools) < MOST.list, `${bytesOf(tools)} bytes`)
    for (const { name, description, inputSchema, annotations } of tools) {
      t.match(description, /\p{Script=Han}.*[a-z]{3}/su, `${name} is described in two languages`)
      t.notMatch(JSON.stringify(inputSchema), /\$ref|x-/, `${name} is plain JSON Schema`)
      t.equal(annotations?.readOnlyHint, true)
    }
    const answer = await client.callTool({ name: 'read_clause', arguments: { clause: '51' } })
    t.match(answer.structuredContent, { clause: '50-52', numbers: [50, 51, 52] })
    seen.push(answer.structuredContent)
    await t.rejects(client.callTool({ name: 'no_such_tool' }), /no_such_tool/)
  }
  t.same(seen[0], seen[1])
})

t.test('it is a route like any other', async t => {
  const app = await withMcp(t, {
    security: { corsOrigins: ['https://desk.example'], rateLimitPerMinute: 8 }
  })
  const headers = { 'x-request-id': 'asked-1' }
  const { response } = await ask(app, 'tools/call', { name: 'decide', arguments: { fact: {} } }, headers)
  t.equal(response.headers['x-request-id'], 'asked-1')
  t.equal(response.headers['x-ratelimit-limit'], '8')
  t.match(response.body, '"instance":"asked-1"')
  for (const method of ['GET', 'DELETE'] as const) {
    const { statusCode, headers } = await app.inject({ method, url: '/mcp' })
    t.same([statusCode, headers.allow], [405, 'POST'], `${method}: there are no sessions`)
  }
  const origin = (from: string) => ask(app, 'tools/list', {}, { origin: from })
  t.equal((await origin('https://desk.example')).response.statusCode, 200)
  t.equal((await origin('http://localhost:6274')).response.statusCode, 200, 'a page of this machine')
  const { response: refused } = await origin('https://elsewhere.example')
  t.match([refused.statusCode, refused.json()], [403, { code: 'origin-refused', status: 403 }])
  const note = { jsonrpc: '2.0', method: 'notifications/initialized' }
  const accept = 'application/json, text/event-stream'
  const noted = await app.inject({ method: 'POST', url: '/mcp', headers: { accept }, payload: note })
  t.same([noted.statusCode, noted.body], [202, ''])
  const twice = await app.inject({
    method: 'POST',
    url: '/mcp',
    headers: { accept, 'content-type': 'application/json' },
    payload: '{"jsonrpc":"2.0","id":1,"id":2}'
  })
  t.match(
    [twice.statusCode, twice.json()],
    [400, { errors: [{ pointer: '/id' }] }],
    'JSON says one thing only'
  )
  await ask(app, 'tools/list', {})
  await ask(app, 'tools/list', {})
  const { response: last } = await ask(app, 'tools/list', {})
  t.equal(last.statusCode, 429)
})

t.test('nothing changes while it runs, so nobody may listen for changes', async t => {
  const app = await withMcp(t)
  const client = await connect(t, app, { versionNegotiation: { mode: 'auto' } })
  await t.rejects(client.listen({ toolsListChanged: true } as never), /limit/i)
})

t.test('a call that is wrong is told what HTTP would tell', async t => {
  const app = await withMcp(t)
  for (const facts of [
    { enterprize: { size: 'small' } },
    { enterprise: { size: 'smal', employees: '20' } },
    { applicant: null },
    { loan: { newIn2022: 'yes' }, startup: { districtWorkersHired: 1.5 } }
  ]) {
    const result = await call(app, 'decide', { facts })
    const response = await app.inject({ method: 'POST', url: '/eligibility', payload: { facts } })
    t.equal(response.statusCode, 400)
    t.equal(result.isError, true)
    t.same(result.structuredContent.errors, response.json().errors)
    t.same(apart(result), [])
  }
  for (const [name, args, pointer] of [
    ['calculate', { facts: {}, measure: 'state-owned-rent' }, '/measure'],
    ['calculate', { facts: {}, explain: 'full' }, '/explain'],
    ['decide', {}, '/facts'],
    ['decide', { facts: {}, measures: decidable(plan.policy).map(({ id }) => id) }, '/measures'],
    [
      'decide',
      { facts: { lease: { inPinggu: true } }, possible: { 'lease.inPinggu': [false] } },
      '/possible/lease.inPinggu'
    ],
    ['find_measures', { question: '房租', kind: 'C', offset: 1 }, '/kind'],
    ['find_measures', { question: '㌀'.repeat(1000) }, '/question'],
    ['find_measures', { asOf: '2022-02-30' }, '/asOf'],
    ['next_question', { situations: ['car'], measures: ['startup-subsidy'] }, '/situations'],
    ['next_question', { situations: ['car', 'carr'] }, '/situations/1'],
    ['read_clause', {}, '/clause'],
    ['changes', { since: 'yesterday' }, '/since']
  ] as const) {
    const { isError, structuredContent } = await call(app, name, args)
    t.equal(isError, true, `${name} ${pointer}`)
    t.match(structuredContent, { code: 'validation-failed', errors: [{ pointer }] })
  }
})

t.test('what goes wrong inside is logged and not told', async t => {
  const app = await withMcp(t, {
    today: () => {
      throw new Error('no clock')
    }
  })
  const { isError, content, structuredContent } = await call(app, 'decide', { facts: {} })
  t.same([isError, structuredContent.code], [true, 'internal-error'])
  t.notMatch(content[0]?.text, /clock/)
})

t.test('a question is ranked as POST /answers ranks it, and answered in its words', async t => {
  const app = await withMcp(t)
  const questions = readCalls(new URL('../../src/rules/pinggu-2022-9/calls/', import.meta.url)).filter(
    (_call, index) => index % 6 === 0
  )
  let largest = 0
  for (const { question } of questions) {
    const result = await call(app, 'find_measures', { question })
    const { matches, message } = (
      await app.inject({ method: 'POST', url: '/answers', payload: { question } })
    ).json() as AnswersResponse
    const found = result.structuredContent.matches as { measure: string; say?: string; mustSay?: string[] }[]
    t.same(
      found.map(({ measure }) => measure),
      matches.map(({ measure }) => measure),
      question
    )
    t.equal(result.structuredContent.message ?? null, message)
    t.equal(result.isError, undefined, 'that the plan does not cover something is an answer')
    const text = result.content[0]?.text as string
    for (const sentence of found.flatMap(({ mustSay = [] }) => mustSay)) {
      t.ok(text.includes(sentence), sentence)
      t.ok(
        matches.some(({ card }) => card.mustSay.includes(sentence)),
        sentence
      )
    }
    t.ok(found[0] === undefined || found[0].say, 'the best match is told in full')
    t.same(apart(result), [], question)
    largest = Math.max(largest, bytesOf(result))
  }
  t.ok(largest < MOST.answer, `${largest} bytes`)
  const many = await call(app, 'find_measures', {
    question: '企业困难，房租、社保、贷款、担保费怎么办',
    limit: 10
  })
  t.ok(bytesOf(many) < MOST.answer)
  t.same(apart(many), [])
})

t.test('a question that the plan does not cover is answered that it does not', async t => {
  const { structuredContent, isError } = await call(await withMcp(t), 'find_measures', {
    question: '农转非户口怎么办'
  })
  t.same([structuredContent.matches, isError], [[], undefined])
  t.equal(structuredContent.message, [...plan.lines.unstated.values()][0]?.notCovered)
})

t.test('the catalogue by what it is', async t => {
  const app = await withMcp(t)
  const all = (await call(app, 'find_measures', {})).structuredContent
  t.match(all, { total: plan.policy.measures.length })
  t.equal([...(all.items as []), ...((all.left as []) ?? [])].length, 20)
  const rest = (await call(app, 'find_measures', { offset: 90 })).structuredContent
  t.equal((rest.items as []).length, plan.policy.measures.length - 90)
  const { structuredContent } = await call(app, 'find_measures', { clause: '4', window: 'open' })
  t.match(structuredContent, { items: [{ clause: '4', window: 'open' }] })
})

t.test('decisions and amounts are those of the routes, within bounds, in both halves', async t => {
  const app = await withMcp(t)
  const post = async (url: string, payload: object) =>
    (await app.inject({ method: 'POST', url, payload })).json()
  let largest = 0
  const fine = (result: Result, about: string) => {
    t.same(apart(result), [], about)
    largest = Math.max(largest, bytesOf(result))
  }
  for (const [index, { id }] of decidable(plan.policy).entries()) {
    const { eligible = {}, undetermined = {} } = plan.witnesses[id] as Record<string, Facts>
    for (const facts of [eligible, undetermined]) {
      const one = await call(app, 'calculate', { facts, measure: id })
      const expected = await post('/calculate', { facts, measure: id })
      t.equal(one.structuredContent.outcome, expected.outcome)
      t.match(one.structuredContent.amount ?? {}, expected.amount ? { text: expected.amount.text } : {})
      fine(one, `calculate ${id}`)
      const named = await call(app, 'decide', { facts, measures: [id] })
      t.match(named.structuredContent.results, [{ measure: id, outcome: expected.outcome }])
      fine(named, `decide ${id}`)
    }
    if (index % 8 > 0) continue
    const whole = await call(app, 'decide', { facts: eligible })
    const { summary, results } = await post('/eligibility', { facts: eligible })
    t.same(whole.structuredContent.summary, summary)
    const leaves = new Set(leavesOf(whole.structuredContent))
    t.same(
      results.filter(({ measure }: { measure: string }) => !leaves.has(measure)),
      [],
      'every measure is named'
    )
    fine(whole, `decide, ${id}`)
    const sums = await call(app, 'calculate', { facts: eligible })
    const { totals } = await post('/calculate', { facts: eligible })
    t.equal(((sums.structuredContent.totals as []) ?? []).length, totals.length)
    fine(sums, `calculate, ${id}`)
  }
  const every = decidable(plan.policy)
    .map(({ id }) => id)
    .slice(-10)
  const facts = { applicant: { kind: 'sole-proprietor' } }
  const many = await call(app, 'decide', { facts, measures: every })
  t.equal((many.structuredContent.results as []).length, every.length)
  fine(many, 'decide, all named')
  const crooked = { enterprise: { size: 'large', industry: '餐饮业', employees: 5, annualRevenue: 100_000 } }
  const contradicted = await call(app, 'decide', { facts: crooked })
  t.match(contradicted.structuredContent, { conflicts: [{ fact: 'enterprise.size' }] })
  fine(contradicted, 'decide, facts that contradict')
  const lucky: Record<string, object> = {}
  for (const { id } of decidable(plan.policy)) {
    for (const [subject, facts] of Object.entries(plan.witnesses[id]?.eligible ?? {}))
      lucky[subject] = { ...facts, ...lucky[subject] }
  }
  const much = await call(app, 'calculate', { facts: lucky })
  const { results } = await post('/calculate', { facts: lucky })
  const { results: listed, left } = much.structuredContent as Record<string, unknown[]>
  t.ok(left?.length, 'there is no room for all')
  t.equal([...(listed as []), ...(left as [])].length, results.length)
  fine(much, 'calculate, for who is eligible to much')
  fine(await call(app, 'next_question'), 'next_question')
  for (const { id } of plan.policy.clauses)
    fine(await call(app, 'read_clause', { clause: id }), `clause ${id}`)
  t.ok(largest < MOST.answer, `${largest} bytes`)
})

t.test('what has no label keeps its name', async t => {
  t.equal(
    outline({ title: '房租', novel: 3, more: { novel: ['甲', '乙'] } }),
    '名称：房租\nnovel：3\nmore：\n  novel：甲、乙'
  )
})

t.test('clauses', async t => {
  const app = await withMcp(t)
  const { structuredContent } = await call(app, 'read_clause', { clause: '4' })
  t.match(structuredContent, { clause: '4', completeness: 'complete' })
  t.match(
    (structuredContent.measures as { quotes: string[] }[]).flatMap(({ quotes }) => quotes),
    /国有产权房屋/
  )
  const none = await call(app, 'read_clause', { clause: '99' })
  t.equal(none.isError, undefined)
  t.match(none.structuredContent.message, '没有第 99 条')
  const bare = await withMcp(t, { coverage: new Map() })
  t.notOk('covered' in (await call(bare, 'read_clause', { clause: '4' })).structuredContent)
})

t.test('what changed', async t => {
  const app = await withMcp(t)
  type Told = { version: string; points?: string[]; pointsLeft?: number; measures?: string[] }
  const told = async (args: object) => {
    const result = await call(app, 'changes', args)
    t.same(apart(result), [])
    t.ok(bytesOf(result) < MOST.answer, `${bytesOf(result)} bytes`)
    return (result.structuredContent.changes ?? []) as Told[]
  }
  const versions = async (args: object) => (await told(args)).map(({ version }) => version)
  const listed = async (query: string) =>
    ((await app.inject(`/changes${query}`)).json().items as Told[]).map(({ version }) => version)
  t.same(await versions({}), await listed(''))
  t.same(await versions({ since: '2099-01-01' }), await listed('?since=2099-01-01'))
  const [newest] = await told({ measure: 'vehicle-purchase-tax-halving' })
  t.ok(newest?.points?.length, 'what changed is said')
  t.notOk(newest?.measures, 'which measures there are is known')
  const none = await withMcp(t, { entries: new Map() })
  t.match((await call(none, 'changes')).structuredContent, { total: 0, message: '没有这样的变更。' })
  const [[id, own]] = [...(plan.entries as Map<string, never[]>)] as [[string, never[]]]
  const many = await withMcp(t, { entries: new Map([[id, Array(12).fill(own[0])]]) })
  const long = await call(many, 'changes')
  t.ok(bytesOf(long) < MOST.answer, `${bytesOf(long)} bytes`)
  t.match(long.structuredContent, { total: 12, changes: [{ pointsLeft: /./ }] })
  t.equal((long.structuredContent.left as []).length, 2)
})

interface Scenario {
  id: string
  measure: string
  asOf: string
  facts: Facts
  expect: { outcome?: string; readings?: { outcome?: string }[] }
}

t.test('a scripted agent settles the open scenarios within the bound of the interview', async t => {
  const app = await withMcp(t)
  const { scenarios } = JSON.parse(
    readFileSync(new URL('../../src/rules/pinggu-2022-9/cases/scenarios.json', import.meta.url), 'utf8')
  ) as { scenarios: Scenario[] }
  let most = 0
  for (const { id, measure, asOf, facts, expect } of scenarios) {
    const { questions, result } = await interview(app, measure, facts, asOf)
    const outcomes = (expect.readings ?? [expect]).map(({ outcome }) => outcome)
    t.ok(
      outcomes.includes(result.structuredContent.outcome as string),
      `${id}: ${result.structuredContent.outcome}`
    )
    most = Math.max(most, questions)
  }
  t.ok(most <= 12, `${most} questions at most`)
})

const RENT = 'state-owned-rent-relief'
const tenant = plan.witnesses[RENT]?.eligible as Facts

t.test('where its client can ask the person, the tool asks until there is an outcome', async t => {
  const app = await withMcp(t)
  const client = await connect(t, app, {
    versionNegotiation: { mode: 'auto' },
    capabilities: { elicitation: { form: {} } }
  })
  const asked: string[] = []
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    const [name] = Object.keys(
      (params as { requestedSchema: { properties: object } }).requestedSchema.properties
    )
    asked.push(name as string)
    const value = valueIn(tenant, name as string)
    return value === undefined
      ? { action: 'decline' }
      : { action: 'accept', content: { [name as string]: value as string } }
  })
  let state: Record<string, unknown> = { measures: [RENT] }
  let calls = 0
  for (let settled = false; !settled; calls++) {
    const result = await client.callTool({ name: 'next_question', arguments: state })
    const { facts, declined, ...rest } = result.structuredContent as Record<string, unknown>
    t.same(apart(result as unknown as Result), [])
    state = { ...state, facts, ...(declined !== undefined && { declined }) }
    settled = rest.settled as boolean
  }
  t.ok(asked.length <= 12, asked.join(', '))
  t.equal(new Set(asked).size, asked.length, 'nothing is asked twice')
  t.ok(calls > 1, 'a call asks a few questions, not all')
  const { facts } = state as { facts: Facts }
  t.match((await call(app, 'calculate', { measure: RENT, facts })).structuredContent, {
    outcome: 'eligible',
    amount: { value: '36000.00' }
  })
})

t.test('whoever cannot be asked is not', async t => {
  const app = await withMcp(t)
  const args = { measures: [RENT] }
  const legacy = await connect(t, app, { capabilities: { elicitation: { form: {} } } })
  const told = await legacy.callTool({ name: 'next_question', arguments: args })
  t.match(told.structuredContent, {
    settled: false,
    nextQuestion: { fact: 'applicant.kind', answer: { type: 'string' } }
  })
  for (const [capabilities, more, isAsked] of [
    [{}, {}, false],
    [{ elicitation: { url: {} } }, {}, false],
    [{ elicitation: {} }, {}, true],
    [{ elicitation: { form: {} } }, { elicit: false }, false]
  ] as const) {
    const { form } = await round(app, { ...args, ...more }, null, undefined, capabilities)
    t.equal(form !== null, isAsked, JSON.stringify([capabilities, more]))
  }
  const { form } = await round(app, { measures: [RENT], facts: tenant })
  t.equal(form, null, 'nothing is left to ask')
})

t.test('what the person does with a form', async t => {
  const app = await withMcp(t)
  const args = { measures: [RENT], facts: { ...tenant, lease: { ...tenant.lease, monthlyRent: undefined } } }
  const first = (await round(app, args)).form
  t.match(first, { name: 'lease.monthlyRent', field: { type: 'number', minimum: 0 } }, 'an amount lacks it')
  const rent = (content: object, state = first?.state) =>
    round(app, args, { action: 'accept', content }, state)
  const good = await rent({ 'lease.monthlyRent': 12_000 })
  t.match(good.result.structuredContent, { settled: true, facts: { lease: { monthlyRent: 12_000 } } })
  const wrong = await rent({ 'lease.monthlyRent': -1 })
  t.match(wrong.form?.message, /^不能小于 0。/, 'what was wrong is said, and it is asked again')
  let again = wrong.form
  for (let asked = 2; asked < 6; asked++)
    again = (await rent({ 'lease.monthlyRent': 'x' }, again?.state)).form
  const last = await rent({ 'lease.monthlyRent': 'x' }, again?.state)
  t.match([last.form, last.result.structuredContent.settled], [null, false], 'but not for ever')
  for (const [reply, declined] of [
    [{ action: 'accept', content: {} }, ['lease.monthlyRent']],
    [{ action: 'accept' }, ['lease.monthlyRent']],
    [{ action: 'decline' }, ['lease.monthlyRent']],
    [{ action: 'cancel' }, undefined]
  ] as const) {
    const { result } = await round(app, args, reply, first?.state)
    t.same(result.structuredContent.declined, declined, JSON.stringify(reply))
  }
  const { result } = await round(app, args, null, first?.state)
  t.match(result.structuredContent, { settled: false }, 'no reply at all')
  for (const state of [
    'none',
    '{}',
    JSON.stringify({ known: { facts: { lease: { monthlyRent: 'x' } } }, asked: 1 })
  ]) {
    const { result } = await round(app, args, { action: 'decline' }, state)
    t.equal(result.isError, true, state)
  }
})

t.test('forms have the kinds of fields that the protocol knows', async t => {
  const app = await withMcp(t)
  /** The form for a fact that alone is not known of somebody who otherwise is eligible. */
  const formOf = async (measure: string, id: string, assumptions = 'declared') => {
    const [subject = '', key = ''] = id.split('.')
    const eligible = plan.witnesses[measure]?.eligible ?? {}
    const facts = { ...eligible, [subject]: { ...eligible[subject], [key]: undefined } }
    const args = { measures: [measure], facts, assumptions }
    return (await round(app, args)).form
  }
  t.match(await formOf(RENT, 'lease.ownership'), {
    name: 'lease.ownership',
    field: { type: 'string', title: '承租房屋的产权', oneOf: [{ const: 'state-owned', title: '国有' }] }
  })
  t.match(await formOf(RENT, 'lease.inPinggu'), { field: { type: 'boolean' } })
  t.match(await formOf('service-guarantee-fee', 'loan.applicationDate'), {
    name: 'loan.applicationDate',
    field: { type: 'string', format: 'date' }
  })
  t.match(await formOf('social-insurance-deferral', 'socialInsurance.requested'), {
    name: 'socialInsurance.requested',
    field: { type: 'array', items: { anyOf: [{ const: 'pension', title: '养老保险' }] } }
  })
  const had = await formOf('vat-credit-refund', 'benefit.alreadyHadUnderDocument6', 'none')
  const [one] = decidable(plan.policy)
  t.match(had?.field, { type: 'array', items: { anyOf: [{ const: one?.id, title: one?.title }] } })
  const list = (await round(app, {})).form
  t.match(list, { name: 'situations', field: { type: 'array', items: { anyOf: [{ const: 'affected' }] } } })
  const chosen = await round(
    app,
    {},
    { action: 'accept', content: { situations: ['car', 'nonsense'] } },
    list?.state
  )
  t.match(JSON.parse(chosen.form?.state as string), {
    known: { situationsAsked: ['situations'], facts: { vehicle: { type: 'passenger-car' } } }
  })
  const none = await round(app, {}, { action: 'accept' }, list?.state)
  t.match(JSON.parse(none.form?.state as string), { known: { facts: { loan: { kind: 'none' } } } })
  const declined = await round(app, {}, { action: 'decline' }, list?.state)
  t.same(JSON.parse(declined.form?.state as string).known.facts, {}, 'who does not answer denies nothing')
})

t.test('the list of situations, where the assistant asks itself', async t => {
  const app = await withMcp(t)
  const facts = { vehicle: { type: 'truck' } }
  const { structuredContent } = await call(app, 'next_question', { facts })
  t.match(structuredContent, { settled: false, situationsQuestion: { list: 'situations' } })
  t.notOk('nextQuestion' in structuredContent, 'one question at a time')
  const told = (await call(app, 'next_question', { facts, situations: ['affected'] })).structuredContent
  t.match(told, {
    situationsAsked: ['situations'],
    facts: { vehicle: { type: 'truck' }, loan: { kind: 'none' } }
  })
  t.ok('nextQuestion' in told)
  const given = { lease: { ownership: 'non-state-owned' } }
  const both = await call(app, 'next_question', { facts: given, situations: ['state-owned-premises'] })
  t.match(both.structuredContent, { facts: given }, 'what was given stays')
})
