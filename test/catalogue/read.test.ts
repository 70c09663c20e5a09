/** The text beside the rules: GET /clauses/{clause}/text, and the page /read in a real browser. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { readPlan } from '../../src/plan.ts'
import type { ClauseText } from '../../src/policy/text.ts'
import type { ClauseTextView } from '../../src/schemas/clause-text.ts'
import { textsOf } from '../../src/texts/index.ts'
import { accessibilityFaults, needsBrowser, visit } from '../helpers/browser.ts'
import { build } from '../helpers/service.ts'

const all = readPlan()

/** The places that stretches take up. */
const taken = (places: readonly { from: number; to: number }[]) =>
  [
    ...new Set(places.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)))
  ].sort((a, b) => a - b)

t.test('a field says its unit as answers do', async t => {
  const page = readFileSync(new URL('../../src/catalogue/page/fields.js', import.meta.url), 'utf8')
  const [, table = ''] = /const UNITS = \{(.*?)\}/s.exec(page) as RegExpExecArray
  const shown = new Map([...table.matchAll(/'?([\w-]+)'?: '(.*?)'/g)].map(([, unit, text]) => [unit, text]))
  const { units } = textsOf('zh')
  for (const { unit } of all.policy.facts)
    if (unit && units[unit]) t.equal(shown.get(unit), units[unit], unit)
  t.ok(shown.size > 5)
})

t.test('the text of every clause, and the words of it that the rules rest on', async t => {
  const app = await build(t, all)
  for (const { id, inForce, digest, clauses } of all.policy.documents) {
    const day = inForce?.to ?? inForce?.from ?? '2022-07-01'
    for (const { id: clause, completeness } of clauses) {
      const at = `/clauses/${clause}/text?policy=${id}&asOf=${day}`
      const { policy, text } = (await app.inject(at)).json<ClauseTextView>()
      t.equal(policy.digest, digest, at)
      const { sentences, quotations, unused } = text as ClauseText
      t.equal(sentences.length === 0, completeness === 'missing', at)
      t.strictSame(unused, [], `${at}: every word is accounted for`)
      const words = sentences.map(one => one.text).join('')
      for (const { quote, places } of quotations)
        t.equal(places.map(({ from, to }) => words.slice(from, to)).join('……'), quote, at)
      t.strictSame(
        taken(quotations.flatMap(({ places }) => places)),
        taken(all.coverage.get(digest)?.[clause]?.spans ?? []),
        `${at}: as its coverage says`
      )
    }
  }
  const chunks = (await app.inject('/clauses/51/text')).json<ClauseTextView>()
  t.strictSame(
    [chunks.clause, chunks.text?.sentences.at(-1)?.paragraph],
    ['50-52', 2],
    'a chunk is a paragraph'
  )
  t.equal((await app.inject('/clauses/99/text')).statusCode, 404)
})

t.test('where the text is not at hand, that is said', async t => {
  const app = await build(t, { texts: new Map() })
  t.match((await app.inject('/clauses/4/text')).json(), { clause: '4', completeness: 'complete', text: null })
})

t.test('the page: words and rules light each other up, from the keyboard as well', needsBrowser, async t => {
  const { page, foreign, errors } = await visit(t, '/read?clause=4')
  await page.locator('body[data-ready]').waitFor()
  t.strictSame(await accessibilityFaults(page), [])
  const words = page.locator('#words a.words', { hasText: '各类国有产权房屋' })
  await words.focus()
  const lit = page.locator('#rules li.lit')
  t.match(await lit.allTextContents(), [/承租的是国有房屋/])
  await page.keyboard.press('Enter')
  t.match(await page.evaluate('document.activeElement.textContent'), /^承租的是国有房屋/, 'there it leads')
  await page.keyboard.press('Tab')
  t.match(await page.locator('#words .lit').allTextContents(), ['各类国有产权房屋'])
  await page.keyboard.press('Enter')
  t.equal(await page.evaluate('document.activeElement.textContent'), '各类国有产权房屋', 'and back')
  await page.locator('#measures h3').first().hover()
  t.equal(await page.locator('.lit').count(), 0)
  await page.locator('#rules li', { hasText: '减免月数（' }).first().hover()
  t.match((await page.locator('#words .lit').allTextContents()).join(''), /减免3个月/)
  const rules = (await page.locator('#rules').textContent()) as string
  for (const part of [
    /条件（都要满足）/,
    /数和日期/,
    /怎样计算/,
    /没有说清/,
    /这里取/,
    /也可以是/,
    /区国资委/
  ])
    t.match(rules, part)
  t.match(rules, /协调督查政策落实.*政府督促落实/, 'words that decide nothing, and why')
  t.match(rules, /别的条款也以这一条为依据/)
  t.strictSame(foreign, [], 'nothing is asked off this machine')
  t.strictSame(errors, [])
})

t.test('the page: a measure is tried where it stands', needsBrowser, async t => {
  const { page, errors } = await visit(t, '/read?clause=4&asOf=2022-07-01')
  await page.locator('body[data-ready]').waitFor()
  const measure = page.locator('#measure-state-owned-rent-relief')
  const answer = measure.locator('.answer')
  await measure.locator('summary').press('Enter')
  await measure.locator('.examples button', { hasText: '符合：全部' }).press('Enter')
  await answer.getByText('符合', { exact: true }).waitFor()
  t.match(await answer.textContent(), /满足：.*国有/)
  await measure.getByLabel('月租金（元）').fill('12000')
  await measure.locator('form button').press('Enter')
  await answer.getByText('36,000.00元', { exact: true }).waitFor()
  await measure.getByLabel('承租房屋的产权').selectOption('')
  await measure.locator('form button').press('Enter')
  await answer.getByText('还要问：').waitFor()
  await measure.getByLabel('月租金（元）').fill('一万二')
  await measure.locator('form button').press('Enter')
  await answer.getByText('请求体有 1 处错误').waitFor()
  await measure.getByLabel('月租金（元）').fill('')
  await measure.getByLabel('一项都没有').check()
  await measure.locator('form button').press('Enter')
  await answer.getByText('还不能确定', { exact: true }).waitFor()
  t.strictSame(await accessibilityFaults(page), [])
  t.strictSame(errors, [])
})

t.test('the page: what is lost, what is not used, other versions, phones', needsBrowser, async t => {
  const digest = all.policy.documents[0]?.digest as string
  const texts = new Map(all.texts)
  const own = texts.get(digest)?.() as ReadonlyMap<string, ClauseText>
  const spoiled = { ...(own.get('3') as ClauseText), unused: [{ from: 0, to: 4 }] }
  texts.set(digest, () => new Map([...own, ['3', spoiled]]))
  const { page, errors } = await visit(t, '/read?clause=29', { ...all, texts })
  const ready = () => page.locator('body[data-ready]').waitFor()
  await ready()
  t.match(await page.locator('#words').textContent(), /正文没有留下来.*抄本缺失：正文全部缺失/)
  t.strictSame(await accessibilityFaults(page), [])
  const go = async (clause: string) => {
    await page.locator('#clause').selectOption(clause)
    await Promise.all([page.waitForURL(`**clause=${clause}**`), page.locator('#choose button').click()])
    await ready()
  }
  await go('3')
  t.equal((await page.locator('#words mark.unused').allTextContents()).join('').length, 4)
  t.match(await page.locator('#legend').textContent(), /规则没有用到/)
  t.strictSame(await accessibilityFaults(page), [])
  await page.locator('#after').click()
  await page.waitForURL('**clause=4**')
  await ready()
  await page.goto(new URL('/read?policy=sme-payment&clause=8&asOf=2024-01-01', page.url()).href)
  await ready()
  t.match(await page.locator('#about').textContent(), /国务院令第728号/)
  t.equal(await page.locator('#words p').count(), 3, 'paragraph by paragraph')
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), width, `nothing is cut at ${width}`)
  }
  await page.goto(new URL('/read?clause=99', page.url()).href)
  await page.getByText('没有第 99 条').waitFor()
  t.strictSame(errors, [])
})
