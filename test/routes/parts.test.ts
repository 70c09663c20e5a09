/** Parts that requests reach only now and then: the configuration, the clock, cursors, quantities, odd rule sets. */
import { writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { Type } from 'typebox'
import { monthsInWindow } from '../../src/calculators/months-in-window.ts'
import { type Quantity, quantity } from '../../src/calculators/quantity.ts'
import { exampleDay } from '../../src/catalogue/examples.ts'
import { keyboard } from '../../src/cli/hotline/keyboard.ts'
import { numberFaults } from '../../src/cli/rules/check/numbers.ts'
import { todayIn } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { amountOf } from '../../src/decisions/amount.ts'
import { AnswerParts } from '../../src/decisions/bytes/fragments.ts'
import { AnswerBytes } from '../../src/decisions/bytes/response.ts'
import { eligibility } from '../../src/decisions/eligibility.ts'
import { stateSpace } from '../../src/engine/fact-states.ts'
import { KeptByWords } from '../../src/engine/memo.ts'
import { Program } from '../../src/engine/program.ts'
import { fieldErrors } from '../../src/field-errors.ts'
import { readPlan, readPolicy } from '../../src/plan.ts'
import { digestOf } from '../../src/policy/digest.ts'
import { defaultRules, type RuleFiles, readRuleFiles, readSoundMark } from '../../src/policy/files.ts'
import { AUDIENCES } from '../../src/policy/format.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import type { Measure } from '../../src/policy/model.ts'
import { comparison } from '../../src/policy/operators.ts'
import { sorted } from '../../src/policy/rule-set.ts'
import { showValue } from '../../src/policy/words.ts'
import { cursorAt, positionOf } from '../../src/routes/cursor.ts'
import { ref } from '../../src/schemas/common.ts'
import type { EligibilityResult } from '../../src/schemas/eligibility.ts'
import { textsOf } from '../../src/texts/index.ts'
import { build, plan } from '../helpers/service.ts'
import { tinyRules } from '../helpers/tiny.ts'

t.test('configuration', async t => {
  t.same(readConfig({}), {
    HOST: '127.0.0.1',
    PORT: 3000,
    METRICS_PORT: 0,
    LOG_LEVEL: 'info',
    RATE_LIMIT_PER_MINUTE: 0,
    CORS_ORIGINS: [],
    RULES: '',
    MCP: false,
    RULES_DIGEST: '',
    CLIENTS: '',
    ALLOW_ANONYMOUS: false,
    RECORDS: '',
    RECORDS_KEY: '',
    RECORDS_KEEP_DAYS: 0,
    RECORDS_KEEP_SHORTER: false,
    RECORDS_ANONYMOUS: 'full',
    RULES_ARCHIVE: '',
    BATCHES: 16,
    BATCHES_PER_CLIENT: 8,
    DRAIN_SECONDS: 1,
    SHUTDOWN_SECONDS: 10
  })
  t.match(readConfig({ PORT: '8080', LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '60', OTHER: 'x' }), {
    PORT: 8080,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: 60
  })
  for (const [name, value] of [
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['LOG_LEVEL', 'loud'],
    ['RATE_LIMIT_PER_MINUTE', '-1'],
    ['MCP', 'yes'],
    ['SHUTDOWN_SECONDS', '0'],
    ['SHUTDOWN_SECONDS', '301']
  ] as const) {
    t.throws(() => readConfig({ [name]: value }), { message: new RegExp(name) }, `${name}=${value}`)
  }
  t.throws(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' }), { message: /PORT.*LOG_LEVEL/ }, 'all at once')
})

t.test('today is that of the time zone', async t => {
  // 2022-06-30 in London, 2022-07-01 in Shanghai
  t.capture(Date, 'now', () => Date.UTC(2022, 5, 30, 17))
  t.equal(todayIn('Asia/Shanghai')(), '2022-07-01')
  t.equal(todayIn('Europe/London')(), '2022-06-30')
})

t.test('a cursor is good for the rule set that it was cut from', async t => {
  const [digest, other] = ['sha256:0123456789abcdef', 'sha256:fedcba9876543210']
  t.equal(positionOf(cursorAt(40, digest), digest), 40)
  t.equal(positionOf(cursorAt(40, digest), other), undefined)
  for (const cursor of ['', 'x', Buffer.from('1e3.456789abcdef').toString('base64url')]) {
    t.equal(positionOf(cursor, digest), undefined, cursor)
  }
})

t.test('bounds of quantities', async t => {
  const text = ({ min, max, marks }: Quantity) => [min && `${min}`, max && `${max}`, [...marks].join()]
  const { between, exact, minus, plus, times, cappedAt, over } = quantity
  const floor = between(2, null, 'at-least')
  const ceiling = between(0, 3, 'at-most')
  const open = between(null, null, 'missing')
  for (const [name, found, expected] of [
    ['a floor taken away leaves a ceiling', minus(exact(10), floor), ['0', '8', 'at-most']],
    ['a ceiling taken away leaves a floor', minus(exact(10), ceiling), ['7', '10', 'at-least']],
    [
      'about so much taken away is about so much',
      minus(exact(10), quantity.marked(4, 'approximate')),
      ['6', '6', 'approximate']
    ],
    ['nothing is below zero', minus(exact(1), exact(2)), ['0', '0', '']],
    ['zero times an open bound', times(floor, exact(0)), ['0', '0', '']],
    ['an open bound stays open', plus(floor, exact(1)), ['3', null, 'at-least']],
    ['a cap closes an open bound', cappedAt(floor, exact(5)), ['2', '5', 'at-least']],
    ['a cap on what is known', cappedAt(exact(7), exact(5)), ['5', '5', '']],
    ['parts of an open bound', over(floor, 2), ['1', null, 'at-least']],
    ['parts of nothing known', over(open, 2), [null, null, 'missing']],
    ['an open bound, in fen', quantity.inFen(over(floor, 3)), ['0.67', null, 'at-least']],
    ['nothing known, in fen', quantity.inFen(open), [null, null, 'missing']]
  ] as [string, Quantity, unknown][]) {
    t.same(text(found), expected, name)
  }
  t.equal(quantity.isExact(open), false)
  t.equal(quantity.isExact(exact('0.30')), true)
  t.equal(quantity.isMultiple(1_234_567.89, 0.01), true)
  t.equal(quantity.isMultiple(0.001, 0.01), false)
})

t.test('months of a period inside a window', async t => {
  const month = (date: string | undefined, text = date ?? '（未提供）') => ({
    text,
    date,
    quantity: quantity.zero,
    factor: quantity.zero
  })
  for (const [first, last, from, to, min, max] of [
    ['2022-04', '2022-06', undefined, undefined, 3, 3],
    ['2022-01', '2022-12', '2022-04', '2022-09', 6, 6],
    ['2022-05', '2022-06', '2022-04', '2022-09', 2, 2],
    ['2022-06', '2022-05', undefined, undefined, 0, 0],
    ['2021-11', '2022-02', undefined, undefined, 4, 4],
    ['2022-01', '2022-02', '2022-04', '2022-09', 0, 0],
    [undefined, '2022-06', '2022-04', undefined, 0, 3],
    ['2022-06', undefined, undefined, '2022-09', 0, 4],
    [undefined, '2022-06', undefined, undefined, 0, null],
    ['2022-06', undefined, undefined, undefined, 0, null]
  ] as const) {
    const { quantity: months, expression } = monthsInWindow.apply(
      {
        first: [month(first)],
        last: [month(last)],
        ...(from && { from: [month(from)] }),
        ...(to && { to: [month(to)] })
      },
      textsOf('zh').formulas
    )
    const bound = (value: { toNumber(): number } | null | undefined) => value?.toNumber() ?? null
    t.same([bound(months?.min), bound(months?.max)], [min, max], expression)
    t.equal(/不早于/.test(expression), from !== undefined, expression)
    t.equal(/不晚于/.test(expression), to !== undefined, expression)
  }
})

t.test('a rule set without examples is served all the same', async t => {
  const none = { 'state-owned-rent-relief': {} }
  const app = await build(t, { witnesses: none, examples: new Map([[plan.policy.digest, none]]) })
  const { paths } = (await app.inject('/docs/json')).json()
  for (const path of ['/eligibility', '/calculate']) {
    t.same(paths[path].post.requestBody.content['application/json'].examples, {}, path)
  }
  for (const id of ['state-owned-rent-relief', 'first-loan-subsidy']) {
    t.same((await app.inject(`/measures/${id}`)).json().examples, [], id)
  }
})

t.test('texts of values', async t => {
  const texts = textsOf('zh')
  const size = { schema: { type: 'string' }, labels: { small: '小型' }, texts }
  t.equal(showValue(size, 'small'), '小型')
  t.equal(showValue(size, 'tiny'), 'tiny', 'a value without a label is shown as it is')
  t.equal(showValue({ schema: { type: 'number' }, texts }, 1_234_567.5), '1,234,567.5')
  t.equal(showValue({ schema: { type: 'number' }, unit: 'CNY', texts }, 265486.7256637168), '265,486.73元')
  t.equal(showValue({ schema: { type: 'number' }, unit: 'CNY', texts }, 12000), '12,000元')
  t.equal(showValue({ schema: { type: 'array' }, texts }, []), '无')
})

t.test('an error of a whole union is told by its branches', async t => {
  const error = { instancePath: '', schemaPath: '', params: {}, parentSchema: {} }
  t.same(fieldErrors([{ ...error, keyword: 'anyOf' }], []), [])
})

t.test('given facts are held against what others make of them', async t => {
  const program = new Program(plan.policy)
  const decide = (facts: object) => eligibility(program, { facts: facts as never }, '2022-07-01')
  const car = { price: 113_000, priceIncludesVat: true }
  t.match(decide({ vehicle: { ...car, priceWithoutVat: 90_000 } }).conflicts, [
    { fact: 'vehicle.priceWithoutVat', given: 90_000, derived: [100_000], text: /以填的为准，请核对$/ }
  ])
  t.same(decide({ vehicle: { ...car, priceWithoutVat: 100_000.01 } }).conflicts, [], 'but for a fen')
  t.equal(decide({ vehicle: { ...car, priceWithoutVat: 100_000.02 } }).conflicts.length, 1)
  // Fifty people are small or micro in this industry: the revenue is not known.
  const { derived } = decide({ enterprise: { industry: '餐饮业', employees: 50 } })
  t.match(
    derived.find(({ fact }) => fact === 'enterprise.size'),
    { value: null, possible: ['small', 'micro'], text: '小型或微型' }
  )
})

const HOME_IN_PINGGU = {
  fact: 'lease.inPinggu',
  operator: 'equal',
  value: true,
  name: '房屋在平谷',
  basis: '本区'
}

/** A rule set with one clause more than it had. */
function withClause(files: RuleFiles, clause: object): RuleFiles {
  const policy = files['policy.json'] as { clauses: number }
  return { ...files, 'policy.json': { ...policy, clauses: policy.clauses + 1 }, 'clause-56.json': clause }
}

/** A clause with figures as the plan has none. */
const ODD = {
  clause: '56',
  numbers: [56],
  section: '八、附加',
  subsection: null,
  completeness: 'complete',
  lost: null,
  summary: '说明',
  responsible: ['区商务局'],
  measures: [
    {
      id: 'odd',
      kind: 'C',
      title: '举例',
      summary: '说明',
      forWhom: '企业',
      audience: [...AUDIENCES],
      delivery: null,
      window: null,
      conditions: {
        fact: 'applicant.locatedInPinggu',
        operator: 'equal',
        value: true,
        name: '在平谷',
        basis: '本区'
      },
      parameters: { months: { label: '月数', value: 6, unit: 'month', precision: 'exact', basis: '六个月' } },
      figures: [
        {
          id: 'sixMonthsLater',
          label: '六个月以后',
          unit: 'date',
          formula: 'shifted-date',
          inputs: { date: { fact: 'lease.start' }, months: { parameter: 'months' } },
          nature: 'date',
          optional: true,
          when: HOME_IN_PINGGU,
          basis: '六个月'
        },
        {
          id: 'aYearLater',
          label: '一年以后',
          unit: 'date',
          formula: 'shifted-date',
          inputs: { date: { figure: 'sixMonthsLater' }, months: { parameter: 'months' } },
          nature: 'date',
          optional: true,
          when: HOME_IN_PINGGU,
          basis: '六个月'
        }
      ],
      related: [],
      exclusive: [],
      interpretations: [],
      silent: [],
      hotline: { say: '举例', mustSay: [], keywords: [] },
      phrases: [...'一二三四五六七八']
    }
  ]
}

t.test(
  'what a trace shows of facts that are narrowed, and of comparisons of which one side is known',
  async t => {
    const files = structuredClone(readRuleFiles(defaultRules)) as Record<
      string,
      { conditions?: object; audience?: object; facts?: Record<string, { ofApplicants?: object }> }
    >
    // Who can hold it does not matter here.
    delete files['policy.json']?.audience
    for (const { facts = {} } of Object.values(files)) {
      for (const fact of Object.values(facts)) delete fact.ofApplicants
    }
    const [shared] = Object.keys(files['policy.json']?.conditions as object)
    const size = {
      fact: 'enterprise.size',
      operator: 'equal',
      value: 'large',
      name: '大型企业',
      basis: '本区'
    }
    const funds = {
      fact: 'housingFund.accountBalance',
      operator: 'lessThan',
      value: { fact: 'housing.monthlyRentPaid' },
      name: '余额不够',
      basis: '本区'
    }
    const renamed = { condition: shared, name: '换个说法', basis: '本区' }
    const conditions = { all: [size, funds, { any: [{ condition: shared }, renamed] }] }
    const clause = { ...ODD, measures: [{ ...ODD.measures[0], conditions }] }
    const program = new Program(loadPolicy(withClause(files, clause)))
    const request = {
      facts: { enterprise: { industry: '餐饮业', employees: 50 }, housingFund: { accountBalance: 3 } },
      measures: ['odd'],
      explain: 'full'
    } as never
    // Fifty people are small or micro in this industry.
    t.match(eligibility(program, request, '2022-07-01').results[0], {
      outcome: 'ineligible',
      reasons: [{ text: '不符合“大型企业”：企业规模：可能是小型或微型' }],
      trace: { conditions: [{ actual: ['small', 'micro'] }, { actual: 3, expected: null }] }
    })
    t.same(
      JSON.parse(new AnswerBytes(program).eligibility(request, '2022-07-01').toString()),
      JSON.parse(JSON.stringify(eligibility(program, request, '2022-07-01'))),
      'the same as bytes'
    )
    const facts = { housingFund: { accountBalance: 3 } }
    const open = eligibility(program, { facts, measures: ['odd'] } as never, '2022-07-01')
    const { missingFacts: missing = [] } = open.results[0] as EligibilityResult
    t.ok(missing.includes('housing.monthlyRentPaid'))
    t.notOk(missing.includes('housingFund.accountBalance'))
  }
)

t.test('what the deciding indicator is, whichever comes first', async t => {
  const { derived } = eligibility(
    new Program(plan.policy),
    { facts: { enterprise: { industry: '餐饮业', employees: 250, annualRevenue: 900_000 } } as never },
    '2022-07-01'
  )
  t.match(
    derived.find(({ fact }) => fact === 'enterprise.size'),
    { value: 'micro', because: /起决定作用的是营业收入$/ }
  )
})

t.test('what is kept by two words is found by both, and no more of it is kept than may be', async t => {
  const states: ((index: number) => [number, number])[] = [index => [7, -index], index => [-index, 7]]
  for (const stateOf of states) {
    const kept = new KeptByWords<number>(64)
    const indexes = Array.from({ length: 100 }, (_, index) => index)
    for (const index of indexes) {
      t.equal(kept.get(...stateOf(index)), undefined)
      t.equal(kept.keep(...stateOf(index), index), index)
    }
    const found = indexes.map(index => kept.get(...stateOf(index)))
    t.same(found, [...Array(64).fill(undefined), ...indexes.slice(64)], 'begun anew when it was full')
  }
})

t.test('states of facts are numbered as far as numbers are exact', async t => {
  const { facts } = plan.policy
  const yesOrNo = facts.filter(({ schema }) => schema.type === 'boolean').map(({ index }) => index)
  const { states } = new Program(plan.policy).assess({})
  const few = stateSpace(plan.policy, yesOrNo.slice(0, 5), false)
  t.ok(few.isCounted)
  t.ok(states.in(few) >= 0)
  const many = stateSpace(plan.policy, yesOrNo.slice(0, 30), false)
  t.notOk(many.isCounted)
  t.equal(states.in(many), -1)
})

t.test('what a fact follows to is kept by its values too, not only by its reason', async t => {
  const parts = new AnswerParts(new Program(plan.policy))
  const basis = { clause: 1, quote: '', certainty: 'plan' } as never
  const view = { fact: 'a', label: 'A', value: null, possible: ['x', 'y'], text: '', because: 'b', basis }
  for (const one of [view, { ...view, possible: ['x'] }, { ...view, because: 'c' }, { ...view, fact: 'd' }]) {
    t.same(JSON.parse(`${parts.derived(one).toString().slice(0, -1)}`), one)
  }
})

t.test('of an answer that failed nothing stands in the next', async t => {
  const answers = new AnswerBytes(new Program(plan.policy))
  const request = { facts: {} } as const
  const before = answers.eligibility(request, '2022-07-01')
  t.throws(() => answers.eligibility({ ...request, declined: 1 as never }, '2022-07-01'), 'after the results')
  t.ok(answers.eligibility(request, '2022-07-01').equals(before))
})

t.test('what callers of the parts may get wrong', async t => {
  const program = new Program(plan.policy)
  const searchable = plan.policy.measures.find(({ conditions }) => !conditions) as Measure
  t.throws(() => program.decide(searchable, program.assess({})), { message: /has nothing to decide/ })
  t.same(
    program.assess({ nobody: { is: 1 } }).given.filter(value => value !== undefined),
    []
  )
  t.throws(() => comparison('near'), { message: /no operator "near"/ })
  t.throws(() => ref(Type.String()), { message: /no \$id/ })
})

t.test('a rule set that the build found sound is not checked again', async t => {
  const rules = t.testdir({ generated: {} })
  t.equal(readSoundMark(rules), undefined)
  const files = readRuleFiles(defaultRules)
  const spoiled = { ...files, 'policy.json': { ...(files['policy.json'] as object), more: true } }
  for (const [file, content] of Object.entries(spoiled))
    writeFileSync(`${rules}/${file}`, JSON.stringify(content))
  t.throws(() => readPolicy([rules]), { message: /policy.json/ })
  writeFileSync(`${rules}/generated/sound.txt`, digestOf(spoiled))
  t.equal(readPolicy([rules]).measures.length, plan.policy.measures.length)
})

t.test('a prompt for who types, none for a pipe', async t => {
  for (const [isTTY, shown] of [
    [true, '> '],
    [false, '']
  ] as const) {
    const input = Object.assign(new PassThrough(), { isTTY })
    const output = new PassThrough({ encoding: 'utf8' })
    const lines = keyboard(input, output)
    if (isTTY) lines.prompt()
    t.match(String(output.read() ?? ''), shown)
    lines.close()
  }
})

t.test('of a measure without figures another reading has none either', async t => {
  const { figures: _none, parameters: _unused, ...told } = ODD.measures[0] as (typeof ODD.measures)[0]
  const point = {
    id: 'who',
    point: '点',
    taken: '这样',
    other: '那样',
    interpreter: '区商务局',
    basis: '本区'
  }
  const measure = { ...told, kind: 'B', interpretations: [{ ...point, otherwise: {} }] }
  const policy = loadPolicy(withClause(readRuleFiles(defaultRules), { ...ODD, measures: [measure] }))
  t.match(policy.measure('odd'), { figures: [], interpretations: [{ otherwise: [] }] })
})

t.test('a date from a date, and figures that all wait for a condition', async t => {
  const policy = loadPolicy(withClause(readRuleFiles(defaultRules), ODD))
  const program = new Program(policy)
  const amount = (lease: object) =>
    amountOf(
      program.assess({ lease } as never, 'declared'),
      program.compiled(policy.measure('odd') as Measure)
    )
  const { value, unit, deadlines, figures } = amount({ start: '2021-08-31', inPinggu: true })
  t.same([value, unit, figures], ['2022-02-28', 'date', []])
  t.same(
    deadlines.map(({ date }) => date),
    ['2022-02-28', '2022-08-28']
  )
  t.match(amount({ inPinggu: true }), { status: 'undetermined', value: null, missingFacts: ['lease.start'] })
  t.match(amount({ start: '2021-08-31' }), {
    status: 'undetermined',
    text: '还缺条件，算不出来',
    figures: [],
    deadlines: [],
    rounding: null
  })
})

t.test(
  'a number that is not in its quotation: the message names those that are, each with its unit if it has one',
  t => {
    const rules = structuredClone(tinyRules)
    const [{ parameters }] = rules['clause-01.json'].measures as unknown as [
      { parameters: { months: object } }
    ]
    Object.assign(parameters.months, { value: 4, basis: '8000至10000，三个月' })
    const { faults } = numberFaults(sorted(rules))
    t.match(faults, [
      { message: '4 month is not in “8000至10000，三个月” (numbers there: 8000, 10000, 3 month)' }
    ])
    t.equal(faults.length, 1)
    t.end()
  }
)

t.test('an example is asked on a day on which its version is in force', async t => {
  for (const [from, to, day] of [
    [null, null, '2022-07-01'],
    ['2022-07-01', null, '2022-07-01'],
    ['2022-07-02', null, '2022-07-02'],
    [null, '2022-07-01', '2022-07-01'],
    [null, '2022-06-30', '2022-06-30']
  ] as const) {
    t.equal(exampleDay({ inForce: { from, to } as never }), day)
  }
  t.equal(exampleDay({ inForce: null }), '2022-07-01')
})

t.test('the rules have the digest that they must', async t => {
  const { digest } = plan.policy
  const rules = [defaultRules]
  t.ok(readPlan({ rules, digest: `${digest},pinggu-2022-9=${digest}` }))
  const wrong = (wanted: string, said: RegExp) => t.throws(() => readPlan({ rules, digest: wanted }), said)
  wrong('sha256:0', /RULES_DIGEST is sha256:0, but the rules here are sha256:/)
  wrong('pinggu-2022-9=sha256:0', /but the rules of pinggu-2022-9 here are sha256:/)
  wrong(`other=${digest}`, /but the rules of other here are not there/)
})
