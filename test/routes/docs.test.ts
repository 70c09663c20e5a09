/** /docs and what it leads to: the examples run, every page and link answers, and a first click finds something. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import t from 'tap'
import { Program } from '../../src/engine/program.ts'
import type { Document } from '../../src/plugins/trial.ts'
import type { RouteContext } from '../../src/routes/context.ts'
import { BASE, codeOf, LANGUAGES, type Language } from '../../src/routes/docs/examples.ts'
import { firstCalls } from '../../src/routes/docs/index.ts'
import { PROBLEMS } from '../../src/schemas/problem.ts'
import { accessibilityFaults, needsBrowser, visit } from '../helpers/browser.ts'
import { build, plan } from '../helpers/service.ts'

const run = promisify(execFile)
const context = { ...plan, program: new Program(plan.policy) } as never as RouteContext
const calls = firstCalls(context)

const has = (program: string) =>
  run(program, ['--version']).then(
    () => true,
    () => false
  )

/** How an example is run, and by what. */
const RUN: Record<Language, { program: string; file: string; args: (file: string) => string[] }> = {
  curl: { program: 'curl', file: 'example.sh', args: file => [file] },
  TypeScript: { program: process.execPath, file: 'example.mts', args: file => ['--import=tsx', file] },
  Python: { program: 'python3', file: 'example.py', args: file => [file] },
  Java: { program: 'java', file: 'Example.java', args: file => [file] }
}

t.test('the examples run as they are shown, in every language that is here', async t => {
  const app = await build(t)
  await app.listen({ port: 0 })
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  t.equal(calls.length, 3)
  for (const language of LANGUAGES) {
    const { program, file, args } = RUN[language]
    if (!(await has(program))) {
      t.comment(`${program} is not here: its examples are not run`)
      continue
    }
    for (const [index, call] of calls.entries()) {
      const path = `${t.testdir({})}/${file}`
      writeFileSync(path, codeOf(call, language).replaceAll(BASE, origin))
      const { stdout } = await run(language === 'curl' ? 'sh' : program, args(path))
      const told = [/"?undetermined"?/, /元|%/, /"?vat-credit-refund"?/][index] as RegExp
      t.match(stdout, told, `${language}: ${call.title}`)
    }
  }
})

t.test('a policy without examples has a page without them', async t => {
  t.strictSame(firstCalls({ ...context, witnesses: {} }), [])
})

t.test('every page answers, and what it leads to', async t => {
  const app = await build(t)
  const seen = new Set<string>()
  const look = async (url: string) => {
    if (seen.has(url)) return
    seen.add(url)
    const { statusCode, headers, body } = await app.inject(url)
    t.equal(statusCode, 200, url)
    if (!String(headers['content-type']).startsWith('text/html') || url.startsWith('/docs/try')) return
    if (['/hotline', '/desk', '/read'].includes(url)) return
    t.match(body, /<html lang="zh-CN">/, url)
    for (const [, link = ''] of body.matchAll(/(?:href|src)="([^"]+)"/g)) {
      const to = new URL(link, `http://a${url}`)
      if (to.host === 'a') await look(to.pathname)
    }
  }
  await look('/docs')
  for (const page of ['/problems', '/docs/versioning', '/docs/api-changelog', '/docs/clients', '/read'])
    t.ok(seen.has(page), `${page} is one click away`)
  t.equal((await app.inject('/docs/')).headers.location, '../docs')
  for (const [code, [status, title]] of Object.entries(PROBLEMS)) {
    const { body } = await app.inject(`/problems/${code}`)
    t.match(body, `${title}（HTTP ${status}）`)
    t.match(body, new RegExp(`<p>${status}\\. `), `${code}: no list`)
  }
  const { type } = (await app.inject('/problems/nothing')).json()
  t.equal((await app.inject(type)).statusCode, 200, 'the type of a problem leads somewhere')
  const at = async (prefix: string) =>
    (await app.inject({ url: '/nowhere', headers: { 'x-forwarded-prefix': prefix } })).json().type
  t.equal(await at('/rules/v1'), '/rules/v1/problems/not-found')
  t.equal(await at('//evil.example'), '/problems/not-found', 'nothing leads elsewhere')
  t.match((await app.inject('/docs/yaml')).body, /^openapi: 3\.1\.0/)
})

t.test('the page for trying out: a first click finds something, and answers are shown', async t => {
  const app = await build(t)
  const read = async () => (await app.inject('/docs/try/json')).json<Document>()
  const document = await read()
  t.strictSame(await read(), document, 'made once')
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { parameters = [], requestBody, responses }] of Object.entries(methods)) {
      const given = parameters.filter(({ example, examples }) => example ?? examples)
      t.ok(
        given.every(({ required }) => required),
        `${method} ${path}: no filter is filled in`
      )
      if (path.startsWith('/decisions') || path.startsWith('/health')) continue
      const media =
        responses[200]?.content?.['application/json'] ?? responses[200]?.content?.['application/x-ndjson']
      if (!requestBody || requestBody.content['application/json'])
        if (media) t.ok(media.example, `${method} ${path}: a real answer`)
    }
  }
  const batch = document.paths['/eligibility/batch']?.post
  t.strictSame(
    batch?.requestBody?.content['application/x-ndjson']?.schema,
    { type: 'string' },
    'lines can be typed'
  )
  t.match(batch?.responses[200]?.content?.['application/x-ndjson']?.example, /^\{"id":"firm-1"/)
  const { EnterpriseFacts } = document.components.schemas as never as {
    EnterpriseFacts: { properties: { industry: { enum: string[]; title: string } } }
  }
  t.match(EnterpriseFacts.properties.industry, { title: '所属行业', enum: ['农、林、牧、渔业'] }, 'a list')
  t.strictSame(document.servers, [{ url: '../..' }])
  const contract = (await app.inject('/docs/json')).json<Document>()
  t.strictSame(contract.servers, [{ url: '..' }], 'the contract is left alone')
})

t.test(
  'the start page in a browser: languages from the keyboard, copied, from this service',
  needsBrowser,
  async t => {
    const { page, foreign, errors } = await visit(t, '/docs')
    await page.locator('body[data-ready]').waitFor()
    t.strictSame(await accessibilityFaults(page), [])
    const shown = page.locator('pre[role=tabpanel]:not([hidden])')
    t.equal(await shown.count(), 3)
    await page.locator('[role=tab]', { hasText: 'curl' }).first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('a')
    t.match(await shown.allTextContents(), [/await fetch/, /await fetch/, /await fetch/], 'all three change')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    t.match(await shown.first().textContent(), /HttpClient/, 'round and round')
    await page.locator('[role=tab]', { hasText: 'curl' }).last().click()
    const origin = new URL(page.url()).origin
    t.match(await shown.first().textContent(), `curl -s ${origin}/eligibility`)
    await page.evaluate(`navigator.clipboard.writeText = async text => { globalThis.copied = text }`)
    await page.locator('.copy').first().click()
    await page.getByText('已复制').waitFor()
    t.match(await page.evaluate('globalThis.copied'), /^curl/)
    await page.evaluate(`navigator.clipboard.writeText = async () => { throw new Error('no') }`)
    await page.locator('.copy').first().click()
    await page.getByText('没有复制成').waitFor()
    t.strictSame(await accessibilityFaults(page), [])
    for (const path of [
      '/problems',
      '/problems/unknown-version',
      '/docs/versioning',
      '/docs/api-changelog',
      '/docs/clients'
    ]) {
      await page.goto(origin + path)
      await page.locator('body[data-ready]').waitFor()
      t.strictSame(await accessibilityFaults(page), [], path)
      for (const width of [360, 1440]) {
        await page.setViewportSize({ width, height: 900 })
        t.equal(await page.evaluate('document.documentElement.scrollWidth'), width, `${path} at ${width}`)
      }
    }
    t.strictSame(foreign, [], 'nothing is asked off this machine')
    t.strictSame(errors, [])
  }
)
