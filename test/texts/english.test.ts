/**
 * A made-up rule set of another country and language, loaded beside the real ones: decided, calculated and explained
 * in English and in pounds, while the answers of the others stay as they are.
 */
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Plan } from '../../src/app.ts'
import { readCases } from '../../src/cli/rules/cases/index.ts'
import { Judge } from '../../src/cli/rules/cases/judge.ts'
import { Program } from '../../src/engine/program.ts'
import type { Hearing } from '../../src/hearing/heard.ts'
import { hearingFor } from '../../src/hearing/hearing.ts'
import { readLines } from '../../src/hotline/lines.ts'
import { readPlan } from '../../src/plan.ts'
import { PolicyError } from '../../src/policy/fault.ts'
import { type RuleFiles, readRuleFiles } from '../../src/policy/files.ts'
import { faultsBetween } from '../../src/policy/guards/between.ts'
import { faultsOf } from '../../src/policy/guards/index.ts'
import { defaultSources, newestOf, readLibrary } from '../../src/policy/library.ts'
import type { Measure } from '../../src/policy/model.ts'
import { sorted } from '../../src/policy/rule-set.ts'
import { withShared } from '../../src/policy/shared.ts'
import { isSpoken, textsOf } from '../../src/texts/index.ts'
import { build } from '../helpers/service.ts'

const SET = 'heating-grant'
const folder = fileURLToPath(new URL('../data/heating-grant-2027', import.meta.url))
const two = readPlan()
const library = readLibrary([...defaultSources(), folder])
const { policy } = library
const english = readLibrary([folder])

/** Each language is searched by itself: to train one classifier on both takes longer than all of these tests. */
const ear = hearingFor(
  { policy, sets: newestOf(library) },
  { policy: english.policy, sets: newestOf(english) }
)
const hearing: Hearing = {
  ...ear,
  search: (question, limit, policies) =>
    (policies?.includes(SET) ? ear : two.hearing).search(question, limit, policies)
}
const three: Plan = {
  ...two,
  policy,
  hearing,
  lines: readLines(newestOf(library)),
  entries: new Map([...two.entries, [SET, []]])
}

const HAN = /[\p{Script=Han}\u3001-\u303f\uff00-\uff60]/u

/** Every text of a value, and every name in it, that has Chinese characters. */
function chineseIn(value: unknown, at = ''): string[] {
  if (typeof value === 'string') return HAN.test(value) ? [`${at}: ${value}`] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => [
    ...(HAN.test(name) ? [`${at}/${name}`] : []),
    ...chineseIn(one, `${at}/${name}`)
  ])
}

type App = Awaited<ReturnType<typeof build>>
/** biome-ignore lint/suspicious/noExplicitAny: answers are looked into */
type Answer = any

async function ask(app: App, url: string, payload?: object): Promise<Answer> {
  const answer = await app.inject(payload ? { method: 'POST', url, payload } : { method: 'GET', url })
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.body}`)
  return answer.json()
}

const service = (test: Parameters<typeof build>[0], of = three) =>
  build(test, { ...of, today: () => '2027-05-10' })
const cases = readCases(`${folder}/cases`)
const DAYS = ['2027-02-10', '2027-11-01', '2028-06-01', '2029-06-01']

t.test('its cases, while the others are loaded', async t => {
  t.strictSame(new Judge(new Program(policy)).red(cases.measures), [])
  const asked = new Set(cases.measures.map(({ measure }) => measure))
  const own = english.policy.measures.filter(({ conditions }) => conditions)
  t.strictSame(
    own.map(({ id }) => id).filter(id => !asked.has(id)),
    []
  )
})

t.test('answers of every case, around its window, have no Chinese character', async t => {
  const app = await service(t)
  const only = { policies: [SET] }
  for (const { measure, facts, asOf: day } of cases.measures) {
    for (const asOf of [day, ...DAYS]) {
      const request = { facts, asOf, ...only }
      const eligibility = await ask(app, '/eligibility', { ...request, explain: 'full' })
      const all = await ask(app, '/calculate', request)
      const one = await ask(app, '/calculate', { facts, asOf, measure })
      const question = (policy.measure(measure) as Measure).phrases[3]
      const card = await ask(app, '/answers', { ...request, question })
      t.same(
        [eligibility, all, one, card].flatMap(answer => chineseIn(answer)),
        [],
        `${measure} ${asOf}`
      )
      const results = [...eligibility.results, ...all.results, one, ...card.matches]
      t.ok(results.every(({ lang }: Answer) => lang === 'en-GB'))
      t.equal(card.matches[0].measure, measure)
    }
  }
})

t.test('what it says', async t => {
  const app = await service(t)
  const [grant] = cases.measures as [(typeof cases.measures)[0]]
  const one = await ask(app, '/calculate', { facts: grant.facts, asOf: '2027-05-01', measure: grant.measure })
  t.match(one, {
    outcome: 'eligible',
    window: { text: 'Open from 1 April to 30 September 2027', obstacle: null },
    unitText:
      'Led by the Energy Office (the scheme does not say who leads; read from the subject), with the Business Desk.',
    assumptions: [{ label: 'shop is trading' }],
    derived: [
      {
        label: 'price without VAT',
        text: '£5,000',
        because: 'price of the heating: £6,000, price with tax ÷ 1.2',
        basis: { text: 'VAT Notice 700 (not in this document; not verified)' }
      }
    ],
    amount: {
      status: 'at-most',
      unit: 'GBP',
      text: 'at most £2,000.00',
      readings: [{ text: 'at most £2,000.00' }, { text: 'at most £2,400.00' }],
      steps: [
        { expression: '£5,000 × at most 40%', result: 'at most £2,000.00', basis: { clause: '2' } },
        { expression: 'part of the price at most £2,000.00, at most £5,000' }
      ]
    }
  })
  t.match(one.reasons[0], {
    text: 'Met: is a company or a sole trader',
    basis: { text: 'Clause 1: “a company or a sole trader”' },
    facts: [{ label: 'kind of applicant', text: 'company' }]
  })
  const late = await ask(app, '/answers', {
    question: 'grant for replacing an oil heater',
    facts: grant.facts,
    asOf: '2028-06-01',
    policies: [SET]
  })
  t.match(
    late.matches[0].card.say,
    /^First of all, this ended on 30 September 2027\. Had it been in time, if the shop is trading, all conditions are met\. Grant: at most £2,000\.00\. /
  )
  t.same(late.matches[0].card.ifAsked, [
    'The scheme does not say which papers are needed; ask the Energy Office.'
  ])
  t.match(late.matches[0].card.transferTo, [{ line: '01632 960014' }])
})

t.test('what is not known, what contradicts, and what is asked', async t => {
  const app = await service(t)
  const answer = await ask(app, '/eligibility', {
    facts: { shop: { ratesBand: 'A', isLowBand: false } },
    possible: { 'shop.employees': { min: 2 } },
    asOf: '2027-05-01',
    explain: 'full',
    policies: [SET]
  })
  t.same(chineseIn(answer), [])
  t.equal(
    answer.conflicts[0].text,
    'low rates band was given as no, but rates band: band A, which makes it yes; what was given counts, please check'
  )
  t.ok(
    answer.results
      .flatMap(({ reasons }: Answer) => reasons)
      .some(
        ({ text }: Answer) =>
          text === 'Not known yet: employs fewer than 3 people (people employed: at least 2 people)'
      )
  )
  t.match(answer.nextQuestions[0], { question: /^[A-Z].*\?$/ })
  const none = await ask(app, '/answers', { question: 'xyz blah', asOf: '2027-05-10', policies: [SET] })
  t.match(none, { matches: [], message: /^The scheme does not cover that/ })
  const said = 'We are 4 people in our shop and paid 6000 pounds for a boiler, is there a grant'
  for (const policies of [[SET], undefined]) {
    const heard = await ask(app, '/answers', {
      question: said,
      asOf: '2027-05-10',
      ...(policies && { policies })
    })
    t.same([heard.understood, heard.possible], [[], []], 'what is not heard stays unknown')
  }
})

t.test('the catalogue', async t => {
  const app = await service(t)
  const { items } = await ask(app, '/policies')
  t.match(items.at(-1), { id: SET, lang: 'en-GB' })
  t.match(items[0], { lang: 'zh' })
  const list = await ask(app, `/measures?policy=${SET}`)
  const pages = [
    list,
    await ask(app, `/policies/${SET}`),
    await ask(app, `/clauses?policy=${SET}`),
    await ask(app, `/clauses/2?policy=${SET}`),
    (await ask(app, `/facts?policy=${SET}`)).items
  ]
  for (const { id } of list.items) pages.push(await ask(app, `/measures/${id}`))
  t.same(
    pages.flatMap(page => chineseIn(page)),
    []
  )
  t.same(new Set(list.items.map(({ lang }: Answer) => lang)), new Set(['en-GB']))
  const allowance = pages.find(({ id }) => id === 'winter-allowance')
  t.match(allowance, {
    serviceItem: null,
    conditions: { name: / or a sole trader; and the shop is in Northmoor; and / },
    formulas: [
      { words: /^months = first month of bills to last month of bills \(not before .* \(October 2027\), / },
      { words: 'allowance = months × allowance a month (£60 a month)' },
      { words: 'for those employed = people employed × for each person (£80 to £120), at most most (£1,000)' }
    ]
  })
  t.match((await ask(app, '/facts')).items[0], { id: 'applicant.kind', label: '申请人类型' })
  const { body } = await app.inject(`/knowledge-base?policy=${SET}`)
  const entries = body
    .trim()
    .split('\n')
    .map(line => Object.values(JSON.parse(line)))
  t.same([entries.length, chineseIn(entries)], [list.items.length, []])
})

t.test('several languages in one answer, each measure in its own, and each currency by itself', async t => {
  const app = await service(t)
  const facts = {
    applicant: { kind: 'enterprise', registeredInPinggu: true },
    shop: { inNorthmoor: true, ratesBand: 'A', rates: 2400 }
  }
  const request = { facts, asOf: '2027-05-10' }
  const { results, assumptions, nextQuestions } = await ask(app, '/eligibility', request)
  for (const { lang, ...result } of results) t.equal(chineseIn(result.reasons).length === 0, lang === 'en-GB')
  t.same(new Set(results.map(({ lang }: Answer) => lang)), new Set(['zh', 'en-GB']))
  const textOf = (fact: string) => assumptions.find((one: Answer) => one.fact === fact)?.text
  t.match(textOf('shop.open'), /^It was not said/)
  const kinds = nextQuestions.filter((one: Answer) => one.fact.startsWith('shop.'))
  t.same([kinds.length > 0, chineseIn(kinds)], [true, []])
  const { totals, notAdded } = await ask(app, '/calculate', { ...request, policies: [SET] })
  t.match(totals, [
    { nature: 'cash', unit: 'GBP', text: '£750.50', measures: ['flat-payment'] },
    { nature: 'deferral', unit: 'GBP', text: 'about £1,200.00' }
  ])
  t.same(notAdded, [{ measure: 'winter-allowance', reason: 'not within its dates' }])
  const exclusive = await ask(app, '/calculate', {
    facts: {
      ...facts,
      shop: { ...facts.shop, employees: 4, price: 6000, priceIncludesVat: true, heating: ['oil'] }
    },
    asOf: '2027-05-10',
    policies: [SET]
  })
  t.same(exclusive.notAdded.at(-1), {
    measure: 'flat-payment',
    reason: 'cannot be had together with “Grant for new heating”; the larger amount counts'
  })
})

t.test('the answers of the other rule sets are as they are without it', async t => {
  const [with3, with2] = [await service(t), await service(t, two)]
  const policies = ['pinggu-2022-9', 'sme-payment']
  for (const [facts, asOf] of [
    [{ applicant: { kind: 'enterprise' } }, '2022-07-01'],
    [{ enterprise: { size: 'large', employees: 3, industry: '餐饮业' } }, '2022-07-01'],
    [{ applicant: { kind: 'sole-proprietor' }, lease: { monthlyRent: 3000 } }, '2023-02-01'],
    [{ buyer: { kind: 'government-body' } }, '2025-06-02']
  ] as const) {
    for (const [url, more] of [
      ['/eligibility', { explain: 'full' }],
      ['/calculate', {}],
      ['/answers', { question: '房租能免几个月' }]
    ] as const) {
      const payload = { facts, asOf, policies, ...more }
      const [a, b] = await Promise.all(
        [with3, with2].map(app => app.inject({ method: 'POST', url, payload }))
      )
      t.equal(a?.statusCode, 200)
      t.equal(a?.body, b?.body, `${url} ${asOf}`)
    }
  }
})

const files = readRuleFiles(folder)
const changed = (file: string, more: object): RuleFiles => ({
  ...files,
  [file]: { ...(files[file] as object), ...more }
})

t.test('guards: a language without words, another currency, words of what is shared', async t => {
  const told = (some: RuleFiles) => faultsOf(some).map(({ pointer, message }) => `${pointer} ${message}`)
  t.same(told(files), [])
  t.same(told(changed('policy.json', { lang: 'fr' })), ['/lang answers have no words in "fr"'])
  t.same([isSpoken('en-GB'), isSpoken('ZH'), isSpoken('toString')], [true, true, false])
  const yuan = told(changed('policy.json', { currency: 'CNY' }))
  t.match(yuan, [/^\/facts\/shop\.price\/unit "GBP" is not in CNY$/])
  t.ok(
    yuan.some(text => text.includes('/parameters/least/unit')) &&
      yuan.some(text => text.includes('/figures/0'))
  )
  t.same(told(changed('policy.json', { currency: 'EUR' })).length > 0, true)
  const shared = {
    'facts.json': { subjects: {}, facts: { 'a.b': { label: '甲', schema: { type: 'string' } } } }
  }
  const own = (facts: object) => ({ 'facts.json': { subjects: {}, facts } })
  t.match(withShared(own({ 'a.b': { shared: { label: 'A' } } }), shared), {
    'facts.json': { facts: { 'a.b': { label: 'A', schema: { type: 'string' } } } }
  })
  for (const [facts, message] of [
    [{ 'a.b': { shared: { schema: {} } } }, /it is no word/],
    [{ 'a.c': { shared: { label: 'A' } } }, /is not among what is shared/]
  ] as const) {
    t.throws(() => withShared(own(facts), shared), message)
    t.throws(() => withShared(own(facts), shared), PolicyError)
  }
})

t.test('guards: a fact means one thing in every language, and versions keep to one', async t => {
  const before = defaultSources().map(source => sorted(readRuleFiles(source)))
  const told = (some: RuleFiles) => faultsBetween(before, sorted(some)).map(({ message }) => message)
  t.same(told(files), [])
  const { facts } = files['facts.json'] as { facts: Record<string, object> }
  const kind = { ...facts['applicant.kind'], schema: { type: 'string' } }
  t.match(told(changed('facts.json', { facts: { ...facts, 'applicant.kind': kind } })), [
    /means something else/
  ])
  const chinese = changed('policy.json', { lang: 'zh', version: '2.0.0' })
  const messages = faultsBetween([sorted(files)], sorted(chinese)).map(({ message }) => message)
  t.ok(messages.some(message => message.includes('is in another language')))
})

const en = textsOf('en')
const span = { from: '2027-04-01', to: null }
const of = {
  span: 'until 1 May 2027',
  from: '1 April 2027',
  to: '1 May 2027',
  what: 'a bill',
  unit: 'the office',
  called: 'act'
}

t.test('what its measures have no use for', async t => {
  const { quantity, values, window, versions, formulas, derived, card, basis, offices } = en
  for (const [text, wanted] of [
    [quantity('1', 'day'), '1 day'],
    [quantity('1', 'percent'), '1%'],
    [quantity('1200', 'CNY'), '1,200 yuan'],
    [quantity('3', 'working-day'), '3 working days'],
    [quantity('2'), '2'],
    [quantity('2027-10', 'year-month'), 'October 2027'],
    [values.list(['gas', 'oil']), 'gas, oil'],
    [values.oneOf(['gas', 'oil', 'coal']), 'gas, oil or coal'],
    [values.oneOf(['gas']), 'gas'],
    [values.notBefore('1 May'), 'not before 1 May'],
    [values.notAfter('1 May'), 'not after 1 May'],
    [window.span({ from: '2027-01-01', to: '2027-12-31' }), '2027'],
    [window.span({ from: '2027-01-01', to: '2028-12-31' }), 'from 1 January 2027 to 31 December 2028'],
    [window.span(span), 'from 1 April 2027'],
    [window.unstated(of), 'The act states no dates'],
    [window.epidemic(of), 'Only for a bill; the act states no dates'],
    [window.whole.epidemic(of), 'Only for a bill; the act states no dates.'],
    [window.text.target.upcoming(of), /^The act requires a bill from 1 April 2027 and by 1 May 2027/],
    [window.say.target.upcoming(of), ''],
    [versions.within('the day', span, 'No. 1'), 'the day is while No. 1 is in force (from 1 April 2027)'],
    [versions.withinAny('the day', { from: null, to: null }), 'the day is while a version is in force'],
    [versions.inForce('No. 1', span), /^No\. 1 is in force on the day asked about \(/],
    [versions.presumed('the day', span), /^the day was not stated; /],
    [versions.presumedSaid('the day'), 'the day is while a version is in force'],
    [
      versions.one('No. 1', '1.0.0', span, ['eligible', '£5']),
      'No. 1 (1.0.0, from 1 April 2027): eligible, £5'
    ],
    [versions.same('the day', ['a', 'b']), 'the day is not known yet; all versions say the same: a; b'],
    [versions.differ('the day', ['a', 'b']), 'It depends on the day; the versions differ: a; b'],
    [versions.amounts('the day', ['£1', '£2']), 'It depends on the day: £1; or £2'],
    [formulas.notBefore('1 May', '2 May'), '1 May, not before 2 May'],
    [formulas.until('a', 'b'), 'a to b'],
    [formulas.period('a', 'b'), '(a to b)'],
    [formulas.days(1), '1 day'],
    [formulas.monthsBetween('a', 'b', undefined, undefined), 'a to b'],
    [formulas.firstDayLeftOut('a'), 'a, the first day not counted'],
    [formulas.termEnd('a'), /^a, the first day not counted; /],
    [formulas.workingDays('a'), /working days only$/],
    [en.totals.notMoney, /money/],
    [en.totals.exclusive('Loan', 'No. 2'), /“Loan” of No. 2; the larger/],
    [en.totals.closingNotLoaded('No. 6'), /^No. 6 is not loaded here/],
    [
      en.totals.exclusiveNotLoaded('Grant', 'No. 2', 'Loan'),
      /^“Grant” cannot be had together with “Loan” of No. 2/
    ],
    [en.reasons.maybe('oil'), 'may be oil'],
    [derived.reasons(['a', 'b']), 'a; b'],
    [derived.withoutTax('£5'), '£5, tax not included'],
    [derived.daysElapsed(['a']), /^a, the first day not counted/],
    [
      derived.size('shops', ['4 people'], 'people'),
      'by the standard for shops: 4 people; what decides is people'
    ],
    [
      en.conflicts.otherKind('who', 'a person', 'size', 'small', 'a firm'),
      /^who was given as a person, but size \(small\)/
    ],
    [en.conflicts.derived('size', 'small', 'people: 4', 'large'), /^size would be small by one fact/],
    [en.examples.ineligible('is open'), 'Does not meet: is open'],
    [basis.quoted('2-3', true, 'words'), 'Clause 2 to 3, heading: “words”'],
    [basis.elsewhere('A', 'words', 'act', 'verified'), 'A: “words” (not in this act; verified)'],
    [basis.part('act', 'title', 'words'), 'Act, title: “words”'],
    [offices.lead('A', false, 'act', []), 'Led by A.'],
    [en.knowledge.units([]), /^Who is responsible is missing/],
    [en.knowledge.lostTitle('3', 'No. 1'), 'Clause 3 (missing from the copy at hand) (No. 1)'],
    [en.knowledge.clause('3'), 'Clause 3'],
    [card.inThatYear('act'), 'By the act as it was then, '],
    [card.eligible('Then ', []), 'Then all conditions are met.'],
    [card.undetermined('', 1, 'is open'), 'One condition is still open: is open.'],
    [card.undetermined('', 2, 'is open'), '2 conditions are still open; the first is: is open.'],
    [card.openPoint('whether', 'act', 'A'), 'Whether: the act leaves this open; A interprets it.'],
    [card.roughFact('people', 'at least 2'), 'people at least 2'],
    [card.ifRough(['a', 'b'], '£5'), 'if a and b, £5'],
    [card.titles(['A', 'B']), 'A, or B'],
    [card.lostClause('Gone', ['A', 'B']), 'Gone (A, B)']
  ] as const) {
    t.match(text, wanted)
  }
  t.equal(textsOf('zh').quantity('2'), '2')
})
