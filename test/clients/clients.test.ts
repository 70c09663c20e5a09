/** Who asks: keys, signatures, scopes, networks, quotas, and that one client never takes another's turn. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance, InjectOptions } from 'fastify'
import t, { type Test } from 'tap'
import { main } from '../../src/cli/clients/index.ts'
import { calculateCost, eligibilityCost, lineCost } from '../../src/clients/costs.ts'
import { FairQueue } from '../../src/clients/fair-queue.ts'
import { type Client, readClients, SCOPES } from '../../src/clients/format.ts'
import { hashOf, newKey } from '../../src/clients/key.ts'
import { Meter } from '../../src/clients/meter.ts'
import { Registry } from '../../src/clients/registry.ts'
import { METHODS, type Method, Nonces, signatureOf } from '../../src/clients/signature.ts'
import { readConfig } from '../../src/config.ts'
import { keepingConsole } from '../helpers/console.ts'
import { build } from '../helpers/service.ts'

const JSON_BODY = { 'content-type': 'application/json' }
const BODY = JSON.stringify({ asOf: '2022-07-01', measures: ['state-owned-rent-relief'], facts: {} })

const client = (id: string, over: Partial<Client> = {}): [Client, string] => {
  const key = newKey(id)
  const usual = { name: id, keys: [hashOf(key)], quota: { perMinute: 6000, perDay: 1e6 } }
  return [{ id, ...usual, scopes: [...SCOPES], record: 'none', unrecorded: 'refuse', ...over }, key]
}

function folder(t: { after(work: () => unknown): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'clients-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function fileOf(t: { after(work: () => unknown): void }, clients: readonly Client[]): string {
  const file = join(folder(t), 'clients.json')
  writeFileSync(file, JSON.stringify({ clients }))
  return file
}

const buildFor = (t: Test, ...clients: Client[]) => build(t, { clients: new Registry(fileOf(t, clients)) })

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

const decide = (app: FastifyInstance, headers: Record<string, string>, options: InjectOptions = {}) =>
  app.inject({
    method: 'POST',
    url: '/eligibility',
    payload: BODY,
    headers: { ...JSON_BODY, ...headers },
    ...options
  })

interface Operation {
  operationId: string
  security?: Record<string, string[]>[]
  responses: Record<string, unknown>
}

t.test('every operation refuses whoever has another scope, and takes whoever has its own', async t => {
  const made = SCOPES.map(scope => client(`only-${scope}`, { scopes: [scope] }))
  const keys = new Map(SCOPES.map((scope, at) => [scope as string, (made[at] as [Client, string])[1]]))
  const app = await buildFor(t, ...made.map(([one]) => one))
  await app.ready()
  const { paths } = app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> }
  const seen = new Set<string>()
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { operationId, security, responses }] of Object.entries(operations)) {
      if (path.startsWith('/health/')) {
        t.notOk(security, `${operationId} is for the platform`)
        continue
      }
      const [needed = ''] = security?.[0]?.key ?? []
      t.ok(keys.has(needed), `${operationId} says what it needs`)
      seen.add(needed)
      for (const status of ['401', '403', '429']) t.ok(responses[status], `${operationId} ${status}`)
      const ask = (headers: Record<string, string>) =>
        app.inject({ method: method as 'GET', url: path.replaceAll(/\{\w+\}/g, 'x'), headers })
      const nobody = await ask({})
      t.match([nobody.statusCode, nobody.json().code], [401, 'unauthenticated'], operationId)
      t.equal(nobody.headers['www-authenticate'], 'Bearer')
      for (const [scope, key] of keys) {
        const { statusCode } = await ask(bearer(key))
        if (scope === needed) t.notOk([401, 403].includes(statusCode), `${operationId} takes ${scope}`)
        else t.equal(statusCode, 403, `${operationId} refuses ${scope}`)
      }
    }
  }
  t.same([...seen].sort(), ['batch', 'decide', 'read', 'record'])
  t.equal((await app.inject('/docs/json')).statusCode, 200, 'the document is for all')
  t.equal((await app.inject('/nowhere')).statusCode, 404)
  const accessOf = async (service: FastifyInstance) => {
    // A machine with other work is not ready now and then.
    for (let round = 0; round < 50; round++) {
      const { statusCode, body } = await service.inject('/health/ready')
      if (statusCode === 200) return JSON.parse(body).access
      await setTimeout(200)
    }
  }
  t.equal(await accessOf(app), 'clients')
  t.equal(await accessOf(await build(t)), 'anyone')
})

t.test('a key is taken only whole, in time, and from where its client is', async t => {
  const [hall, key] = client('hall', { networks: ['10.1.0.0/16', '127.0.0.1', 'fd00::/8'] })
  const [old, oldKey] = client('old', { validUntil: '2022-12-31' })
  const [late, lateKey] = client('late', { validUntil: '2999-12-31' })
  const app = await buildFor(t, hall, old, late)
  const statusOf = async (headers: Record<string, string>, remoteAddress = '127.0.0.1') => {
    const response = await decide(app, headers, { remoteAddress })
    return [response.statusCode, response.statusCode === 200 ? '' : response.json().code]
  }
  t.same(await statusOf(bearer(key)), [200, ''])
  t.same(await statusOf(bearer(lateKey)), [200, ''])
  t.same(await statusOf(bearer(key), '::ffff:10.1.2.3'), [200, ''])
  t.same(await statusOf(bearer(key), 'fd00::1'), [200, ''])
  t.same(await statusOf(bearer(key), '10.2.0.1'), [403, 'not-permitted'])
  t.same(await statusOf(bearer(oldKey)), [403, 'not-permitted'])
  for (const wrong of [
    `${key}x`,
    key.slice(0, -1),
    key.slice('hall.'.length),
    `old.${key.slice(5)}`,
    'nobody.x',
    ''
  ]) {
    t.same(await statusOf({ authorization: `Bearer ${wrong}` }), [401, 'unauthenticated'], wrong)
  }
  t.same(await statusOf({ authorization: `Basic ${key}` }), [401, 'unauthenticated'])
})

/** The headers of a signed request. */
function sign(
  id: string,
  key: string,
  over: { method?: Method; time?: number; nonce?: string; body?: string; url?: string } = {}
) {
  const {
    method = 'HMAC-SM3',
    time = Math.floor(Date.now() / 1000),
    body = BODY,
    url = '/eligibility'
  } = over
  const nonce = over.nonce ?? createHash('md5').update(newKey('n')).digest('hex')
  const digest = createHash(METHODS[method]).update(body).digest('hex')
  const text = ['POST', url, time, nonce, digest].join('\n')
  return {
    'x-client': id,
    'x-timestamp': String(time),
    'x-nonce': nonce,
    'x-body-digest': digest,
    'x-signature-method': method,
    'x-signature': signatureOf(hashOf(key), method, text)
  }
}

t.test('signed requests, with SM3 and SHA-256', async t => {
  const [hall, key] = client('hall', { signing: true })
  const [plain, plainKey] = client('plain')
  const app = await buildFor(t, hall, plain)
  const statusOf = async (headers: Record<string, string>, options: InjectOptions = {}) =>
    (await decide(app, headers, options)).statusCode
  t.equal(await statusOf(sign('hall', key)), 200)
  t.equal(await statusOf(sign('hall', key, { method: 'HMAC-SHA256' })), 200)
  const once = sign('hall', key)
  t.equal(await statusOf(once), 200)
  t.equal(await statusOf(once), 401, 'not twice')
  const now = Math.floor(Date.now() / 1000)
  t.equal(await statusOf(sign('hall', key, { time: now - 290 })), 200)
  t.equal(await statusOf(sign('hall', key, { time: now - 310 })), 401, 'stale')
  t.equal(await statusOf(sign('hall', key, { time: now + 310 })), 401, 'of the future')
  t.equal(await statusOf(sign('hall', key, { body: `${BODY} ` })), 401, 'another body')
  t.equal(await statusOf(sign('hall', key, { url: '/calculate' })), 401, 'another path')
  t.equal(await statusOf(sign('plain', plainKey)), 401, 'not registered for it')
  t.equal(await statusOf(sign('nobody', key)), 401)
  t.equal(await statusOf({ ...sign('hall', key), 'x-signature': 'short' }), 401)
  for (const name of ['x-signature-method', 'x-timestamp', 'x-nonce'] as const) {
    const { [name]: _left, ...others } = sign('hall', key)
    for (const headers of [{ ...others, [name]: '?' }, others]) {
      const response = await decide(app, headers)
      t.equal(response.statusCode, 401)
      t.match(response.json().detail, name, 'the header is named')
    }
  }
  const lines = '{"id":"a","facts":{}}\n'
  const url = '/eligibility/batch'
  const batch = (body: string) =>
    app.inject({
      method: 'POST',
      url,
      payload: lines,
      headers: { 'content-type': 'application/x-ndjson', ...sign('hall', key, { url, body }) }
    })
  t.match((await batch(lines)).body, '"end"')
  t.notMatch((await batch(`${lines} `)).body, '"end"', 'a batch of another body has no last line')
})

t.test('a nonce is remembered for as long as its time may be taken', async t => {
  const nonces = new Nonces()
  const at = (time: number, now: number, nonce = 'nonce-01') =>
    nonces.take(
      { client: 'a', time: String(time), nonce, method: 'HMAC-SM3', digest: '', signature: '' },
      now
    )
  t.equal(at(10_300, 10_000), null)
  t.match(at(10_300, 10_600), '用过', 'at the last moment')
  t.equal(at(10_700, 10_601, 'nonce-02'), null)
  t.match(at(10_700, 10_990, 'nonce-02'), '用过')
  t.equal(at(20_000, 20_000), null)
})

t.test('quotas are of cost, and say what is left', async t => {
  const [small, key] = client('small', { quota: { perMinute: 5, perDay: 100 } })
  const [other, otherKey] = client('other')
  const app = await buildFor(t, small, other)
  const refused: string[] = []
  app.onRefusal(id => refused.push(id))
  const first = await decide(app, bearer(key))
  t.equal(first.statusCode, 200)
  t.equal(first.headers['ratelimit-policy'], '"minute";q=5;w=60, "day";q=100;w=86400')
  t.match(first.headers.ratelimit, /^"minute";r=3;t=\d+, "day";r=98;t=\d+$/)
  const all = await decide(app, bearer(key), { payload: JSON.stringify({ facts: {}, explain: 'full' }) })
  t.equal(all.statusCode, 200, 'what is begun is answered')
  t.match(all.headers.ratelimit, /^"minute";r=0/)
  const late = await decide(app, bearer(key))
  t.match([late.statusCode, late.json().code], [429, 'quota-exceeded'])
  t.ok(Number(late.headers['retry-after']) > 60, 'what was taken too much is paid back first')
  t.same(refused, ['small'])
  t.equal((await decide(app, bearer(otherKey))).statusCode, 200, 'another client has its own')

  const lines = '{"id":"a","facts":{}}\n'.repeat(1000)
  const headers = { 'content-type': 'application/x-ndjson', ...bearer(otherKey) }
  const batch = await app.inject({ method: 'POST', url: '/eligibility/batch', payload: lines, headers })
  t.equal(batch.statusCode, 200)
  const after = await decide(app, bearer(otherKey))
  t.match(after.headers.ratelimit, /^"minute";r=59\d\d/, 'a batch costs by its lines')
  t.match((await app.inject({ url: '/facts', headers: bearer(otherKey) })).headers.ratelimit, /r=59/)
  /** What is left after an amount is asked for. */
  const paid = async (asked: object) => {
    const { statusCode, headers } = await app.inject({
      method: 'POST',
      url: '/calculate',
      payload: JSON.stringify({ facts: {}, ...asked }),
      headers: { ...JSON_BODY, ...bearer(otherKey) }
    })
    t.equal(statusCode, 200)
    return Number(/r=(\d+)/.exec(String(headers.ratelimit))?.[1])
  }
  const [before, one, every] = [
    await paid({ measure: 'first-loan-subsidy' }),
    await paid({ measure: 'first-loan-subsidy' }),
    await paid({})
  ]
  t.ok(before - one < 10 && one - every > 10, `one measure costs its share: ${before}, ${one}, ${every}`)
  const { payload } = await app.inject({
    method: 'POST',
    url: '/answers',
    payload: '{"question":"房租"}',
    headers: { ...JSON_BODY, ...bearer(otherKey) }
  })
  t.match(payload, 'matches')

  t.ok(calculateCost(1) > calculateCost(1 / 65))
  t.ok(eligibilityCost(1, 'full') > eligibilityCost(1, 'none'))
  t.ok(lineCost(1, 'summary') > lineCost(1))
})

t.test('a bucket fills at an even pace, and never over its edge', async t => {
  const quota = { perMinute: 60, perDay: 1000 }
  const meter = new Meter(quota, 0)
  meter.take(61)
  t.notOk(meter.hasAny(quota, 500))
  t.equal(meter.wait(quota), 1)
  t.ok(meter.hasAny(quota, 2000))
  t.ok(meter.hasAny(quota, 3_600_000))
  t.match(meter.headers(quota).ratelimit, '"minute";r=60;t=0')
  meter.take(1000)
  t.ok(meter.wait(quota) > 900)
})

t.test('who was given least comes first', async t => {
  const queue = new FairQueue<string>()
  t.equal(queue.shift(), undefined)
  t.equal(queue.yieldTo('anyone'), undefined)
  for (let at = 0; at < 4; at++) queue.push('busy', `busy ${at}`)
  queue.push('rare', 'rare 0')
  const order: string[] = []
  const next = () => {
    const one = queue.shift() as string
    order.push(one)
    queue.spend(one.split(' ')[0] as string, 1)
  }
  next()
  next()
  queue.push('rare', 'rare 1')
  next()
  next()
  t.same(order.slice(0, 2), ['busy 0', 'rare 0'])
  t.same(order.slice(2).sort(), ['busy 1', 'rare 1'], 'in turn, not in the order in which they came')
  queue.push('new', 'new 0')
  t.equal(queue.yieldTo('busy'), undefined, 'not for itself')
  queue.push('busy', 'busy 4')
  queue.push('busy', 'busy 5')
  t.equal(queue.yieldTo('other'), 'busy 5', 'the last of the longest line gives way')
  t.equal(queue.length, 4)
  for (let at = 0; at < 3000; at++) queue.spend(`once ${at}`, 1)
  for (let at = 0; at < 4; at++) next()
  t.equal(queue.length, 0)
})

t.test('one client in a rush does not slow another', async t => {
  const [busy, busyKey] = client('busy')
  const [rare, rareKey] = client('rare')
  const app = await build(t, {
    clients: new Registry(fileOf(t, [busy, rare])),
    bounds: { waiting: 20 }
  })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const order: string[] = []
  const ask = async (who: string, key: string) => {
    const headers = { ...JSON_BODY, ...bearer(key) }
    const body = '{"facts":{},"explain":"full"}'
    const response = await fetch(`${origin}/eligibility`, { method: 'POST', headers, body })
    order.push(`${who} ${response.status}`)
    await response.arrayBuffer()
    return response.status
  }
  // More than may wait, of one client; then a few of the other.
  const rush = Array.from({ length: 80 }, () => ask('busy', busyKey))
  const few = Array.from({ length: 5 }, () => ask('rare', rareKey))
  t.same(await Promise.all(few), [200, 200, 200, 200, 200], 'none is refused')
  await Promise.all(rush)
  const answered = order.filter(one => one.endsWith('200'))
  const before = answered.slice(0, answered.lastIndexOf('rare 200')).filter(one => one === 'busy 200').length
  t.ok(before < 15, `answered in turn, after ${before} of the rush: ${order}`)
  t.ok((await Promise.all(rush)).includes(503), 'the rush is told to come back')
})

t.test('clients.json is read again, and a wrong one changes nothing', async t => {
  const [hall, key] = client('hall')
  const file = fileOf(t, [hall])
  const app = await build(t, { clients: new Registry(file) })
  const statusOf = async (given: string) => (await decide(app, bearer(given))).statusCode
  const [second, secondKey] = client('second')
  writeFileSync(file, '{"clients":')
  const told: string[] = []
  const log = { info: (text: string) => told.push(text), error: (text: string) => told.push(text) }
  const registry = new Registry(fileOf(t, [hall]))
  registry.reload(log)
  t.same(told, ['1 clients'])
  await setTimeout(1100)
  t.equal(await statusOf(key), 200, 'the old one stays')
  writeFileSync(file, JSON.stringify({ clients: [second] }))
  for (let round = 0; round < 100 && (await statusOf(secondKey)) !== 200; round++) await setTimeout(50)
  t.equal(await statusOf(secondKey), 200)
  t.equal(await statusOf(key), 401)
  t.throws(() => new Registry(`${file}.none`), /clients\.json\.none/)
  t.throws(
    () =>
      new Registry(file, () => {
        throw new Error('not here')
      }),
    /not here/
  )
})

t.test('a wrong clients.json is refused, and says why', async t => {
  const [one] = client('one')
  const wrong: [unknown, RegExp][] = [
    [[{ ...one, scopes: ['all'] }], /\/clients\/0\/scopes\/0/],
    [[{ ...one, id: 'One' }], /\/clients\/0\/id/],
    [[{ ...one, keys: [] }], /\/clients\/0\/keys/],
    [[{ ...one, quota: { perMinute: 0, perDay: 1 } }], /perMinute/],
    [[{ ...one, other: 1 }], /additional/],
    [[one, one], /one is there twice; one has a key of another client/],
    ...['10.0.0.0/33', '10.0.0', '10.0.0.0/8/8', '10.0.0.0/x', 'fd00::/129'].map(
      (network): [unknown, RegExp] => [[{ ...one, networks: [network] }], /is no network/]
    )
  ]
  for (const [clients, why] of wrong) t.throws(() => readClients(JSON.stringify({ clients })), why)
  t.throws(() => readClients('[]'), /must be object/)
})

t.test('the service is not opened to a network unless that is said', async t => {
  for (const HOST of ['0.0.0.0', '::', '10.0.0.1', 'hall.example'])
    t.throws(() => readConfig({ HOST }), /ALLOW_ANONYMOUS/, HOST)
  t.throws(() => readConfig({ HOST: '0.0.0.0', PORT: 'x' }), /PORT/)
  for (const HOST of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) t.match(readConfig({ HOST }), { HOST })
  t.match(readConfig({ HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' }), { ALLOW_ANONYMOUS: true })
  t.match(readConfig({ HOST: '0.0.0.0', CLIENTS: 'clients.json' }), { CLIENTS: 'clients.json' })
  t.throws(() => readConfig({ ALLOW_ANONYMOUS: 'yes' }), /ALLOW_ANONYMOUS/)
})

t.test('the commands', async t => {
  const file = join(folder(t), 'clients.json')
  const run = async (...args: string[]) => {
    const { io, said } = keepingConsole()
    const code = await main(
      [...args, ...(args.length > 0 && args[0] !== '--help' ? ['--file', file] : [])],
      io
    )
    return { code, ...said }
  }
  const isGood = async (key: string) => {
    const app = await build(t, { clients: new Registry(file) })
    return (await decide(app, bearer(key))).statusCode === 200
  }
  t.match(await run(), { code: 2, out: /add .*\n.*rotate/ })
  t.match(await run('--help'), { code: 0 })
  t.match(await run('sell'), { code: 2, err: 'no command "sell"' })
  t.match(await run('add', '--help'), { code: 0, out: '--per-minute' })
  t.match(await run('add'), { code: 2, err: 'by its id' })
  t.match(await run('add', 'hall'), { code: 2, err: '/clients/0/name' })
  t.match(await run('add', 'hall', '--loud'), { code: 2, err: 'loud' })
  const first = await run(
    'add',
    'hall',
    '--name',
    '政务大厅',
    '--networks',
    '127.0.0.1',
    '--valid-until',
    '2999-12-31',
    '--signing'
  )
  t.equal(first.code, 0)
  const key = first.out.trim()
  t.match(key, /^hall\.[\w-]{43}$/)
  t.notMatch(readFileSync(file, 'utf8'), key, 'the key is nowhere kept')
  t.ok(await isGood(key))
  t.match(await run('add', 'hall', '--name', 'x'), { code: 2, err: 'already' })
  t.match(await run('revoke', 'hall', '--old'), { code: 2, err: 'no old key' })
  const second = (await run('rotate', 'hall')).out.trim()
  t.ok(await isGood(key), 'the old key is good for a while')
  t.ok(await isGood(second))
  t.match(await run('revoke', 'hall', '--old'), { code: 0 })
  t.notOk(await isGood(key))
  t.ok(await isGood(second))
  t.match(await run('add', 'desk', '--name', 'Desk'), { code: 0 })
  t.match((await run('list')).out, /hall\t政务大厅\tread,decide\t6000\/min 1000000\/day\t1 key, 2999-12-31/)
  t.match((await run('rotate', 'desk')).code, 0)
  t.match((await run('list')).out, /desk.*2 keys, for good/)
  t.match(JSON.parse((await run('list', '--json')).out), [{ id: 'hall' }, { id: 'desk' }])
  t.match(await run('revoke', 'hall'), { code: 0, out: 'hall is gone' })
  t.match(await run('rotate', 'hall'), { code: 2, err: 'no client hall' })
  writeFileSync(file, '{}')
  t.match(await run('list'), { code: 2, err: /clients\.json: .*required/ })
})
