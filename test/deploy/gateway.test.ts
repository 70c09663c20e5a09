/**
 * Under a path of a gateway that passes /relief/x on as /x and says nothing else: pages, their files, redirects, the
 * contract and what a browser asks. Behind a real nginx where there is one, else behind one of a few lines.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import t, { type Test } from 'tap'
import { chromiumPath, MISSING } from '../helpers/chromium.ts'
import { build } from '../helpers/service.ts'

const PREFIX = '/relief'
const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find(path => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
})
const NO_NGINX = 'no nginx: install it (Debian: sudo apt-get install nginx) to test behind it'

/** A gateway of a few lines. @returns its origin */
async function plainGateway(t: Test, service: string): Promise<string> {
  const gateway = createServer((asked, answer) => {
    const { url = '', method } = asked
    const headers = { ...asked.headers, 'x-forwarded-prefix': PREFIX }
    if (!url.startsWith(`${PREFIX}/`)) return void answer.writeHead(502).end()
    const passed = request(`${service}${url.slice(PREFIX.length)}`, { method, headers }, given => {
      answer.writeHead(given.statusCode as number, given.headers)
      given.pipe(answer)
    })
    asked.pipe(passed)
  })
  t.after(() => gateway.close().closeAllConnections())
  await once(gateway.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
}

/** nginx as a gateway, all its files in a folder of its own. @returns its origin */
async function nginxGateway(t: Test, service: string): Promise<string> {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  await new Promise(done => free.close(done))
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map(name => `${name}_temp_path ${folder}/${name};`)
    .join(' ')
  writeFileSync(
    `${folder}/nginx.conf`,
    `daemon off; pid ${folder}/pid; error_log stderr crit; events {}
     http { access_log off; ${temporary}
       server { listen 127.0.0.1:${port}; location ${PREFIX}/ { proxy_pass ${service}/; proxy_redirect off;
         proxy_set_header X-Forwarded-Prefix ${PREFIX}; } } }`
  )
  const nginx = spawn(NGINX as string, ['-c', `${folder}/nginx.conf`], { stdio: 'ignore' })
  t.after(async () => {
    nginx.kill()
    if (nginx.exitCode === null) await once(nginx, 'exit')
    rmSync(folder, { recursive: true })
  })
  const origin = `http://127.0.0.1:${port}`
  for (let wait = 0; wait < 100; wait++) {
    const answer = await fetch(`${origin}${PREFIX}/health/live`).catch(() => undefined)
    if (answer?.ok) return origin
    await setTimeout(100)
  }
  throw new Error('nginx does not start')
}

const GATEWAYS = [
  ['a gateway of a few lines', plainGateway, ''],
  ['nginx', nginxGateway, NGINX ? '' : NO_NGINX]
] as const

/** Every href and src of a page, as a browser resolves them. */
const linksIn = (html: string, url: string) =>
  [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = '']) => new URL(link, url).href)

for (const [name, make, missing] of GATEWAYS) {
  if (missing) process.stderr.write(`SKIPPED: ${missing}\n`)
  t.test(`behind ${name}`, missing ? { skip: missing } : {}, async t => {
    const app = await build(t)
    const gate = `${await make(t, await app.listen({ port: 0 }))}${PREFIX}`

    await t.test('pages find their files, redirects followed', async t => {
      for (const path of [
        '/',
        '/docs',
        '/docs/',
        '/docs?a=1',
        '/docs/try',
        '/docs/try/',
        '/docs/try?a=1',
        '/docs/try/?a=1',
        '/docs/try/static/index.html',
        '/docs/versioning',
        '/problems/unknown-clause',
        '/read',
        '/hotline'
      ]) {
        const page = await fetch(`${gate}${path}`)
        t.equal(page.status, 200, path)
        t.ok(page.url.startsWith(gate), `${path} leads to ${page.url}`)
        const links = linksIn(await page.text(), page.url).filter(link => link.startsWith('http'))
        t.ok(links.length >= 2, `${path} has ${links.length} links`)
        for (const link of links) {
          const file = await fetch(link)
          await file.arrayBuffer()
          t.equal(file.status, 200, `${path}: ${link}`)
        }
      }
      const wrong = (await (await fetch(`${gate}/clauses/99`)).json()) as { type: string }
      t.equal(wrong.type, `${PREFIX}/problems/unknown-clause`, 'where the gateway tells its path')
      const at = `${gate}/docs/json`
      const { servers } = (await (await fetch(at)).json()) as { servers: [{ url: string }] }
      t.equal(new URL(servers[0].url, at).href, `${gate}/`)
    })

    const browserPath = chromiumPath()
    await t.test('pages work in a browser', browserPath ? {} : { skip: MISSING }, async t => {
      const browser = await chromium.launch({
        executablePath: browserPath as string,
        args: ['--no-sandbox', '--disable-gpu']
      })
      t.after(() => browser.close())
      const page = await browser.newPage()
      const failed: string[] = []
      page.on('response', answer => {
        if (answer.status() >= 400) failed.push(`${answer.status()} ${answer.url()}`)
      })
      for (const path of ['/docs/try', '/docs/try/']) {
        await page.goto(`${gate}${path}`)
        const operation = page.locator('#operations-decisions-decideEligibility')
        await operation.locator('.opblock-summary').click()
        const asked = page.waitForRequest(one => one.method() === 'POST')
        await operation.locator('.execute').click()
        t.equal((await asked).url(), `${gate}/eligibility`, path)
        const status = operation.locator('.live-responses-table .response-col_status').last()
        t.equal(await status.textContent(), '200', path)
      }
      await page.goto(`${gate}/hotline`)
      await page.locator('body[data-ready]').waitFor()
      await page.locator('#question').fill('我是个体户，租的是公家的铺面，房租能免几个月')
      await page.keyboard.press('Enter')
      await page.locator('.card').first().waitFor()
      t.match(await page.locator('.card').first().textContent(), /国有房屋租金减免3个月/)
      t.strictSame(failed, [])
    })
  })
}
