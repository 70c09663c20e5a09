/** The pages, in a real browser: Swagger UI and the agents' page, from this machine only. */
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import t from 'tap'
import { chromiumPath, MISSING } from './chromium.ts'
import { build } from './helper.ts'

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
const needsBrowser = { skip: executablePath === undefined && !process.env.CI && MISSING }

let browser: Browser
if (!needsBrowser.skip) {
  t.before(async () => {
    browser = await chromium.launch({ executablePath, args: FLAGS })
  })
  t.teardown(() => browser.close())
}

/** A page of the service, and every address it asked that is not this service's. */
async function visit(t: { after(work: () => unknown): void }, path: string) {
  const app = await build(t)
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

t.test('Swagger UI: an example of each outcome, executed without typing', needsBrowser, async t => {
  const { page, foreign, errors } = await visit(t, '/docs')
  const operation = page.locator('#operations-decisions-decideEligibility')
  await operation.waitFor()
  const description = await page.locator('.info').textContent()
  t.match(description, /规则服务/)
  t.match(description, /Rules as code/)
  await operation.locator('.opblock-summary').click()
  const examples = operation.locator('.examples-select-element').first()
  await examples.waitFor()
  for (const outcome of ['eligible', 'ineligible', 'undetermined']) {
    await examples.selectOption(outcome)
    await operation.locator('.execute').click()
    const answer = operation.locator('.live-responses-table .highlight-code').first()
    await answer.getByText(`"${outcome}"`, { exact: true }).first().waitFor()
    t.equal(await operation.locator('.live-responses-table .response-col_status').last().textContent(), '200')
  }
  t.strictSame(foreign, [], 'nothing is asked off this machine')
  t.strictSame(errors, [])
})

t.test('the agents’ page: a whole call, by keyboard only', needsBrowser, async t => {
  const { page, foreign, errors } = await visit(t, '/hotline')
  await page.locator('body[data-ready]').waitFor()
  await page.keyboard.type('我是个体户，租的是公家的铺面，房租能免几个月')
  await page.keyboard.press('Enter')
  const card = page.locator('.card').first()
  await card.waitFor()
  t.match(await card.textContent(), /国有房屋租金减免3个月/)
  t.match(await page.locator('#facts').textContent(), /个体工商户/)
  const first = card.locator('.tag').nth(1)
  for (let asked = 0; asked < 8 && (await first.textContent()) === '还不能确定'; asked++) {
    await Promise.all([page.waitForResponse('**/answers'), page.keyboard.press('1')])
    await page
      .locator('#facts li')
      .nth(asked + 2)
      .waitFor()
  }
  t.equal(await first.textContent(), '符合', 'settled')
  t.match(
    await page.locator('#next-question').textContent(),
    /每月租金/,
    'what the amount lacks is asked last'
  )
  await page.keyboard.type('不多')
  await page.keyboard.press('Enter')
  t.match(await page.locator('#answer .warning').textContent(), /没有看懂“不多”/)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('1.2万')
  await page.keyboard.press('Enter')
  await card.getByText('金额：36,000.00元').waitFor()
  t.match(await page.locator('#facts').textContent(), /月租金：12,000元/)
  t.match(await page.locator('#next-title').textContent(), /问完了/)
  await page.locator('#facts button').first().focus()
  await page.keyboard.press('Enter')
  await page.getByText('您是企业、个体工商户').waitFor()
  t.equal(await first.textContent(), '还不能确定', 'what was heard is taken back, and asked')
  await page.keyboard.press('9')
  await card.getByText('对不上', { exact: true }).waitFor()
  await page.keyboard.press('/')
  t.equal(await page.locator('#question:focus').count(), 1)
  await page.keyboard.press('Escape')
  t.equal(await page.locator('.card').count(), 0, 'ready for the next caller')
  await page.keyboard.type('<img src=x onerror=alert(1)>身份证丢了去哪儿补')
  await page.keyboard.press('Enter')
  await page.locator('.say').waitFor()
  t.match(await page.locator('.say').textContent(), /没有写/)
  t.equal(await page.locator('img').count(), 0, 'what is typed is never markup')
  await page.keyboard.press('Escape')
  await page.keyboard.type('我们单位想缓缴社保')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('2026年1月5日')
  await page.keyboard.press('Enter')
  await page.locator('.card .closed').first().waitFor()
  t.match(await page.locator('.say').first().textContent(), /^先跟您说明，这项政策到2022年12月31日为止/)
  const asked = page.locator('#next-question')
  for (let turn = 0; turn < 30 && (await page.locator('#next-title').textContent()) === '接着问'; turn++) {
    const question = await asked.textContent()
    const done = page.locator('#answer .done')
    if ((await done.count()) > 0) {
      for (const key of ['1', '2', '2', 'Enter']) await page.keyboard.press(key)
      await page.locator('#facts').getByText('养老').waitFor()
    } else await page.keyboard.press((await page.locator('#answer input').count()) > 0 ? '?' : '0')
    await page.locator('#next-question', { hasNotText: question as string }).waitFor()
  }
  t.match(await asked.textContent(), /没有还要问的/, 'nothing is asked twice of who does not know')
  await page.locator('#as-of').fill('明天')
  await page.keyboard.press('Enter')
  await page.getByText('没有查成').waitFor()
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    const fits = await page
      .locator('html')
      .evaluate((root: { scrollWidth: number; clientWidth: number }) => root.scrollWidth <= root.clientWidth)
    t.ok(fits, `nothing is cut at ${width} pixels`)
  }
  t.strictSame(foreign, [])
  t.strictSame(errors, [])
})
