/** The commands mutate and witness: on the real plan, and on a small made-up one that has every kind of flaw. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { main } from '../../../src/cli/rules/index.ts'
import type { KillingCase } from '../../../src/cli/rules/mutate/proof.ts'
import { keepingConsole } from '../../helpers/console.ts'

/** Runs a command and keeps what it writes. */
async function run(...args: string[]) {
  let progress = 0
  const { io, said } = keepingConsole(false, () => {
    progress++
  })
  return { code: await main(args, io), ...said, progress }
}
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

t.test('every change to the plan is noticed by a case, or proved to change nothing', async t => {
  const { code, out, progress } = await run(
    'mutate',
    '--json',
    '--cases',
    at('../../../src/rules/pinggu-2022-9/cases')
  )
  const report = JSON.parse(out)
  t.strictSame(report.survivors, [])
  t.equal(code, 0)
  t.equal(report.killed + report.equivalent.length, report.mutants)
  t.equal(progress, report.mutants)
  t.ok(report.killed > 2_500, `${report.killed} killed`)
  t.ok(report.equivalent.length < report.mutants / 50, `${report.equivalent.length} equivalent`)
})

t.test('the committed witnesses are those of the rules', async t => {
  const file = t.testdir()
  const { code, out } = await run('witness', '--write', `${file}/witnesses.json`)
  t.equal(code, 0)
  t.match(out, /\n\d+ measures, 0 faults\n$/)
  const stale = 'run: npm run rules -- regenerate'
  t.equal(
    readFileSync(`${file}/witnesses.json`, 'utf8'),
    readFileSync(at('../../../src/rules/pinggu-2022-9/generated/witnesses.json'), 'utf8'),
    stale
  )
})

const json = (value: unknown) => JSON.stringify(value)
const named = (name: string) => ({ name, basis: '原文' })
const fact = (schema: object, example: unknown, more: object = {}) => ({
  label: '事实',
  english: 'fact',
  question: '？',
  description: '说明',
  schema,
  example,
  ...more
})

/** A rule set of one clause, as the files of a folder. */
function ruleSet(measures: object[], facts: object, conditions: object = {}): Record<string, string> {
  const text = { title: '标题', summary: '摘要', forWhom: '对象', audience: ['enterprise'], delivery: null }
  const rest = { window: null, related: [], exclusive: [], interpretations: [], silent: [] }
  const hotline = { say: '说', mustSay: [], keywords: [] }
  const phrases = [...'12345678']
  return {
    'policy.json': json({
      id: 'small',
      version: '1.0.0',
      title: '方案',
      number: '1号',
      issuer: '政府',
      dated: '2022-06-10',
      published: '2022-06-13',
      timeZone: 'Asia/Shanghai',
      clauses: 1,
      closing: {
        document: '6号',
        summary: '摘要',
        interpreter: '部门',
        basis: { part: 'closing', quote: '原文' }
      },
      conditions
    }),
    'facts.json': json({
      subjects: { x: { label: '事', english: 'x' }, shop: { label: '店', english: 'shop' } },
      facts
    }),
    'clause-01.json': json({
      clause: '1',
      numbers: [1],
      section: '一',
      subsection: null,
      completeness: 'complete',
      lost: null,
      summary: '摘要',
      responsible: ['部门'],
      measures: measures.map(measure => ({ ...text, ...rest, hotline, phrases, kind: 'B', ...measure }))
    })
  }
}

const yes = { type: 'boolean' }
const facts = {
  'x.kind': fact({ type: 'string', enum: ['a', 'b', 'c'] }, 'a', { labels: { a: '甲', b: '乙', c: '丙' } }),
  'x.flag': fact(yes, true),
  'x.free': fact(yes, false),
  'x.note': fact({ type: 'string' }, '话'),
  'x.count': fact({ type: 'integer', minimum: 0, maximum: 9 }, 3, { unit: 'person' }),
  'x.sum': fact({ type: 'number', minimum: 0 }, 100, { unit: 'CNY' }),
  'x.day': fact({ type: 'string', format: 'date' }, '2022-07-01'),
  'x.limit': fact({ type: 'string', format: 'date' }, '2022-08-01'),
  'x.month': fact({ type: 'string', pattern: '^20[0-9]{2}-(?:0[1-9]|1[0-2])$' }, '2022-07', {
    unit: 'year-month'
  }),
  'x.list': fact(
    { type: 'array', items: { type: 'string', enum: ['p', 'q'] }, uniqueItems: true, maxItems: 2 },
    ['p'],
    { labels: { p: '一', q: '二' } }
  ),
  'x.had': fact({ type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 9 }, [], {
    measureIds: true,
    assumeWhenMissing: { value: [], note: '没有', said: '没有', basis: { clause: '1', quote: '原文' } }
  }),
  'shop.open': fact(yes, true, {
    derive: {
      kind: 'implied',
      from: 'x.flag',
      when: true,
      value: true,
      basis: { clause: '1', quote: '原文' }
    }
  })
}
const leaf = (id: string, operator: string, value: unknown) => ({
  fact: id,
  operator,
  value,
  ...named(`${id} ${operator}`)
})
const amount = (id: string, inputs: object, more: object = {}) => ({
  id,
  label: '金额',
  unit: 'CNY',
  formula: 'product',
  inputs,
  nature: 'cash',
  basis: '原文',
  ...more
})
const point = (id: string, when?: object) => ({
  id,
  point: '点',
  taken: '这样',
  other: '那样',
  interpreter: '部门',
  basis: '原文',
  ...(when && { when })
})

/** A measure with a part of every kind. */
const everything = {
  id: 'everything',
  kind: 'C',
  window: { kind: 'application', from: '2022-01-01', to: null, basis: '原文' },
  exclusive: ['other'],
  conditions: {
    all: [
      { any: [leaf('x.kind', 'notEqual', 'c'), { not: leaf('x.flag', 'equal', true), ...named('没有') }] },
      { condition: 'enough', ...named('够了') },
      leaf('x.sum', 'lessThanInclusive', { fact: 'parameters.most' }),
      leaf('x.day', 'lessThan', { fact: 'x.limit' }),
      leaf('x.list', 'contains', 'p'),
      leaf('x.had', 'doesNotContain', { fact: 'measure.id' })
    ]
  },
  parameters: {
    most: { value: 500, unit: 'CNY', precision: 'exact', basis: '原文', label: '上限' },
    rate: { value: [10, 20], unit: 'percent', precision: 'range', basis: '原文', label: '比例' },
    by: { value: '2022-12-31', unit: 'date', precision: 'exact', basis: '原文', label: '期限' }
  },
  figures: [
    amount('share', { factors: [{ fact: 'x.sum' }, { parameter: 'rate' }] }),
    amount(
      'each',
      { factors: [{ fact: 'x.count' }, { fact: 'x.sum' }] },
      {
        headline: true,
        optional: true,
        when: { all: [leaf('x.free', 'equal', true)] }
      }
    ),
    amount('day', { value: { fact: 'x.day' } }, { unit: 'date', nature: 'date', formula: 'stated' }),
    amount('by', { value: { parameter: 'by' } }, { unit: 'date', nature: 'date', formula: 'stated' })
  ],
  interpretations: [
    point('always'),
    point('free', leaf('x.free', 'equal', true)),
    point('few', leaf('x.count', 'equal', 0))
  ]
}
const other = {
  id: 'other',
  conditions: { all: [leaf('x.flag', 'equal', true), leaf('x.note', 'equal', '话')] }
}
/** A condition that measures share belongs to no clause, so its basis names one. */
const enough = { ...leaf('x.count', 'greaterThanInclusive', 1), basis: { clause: '1', quote: '原文' } }
const small = () => ruleSet([everything, other], facts, { enough: { all: [enough] } })

/** Facts that make `everything` eligible, dotted. */
const given = {
  'x.kind': 'a',
  'x.count': 3,
  'x.sum': 100,
  'x.day': '2022-07-01',
  'x.limit': '2022-08-01',
  'x.list': ['p']
}
const caseFile = (measure: string, list: object[], all: object = given) =>
  json({ clause: '1', measures: [{ measure, asOf: '2022-07-01', given: all, cases: list }] })

t.test('where there are no cases, every survivor comes with a case that would notice', async t => {
  const folder = t.testdir({ rules: small(), cases: {} })
  const args = ['--rules', `${folder}/rules`, '--cases', `${folder}/cases`]
  const { code, out } = await run('mutate', '--json', ...args)
  t.equal(code, 1)
  const { mutants, killed, equivalent, survivors } = JSON.parse(out)
  t.equal(killed + equivalent.length + survivors.length, mutants)
  const at = (pointer: RegExp) => survivors.filter((one: { pointer: string }) => pointer.test(one.pointer))
  for (const [part, pointer] of Object.entries({
    conditions: /^\/measures\/0\/conditions/,
    window: /^\/measures\/0\/window/,
    exclusive: /^\/measures\/0\/exclusive/,
    figures: /^\/measures\/0\/figures/,
    interpretations: /^\/measures\/0\/interpretations/,
    shared: /^\/conditions\/enough/,
    derived: /^\/facts\/shop.open/
  })) {
    t.ok(at(pointer).length > 0, part)
  }
  const searched = survivors.filter((one: { file: string }) => one.file !== 'facts.json')
  t.notOk(
    searched.some((one: { case: unknown }) => one.case === null),
    'each with a case'
  )

  const text = await run('mutate', ...args)
  t.match(text.out, /survives: clause-01\.json#.*\n {2}a case that would notice: \{/)
  t.match(text.out, /survives: facts\.json#.*\n {2}no case is searched for here/)
  t.match(text.out, /equivalent: .*\(exhaustive over \d+ combinations\)/)
  t.match(
    text.out,
    new RegExp(`${mutants} mutants: 0 killed, .*; 0 of the ${survivors.length} that can be noticed are\n$`)
  )

  // The cases that were found are true of the rules, and notice what they were found for.
  const cases = searched.map((one: { case: KillingCase }, index: number) => ({
    measure: one.case.measure,
    asOf: one.case.asOf,
    given: one.case.given,
    cases: [{ name: `case ${index}`, assumptions: one.case.assumptions, expect: one.case.expect }]
  }))
  const again = t.testdir({
    rules: small(),
    cases: { 'clause-01.json': json({ clause: '1', measures: cases }) }
  })
  const second = await run('mutate', '--json', '--rules', `${again}/rules`, '--cases', `${again}/cases`)
  const left = JSON.parse(second.out)
  t.strictSame(
    left.survivors.filter((one: { file: string }) => one.file !== 'facts.json'),
    []
  )
  t.equal(left.equivalent.length, equivalent.length, 'and what is equivalent stays so')
})

t.test('one measure alone', async t => {
  const folder = t.testdir({
    rules: small(),
    cases: {
      'clause-01.json': caseFile(
        'other',
        [
          { name: 'open and flagged', expect: { outcome: 'eligible' } },
          { name: 'not flagged', with: { 'x.flag': false }, expect: { outcome: 'ineligible' } },
          {
            name: 'flag unknown',
            without: ['x.flag'],
            expect: { outcome: 'undetermined', missing: ['x.flag'] }
          },
          { name: 'other words', with: { 'x.note': '别的' }, expect: { outcome: 'ineligible' } }
        ],
        { 'x.flag': true, 'x.note': '话' }
      )
    }
  })
  const args = ['--rules', `${folder}/rules`, '--cases', `${folder}/cases`]
  const { code, out } = await run('mutate', '--measure', 'other', ...args)
  t.equal(code, 0)
  t.match(out, /^\d+ mutants: \d+ killed, 0 equivalent, 0 survive/)
  const unknown = await run('mutate', '--measure', 'nobody', ...args)
  t.equal(unknown.code, 2)
  t.match(unknown.err, 'there is no measure nobody')
})

t.test('nothing is scored while a case fails on the unchanged rules', async t => {
  const eligible = (name: string) => ({ name, expect: { outcome: 'eligible' } })
  const unflagged = Array.from({ length: 11 }, (_, index) => ({
    ...eligible(`wrong ${index}`),
    with: { 'x.flag': false }
  }))
  const folder = t.testdir({
    rules: small(),
    cases: {
      'clause-01.json': caseFile('other', [eligible('right'), ...unflagged], {
        'x.flag': true,
        'x.note': '话'
      }),
      'clause-02.json': caseFile('everything', [eligible('right')])
    }
  })
  const args = ['--rules', `${folder}/rules`, '--cases', `${folder}/cases`]
  const { code, out, err } = await run('mutate', ...args)
  t.strictSame({ code, out }, { code: 2, out: '' })
  t.match(err, /^nothing is scored: 11 of 13 cases fail on the unchanged rules\n/)
  t.match(err, '\n  clause-01.json: wrong 0: outcome: expected "eligible", got "ineligible"\n')
  t.match(err, /\n {2}and 1 more: npm run rules -- check\n$/)
  t.equal((await run('mutate', '--measure', 'other', ...args)).code, 2)
  t.not((await run('mutate', '--measure', 'everything', ...args)).code, 2, 'a measure whose own cases pass')
  const few = t.testdir({
    rules: small(),
    cases: { 'clause-01.json': caseFile('other', unflagged.slice(0, 1), { 'x.flag': true, 'x.note': '话' }) }
  })
  const one = await run('mutate', '--rules', `${few}/rules`, '--cases', `${few}/cases`)
  t.match(one.err, /^nothing is scored: 1 of 1 [^\n]*\n {2}clause-01[^\n]*\n$/)
})

t.test('a case that is wrong says what it expected and what it got', async t => {
  const { Program } = await import('../../../src/engine/program.ts')
  const { loadPolicy } = await import('../../../src/policy/load.ts')
  const { readCases } = await import('../../../src/cli/rules/cases/index.ts')
  const { faultsOfCase, faultsOfFactCase } = await import('../../../src/cli/rules/cases/judge.ts')
  const program = new Program(
    loadPolicy(Object.fromEntries(Object.entries(small()).map(([file, text]) => [file, JSON.parse(text)])))
  )
  const wrong = {
    outcome: 'ineligible',
    window: 'closed',
    missing: ['x.flag'],
    excludes: [],
    interpretations: ['nothing'],
    notInterpretations: ['always'],
    decides: ['always'],
    amount: { status: 'exact', figures: { share: null, each: '1.00', by: { min: '1' }, none: '1' } }
  }
  const reading = (outcome: string) => ({ outcome })
  const folder = t.testdir({
    'clause-01.json': caseFile('everything', [
      { name: 'wrong', assumptions: 'none', expect: wrong },
      {
        name: 'day unknown',
        without: ['x.day'],
        expect: { outcome: 'undetermined', amount: { figures: { day: { status: 'undetermined' } } } }
      }
    ]),
    'facts.json': json({
      facts: [
        {
          fact: 'shop.open',
          cases: [
            { name: 'wrong', given: { 'x.flag': true }, value: false, reason: '没有' },
            { name: 'open', given: {}, possible: [true, false] },
            { name: 'right', given: {}, value: null }
          ]
        }
      ]
    }),
    'scenarios.json': json({
      about: '说明',
      scenarios: [
        {
          id: 'one',
          name: 'no point is open',
          measure: 'other',
          asOf: '2022-07-01',
          facts: { x: { flag: false } },
          expect: { ambiguous: true, readings: [reading('eligible'), reading('ineligible')] }
        },
        {
          id: 'two',
          name: 'plain',
          measure: 'other',
          asOf: '2022-07-01',
          facts: {},
          expect: reading('undetermined')
        }
      ]
    })
  })
  const { measures, facts: derived } = readCases(folder)
  const faults = measures.map(one => faultsOfCase(program, one, program.policy.measure(one.measure) as never))
  t.strictSame(faults, [
    [
      'outcome: expected "ineligible", got "undetermined"',
      'window: expected "closed", got "open"',
      'missing: expected ["x.flag"], got ["x.had"]',
      'excludes: expected [], got ["other"]',
      'open point nothing is not flagged',
      'open point always is flagged',
      'open points that decide: expected ["always"], got []',
      'amount status: expected exact, got "range"',
      'share: expected none, got {"status":"range","value":null,"min":"10.00","max":"20.00"}',
      'each: expected "1.00", got none',
      'by min: expected 1, got {"status":"exact","value":"2022-12-31","min":null,"max":null}',
      'none: expected "1", got none'
    ],
    [],
    ['the readings differ, but no open point is shown'],
    []
  ])
  t.strictSame(
    derived.map(one => faultsOfFactCase(program, one, program.policy.fact(one.fact) as never)),
    [
      ['shop.open: expected [false], got ["true"]', 'shop.open: expected because of 没有, got null'],
      ['shop.open: expected [true,false], got []'],
      []
    ]
  )
})

t.test('a case file of the wrong form is not read', async t => {
  const folder = t.testdir({
    rules: small(),
    cases: { 'clause-01.json': json({ clause: '1', measures: [{ measure: 1 }] }) }
  })
  const { code, err } = await run('mutate', '--rules', `${folder}/rules`, '--cases', `${folder}/cases`)
  t.equal(code, 2)
  t.match(err, 'clause-01.json#/measures/0/measure: must be string')
})

t.test('witnesses of a measure with a part of every kind', async t => {
  const folder = t.testdir({ rules: small() })
  const { code, out } = await run(
    'witness',
    '--json',
    '--measure',
    'everything',
    '--rules',
    `${folder}/rules`
  )
  t.equal(code, 0)
  const { measures, faults } = JSON.parse(out)
  t.strictSame(faults, [])
  t.strictSame(measures.everything.eligible, {
    x: { kind: 'a', count: 3, sum: 100, day: '2022-07-01', limit: '2022-08-01', list: ['p'] }
  })
  t.strictSame(
    measures.everything.ineligible.map(({ condition, facts }: { condition: string; facts: object }) => [
      condition,
      facts
    ]),
    [
      ['x.kind notEqual', { x: { kind: 'c', flag: true } }],
      ['x.count greaterThanInclusive', { x: { count: 0 } }],
      ['x.sum lessThanInclusive', { x: { sum: 500.01 } }],
      ['x.day lessThan', { x: { day: '2022-07-01', limit: '2022-06-30' } }],
      ['x.list contains', { x: { list: [] } }],
      ['x.had doesNotContain', { x: { had: ['everything'] } }]
    ]
  )
})

t.test('conditions that cannot matter and outcomes that cannot come are faults', async t => {
  const flag = (value: boolean) => leaf('x.flag', 'equal', value)
  const folder = t.testdir({
    rules: ruleSet(
      [
        { id: 'twice', conditions: { all: [flag(true), flag(true)] } },
        { id: 'never', conditions: { all: [flag(true), flag(false)] } },
        {
          id: 'covered',
          conditions: { any: [leaf('x.kind', 'notEqual', 'c'), leaf('x.kind', 'equal', 'a')] }
        },
        { id: 'anyone', conditions: { all: [leaf('x.had', 'doesNotContain', { fact: 'measure.id' })] } }
      ],
      facts
    )
  })
  const { code, out } = await run('witness', '--rules', `${folder}/rules`)
  t.equal(code, 1)
  t.match(out, 'twice: “x.flag equal” it can never matter: no facts make the outcome hang on it')
  t.match(out, 'covered: “x.kind equal” it can never matter')
  t.match(out, 'never: no facts make it eligible')
  t.match(out, 'anyone: no fact is needed to be eligible')
  t.match(out, /\n2 measures, \d+ faults\n$/)
  const nobody = await run('witness', '--measure', 'nobody', '--rules', `${folder}/rules`)
  t.equal(nobody.code, 2)
  t.match(nobody.err, 'there is no such measure')
})

t.test('a shared condition names the clause its words are from', async t => {
  const words = leaf('x.flag', 'equal', true)
  const folder = t.testdir({ rules: ruleSet([other], facts, { flagged: { all: [words] } }) })
  const { code, err } = await run('witness', '--rules', `${folder}/rules`)
  t.equal(code, 2)
  t.equal(
    err,
    'policy.json#/conditions/flagged/all/0/basis: the words are of no clause (name the clause, or the source)\n'
  )
})
