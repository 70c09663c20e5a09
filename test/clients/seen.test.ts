/** What a client lives through: its key is replaced under load, a page asks with a key, and nothing that it says is seen. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { chromium } from 'playwright-core'
import t, { type Test } from 'tap'
import { main } from '../../src/cli/clients/index.ts'
import { type Client, SCOPES } from '../../src/clients/format.ts'
import { hashOf, newKey } from '../../src/clients/key.ts'
import { Registry } from '../../src/clients/registry.ts'
import { FileSink } from '../../src/records/files.ts'
import { Keys, newSecret } from '../../src/records/keys.ts'
import { Ledger } from '../../src/records/ledger.ts'
import { ENGINE } from '../../src/version.ts'
import { chromiumPath, MISSING } from '../helpers/chromium.ts'
import { keepingConsole } from '../helpers/console.ts'
import { build } from '../helpers/service.ts'

const JSON_BODY = { 'content-type': 'application/json' }
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

function folder(t: { after(work: () => unknown): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'seen-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function fileOf(t: Test, id: string, over: Partial<Client> = {}): { file: string; key: string } {
  const file = join(folder(t), 'clients.json')
  const key = newKey(id)
  const quota = { perMinute: 1e6, perDay: 1e8 }
  const usual = { name: id, keys: [hashOf(key)], scopes: [...SCOPES], quota, unrecorded: 'refuse' } as const
  writeFileSync(file, JSON.stringify({ clients: [{ id, ...usual, record: 'none', ...over }] }))
  return { file, key }
}

const originOf = (app: FastifyInstance) => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`

t.test('a key is replaced under load, and nobody is refused', async t => {
  const { file, key } = fileOf(t, 'hall')
  const registry = new Registry(file)
  const app = await build(t, { clients: registry })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const run = async (...args: string[]) => {
    const { io, said } = keepingConsole()
    t.equal(await main([...args, '--file', file], io), 0, args.join(' '))
    // As on SIGHUP.
    registry.reload(app.log)
    return said.out.trim()
  }
  let [used, isOver] = [key, false]
  const statuses = new Map<number, number>()
  const body = '{"facts":{},"explain":"none"}'
  const callers = Array.from({ length: 8 }, async () => {
    while (!isOver) {
      const headers = { ...JSON_BODY, ...bearer(used) }
      const response = await fetch(`${originOf(app)}/eligibility`, { method: 'POST', headers, body })
      await response.arrayBuffer()
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    }
  })
  const some = async () => {
    const before = statuses.get(200) ?? 0
    while ((statuses.get(200) ?? 0) < before + 50) await new Promise(resolve => setTimeout(resolve, 5))
  }
  for (let round = 0; round < 3; round++) {
    await some()
    const next = await run('rotate', 'hall')
    await some()
    used = next
    await some()
    await run('revoke', 'hall', '--old')
  }
  await some()
  isOver = true
  await Promise.all(callers)
  t.same([...statuses.keys()], [200], JSON.stringify([...statuses]))
  const late = await fetch(`${originOf(app)}/measures`, { headers: bearer(key) })
  t.equal(late.status, 401, 'the first key is no longer taken')
})

t.test('a page asks with a key', { skip: chromiumPath() ? false : MISSING }, async t => {
  const { file, key } = fileOf(t, 'hall')
  const app = await build(t, { clients: new Registry(file) })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const browser = await chromium.launch({
    executablePath: chromiumPath() as string,
    args: ['--no-sandbox', '--disable-gpu']
  })
  t.after(() => browser.close())
  const page = await browser.newPage()
  await page.goto(`${originOf(app)}/docs/try`)
  const operation = page.locator('#operations-decisions-decideEligibility')
  await operation.locator('.opblock-summary-path').click()
  const ask = async () => {
    const answered = page.waitForResponse(one => one.request().method() === 'POST')
    await operation.locator('.execute').click()
    return (await answered).status()
  }
  t.equal(await ask(), 401, 'without a key')
  await page.locator('.auth-wrapper .authorize').first().click()
  const form = page.locator('.auth-container').first()
  await form.locator('input').fill(key)
  await form.locator('.authorize').click()
  await page.locator('.btn-done').first().click()
  t.equal(await ask(), 200, 'with one')
  const status = operation.locator('.live-responses-table .response-col_status').last()
  t.equal(await status.textContent(), '200')
})

t.test('what is said is in no log, no metric and no error, whatever it is said to', async t => {
  const { file, key } = fileOf(t, 'hall', { record: 'full' })
  const ledger = new Ledger(new FileSink(folder(t)), { keys: Keys.read(newSecret()), engine: ENGINE })
  await ledger.open()
  let log = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log += chunk
      done()
    }
  })
  const logger = { level: 'trace', stream } as never
  const app = await build(t, { clients: new Registry(file), records: { ledger }, mcp: true, logger })
  await app.ready()
  const SECRETS = /876543|机密|hidden/
  const facts = { enterprise: { employees: 876543 }, lease: { monthlyRent: 876543 } }
  const bodies = [
    { facts, asOf: '2022-07-01' },
    { facts, measure: 'state-owned-rent-relief', measures: ['state-owned-rent-relief'] },
    { facts: { enterprise: { employees: '876543', hidden: 1 } } },
    { question: '机密876543', facts },
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'decide', arguments: { facts } } },
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'decide', arguments: { facts: 876543 } } },
    '{"facts":{"hidden":876543',
    '{"id":"机密","facts":{"enterprise":{"employees":876543}}}\n{"id":"机密","facts":{"enterprise":{"employees":"876543"}}}',
    '编号,企业名称,月租金\n机密,机密,876543\n机密,机密,八七六五四三\n'
  ]
  const { paths } = app.swagger() as unknown as { paths: Record<string, Record<string, object>> }
  const asked = [
    ...Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).map(one => [one, path])),
    ['post', '/mcp']
  ] as [string, string][]
  const accept = 'application/json, text/event-stream'
  const statuses = new Set<number>()
  for (const [method, path] of asked) {
    const url = `${path.replaceAll(/\{\w+\}/g, '4')}`
    for (const body of method === 'get' ? [undefined] : bodies) {
      const isTable = typeof body === 'string' && body.startsWith('编号')
      const types =
        typeof body === 'string' ? ['application/json', 'application/x-ndjson'] : ['application/json']
      // Titles of columns are named in errors; cells are not.
      for (const type of isTable ? ['text/csv'] : types) {
        const payload = typeof body === 'object' ? JSON.stringify(body) : body
        const headers = { ...bearer(key), accept, ...(payload && { 'content-type': type }) }
        const response = await app.inject({
          method: method as 'GET',
          url,
          headers,
          ...(payload && { payload })
        })
        statuses.add(response.statusCode)
        // Only whoever said it is told what of it is wrong, and where; of facts the place, not the value.
        if (response.statusCode >= 400 && path !== '/mcp') {
          t.notMatch(response.body, /876543|机密/, `${method} ${path} ${response.body.slice(0, 300)}`)
        }
      }
    }
  }
  t.ok(
    [200, 400, 404].every(status => statuses.has(status)),
    [...statuses].join()
  )
  const { body: metrics } = await app.inject({ url: '/metrics', headers: bearer(key) })
  t.match(metrics, 'records_written_total')
  t.notMatch(metrics, SECRETS)
  t.ok(log.split('\n').length > asked.length, 'there is a log')
  t.notMatch(log, SECRETS)
  t.notMatch(log, key, 'nor is the key')
  t.notMatch(readFileSync(file, 'utf8'), key)
})

t.test('what no document names has its scope as well', async t => {
  const made = SCOPES.map(scope => ({ scope, ...fileOf(t, `only-${scope}`, { scopes: [scope] }) }))
  const file = join(folder(t), 'clients.json')
  const clients = made.flatMap(one => JSON.parse(readFileSync(one.file, 'utf8')).clients)
  writeFileSync(file, JSON.stringify({ clients }))
  const app = await build(t, { clients: new Registry(file), mcp: true })
  for (const [method, url, needed] of [
    ['POST', '/mcp', 'mcp'],
    ['GET', '/metrics', 'read']
  ] as const) {
    t.equal((await app.inject({ method, url })).statusCode, 401, url)
    for (const { scope, key } of made) {
      const { statusCode } = await app.inject({ method, url, headers: bearer(key) })
      if (scope === needed) t.notOk([401, 403].includes(statusCode), `${url} takes ${scope}`)
      else t.equal(statusCode, 403, `${url} refuses ${scope}`)
    }
  }
})
