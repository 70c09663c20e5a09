/** Pages in a real browser: from this machine only, and checked for accessibility. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import t from 'tap'
import type { AppOptions } from '../../src/app.ts'
import { chromiumPath, MISSING } from './chromium.ts'
import { build } from './service.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

const executablePath = chromiumPath()
/** Without a browser its tests are skipped, but never in CI: there the launch fails instead. */
export const needsBrowser = { skip: executablePath === undefined && !process.env.CI && MISSING }

let browser: Browser
if (!needsBrowser.skip) {
  t.before(async () => {
    browser = await chromium.launch({ executablePath, args: FLAGS })
  })
  t.teardown(() => browser.close())
}

/** A page of the service, and every address it asked that is not this service's. */
export async function visit(
  t: { after(work: () => unknown): void },
  path: string,
  options: Partial<AppOptions> = {}
) {
  const app = await build(t, options)
  await app.listen({ port: 0 })
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const page: Page = await browser.newPage()
  t.after(() => page.close())
  const foreign: string[] = []
  const errors: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) foreign.push(request.url())
  })
  page.on('pageerror', error => errors.push(error.message))
  await page.goto(`${origin}${path}`)
  return { page, foreign, errors }
}

/** What an automatic check of accessibility finds on a page. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(n => n.html).join(' ')))`
  )
}
