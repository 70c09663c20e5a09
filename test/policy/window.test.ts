/**
 * Time and units: what is said of a window before, in and after it, by kind; what is said after the horizon of the
 * plan; when permits end; who leads a measure and which line a caller is passed to; sums under each reading.
 */
import t from 'tap'
import { lesser } from '../../src/calculators/lesser.ts'
import { quantity } from '../../src/calculators/quantity.ts'
import { shiftedDate } from '../../src/calculators/shifted-date.ts'
import { knowledgeBase } from '../../src/hotline/knowledge-base.ts'
import { defaultRules, readRuleFiles } from '../../src/policy/files.ts'
import { faultsOf } from '../../src/policy/guards/index.ts'
import type { Document, Measure } from '../../src/policy/model.ts'
import { obstacleOf, windowInWords, windowSaid, windowView } from '../../src/policy/window.ts'
import { textsOf } from '../../src/texts/index.ts'
import { build, plan } from '../helpers/service.ts'

const { formulas } = textsOf('zh')

const { policy } = plan
const measure = (id: string) => policy.measure(id) as Measure
const AFTER = '2026-11-24'
const NOTICE = /^这是2022年6月的方案，现在还执不执行，要问/

/** A measure of one window. */
const having = (window: Partial<NonNullable<Measure['window']>> | null, more: Partial<Measure> = {}) =>
  ({
    ...measure('state-owned-rent-relief'),
    window: window && { what: null, from: null, to: null, note: null, basis: null, ...window },
    ...more
  }) as Measure

t.test('a window says what its dates bound, before, in and after it', async t => {
  const dates = { from: '2022-03-01', to: '2022-06-30' }
  for (const [kind, what, before, during, after] of [
    ['application', null, /还没有开始$/, /在有效期内$/, /已经过期$/],
    [
      'event',
      '新申请的贷款',
      /还没有到这段时间$/,
      /^只算2022年3月1日至6月30日新申请的贷款/,
      /在里面的仍然算/
    ],
    [
      'target',
      '还清',
      /还没有开始$/,
      /^方案要求最迟2022年6月30日还清，还没有到期$/,
      /没有办到是逾期，不是政策过期$/
    ]
  ] as const) {
    const one = having({ kind, what, ...dates })
    const on = (day: string) => windowView(one, day)
    t.match(on('2022-02-28'), { kind, status: 'upcoming', text: before }, `${kind} before`)
    for (const day of ['2022-03-01', '2022-06-30']) {
      t.match(on(day), { status: 'open', text: during, obstacle: null, notice: null }, `${kind} in`)
      t.same(windowSaid(one, day), [], 'no obstacle, nothing to say first')
    }
    t.match(on('2022-07-01'), { status: 'closed', text: after }, `${kind} after`)
    t.ok(obstacleOf(one, '2022-02-28') && obstacleOf(one, '2022-07-01'), `${kind}: an obstacle on both sides`)
    t.equal(
      /过期了/.test(windowSaid(one, '2022-07-01').join()),
      kind === 'application',
      'only what ends expires'
    )
  }
  t.match(windowSaid(having({ kind: 'target', what: '还清', to: '2022-06-30' }), '2022-07-01'), [
    /逾期，可以向区国资委催办，也可以投诉。$/
  ])
  t.match(windowSaid(having({ kind: 'application', from: '2022-06-01' }), '2022-05-31'), [
    /2022年6月1日才开始/
  ])
  t.match(windowSaid(having({ kind: 'event', what: '购置的车', from: '2022-06-01' }), '2022-05-31'), [
    /还没有到/
  ])
  const epidemic = having({ kind: 'epidemic', what: '疫情期间到期的证' })
  t.match(windowView(epidemic, '2022-07-01'), {
    status: 'unstated',
    text: '只说疫情期间到期的证，方案没有写起止日期'
  })
  t.match(windowView(having(null), '2022-07-01'), {
    status: 'unstated',
    kind: 'unstated',
    text: '方案没有写期限'
  })
})

t.test('spans as short as they can be said, and windows whatever the day', async t => {
  for (const [from, to, text] of [
    ['2022-01-01', '2022-12-31', '2022年'],
    ['2022-06-01', '2022-12-31', '2022年6月1日至12月31日'],
    ['2022-01-01', '2023-12-31', '2022年1月1日至2023年12月31日'],
    [null, '2022-12-31', '到2022年12月31日为止'],
    ['2022-06-01', null, '从2022年6月1日起']
  ] as const)
    t.equal(textsOf('zh').window.span({ from, to }), text)
  const words = (window: Parameters<typeof having>[0]) => windowInWords(having(window))
  t.equal(words(null), '方案没有写期限。')
  t.equal(words({ kind: 'application', to: '2022-12-31' }), '到2022年12月31日为止。')
  t.equal(
    words({ kind: 'event', what: '新增的业务', from: '2022-01-01', to: '2022-12-31' }),
    '只算2022年新增的业务。'
  )
  t.match(words({ kind: 'target', what: '还清', to: '2022-06-30' }), /最迟2022年6月30日还清；.*逾期/)
  t.match(words({ kind: 'epidemic', what: '疫情期间的事' }), /^只说疫情期间的事/)
})

t.test('after the horizon of the plan nothing without an end is answered with a bare yes', async t => {
  const app = await build(t)
  const post = async (url: string, payload: object) =>
    (await app.inject({ method: 'POST', url, payload })).json()
  const endless = policy.measures.filter(
    ({ window }) => !window || window.kind === 'epidemic' || window.kind === 'target'
  )
  t.ok(endless.length > 50)
  for (const one of endless) {
    t.equal(windowView(one, '2022-12-31').notice, null, `${one.id}: not on the last day`)
    t.match(windowView(one, '2023-01-01'), { notice: NOTICE, text: NOTICE }, one.id)
    t.match(windowSaid(one, AFTER)[0], NOTICE, one.id)
    t.match(windowView(one, AFTER).notice, one.toAsk, 'the unit is named')
  }
  const facts = plan.witnesses['incubator-rent-subsidy']?.eligible
  const asked = { asOf: AFTER, facts, measures: ['incubator-rent-subsidy'] }
  t.match((await post('/eligibility', asked)).results, [{ outcome: 'eligible', window: { notice: NOTICE } }])
  t.match(await post('/calculate', { asOf: AFTER, facts, measure: 'incubator-rent-subsidy' }), {
    window: { text: NOTICE }
  })
  const { matches } = await post('/answers', { asOf: AFTER, facts, question: '孵化器减租补贴' })
  t.match(matches[0].card.say, /^这是2022年6月的方案.*按当年的方案，要是.*条件就都符合/)
  const lines = await app.inject({
    method: 'POST',
    url: '/eligibility/batch',
    headers: { 'content-type': 'application/x-ndjson' },
    payload: `${JSON.stringify({ id: 'a', asOf: AFTER, facts })}\n${JSON.stringify({ id: 'b', asOf: '2022-12-31', facts })}\n`
  })
  const [late, early] = lines.body.split('\n').map(line => line && JSON.parse(line))
  t.match(late.notice, NOTICE)
  t.equal(early.notice, undefined)
  const entries = new Map(
    knowledgeBase(policy.documents[0] as Document).map(entry => [entry.编号, entry.内容])
  )
  t.match(entries.get('incubator-rent-subsidy'), /2022年12月31日以后来问的，先说：这是2022年6月的方案/)
  t.notMatch(entries.get('state-owned-rent-relief'), /以后来问的/)
})

t.test('what is overdue is a breach, and a year of business does not bound the claim', async t => {
  const app = await build(t)
  const card = async (question: string, asOf: string) =>
    (await app.inject({ method: 'POST', url: '/answers', payload: { question, asOf } })).json().matches[0]
      .card
  for (const question of ['留抵退税什么时候退完', '别人欠我们中小企业的货款没有争议，清欠']) {
    const { say, window } = await card(question, '2022-07-01')
    t.match(say, /^先跟您说明，方案要求最迟2022年6月30日.*逾期，可以向区.*催办，也可以投诉/)
    t.match(window, { kind: 'target', status: 'closed' })
  }
  t.match(
    windowView(measure('guarantee-compensation'), '2023-03-01').text,
    /2022年新增的担保业务；.*在里面的仍然算/
  )
  const total = await app.inject({
    method: 'POST',
    url: '/calculate',
    payload: { asOf: '2022-07-02', facts: plan.witnesses['vat-credit-refund']?.eligible }
  })
  t.ok(
    total.json().totals.some(({ measures }: { measures: string[] }) => measures.includes('vat-credit-refund'))
  )
})

t.test('a date moved, but never to before another', async t => {
  const date = (day?: string) => ({
    text: day ?? '',
    quantity: quantity.zero,
    factor: quantity.zero,
    date: day
  })
  const days = { text: '30天', quantity: quantity.exact(30), factor: quantity.zero }
  const moved = (from?: string, notBefore?: string) =>
    shiftedDate.apply({ date: [date(from)], days: [days], notBefore: [date(notBefore)] }, formulas).date
  t.equal(moved('2022-06-15'), '2022-07-15')
  t.equal(moved('2022-06-15', '2022-07-14'), '2022-07-15')
  t.equal(moved('2022-06-15', '2022-07-16'), '2022-07-16')
  t.equal(moved(undefined, '2022-07-16'), undefined, 'the lifting is not known')
  const number = (value: number | null) => {
    const held = value === null ? quantity.between(0, null, 'missing') : quantity.exact(value)
    return { text: String(value), quantity: held, factor: held }
  }
  const least = (value: number, ...limits: (number | null)[]) =>
    Number(lesser.apply({ value: [number(value)], limits: limits.map(number) }, formulas).quantity?.max)
  t.same([least(3, 2), least(3, 4), least(3, null), least(3)], [2, 3, 3, 3])
})

t.test('units: one leads, others support, and the line follows the measure', async t => {
  const app = await build(t)
  for (const { id, units, responsible, clause, unitText } of policy.measures) {
    t.same([...responsible].sort(), [...clause.responsible].sort(), `${id}: every unit of the clause, once`)
    if (units.lead !== null) t.equal(responsible[0], units.lead, `${id}: the lead comes first`)
    else if (responsible.length > 0) t.match(unitText, `条文最先写的是${clause.responsible[0]}`, id)
  }
  const lineOf = async (question: string, id: string) => {
    const response = await app.inject({ method: 'POST', url: '/answers', payload: { question, limit: 5 } })
    const { matches } = response.json() as {
      matches: { measure: string; card: { transferTo: { line: string }[]; lead: string; unitText: string } }[]
    }
    const { card } = matches.find(one => one.measure === id) as (typeof matches)[0]
    return { lead: card.lead, lines: card.transferTo.map(({ line }) => line) }
  }
  t.same(await lineOf('我是瓦工，想进家装白名单', 'home-renovation-whitelist'), {
    lead: '区住房城乡建设委',
    lines: []
  })
  t.same(await lineOf('养老保险缓缴', 'social-insurance-deferral'), {
    lead: '区人力资源社会保障局',
    lines: ['12333', '12366']
  })
  t.same(await lineOf('买车购置税减半', 'vehicle-purchase-tax-halving'), {
    lead: '区税务局',
    lines: ['12366']
  })
  const detail = (await app.inject('/measures/home-renovation-whitelist')).json()
  t.match(detail, {
    lead: '区住房城乡建设委',
    units: {
      namedByClause: measure('home-renovation-whitelist').clause.responsible,
      basis: { certainty: 'reading' }
    },
    serviceItem: { 实施主体: '区住房城乡建设委' }
  })
  t.match((await app.inject('/measures/loan-repayment-deferral')).json(), {
    lead: null,
    serviceItem: { 实施主体: null }
  })
})

t.test('an amount says under which condition, and under which reading', async t => {
  const app = await build(t)
  const calculate = async (payload: object) =>
    (
      await app.inject({ method: 'POST', url: '/calculate', payload: { asOf: '2022-07-01', ...payload } })
    ).json()
  const grain = {
    finishedReserve: true,
    usesLoan: false,
    ownFunds: 1_000_000,
    rawGrainLoanRate: 3.6,
    termDays: 90
  }
  const sure = await calculate({ measure: 'finished-grain-subsidy', facts: { grain } })
  t.match(sure.amount, { value: '9000.00', conditional: false, text: '9,000.00元' })
  t.match(
    sure.amount.readings.filter(
      ({ interpretation }: { interpretation: string }) => interpretation === 'day-count'
    ),
    [
      { taken: true, text: '9,000.00元', reading: /360天/ },
      { taken: false, text: '8,876.71元', reading: /365天/ }
    ]
  )
  const { finishedReserve: _unknown, ...rest } = grain
  const open = await calculate({ measure: 'finished-grain-subsidy', facts: { grain: rest } })
  t.match(open, { outcome: 'undetermined', amount: { conditional: true, text: '如果符合，9,000.00元' } })
  const nothing = await calculate({ measure: 'finished-grain-subsidy', facts: {} })
  t.match(nothing.amount, { conditional: true, readings: [], text: /^(如果符合，)?还缺条件/ })
  const car = {
    type: 'passenger-car',
    purchaseDate: '2022-07-01',
    priceWithoutVat: 200_000,
    engineLitres: 1.5
  }
  const { amount } = await calculate({ measure: 'vehicle-purchase-tax-halving', facts: { vehicle: car } })
  t.match(amount.steps[1].expression, '不减半时的购置税20,000.00元 × 50%', 'a step names its operand')
  const { matches } = (
    await app.inject({
      method: 'POST',
      url: '/answers',
      payload: { asOf: '2022-07-01', question: '没用贷款的区储备成品粮资金补贴', facts: { grain } }
    })
  ).json()
  t.match(matches[0].card.say, /资金补贴9,000\.00元。金额方案没写明，也可能是8,876\.71元（一年按365天）。/)
})

t.test('guards of windows, units and other readings', async t => {
  const files = readRuleFiles(defaultRules)
  const faults = (file: string, change: (measure: Record<string, never>) => void) => {
    const changed = structuredClone(files) as Record<string, { measures: Record<string, never>[] }>
    change(changed[file]?.measures[0] as Record<string, never>)
    return faultsOf(changed as never).map(({ pointer, message }) => `${pointer} ${message}`)
  }
  const window = (value: object) => faults('clause-01.json', one => Object.assign(one.window as never, value))
  t.match(window({ from: null, to: null }), [
    /window\/kind .*do not go together/,
    /window\/to a target without/
  ])
  t.match(window({ kind: 'epidemic' }), [/window\/kind/])
  t.match(window({ kind: 'application' }), [/window\/what/])
  t.match(window({ from: '2022-07-01' }), [/out of order/])
  const units = (value: object) =>
    faults('clause-01.json', one => Object.assign(one.responsible as never, value))
  t.match(units({ supporting: ['区商务局'] }), [/supporting\/0 the clause does not name/])
  t.match(units({ supporting: ['区税务局'] }), [/leads already/])
  t.match(units({ lead: '区财政局', supporting: [] })[0], /sends to "区税务局"/)
  const reading = faults('clause-46.json', one => {
    const { interpretations } = one as unknown as { interpretations: object[] }
    interpretations.push({
      id: 'x',
      point: '点',
      taken: '甲',
      other: '乙',
      interpreter: '区财政局',
      basis: '保障粮食',
      otherwise: { none: { formula: 'stated', inputs: {} } }
    })
  })
  t.match(reading, [/otherwise\/none the measure has no such figure/])
})
