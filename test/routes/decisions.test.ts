/** Decisions on record, over HTTP, in files and in PostgreSQL, and the commands of whoever answers for them. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { killAgain, ledgerLife } from '../../attack/killed.ts'
import { main } from '../../src/cli/decisions/index.ts'
import { type Client, needRecords, readClients } from '../../src/clients/format.ts'
import { hashOf, newKey } from '../../src/clients/key.ts'
import { Registry } from '../../src/clients/registry.ts'
import { readConfig } from '../../src/config.ts'
import { readArchived } from '../../src/plan.ts'
import { stampOf } from '../../src/policy/asked.ts'
import { defaultRules } from '../../src/policy/files.ts'
import { FileSink } from '../../src/records/files.ts'
import { Keys, newSecret } from '../../src/records/keys.ts'
import { type Decision, Ledger } from '../../src/records/ledger.ts'
import { PostgresSink } from '../../src/records/postgres/sink.ts'
import { sha256 } from '../../src/records/record.ts'
import { replay, type Service } from '../../src/records/replay.ts'
import type { Sink } from '../../src/records/sink.ts'
import { ship, sinkAt } from '../../src/records/store.ts'
import { verify } from '../../src/records/verify.ts'
import { replayed } from '../../src/routes/decisions.ts'
import { ENGINE } from '../../src/version.ts'
import { keepingConsole } from '../helpers/console.ts'
import { database, noPostgres } from '../helpers/postgres.ts'
import { build, plan } from '../helpers/service.ts'

const SECRET = newSecret()
const keys = Keys.read(SECRET)
const asked = { asOf: '2022-07-01', facts: { enterprise: { employees: 8 } } }

function folder(t: { after(work: () => unknown): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'decisions-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function ledgerOn(sink: Sink): Promise<Ledger> {
  const ledger = new Ledger(sink, { keys, engine: ENGINE })
  await ledger.open()
  return ledger
}

const buildOn = async (t: Test, sink: Sink, options: Parameters<typeof build>[1] = {}) =>
  build(t, { records: { ledger: await ledgerOn(sink), anonymous: 'full' }, ...options })

const post = (app: FastifyInstance, url: string, payload: string | object, key?: string) =>
  app.inject({
    method: 'POST',
    url,
    payload,
    headers: {
      'content-type': typeof payload === 'string' ? 'application/x-ndjson' : 'application/json',
      ...(key && { authorization: `Bearer ${key}` })
    }
  })

const QUESTIONS: [string, object][] = [
  ['/eligibility', asked],
  ['/eligibility', { ...asked, explain: 'full', measures: ['state-owned-rent-relief'] }],
  ['/calculate', asked],
  [
    '/calculate',
    { ...asked, measure: 'job-creation-award', possible: { 'startup.districtWorkersHired': { min: 3 } } }
  ],
  ['/answers', { asOf: '2022-07-01', question: '我是个体户，租的是公家的铺面，房租能免几个月？' }]
]
const LINES =
  '{"id":"a","facts":{"enterprise":{"employees":8}}}\n\n{"id":"b"}\nno json\n{"id":"c","facts":{}}'

t.test('an answer has an id, under which it is on record and can be made again to the byte', async t => {
  const path = folder(t)
  const app = await buildOn(t, new FileSink(path))
  const ids: string[] = []
  for (const [url, payload] of QUESTIONS) {
    const response = await post(app, url, payload)
    t.equal(response.statusCode, 200)
    const { decisionId, asOf } = response.json()
    ids.push(decisionId)
    t.equal(response.headers['x-decision-id'], decisionId)
    const record = (await app.inject(`/decisions/${decisionId}`)).json()
    t.match(record, {
      id: decisionId,
      route: `POST ${url}`,
      asOf,
      engine: ENGINE,
      client: null,
      kept: 'full'
    })
    t.match(record.request, payload, 'what was asked')
    t.equal(record.body, `sha256:${sha256(response.rawPayload)}`, 'of what was sent')
  }
  t.match((await app.inject(`/decisions/${ids[1]}`)).json(), {
    outcomes: { 'state-owned-rent-relief': 'undetermined' }
  })
  t.match((await app.inject(`/decisions/${ids[3]}`)).json(), {
    amounts: { 'job-creation-award': '30,000.00元至50,000.00元' }
  })
  const batch = await post(app, '/eligibility/batch?explain=none', LINES)
  const lines = batch.body
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  t.match(lines, [
    { decisionId: String, id: 'a' },
    { line: 3 },
    { line: 4 },
    { decisionId: String, id: 'c' },
    { end: { answers: 2 } }
  ])
  t.equal(
    lines[4].end.digest,
    `sha256:${sha256(
      batch.body
        .split('\n')
        .slice(0, 4)
        .map(line => `${line}\n`)
        .join('')
    )}`
  )
  ids.push(lines[0].decisionId, lines[3].decisionId)
  const some = await post(
    app,
    '/eligibility/batch?only=eligible&explain=summary&measures=state-owned-rent-relief',
    '{"id":"d","facts":{}}'
  )
  ids.push(JSON.parse(some.body.split('\n')[0] as string).decisionId)
  for (const outcome of ['eligible', 'ineligible'] as const) {
    const measure = 'state-owned-rent-relief'
    const facts = outcome === 'eligible' ? plan.witnesses[measure]?.eligible : { lease: { inPinggu: false } }
    const line = JSON.stringify({ id: outcome, asOf: '2022-07-01', facts })
    const { body } = await post(app, `/eligibility/batch?measures=${measure}`, line)
    const id = JSON.parse(body.split('\n')[0] as string).decisionId
    ids.push(id)
    t.strictSame((await app.inject(`/decisions/${id}`)).json().outcomes, { [measure]: outcome })
  }
  const told = await post(app, '/answers', { question: '平谷两区建设有什么政策' })
  const { outcomes } = (await app.inject(`/decisions/${told.json().decisionId}`)).json()
  t.notOk('two-zones-opening' in outcomes, 'where there is nothing to decide, nothing was')
  t.equal(told.json().matches[0].measure, 'two-zones-opening')
  t.match((await app.inject(`/decisions/${ids[5]}`)).json(), {
    route: 'POST /eligibility/batch',
    request: { line: /"a"/ }
  })

  for (const id of ids) {
    const replay = await app.inject({ method: 'POST', url: `/decisions/${id}/replay` })
    t.equal(replay.statusCode, 200, replay.body)
    t.match(replay.json(), {
      id,
      original: { same: true, because: [], differences: [] },
      today: { same: true, because: [] }
    })
  }
  t.equal((await app.inject('/decisions/none')).json().code, 'unknown-decision')
  t.equal((await app.inject('/decisions?client=x')).json().code, 'not-searchable')
  t.match(
    (await post(app, '/eligibility', { facts: 1 })).headers['x-decision-id'],
    undefined,
    'nothing was decided'
  )
  t.equal((await app.inject('/measures')).headers['x-decision-id'], undefined)

  await app.ledger?.erase(ids[0] as string)
  t.match((await app.inject(`/decisions/${ids[0]}`)).json(), { kept: 'erased', request: null })
  t.equal(
    (await app.inject({ method: 'POST', url: `/decisions/${ids[0]}/replay` })).json().code,
    'not-replayable'
  )
  t.same((await verify(new FileSink(path), keys.public)).faults, [])
  const text = readdirSync(path)
    .map(name => readFileSync(join(path, name), 'latin1'))
    .join('')
  t.notMatch(text, 'employees', 'what is about a person is nowhere in the clear')
  t.equal(
    (await (await build(t)).inject('/decisions/none')).json().code,
    'unknown-decision',
    'no records, none found'
  )
})

t.test('a decision is made again by the rules of then, and by those of today', async t => {
  const path = folder(t)
  const archive = folder(t)
  const older = join(archive, 'older')
  cpSync(defaultRules, older, { recursive: true })
  const file = join(older, 'clause-04.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"title": "[^"]*"/, '"title": "从前的名称"'))
  const names = readdirSync(older).filter(name => name.endsWith('.json'))
  t.ok(names.length > 0)
  t.equal(readArchived('', ['sha256:0']), null)
  t.equal(readArchived(archive, ['sha256:0']), null)
  const { digestOf } = await import('../../src/policy/digest.ts')
  const { readRuleFiles } = await import('../../src/policy/files.ts')
  const then = readArchived(archive, [digestOf(readRuleFiles(older))])
  if (!then) throw new Error('the older rules are not found')
  const before = await buildOn(t, new FileSink(path), then)
  const { decisionId } = (await post(before, '/eligibility', { ...asked, explain: 'none' })).json()
  const heard = (await post(before, '/answers', { question: '房租' })).json()
  t.same(heard.matches, [])
  await before.close()

  const replayOn = async (options: Parameters<typeof build>[1], id = decisionId) => {
    const app = await buildOn(t, new FileSink(path), options)
    const found = (await app.inject({ method: 'POST', url: `/decisions/${id}/replay` })).json()
    await app.close()
    return found
  }
  const archived = (digests: readonly string[]) => readArchived(archive, digests)
  const found = await replayOn({ archived })
  t.match(found, { original: { same: true }, today: { same: false, because: ['rules'] } })
  t.match(found.today.differences, [{ pointer: /^\/results\/\d+\/title$/, was: '从前的名称', is: String }])
  t.match(await replayOn({}), { code: 'not-replayable', detail: 'RULES_ARCHIVE' })
  t.match(await replayOn({ archived }, heard.decisionId), { code: 'not-replayable', detail: '原话' })
})

t.test('what is another when it is decided again', async t => {
  const policies = [{ id: 'p', version: '1', digest: 'd' }]
  const answer = (count: number, over: object = {}) =>
    Buffer.from(
      JSON.stringify({
        policy: policies[0],
        asOf: '2022-07-01',
        results: [],
        list: Array<number>(count).fill(1),
        ...over
      })
    )
  const service = (engine: string, body: Buffer, digest = 'd'): Service => ({
    engine,
    policies: [{ id: 'p', version: '1', digest }],
    ask: async () => body
  })
  const common = { time: '', client: null, asOf: '2022-07-01', engine: '1', prev: '', body: 'sha256:0' }
  const record = {
    ...common,
    id: 'x',
    route: 'POST /calculate',
    policies,
    outcomes: { m: 'eligible' },
    amounts: {},
    request: { sealed: '', slot: 0 }
  }
  const decision = { record, request: { kept: 'full' as const, text: '{}' } }
  const found = await replay(decision, service('2', answer(0)), service('2', answer(200), 'other'))
  t.match(found.original, {
    same: false,
    because: ['engine'],
    differences: [{ pointer: '/outcomes/m', was: 'eligible', is: null }]
  })
  t.match(found.today, { same: false, because: ['rules', 'engine'] })
  t.equal(found.today.differences.length, 100, 'at most')
  t.match((await replay(decision, service('1', answer(0)), service('2', answer(1)))).today.because, [
    'engine'
  ])
  const two = { ...decision, record: { ...record, policies: [...policies, ...policies] } }
  const here = async (stamps: readonly unknown[]) => (stamps.length === 1 ? service('1', answer(0)) : null)
  await t.rejects(replayed(two, { serviceOf: here }, policies), /RULES_ARCHIVE/)
})

const client = (id: string, over: Partial<Client>): [Client, string] => {
  const key = newKey(id)
  const usual = { name: id, keys: [hashOf(key)], quota: { perMinute: 6000, perDay: 1e6 } }
  return [
    { id, ...usual, scopes: ['decide', 'batch', 'record'], record: 'full', unrecorded: 'refuse', ...over },
    key
  ]
}

/** A sink that fails while it is told to. */
function failing(sink: FileSink) {
  const state = { fails: false }
  const write = async (...args: Parameters<Sink['write']>) => {
    if (state.fails) throw new Error('ENOSPC')
    return sink.write(...args)
  }
  return { sink: Object.assign(Object.create(sink) as Sink, { write }), state }
}

t.test(
  'each client has what it chose: all, the hash or nothing; an answer that is not recorded, or none',
  async t => {
    const [full, fullKey] = client('full', {})
    const [hashed, hashedKey] = client('hashed', { record: 'hashed', unrecorded: 'answer' })
    const [none, noneKey] = client('none', { record: 'none' })
    const file = join(folder(t), 'clients.json')
    writeFileSync(file, JSON.stringify({ clients: [full, hashed, none] }))
    const { sink, state } = failing(new FileSink(folder(t)))
    const app = await buildOn(t, sink, { clients: new Registry(file) })
    const id = (await post(app, '/eligibility', asked, hashedKey)).json().decisionId
    const headers = { authorization: `Bearer ${fullKey}` }
    t.match((await app.inject({ url: `/decisions/${id}`, headers })).json(), {
      client: 'hashed',
      kept: 'hashed',
      request: null
    })
    t.match((await app.inject({ method: 'POST', url: `/decisions/${id}/replay`, headers })).json(), {
      code: 'not-replayable'
    })
    t.equal((await post(app, '/eligibility', asked, noneKey)).json().decisionId, undefined)
    t.notMatch((await post(app, '/eligibility/batch', LINES, noneKey)).body, 'decisionId')
    t.equal((await post(app, '/eligibility', asked, fullKey)).statusCode, 200)
    const counts = app.ledger?.counts
    t.same(counts, { written: 2, failed: 0 })

    state.fails = true
    for (const [url, payload] of QUESTIONS.slice(1, 3)) {
      const refused = await post(app, url, payload, fullKey)
      t.match([refused.statusCode, refused.json().code], [503, 'not-recorded'], 'while it fails, and after')
    }
    const marked = await post(app, '/calculate', asked, hashedKey)
    t.match([marked.statusCode, marked.json().recorded, marked.json().decisionId], [200, false, undefined])
    t.equal((await post(app, '/eligibility', asked, noneKey)).statusCode, 200)
    const lines = (await post(app, '/eligibility/batch', LINES, hashedKey)).body
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    t.match(lines, [
      { recorded: false, id: 'a' },
      { line: 3 },
      { line: 4 },
      { recorded: false, id: 'c' },
      { end: {} }
    ])
    t.notMatch(
      (await post(app, '/eligibility/batch', LINES, fullKey)).body,
      '"end"',
      'a batch ends without its last line'
    )
    t.match(app.ledger?.counts, { written: 2, failed: 6 })

    t.throws(
      () => needRecords(false)(readClients(readFileSync(file, 'utf8')).values()),
      /full has record: full/
    )
    needRecords(true)([full])
    needRecords(false)([none])
  }
)

t.test('every open scenario is on record, and comes out the same', async t => {
  const { scenarios } = JSON.parse(
    readFileSync(new URL('../../src/rules/pinggu-2022-9/cases/scenarios.json', import.meta.url), 'utf8')
  ) as {
    scenarios: { id: string; measure: string; asOf: string; facts: object }[]
  }
  const path = folder(t)
  const app = await buildOn(t, new FileSink(path))
  const stamps = plan.policy.documents.map(stampOf)
  let same = 0
  for (const { id, measure, asOf, facts } of scenarios) {
    for (const [url, payload] of [
      ['/eligibility', { asOf, facts, measures: [measure] }],
      ['/calculate', { asOf, facts, measure }]
    ] as const) {
      const { decisionId } = (await post(app, url, payload)).json()
      const decision = await app.ledger?.find(decisionId)
      const found = await replayed(decision as Decision, app, stamps)
      if (found.original.same) same++
      else t.fail(`${id} ${url}: ${JSON.stringify(found.original.differences)}`)
    }
  }
  t.equal(same, scenarios.length * 2)
})

t.test('killed in the middle, nothing that was answered is lost', async t => {
  const args = [...process.execArgv, fileURLToPath(new URL('../../attack/ledger.ts', import.meta.url))]
  const { answers, lost, faults } = await killAgain(join(folder(t), 'log'), 3, ledgerLife(args))
  t.ok(answers > 3)
  t.same([lost, faults], [[], []])
})

/** A file system of its own, as root, where mounting is allowed. */
function small(t: { after(work: () => unknown): void }): string | null {
  const path = folder(t)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', path], { stdio: 'ignore' })
  } catch {
    return null
  }
  t.after(() => execFileSync('umount', ['-l', path]))
  return path
}

t.test('a full disk, and one that may only be read', async t => {
  const path = small(t)
  if (!path) return t.pass('skipped: nothing may be mounted here')
  const remount = (options: string) => execFileSync('mount', ['-o', `remount,${options}`, path])
  const log = join(path, 'log')
  const app = await buildOn(t, new FileSink(log))
  const answered: string[] = []
  const ask = async () => {
    const response = await post(app, '/eligibility', { ...asked, explain: 'none' })
    if (response.statusCode === 200) answered.push(response.json().decisionId)
    return response.statusCode
  }
  while ((await ask()) === 200) t.ok(answered.length < 1000)
  t.ok(answered.length > 5)
  const goesOn = async () => {
    for (let round = 0; round < 50 && (await ask()) !== 200; round++) await setTimeout(100)
    return ask()
  }
  remount('size=4m')
  t.equal(await goesOn(), 200, 'there is room again')
  for (const id of answered) t.ok(await app.ledger?.find(id))
  t.same((await verify(new FileSink(log), keys.public)).faults, [])
  await app.close()
  remount('ro')
  await t.rejects(ledgerOn(new FileSink(log)), /EROFS/)
})

t.test('settings', async t => {
  t.throws(() => readConfig({ RECORDS: 'records' }), /RECORDS_KEY/)
  t.throws(() => readConfig({ RECORDS_KEEP_DAYS: '90' }), /under 180/)
  t.match(readConfig({ RECORDS_KEEP_DAYS: '90', RECORDS_KEEP_SHORTER: 'true' }), { RECORDS_KEEP_DAYS: 90 })
  t.match(readConfig({ RECORDS: 'records', RECORDS_KEY: SECRET, RECORDS_KEEP_DAYS: '180' }), {
    RECORDS: 'records'
  })
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  t.equal(ENGINE, version)
  const path = folder(t)
  const app = await build(t, {
    records: { ledger: await ledgerOn(new FileSink(path)), anonymous: 'hashed', keepDays: 180 }
  })
  t.match((await post(app, '/eligibility', asked)).json().decisionId, String)
})

async function run(...args: string[]) {
  const { io, said } = keepingConsole()
  return { code: await main(args, io), ...said }
}

t.test('the commands', async t => {
  process.env.RECORDS_KEY = SECRET
  t.after(() => {
    delete process.env.RECORDS_KEY
  })
  const path = folder(t)
  const app = await buildOn(t, new FileSink(path))
  const [first = '', second = ''] = await Promise.all(
    [0, 1].map(async () => (await post(app, '/eligibility', asked)).json().decisionId as string)
  )
  const records = ['--records', path]
  t.match(await run('verify', ...records), { code: 0, out: '2 records, 0 erased, 0 faults' })
  t.match(await run('verify', ...records, '--public-key', keys.publicKey), { code: 0 })
  t.match(await run('show', first, ...records), { code: 0, out: /"employees": 8/ })
  t.match(await run('replay', first, ...records), { code: 0, out: /"same": true/ })
  t.match(await run('erase', first, ...records), { code: 0 })
  t.match(await run('erase', first, ...records), { code: 2, err: 'nothing' })
  t.match(await run('show', first, ...records), { code: 0, out: /"kept": "erased"/ })
  t.match(await run('replay', '--all', ...records), {
    code: 0,
    out: first,
    err: '1 same, 0 different, 1 not replayable'
  })
  const made = await run('key')
  t.match(made, { code: 0, out: /^RECORDS_KEY=\S{44}\n$/ })
  t.ok(Keys.read(`${made.out.trim().slice('RECORDS_KEY='.length)},${SECRET}`))
  delete process.env.RECORDS_KEY
  t.match(await run('show', first, ...records), { code: 2, err: 'RECORDS_KEY must be' })
  process.env.RECORDS_KEY = SECRET
  for (const [args, why] of [
    [['show', ...records], 'by its id'],
    [['show', 'none', ...records], 'no decision none'],
    [['replay', 'none', ...records], 'no decision none'],
    [['verify'], 'where the records are'],
    [['verify', '--records', join(path, 'none')], 'no folder'],
    [['verify', ...records, '--public-key', 'x'], '32 bytes'],
    [['ship', ...records, '--to', 'elsewhere'], 'postgres://']
  ] as const) {
    t.match(await run(...args), { code: 2, err: why }, args.join(' '))
  }
  await app.close()
  const log = join(path, '00000001.log')
  const text = readFileSync(log, 'utf8')
  writeFileSync(log, text.replaceAll('undetermined', 'ineligible'))
  t.match(await run('verify', ...records), { code: 1, out: /segment 1, byte \d+: it does not follow/ })
  writeFileSync(log, text.replaceAll(/"body":"sha256:./g, '"body":"sha256:x'))
  t.match(await run('replay', '--all', ...records), { code: 1, out: second, err: '1 different' })
})

t.test('what operators see, and what they never see', async t => {
  const [small, key] = client('small', {
    scopes: ['read', 'decide'],
    record: 'full',
    quota: { perMinute: 40, perDay: 40 }
  })
  const file = join(folder(t), 'clients.json')
  writeFileSync(file, JSON.stringify({ clients: [small] }))
  const said: string[] = []
  const path = folder(t)
  const clients = new Registry(file)
  const app = await buildOn(t, new FileSink(path), {
    clients,
    metrics: { apart: { host: '127.0.0.1', port: 0 } }
  })
  await app.ready()
  const origin = `http://127.0.0.1:${app.metricsPort()}`
  const secret = { enterprise: { employees: 87654 } }
  const replies = [
    await post(app, '/eligibility', { ...asked, facts: secret }, key),
    await post(app, '/answers', { question: '机密机密' }, key),
    await post(app, '/answers', { question: '机密机密', facts: { enterprise: { employees: '87654' } } }, key),
    await post(app, '/calculate', { facts: secret }, key),
    await post(app, '/calculate', { facts: secret }, key)
  ]
  t.same(
    replies.map(({ statusCode }) => statusCode),
    [200, 200, 400, 200, 429]
  )
  t.equal((await app.inject('/nowhere')).statusCode, 404)
  t.equal((await app.inject('/metrics')).statusCode, 404, 'on a port of its own only')
  const text = await (await fetch(`${origin}/metrics`)).text()
  for (const line of [
    'http_requests_total{method="POST",route="/eligibility",status="200"} 1',
    'http_requests_total{method="POST",route="/calculate",status="429"} 1',
    'http_requests_total{method="GET",route="unknown",status="404"} 2',
    'decisions_total{measure="state-owned-rent-relief",outcome="undetermined"} 1',
    'quota_refusals_total{client="small"} 1',
    'questions_unanswered_total 1',
    'records_written_total 3',
    'records_failed_total 0',
    'http_request_seconds_count{route="/eligibility"} 1',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_seconds'
  ]) {
    t.match(text, line)
  }
  t.match(text, /decisions_missing_total\{fact="[\w.]+"\} 1/)
  t.equal((await fetch(origin)).status, 404)
  // What a caller said is in no metric, no log, and no error but in the caller's own.
  said.push(text, ...replies.slice(2, 3).map(({ body }) => body))
  for (const one of said) t.notMatch(one, /87654|机密/)

  const beside = await build(t, { clients })
  t.equal((await beside.inject('/metrics')).statusCode, 401)
  const [reader, readerKey] = client('reader', { scopes: ['read'], record: 'none' })
  writeFileSync(file, JSON.stringify({ clients: [reader] }))
  const own = await build(t, { clients: new Registry(file) })
  const response = await own.inject({ url: '/metrics', headers: { authorization: `Bearer ${readerKey}` } })
  t.match(response.body, 'records_written_total 0')
  const taken = await build(t, {
    metrics: { apart: { host: '127.0.0.1', port: app.metricsPort() as number } }
  })
  await t.rejects(async () => {
    await taken.ready()
  }, /EADDRINUSE/)
})

t.test('PostgreSQL', { skip: noPostgres && `skipped: ${noPostgres}`, timeout: 300_000 }, async t => {
  const db = await database(t)
  const sound = async () => {
    const sink = new PostgresSink(db.url)
    let records = 0
    for (const log of await sink.logs()) {
      const found = await verify(sink.of(log), keys.public)
      t.same(found.faults, [])
      records += found.records
    }
    await sink.close()
    return records
  }

  t.test('keeps, finds, searches, erases and drops', async t => {
    const app = await buildOn(t, await sinkAt(db.url))
    const { decisionId } = (await post(app, '/eligibility', asked)).json()
    await post(app, '/eligibility/batch', LINES)
    await post(app, '/calculate', { ...asked, measure: 'job-creation-award' })
    t.match((await app.inject(`/decisions/${decisionId}`)).json(), { kept: 'full', request: asked })
    const search = async (query: string) => {
      const response = await app.inject(`/decisions?${query}`)
      t.equal(response.statusCode, 200, response.body)
      return response.json().items.length as number
    }
    t.equal(await search(''), 4)
    t.equal(await search('client=hall'), 0)
    t.equal(await search('measure=job-creation-award'), 4)
    t.equal(await search('measure=job-creation-award&outcome=eligible'), 0)
    t.equal(await search('measure=job-creation-award&outcome=undetermined'), 4)
    t.equal(await search('from=2020-01-01T00:00:00Z&to=2021-01-01T00:00:00Z'), 0)
    t.equal(await search('from=2020-01-01T00:00:00Z&limit=2'), 2)
    t.equal(
      (await app.inject({ method: 'POST', url: `/decisions/${decisionId}/replay` })).json().original.same,
      true
    )
    t.equal(await app.ledger?.erase(decisionId), true)
    t.match((await app.inject(`/decisions/${decisionId}`)).json(), { kept: 'erased' })
    t.equal((await app.inject('/decisions/aaaaaa-1-1-aaaaaaaaaaaa')).statusCode, 404)

    const other = await buildOn(t, new PostgresSink(db.url))
    await post(other, '/eligibility', asked)
    t.equal(await sound(), 5, 'two processes, two logs')
    await other.close()
    await app.close()
    const again = await buildOn(t, new PostgresSink(db.url))
    await post(again, '/eligibility', asked)
    t.equal(await sound(), 6, 'a log that nobody holds goes on')
    await again.close()
  })

  t.test('takes up what was kept in files; twice is once', async t => {
    process.env.RECORDS_KEY = SECRET
    t.match(await run('replay', '--all', '--records', db.url), { code: 0, err: / 0 different/ })
    const path = folder(t)
    const app = await buildOn(t, new FileSink(path))
    await post(app, '/eligibility/batch', '{"id":"a","facts":{}}\n'.repeat(1200))
    const before = await sound()
    for (let time = 0; time < 2; time++) {
      t.match(await run('ship', '--records', path, '--to', db.url), { code: 0, out: '1200 records' })
      t.equal(await sound(), before + 1200)
    }
    t.match((await run('verify', '--records', db.url)).out, /1200 records, 0 erased, 0 faults/)
    delete process.env.RECORDS_KEY
    await app.close()
  })

  t.test('days pass', async t => {
    const sink = new PostgresSink(db.url)
    const clock = { day: '2030-01-31' }
    const ledger = new Ledger(sink, {
      keys: Keys.read(newSecret()),
      engine: ENGINE,
      now: () => new Date(`${clock.day}T10:00:00Z`)
    })
    await ledger.open()
    const draft = {
      client: null,
      route: 'POST /x',
      policies: [],
      asOf: '2022-07-01',
      outcomes: {},
      amounts: {},
      request: '{}',
      keep: 'full' as const,
      body: Buffer.from('{}')
    }
    for (const day of ['2030-01-31', '2030-02-01', '2030-02-02']) {
      clock.day = day
      await ledger.append(() => draft).written
    }
    await ledger.keepDays(30)
    clock.day = '2030-03-03'
    await ledger.keepDays(30)
    const counts: number[] = []
    for await (const { bytes } of sink.segments()) counts.push(bytes.toString().split('\n').length - 2)
    t.same(counts, [1, 1], 'January is gone')
    await ledger.close()
  })

  t.test('stopped and started again under load', async t => {
    const app = await buildOn(t, new PostgresSink(db.url))
    const answered: string[] = []
    let refused = 0
    const ask = async () => {
      const response = await post(app, '/eligibility', { ...asked, explain: 'none' })
      if (response.statusCode === 200) answered.push(response.json().decisionId)
      else refused++
    }
    let isOver = false
    const callers = Array.from({ length: 6 }, async () => {
      while (!isOver) await ask()
    })
    const until = async (isSo: () => boolean) => {
      for (let round = 0; round < 300 && !isSo(); round++) await setTimeout(50)
    }
    await until(() => answered.length > 20)
    await db.stop()
    await until(() => refused > 5)
    const before = answered.length
    t.ok(refused > 5, 'meanwhile nobody is answered without a record')
    await db.start()
    await until(() => answered.length > before + 20)
    isOver = true
    await Promise.all(callers)
    t.ok(answered.length > before + 20, `it is taken up again: ${before}, then ${answered.length}`)
    for (const id of answered) t.ok(await app.ledger?.find(id), id)
    await app.close()
    const sink = new PostgresSink(db.url)
    for (const log of await sink.logs()) {
      const { faults } = await verify(sink.of(log), keys.public)
      t.ok(faults.length === 0 || /not signed by a known key/.test(String(faults)), String(faults))
    }
    await sink.close()
  })
})

t.test(
  'a log that is shipped when it is empty',
  { skip: noPostgres && `skipped: ${noPostgres}` },
  async t => {
    const db = await database(t)
    const to = new PostgresSink(db.url)
    const path = join(folder(t), 'none')
    mkdirSync(path)
    t.equal(await ship(new FileSink(path), to), 0)
    await to.close()
  }
)
