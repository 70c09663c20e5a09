/** The process: what it says when it is ready, what it does when it is told to stop, what keeps it from starting. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { pack } from '../scripts/pack.ts'
import { hashOf, newKey } from '../src/clients/key.ts'
import { readPlan } from '../src/plan.ts'
import { digestOf } from '../src/policy/digest.ts'
import { defaultRules, readRuleFiles, readSoundMark, readSource } from '../src/policy/files.ts'
import { soundMark } from '../src/policy/library.ts'
import { Keys, newSecret } from '../src/records/keys.ts'
import { Ledger } from '../src/records/ledger.ts'
import { sinkAt } from '../src/records/store.ts'

const SERVER = fileURLToPath(new URL('../src/server.ts', import.meta.url))

/** A running service; `said` is all it has written so far, `ended` its exit code. */
function start(
  t: { after(work: () => unknown): void },
  env: Record<string, string>,
  args = [...process.execArgv, SERVER],
  inherited: NodeJS.ProcessEnv = process.env
) {
  const child: ChildProcess = spawn(process.execPath, args, {
    env: { ...inherited, HOST: '127.0.0.1', PORT: '0', ...env }
  })
  t.after(() => child.kill('SIGKILL'))
  const service = { child, said: '', ended: once(child, 'exit').then(([code]) => code as number | null) }
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', text => {
      service.said += text
    })
  }
  return service
}

/** Waits for a line of its log. */
async function line(service: ReturnType<typeof start>, pattern: RegExp): Promise<RegExpExecArray> {
  const ended = service.ended.then(code => `ended with ${code}`)
  for (;;) {
    const found = pattern.exec(service.said)
    if (found) return found
    const news = await Promise.race([once(service.child.stdout as never, 'data'), ended])
    if (typeof news === 'string') throw new Error(`${news}: ${service.said}`)
  }
}

// Each takes seconds to load; so all load at once.
t.jobs = 4

t.test('serves until it is told to stop, and finishes what it began', { buffered: true }, async t => {
  const folder = mkdtempSync(join(tmpdir(), 'server-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const key = newKey('hall')
  const hall = {
    id: 'hall',
    name: 'hall',
    keys: [hashOf(key)],
    scopes: ['read', 'batch', 'decide', 'record'],
    quota: { perMinute: 6000, perDay: 100_000 },
    record: 'full',
    unrecorded: 'refuse'
  }
  const clients = join(folder, 'clients.json')
  writeFileSync(clients, JSON.stringify({ clients: [hall] }))
  const authorization = `Bearer ${key}`
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as { port: number }
  free.close()
  // A decision under rules that are nowhere any more.
  const secret = newSecret()
  const ledger = new Ledger(await sinkAt(join(folder, 'records')), {
    keys: Keys.read(secret),
    engine: '0.1.0'
  })
  await ledger.open()
  const { id: old, written } = ledger.append(() => ({
    client: 'hall',
    route: 'POST /eligibility',
    policies: [{ id: 'gone', version: '1.0.0', digest: `sha256:${'0'.repeat(64)}` }],
    asOf: '2022-07-01',
    outcomes: {},
    amounts: {},
    request: '{"facts":{}}',
    keep: 'full',
    body: Buffer.from('{}')
  }))
  await written
  await ledger.close()
  const service = start(t, {
    CORS_ORIGINS: 'https://hall.example,https://desk.example',
    RATE_LIMIT_PER_MINUTE: '1000',
    SHUTDOWN_SECONDS: '60',
    CLIENTS: clients,
    RECORDS: join(folder, 'records'),
    RECORDS_KEY: secret,
    RECORDS_KEEP_DAYS: '180',
    METRICS_PORT: String(port)
  })
  const [, origin = ''] = await line(service, /Server listening at (http:\/\/127\.0\.0\.1:\d+)/)
  const live = await fetch(`${origin}/health/live`)
  t.equal(live.status, 200)
  t.match(await live.json(), { status: 'ok', policy: { id: 'pinggu-2022-9' } })
  const clause = await fetch(`${origin}/clauses/4`, {
    headers: { origin: 'https://desk.example', authorization }
  })
  t.equal(clause.headers.get('access-control-allow-origin'), 'https://desk.example')
  t.equal(clause.headers.get('x-ratelimit-limit'), '1000')

  t.match(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text(), 'records_written_total 0')
  const asked = async (path: string, payload: object) => {
    const headers = { 'content-type': 'application/json', authorization }
    return (
      await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(payload) })
    ).json()
  }
  const { decisionId } = (await asked('/eligibility', { facts: {} })) as { decisionId: string }
  t.match(await asked(`/decisions/${decisionId}/replay`, {}), { id: decisionId, original: { same: true } })
  t.match(await asked(`/decisions/${old}/replay`, {}), { code: 'not-replayable', detail: /gone 1\.0\.0/ })
  service.child.kill('SIGHUP')
  await line(service, /"1 clients"/)

  // Unlike the usual one, it never lets go of a connection itself.
  const agent = new Agent({ keepAlive: true })
  t.after(() => agent.destroy())
  const batch = request(`${origin}/eligibility/batch`, {
    agent,
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization }
  })
  const responded = once(batch, 'response')
  batch.write('{"id":"first","facts":{}}\n')
  await line(service, /"path":"\/eligibility\/batch"/)
  service.child.kill('SIGTERM')
  await line(service, /SIGTERM: finishing the requests in flight/)
  t.equal(service.child.exitCode, null, 'it waits')
  batch.end('{"id":"second","facts":{}}\n')
  const [response] = await responded
  let text = ''
  for await (const chunk of response) text += chunk
  const lines = text
    .trim()
    .split('\n')
    .map(one => JSON.parse(one))
  t.match(lines, [{ id: 'first', decisionId: String }, { id: 'second' }, { end: { lines: 2, errors: 0 } }])
  // A connection that keeps it from ending does so until SHUTDOWN_SECONDS, and the exit code is 1.
  t.equal(await service.ended, 0, 'a connection kept open does not keep it from ending')
})

t.test('a fault of the program is told, and ends it', { buffered: true }, async t => {
  const breaks = 'data:text/javascript,process.on("SIGWINCH",()=>{throw new Error("broken%20within")})'
  const service = start(t, {}, [...process.execArgv, `--import=${breaks}`, SERVER])
  await line(service, /Server listening/)
  service.child.kill('SIGWINCH')
  t.equal(await service.ended, 1)
  t.match(service.said, /"level":50.*broken within/)
})

t.test('does not start with a configuration that is wrong', { buffered: true }, async t => {
  const service = start(t, {
    PORT: 'many',
    LOG_LEVEL: 'loud',
    RATE_LIMIT_PER_MINUTE: '-1',
    SHUTDOWN_SECONDS: '0',
    DRAIN_SECONDS: ' ',
    BATCHES: '1e3',
    HOST: ''
  })
  t.equal(await service.ended, 1)
  for (const name of [
    'PORT',
    'LOG_LEVEL',
    'RATE_LIMIT_PER_MINUTE',
    'SHUTDOWN_SECONDS',
    'DRAIN_SECONDS',
    'BATCHES',
    'HOST'
  ]) {
    t.match(service.said, name, `${name} is named`)
  }
  t.match(service.said, /^[^\n]+\n$/, 'in one line')
  t.notMatch(service.said, /listening/)
})

t.test('does not start with other rules than it was told to have', { buffered: true }, async t => {
  const { digest } = readPlan().policy
  t.equal(readPlan({ digest }).policy.digest, digest)
  const wanted = `sha256:${'0'.repeat(64)}`
  const service = start(t, { RULES_DIGEST: wanted })
  t.equal(await service.ended, 1)
  t.match(service.said, `RULES_DIGEST is ${wanted}, but the rules here are ${digest}`)
  t.notMatch(service.said, /listening/)
})

t.test('says why it cannot listen', { buffered: true }, async t => {
  const taken = createServer().listen(0, '127.0.0.1')
  t.after(() => taken.close())
  await once(taken, 'listening')
  const service = start(t, { PORT: String((taken.address() as { port: number }).port) })
  t.equal(await service.ended, 1)
  t.match(
    service.said,
    /^The service did not start: port \d+ on 127\.0\.0\.1 is in use by another process.*\n$/
  )
})

t.test('what the build makes serves as the source does', { buffered: true }, async t => {
  const root = fileURLToPath(new URL('..', import.meta.url))
  // Apart from the project, as in an image: packages are found there only where they are copied to.
  const folder = mkdtempSync(join(tmpdir(), 'built-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await pack(folder)
  const { dependencies, type } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const { packages } = JSON.parse(readFileSync(`${folder}/package-lock.json`, 'utf8'))
  t.same(Object.keys(dependencies), ['@fastify/swagger-ui', 'pg', 'piscina'])
  t.equal(type, 'module')
  const own = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  t.same(packages[''], { name: own.name, version: own.version, dependencies, engines: own.engines })
  const places = Object.keys(packages).filter(place => existsSync(`${root}${place}`) && place !== '')
  t.ok(places.length > 20 && places.length < 100, `${places.length} packages`)
  t.notOk(places.some(place => /esbuild|typescript|tsx|fastify$/.test(place)))
  for (const place of places) cpSync(`${root}${place}`, `${folder}/${place}`, { recursive: true })
  const asked = Object.keys(dependencies).map(name => `await import('${name}')`)
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', `${asked.join(';')}`],
    { cwd: folder, encoding: 'utf8', env: {} }
  )
  t.equal(status, 0, stderr)
  t.equal(
    readSoundMark(`${folder}/rules/pinggu-2022-9`),
    soundMark(digestOf(readRuleFiles(defaultRules)), readSource(defaultRules))
  )

  const [, origin = ''] = await line(
    // Not watched for coverage: the lines that count are those of the source.
    start(t, {}, [`${folder}/server.js`], {}),
    /Server listening at (http:\/\/127\.0\.0\.1:\d+)/
  )
  const document = await fetch(`${origin}/docs/json`)
  t.equal(
    `${JSON.stringify(await document.json(), null, 2)}\n`,
    readFileSync(`${root}openapi/openapi.json`, 'utf8')
  )
  for (const page of [
    '/docs/',
    '/docs/try/static/swagger-ui-bundle.js',
    '/hotline',
    '/hotline/question.js',
    '/desk',
    '/desk/desk.js'
  ]) {
    t.equal((await fetch(`${origin}${page}`)).status, 200, page)
  }
  const answer = await fetch(`${origin}/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: '专精特新企业租房有补贴吗' })
  })
  t.match(await answer.json(), {
    matches: [{ measure: 'specialised-new-rent-subsidy', card: { clause: '11' } }]
  })

  // One file, wherever it lies: no package and no rule beside it.
  const alone = t.testdir({})
  await copyFile(`${folder}/decide.mjs`, `${alone}/decide.mjs`)
  const facts = { startup: { qualifiesForSubsidy: true, districtWorkersHired: 7 } }
  const lines = ['a', 'b', 'c'].map(id => JSON.stringify({ id, asOf: '2022-07-01', facts }))
  const decided = (args: string[], input: string) =>
    spawnSync(process.execPath, [`${alone}/decide.mjs`, ...args], { cwd: alone, input, encoding: 'utf8' })
  const whole = decided(['--measures', 'job-creation-award'], lines.join('\n'))
  t.equal(whole.status, 0, whole.stderr)
  const [first = '', ...others] = whole.stdout.trim().split('\n')
  t.match(JSON.parse(first), { id: 'a', eligible: [{ measure: 'job-creation-award' }] })
  t.match(JSON.parse(others.at(-1) as string), { end: { lines: 3, answers: 3, errors: 0 } })
  t.same(
    decided(['--shard', '2/3', '--measures', 'job-creation-award'], lines.join('\n')).stdout.split('\n')[0],
    others[0]
  )
  t.match(decided([], 'nonsense'), { status: 1, stdout: /malformed-json/ })
  t.match(decided(['--measure', 'x'], ''), { status: 2, stderr: /--measure/ })
})

t.test('does not start where its records cannot be kept', { buffered: true }, async t => {
  const service = start(t, { RECORDS: '/dev/null/records', RECORDS_KEY: newSecret() })
  t.equal(await service.ended, 1)
  t.match(service.said, /^The service did not start: [^\n]+\n$/)
})

t.test('lets anyone ask on loopback, and says so', { buffered: true }, async t => {
  const service = start(t, { RULES: `${defaultRules},/no/such/rules` })
  const [, origin = ''] = await line(service, /Server listening at (http:\/\/127\.0\.0\.1:\d+)/)
  await line(service, /anyone may ask: there is no clients.json/)
  t.match(service.said, /"source":"rules",.*a rule set is refused/, 'the others serve')
  t.match(await (await fetch(`${origin}/policies`)).json(), { total: 1 })
  service.child.kill('SIGTERM')
  t.equal(await service.ended, 0)
})
