/** The pages, in a real browser: Swagger UI and the agents' page, from this machine only. */
import { readFileSync } from 'node:fs'
import { readXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import t from 'tap'
import { accessibilityFaults, needsBrowser, visit } from '../helpers/browser.ts'

t.test('Swagger UI: an example of each outcome, executed without typing', needsBrowser, async t => {
  const { page, foreign, errors } = await visit(t, '/docs/try')
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

/** Types what a caller says, and waits for the answer. */
async function search(page: Page, question: string) {
  await page.locator('#question').fill(question)
  await Promise.all([page.waitForResponse('**/answers'), page.keyboard.press('Enter')])
}

t.test('the agents’ page: a whole call, by keyboard only', needsBrowser, async t => {
  const { page, foreign, errors } = await visit(t, '/hotline')
  await page.locator('body[data-ready]').waitFor()
  await page.keyboard.type('我是个体户，租的是公家的铺面，房租能免几个月')
  await page.keyboard.press('Enter')
  const card = page.locator('.card').first()
  await card.waitFor()
  t.match(await card.textContent(), /国有房屋租金减免3个月/)
  t.match(await page.locator('#facts').textContent(), /个体工商户.*听到“我是个体”/)
  t.strictSame(await accessibilityFaults(page), [])
  const asked = page.locator('#next-question')
  const question = await asked.textContent()
  await page.keyboard.type('1，还有2')
  t.equal(
    await page.locator('#question').inputValue(),
    '我是个体户，租的是公家的铺面，房租能免几个月1，还有2'
  )
  t.equal(await asked.textContent(), question, 'digits in what the caller says answer nothing')
  const first = card.locator('.tag').nth(1)
  await page.keyboard.press('ArrowDown')
  for (const pressed of [`key: '1', isComposing: true`, `key: 'Process'`]) {
    await page.evaluate(
      `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { ${pressed}, bubbles: true }))`
    )
    t.equal(
      await page.locator('#question:focus').count(),
      1,
      'Chinese that is being composed goes to the box'
    )
    t.equal(await asked.textContent(), question, 'and answers nothing')
    await page.keyboard.press('ArrowDown')
  }
  for (let turn = 0; turn < 8 && (await first.textContent()) === '还不能确定'; turn++) {
    const before = await page.locator('#facts li').count()
    await Promise.all([page.waitForResponse('**/answers'), page.keyboard.press('1')])
    await page.locator('#facts li').nth(before).waitFor()
  }
  t.equal(await first.textContent(), '符合', 'settled')
  t.match(await asked.textContent(), /每月租金/, 'what the amount lacks is asked last')
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
  await page.locator('#next-question', { hasNotText: '没有还要问的' }).waitFor()
  t.equal(await first.textContent(), '还不能确定', 'what is taken back is open again, and asked')
  await page.keyboard.type('sds')
  t.equal(await page.locator('#question:focus').count(), 1, 'letters go to the box')
  t.match(await page.locator('#question').inputValue(), /还有2sds$/, 'and lose nothing that stood there')
  await page.locator('#as-of').fill('2022-07-01')
  await page.locator('#next').focus()
  await page.keyboard.press('Escape')
  t.equal(await page.locator('.card').count(), 0, 'ready for the next caller')
  t.equal(await page.locator('#as-of').inputValue(), '', 'on the day of today')
  t.equal(await page.locator('#facts li').count(), 0)
  await page.keyboard.type('<img src=x onerror=alert(1)>身份证丢了去哪儿补')
  await page.keyboard.press('Enter')
  await page.locator('.say').waitFor()
  t.match(await page.locator('.say').textContent(), /没有写/)
  t.equal(await page.locator('img').count(), 0, 'what is typed is never markup')
  await page.keyboard.press('Escape')
  t.equal(await page.locator('.say').count(), 0, 'from the box as well')
  t.equal(await page.locator('#question:focus').inputValue(), '')
  t.strictSame(foreign, [])
  t.strictSame(errors, [])
})

t.test(
  'the agents’ page: all that a caller may get, from the situations they are in',
  needsBrowser,
  async t => {
    const { page, errors } = await visit(t, '/hotline')
    await page.locator('body[data-ready]').waitFor()
    await page.locator('#as-of').fill('2022-07-01')
    await page.locator('#survey').click()
    const boxes = page.locator('#answer .situations input')
    await boxes.first().waitFor()
    t.ok((await boxes.count()) > 40, 'one question of many answers comes first')
    t.match(await page.locator('#cards').textContent(), /条件符合的有\d+项.*要再问/)
    t.strictSame(await accessibilityFaults(page), [])
    await page.locator('#answer label', { hasText: '国有的房屋' }).first().click()
    await page.locator('#answer button', { hasText: '就这些' }).click()
    await page.locator('#answer .situations').first().waitFor({ state: 'detached' })
    t.match(await page.locator('#facts').textContent(), /没有贷款|贷款/, 'what was not chosen is denied')
    const open = async () =>
      Number(/还有(\d+)项/.exec((await page.locator('#cards').textContent()) ?? '')?.[1] ?? 0)
    const before = await open()
    const results = page.locator('#cards .results button')
    for (let turn = 0; turn < 12 && (await results.count()) === 0; turn++) {
      const key = (await page.locator('#answer button[data-key="1"]').count()) > 0 ? '1' : '?'
      await page.locator('#next').focus()
      await Promise.all([page.waitForResponse('**/eligibility'), page.keyboard.press(key)])
      await page.locator('#cards .card').waitFor()
    }
    t.ok((await open()) < before, 'each answer leaves fewer open')
    await results.first().click()
    await page.locator('.card .say').waitFor()
    t.not(await page.locator('#question').inputValue(), '', 'the card of one of them')
    t.strictSame(errors, [])
  }
)

t.test('the agents’ page: another day, nobody who knows, and narrow screens', needsBrowser, async t => {
  const { page, errors } = await visit(t, '/hotline')
  await page.locator('body[data-ready]').waitFor()
  await page.locator('#as-of').fill('2026年1月5日')
  await search(page, '我们单位想缓缴社保')
  await page.locator('.card .closed').first().waitFor()
  t.match(
    await page.locator('.say').first().textContent(),
    /^先跟您说明，这一项只算到2022年12月31日为止的社会保险费/
  )
  const asked = page.locator('#next-question')
  await page.keyboard.press('ArrowDown')
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
  await page.locator('#as-of').fill('')
  await search(page, '房租能免几个月')
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    const fits = await page
      .locator('html')
      .evaluate((root: { scrollWidth: number; clientWidth: number }) => root.scrollWidth <= root.clientWidth)
    t.ok(fits, `nothing is cut at ${width} pixels`)
    const [cards, legend] = await Promise.all(
      ['#cards', 'footer.keys'].map(part => page.locator(part).boundingBox())
    )
    t.ok(
      cards && (!legend || legend.y >= cards.y + cards.height),
      `the legend comes after the cards at ${width}`
    )
  }
  t.strictSame(errors, [])
})

t.test(
  'the agents’ page: one card is picked, none is meant, a work order, the clause',
  needsBrowser,
  async t => {
    const { page, errors } = await visit(t, '/hotline')
    await page.locator('body[data-ready]').waitFor()
    await search(page, '我是个体户，房租和水电费能缓缴或者减免吗')
    const cards = page.locator('.card')
    await cards.nth(1).waitFor()
    const second = (await cards.nth(1).locator('h3').textContent()) as string
    const pick = cards.nth(1).getByText('就问这一项')
    await Promise.all([page.waitForResponse('**/answers'), pick.click()])
    await page.locator('.picked').waitFor()
    t.equal(await cards.count(), 1)
    t.equal(await cards.locator('h3').textContent(), second)
    await Promise.all([page.waitForResponse('**/answers'), page.keyboard.press('1')])
    t.equal(await cards.locator('h3').textContent(), second, 'the interview stays with it')
    await cards.getByText('这一条说的是什么').click()
    await cards.locator('details p:not(:empty)').waitFor()
    await page.evaluate(`navigator.clipboard.writeText = async text => { globalThis.copied = text }`)
    await cards.getByText('复制到工单').click()
    await page.getByText('已复制').waitFor()
    const copied = (await page.evaluate('globalThis.copied')) as string
    t.match(copied, /^来电内容：我是个体户，房租和水电费/)
    t.match(copied, new RegExp(`政策：${second}（第\\d+条）`))
    await page.evaluate(`Object.defineProperty(navigator, 'clipboard', { value: undefined })`)
    await page.evaluate(`document.execCommand = command => { globalThis.command = command }`)
    await cards.getByText('复制到工单').click()
    t.equal(await page.evaluate('globalThis.command'), 'copy', 'where there is no clipboard')
    const nods = page.locator('.nod')
    const heard = await nods.count()
    await Promise.all([page.waitForResponse('**/answers'), nods.first().click()])
    await page
      .locator('.nod')
      .nth(heard - 1)
      .waitFor({ state: 'detached' })
    t.match(await page.locator('#facts').textContent(), /个体工商户/, 'confirmed, it stays')
    const mustSay = await cards.locator('li').allTextContents()
    t.equal(new Set(mustSay).size, mustSay.length, 'nothing must be said twice')
    for (let turn = 0; turn < 5 && (await cards.count()) > 0; turn++) {
      await Promise.all([page.waitForResponse('**/answers'), page.locator('#none').click()])
      await page.waitForFunction(`!document.querySelector('.picked')`)
    }
    t.match(await page.locator('#cards').textContent(), /方案里没有找到别的/)
    t.strictSame(errors, [])
  }
)

t.test('the agents’ page: while the service cannot be reached', needsBrowser, async t => {
  const { page } = await visit(t, '/health/live')
  let failures = 2
  await page.route('**/{facts,answers}', route => (failures-- > 0 ? route.abort() : route.continue()))
  await page.goto(new URL('/hotline', page.url()).href)
  await page.getByText('暂时连不上服务').waitFor()
  await page.locator('body[data-ready]').waitFor()
  t.equal(await page.locator('#status').textContent(), '')
  failures = 1
  await page.locator('#question').fill('房租能免几个月')
  await page.keyboard.press('Enter')
  await page.getByText('暂时连不上服务').waitFor()
  await page.locator('.card').first().waitFor()
})

t.test(
  'the officer’s page: a table with an error, looked at, decided and downloaded',
  needsBrowser,
  async t => {
    const { page, foreign, errors } = await visit(t, '/desk')
    await page.locator('body[data-ready]').waitFor()
    t.strictSame(await accessibilityFaults(page), [])
    const rows = ['编号,企业名称,申请人类型,企业规模', 'A,甲公司,企业,小型', 'B,乙公司,企业,巨型']
    const give = (name: string, text: string) =>
      page.locator('#file').setInputFiles({ name, mimeType: '', buffer: Buffer.from(text) })
    await give('名单.xls', 'x')
    await page.getByText('旧的 .xls 请用 Excel 或 WPS 另存为 .xlsx').waitFor()
    await give('名单.csv', rows.join('\n').replace('企业规模', '企业规摸'))
    await page.getByText('第 4 列“企业规摸”不是已知的事实，是不是“企业规模”').waitFor()
    t.equal(await page.locator('#problem').getAttribute('role'), 'alert')
    // Let through as no fact, then mended.
    await page.locator('#keep').fill('企业规摸')
    await page.locator('#again').press('Enter')
    await page.getByText('不是事实、不参与判断的列：企业名称、企业规摸').waitFor()
    await page.locator('#keep').fill('')
    await give('名单.csv', rows.join('\n'))
    await page.getByText('一共 2 行，其中 1 行有误').waitFor()
    const wrong = page.locator('td.wrong')
    t.equal(await wrong.count(), 1)
    t.match(await wrong.textContent(), /^巨型看不懂“巨型”，应当是 大型、中型、小型、微型 之一$/)
    t.match(await page.locator('#columns').textContent(), '企业名称')
    t.equal(await page.evaluate('document.activeElement.id'), 'preview-title', 'read from there on')
    t.strictSame(await accessibilityFaults(page), [])

    // By keyboard from here: past the rows to the answers that are wanted, and to the button.
    await page.keyboard.press('Tab')
    t.equal(await page.evaluate('document.activeElement.id'), 'rows')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.locator('#as-of').fill('2022-07-01')
    await page.locator('#decide button').focus()
    await page.keyboard.press('Enter')
    await page.locator('#done').waitFor()
    t.equal(await page.evaluate('document.activeElement.id'), 'download')
    t.strictSame(await accessibilityFaults(page), [])
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    t.equal(download.suggestedFilename(), '名单-答案.xlsx')
    const { sheets } = await readXlsx(readFileSync(await download.path()))
    const [answers, summary] = sheets.map(({ rows }) => rows)
    t.match(answers?.[1]?.slice(0, 2), ['A', '甲公司'])
    t.match(String(answers?.at(-1)?.[3]), /第 3 行“企业规模”列：看不懂“巨型”/)
    t.ok(summary && summary.length > 20)

    await page.locator('#template summary').press('Enter')
    await page.locator('#measures input').first().press('Space')
    t.match(await page.locator('#template-link').getAttribute('href'), /template\?measures=[\w-]+$/)
    const [template] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#template-link').press('Enter')
    ])
    t.match(template.suggestedFilename(), /\.xlsx$/)
    t.strictSame(foreign, [], 'nothing is asked off this machine')
    t.strictSame(errors, [])
  }
)

t.test(
  'the officer’s page: stopped, dropped on, and while the service cannot be reached',
  needsBrowser,
  async t => {
    const { page, errors } = await visit(t, '/desk')
    await page.locator('body[data-ready]').waitFor()
    const drop = (type: string, text: string) =>
      page.evaluate(
        `{ const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(text)}], '名单.csv'))
         document.querySelector('#drop').dispatchEvent(new DragEvent('${type}', { dataTransfer: data, bubbles: true, cancelable: true })) }`
      )
    await drop('dragover', '')
    t.equal(await page.locator('#drop').getAttribute('class'), 'over')
    await drop('dragleave', '')
    t.notOk(await page.locator('#drop').getAttribute('class'))
    await drop('drop', '编号,企业规模\nA,小型\n')
    await page.getByText('一共 1 行，每一行都看得懂').waitFor()
    let isHeld = true
    await page.route('**/eligibility/batch?*', async route => {
      while (isHeld) await new Promise(resolve => setTimeout(resolve, 20))
      await route.abort()
    })
    await page.locator('#decide button').click()
    await page.locator('#progress').waitFor()
    await page.locator('#stop').click()
    await page.getByText('停下了。').waitFor()
    t.ok(await page.locator('#progress-box').isHidden())
    isHeld = false
    await page.locator('#decide button').click()
    await page.getByText('连不上服务').waitFor()
    t.strictSame(errors, [])
  }
)
