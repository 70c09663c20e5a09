/** Many rule sets, each in its versions: which of them counts, and what is said while that is not known. */
import { readFileSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { deciderFor } from '../../src/batch/decider.ts'
import { lineBlocks } from '../../src/batch/lines.ts'
import { answersTo } from '../../src/batch/stream.ts'
import { needFresh, regenerateAll } from '../../src/cli/rules/regenerate/generated.ts'
import { answeredAmount } from '../../src/decisions/answered.ts'
import { Program } from '../../src/engine/program.ts'
import { needSound, readPlan, readPolicy } from '../../src/plan.ts'
import { readRuleFiles } from '../../src/policy/files.ts'
import { readLibrary } from '../../src/policy/library.ts'
import type { Measure } from '../../src/policy/model.ts'
import { textsOf } from '../../src/texts/index.ts'
import { batch as batchFiles } from '../helpers/batch-command.ts'
import { call } from '../helpers/mcp.ts'
import {
  foldersOf,
  lendNew,
  lendOld,
  listOf,
  noticeNew,
  noticeOld,
  repayNew,
  repayOld
} from '../helpers/versions.ts'

const dir = t.testdir(
  foldersOf({ 'notice-1': noticeOld, 'notice-2': noticeNew, 'repay-1': repayOld, 'repay-2': repayNew })
)
const rules = ['notice-2', 'notice-1', 'repay-2', 'repay-1'].map(name => `${dir}/${name}`)
const served = readPlan({ rules })
const app = await buildApp({ ...served, today: () => '2026-01-01', mcp: true })
t.after(() => app.close())

const post = async (url: string, payload: object) =>
  (await app.inject({ method: 'POST', url, payload })).json()
const get = async (url: string) => (await app.inject(url)).json()
/** Outcomes by measure. */
const outcomes = async (payload: object) => {
  const { results } = await post('/eligibility', payload)
  return Object.fromEntries(
    results.map(({ measure, outcome }: { measure: string; outcome: string }) => [measure, outcome])
  )
}

t.test('a fact chooses the version', async t => {
  const facts = (signedOn: string | undefined, largeBuyer: boolean) => ({
    repay: { delivered: true, largeBuyer, sum: 1000, ...(signedOn && { signedOn }) }
  })
  const policies = ['repay']
  t.strictSame(await outcomes({ policies, facts: facts('2025-05-31', false) }), {
    acceptance: 'eligible',
    term: 'eligible',
    'late-interest': 'eligible',
    'new-only': 'ineligible',
    'old-only': 'eligible'
  })
  t.strictSame(await outcomes({ policies, facts: facts('2025-06-01', false) }), {
    acceptance: 'eligible',
    term: 'ineligible',
    'late-interest': 'eligible',
    'new-only': 'eligible',
    'old-only': 'ineligible'
  })
  t.strictSame(
    await outcomes({ policies, facts: facts(undefined, false) }),
    {
      acceptance: 'eligible',
      term: 'undetermined',
      'late-interest': 'eligible',
      'new-only': 'undetermined',
      'old-only': 'undetermined'
    },
    'unknown: settled where the versions agree'
  )
  t.strictSame(await outcomes({ policies, facts: facts(undefined, true), measures: ['term'] }), {
    term: 'eligible'
  })
  const { results, policies: rested } = await post('/eligibility', {
    policies,
    facts: facts('2019-01-01', true),
    measures: ['term']
  })
  t.match(results[0], {
    outcome: 'ineligible',
    reasons: [{ text: /签订日期在有效期内（从2020年9月1日起）/ }]
  })
  t.equal(rested.length, 1)
})

const delivered = (more: object = {}) => ({ repay: { delivered: true, sum: 1000, ...more } })

t.test('while the day is not known, each version is named with what it says', async t => {
  const policies = ['repay']
  const differ = await post('/eligibility', {
    policies,
    measures: ['term'],
    facts: delivered({ largeBuyer: false })
  })
  t.match(differ.policies, [
    { version: '1.0.0' },
    { version: '2.0.0', inForce: { from: '2025-06-01', to: null } }
  ])
  t.match(differ.results, [
    {
      outcome: 'undetermined',
      policy: 'repay',
      missingFacts: ['repay.signedOn'],
      versions: {
        chosenBy: 'repay.signedOn',
        same: false,
        text: '要看签订日期，各版结论不同：2020年1号（1.0.0，2020年9月1日至2025年5月31日）：符合；2025年1号（2.0.0，从2025年6月1日起）：不符合',
        candidates: [
          { version: '1.0.0', outcome: 'eligible' },
          { version: '2.0.0', outcome: 'ineligible' }
        ]
      }
    }
  ])
  t.match(differ.nextQuestions, [{ fact: 'repay.signedOn', settles: ['term'] }])
  const declined = await post('/eligibility', {
    policies,
    measures: ['term'],
    facts: delivered(),
    declined: ['repay.signedOn']
  })
  t.match(declined.nextQuestions, [{ fact: 'repay.largeBuyer' }], 'what may still settle it')
  const full = await post('/eligibility', {
    policies,
    measures: ['term'],
    facts: delivered(),
    explain: 'full'
  })
  t.equal(full.results[0].trace.result, 'unknown')
  const strict = await post('/eligibility', {
    policies,
    measures: ['acceptance'],
    facts: delivered(),
    assumptions: 'none'
  })
  t.match(
    strict.results,
    [{ outcome: 'undetermined', versions: { same: true } }],
    'nothing is taken for granted'
  )
  const earlier = await post('/eligibility', { policies, asOf: '2022-01-01', facts: delivered() })
  t.match(earlier.policies, [{ version: '1.0.0' }], 'later versions were not known then')
  const narrowed = await post('/eligibility', {
    policies,
    measures: ['term', 'new-only'],
    facts: delivered(),
    possible: { 'repay.signedOn': { max: '2024-12-31', min: '2021-01-01' } }
  })
  t.match(narrowed.results, [{ outcome: 'eligible' }, { outcome: 'ineligible' }], 'bounds may be enough')
})

t.test('amounts by each version', async t => {
  const ask = (more: object) => post('/calculate', { policies: ['repay'], measure: 'late-interest', ...more })
  t.match(await ask({ facts: delivered({ signedOn: '2025-06-01' }) }), { amount: { value: '60.00' } })
  const open = await ask({ facts: delivered() })
  t.match(open, {
    outcome: 'eligible',
    amount: {
      status: 'undetermined',
      value: null,
      text: '要看签订日期：50.00元；或者60.00元',
      missingFacts: ['repay.signedOn']
    },
    versions: { same: false, candidates: [{ amount: '50.00元' }, { amount: '60.00元' }] }
  })
  const all = await post('/calculate', { policies: ['repay'], facts: delivered() })
  t.match(all.notAdded, [{ measure: 'acceptance' }, { reason: '还缺条件，算不出金额' }])
  t.strictSame(all.totals, [])
})

t.test('the day of the question chooses', async t => {
  const policies = ['notice']
  const facts = { notice: { posted: true } }
  const on = (asOf: string, more: object = {}) => outcomes({ policies, asOf, facts, ...more })
  t.strictSame(await on('2022-12-31'), { posting: 'eligible' })
  t.strictSame(await on('2024-01-01'), { posting: 'ineligible', archive: 'eligible' })
  t.strictSame(await on('2023-06-01'), { posting: 'ineligible', archive: 'ineligible' })
  const { results } = await post('/eligibility', {
    measures: ['posting', 'archive'],
    asOf: '2020-01-01',
    facts
  })
  t.match(results, [
    { reasons: [{ text: '不符合“问的那一天2024年1号有效（从2021年1月1日起）”' }] },
    { reasons: [{ text: '不符合“问的那一天2024年1号有效（从2024年1月1日起）”' }] }
  ])
  t.strictSame(await on('2020-01-01', { versions: { notice: '1.0.0' } }), { posting: 'eligible' }, 'pinned')
  const { digest } = served.policy.documents.find(
    ({ version, id }) => id === 'notice' && version === '2.0.0'
  ) as {
    digest: string
  }
  t.strictSame(await on('2020-01-01', { versions: { notice: digest } }), {
    posting: 'ineligible',
    archive: 'eligible'
  })
  const usual = await post('/eligibility', { asOf: '2023-06-01', facts })
  t.strictSame(
    new Set(usual.results.map(({ policy }: { policy: string }) => policy)),
    new Set(['repay']),
    'by default those in force'
  )
  t.match(await post('/eligibility', { asOf: '2019-01-01', facts }), { results: [], policies: [] })
})

t.test('what cannot be selected', async t => {
  const facts = {}
  for (const [body, code, pointer] of [
    [{ versions: { notice: '3.0.0' } }, 'unknown-version', '/versions/notice'],
    [{ policies: ['no-such'] }, 'validation-failed', '/policies/0'],
    [{ versions: { 'no-such': '1.0.0' } }, 'validation-failed', '/versions'],
    [{ policies: ['repay'], versions: { notice: '1.0.0' } }, 'validation-failed', '/versions/notice'],
    [{ policies: ['repay'], measures: ['posting'] }, 'validation-failed', '/measures/0']
  ] as const) {
    const problem = await post('/eligibility', { facts, ...body })
    t.match(problem, { code, errors: [{ pointer }] }, JSON.stringify(body))
  }
})

const batch = async (query: string, lines: readonly object[]) => {
  const { body } = await app.inject({
    method: 'POST',
    url: `/eligibility/batch${query}`,
    headers: { 'content-type': 'application/x-ndjson' },
    payload: lines.map(line => JSON.stringify(line)).join('\n')
  })
  return body
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
}

t.test('a batch says what single requests say, whatever the days of its lines', async t => {
  const days = [
    '2019-01-01',
    '2022-01-01',
    '2022-12-31',
    '2023-06-01',
    '2024-02-01',
    '2025-06-01',
    '2026-01-01'
  ]
  const lines = [...days, ...days].flatMap((asOf, index) =>
    [undefined, '2021-01-01', '2025-07-01'].map(signedOn => ({
      id: `${index} ${signedOn}`,
      asOf,
      facts: {
        ...delivered({ largeBuyer: index % 2 === 0, ...(signedOn && { signedOn }) }),
        notice: { posted: index > 3 }
      }
    }))
  )
  const answers = await batch('', lines)
  for (const [index, { asOf, facts }] of lines.entries()) {
    const single = await post('/eligibility', { asOf, facts, explain: 'none' })
    const having = (wanted: string) =>
      single.results.flatMap(({ measure, outcome }: { measure: string; outcome: string }) =>
        outcome === wanted ? [measure] : []
      )
    const { eligible, undetermined, ineligible } = answers[index]
    t.strictSame(
      [eligible.map(({ measure }: { measure: string }) => measure), undetermined, ineligible],
      ['eligible', 'undetermined', 'ineligible'].map(having),
      String(lines[index]?.id)
    )
  }
  t.match(answers.at(-1).end, {
    lines: lines.length,
    errors: 0,
    policies: [{ id: 'notice' }, { id: 'repay' }, {}]
  })
  const [pinned, end] = await batch(
    '?policies=notice&versions=notice:1.0.0&explain=summary',
    lines.slice(0, 1)
  )
  t.match(pinned.results, [{ measure: 'posting', outcome: 'ineligible', policy: 'notice' }])
  t.match(end.end.policies, [{ version: '1.0.0' }])
  t.match(await batch('?versions=no-such:1.0.0', lines), [{ errors: [{ pointer: '/versions/0' }] }])
})

t.test('a batch about more periods than are kept at once', async t => {
  const { 'clause-01.json': clause, 'policy.json': about, ...others } = noticeNew
  const [first] = clause.measures
  const months = Array.from(
    { length: 20 },
    (_, at) => `${2024 + Math.floor(at / 12)}-${String(1 + (at % 12)).padStart(2, '0')}`
  )
  const measures = months.map(month => ({
    ...first,
    id: `until-${month}`,
    title: `公告到${month}`,
    window: { kind: 'event', what: '贴出了公告', from: null, to: `${month}-15`, basis: '贴出了公告' }
  }))
  const many = {
    ...others,
    'policy.json': { ...about, id: 'many' },
    'clause-01.json': { ...clause, measures }
  }
  const program = new Program(readPolicy([t.testdir(foldersOf({ many })).concat('/many')]))
  const answers = async (days: readonly string[]) => {
    const lines = days.map(asOf => JSON.stringify({ id: asOf, asOf, facts: { notice: { posted: false } } }))
    const options = { explain: 'none' as const, asOf: '2024-01-01' }
    let text = ''
    const blocks = lineBlocks(Readable.from([Buffer.from(lines.join('\n'))]))
    const decider = deciderFor(program, options)
    for await (const part of answersTo(blocks, decider, program.policy, options)) text += part
    return text.split('\n').slice(0, days.length)
  }
  const days = months.map(month => `${month}-10`)
  const together = await answers([...days, ...days])
  const alone = (await Promise.all(days.map(day => answers([day])))).flat()
  t.strictSame(together, [...alone, ...alone])
  t.equal(new Set(alone).size, days.length)
})

t.test('a table has a column or a row for each measure of the rule sets that are asked', async t => {
  const lines = ['2022-01-01', '2023-06-01', '2026-01-01'].map(asOf => ({
    id: asOf,
    asOf,
    facts: { ...delivered({ largeBuyer: false }), notice: { posted: true } }
  }))
  const table = async (query: string) => {
    const { body } = await app.inject({
      method: 'POST',
      url: `/eligibility/batch${query}`,
      headers: { 'content-type': 'application/x-ndjson', accept: 'text/csv' },
      payload: lines.map(line => JSON.stringify(line)).join('\n')
    })
    return body.trim().split('\r\n')
  }
  const [header, ...rows] = await table('?policies=notice')
  t.match(header, /错误,公告,存档$/)
  t.match(
    rows,
    [/,,符合,$/, /,,不符合,不符合$/, /,,不符合,符合$/],
    'of what a version does not have, nothing'
  )
  const told = (await table('?policies=repay&explain=summary')).filter(row => row.includes('付款期限'))
  t.equal(told.length, 3)
  t.match(told.at(-1), /还不能确定.*1\.0\.0.*2\.0\.0/, 'what each version says')
})

t.test('a run over files is about the rule sets and versions that it names', async t => {
  const file = t.testdir({ 'in.ndjson': '' })
  const [input, output] = [`${file}/in.ndjson`, `${file}/out.ndjson`]
  const facts = { ...delivered({ largeBuyer: false }), notice: { posted: true } }
  const line = JSON.stringify({ id: 'a', facts })
  writeFileSync(input, line)
  const program = new Program(served.policy)
  const run = (...args: string[]) =>
    batchFiles([input, output, '--as-of', '2026-01-01', ...args], undefined, program)
  const overHttp = async (query: string) =>
    (
      await app.inject({
        method: 'POST',
        url: `/eligibility/batch?asOf=2026-01-01&${query}`,
        headers: { 'content-type': 'application/x-ndjson' },
        payload: line
      })
    ).body
  const digest = served.policy.documents.find(
    ({ version, id }) => id === 'repay' && version === '1.0.0'
  )?.digest
  for (const [args, query] of [
    [[], ''],
    [['--policies', 'notice'], 'policies=notice'],
    [['--policies', 'repay,notice,repay'], 'policies=repay,notice'],
    [['--versions', 'repay:1.0.0,notice:1.0.0'], 'versions=repay:1.0.0,notice:1.0.0'],
    [['--versions', `repay:${digest}`], `versions=repay:${digest}`],
    [['--policies', 'repay', '--versions', 'repay:2.0.0'], 'policies=repay&versions=repay:2.0.0']
  ] as const) {
    t.match(await run(...args), { code: 0 }, query)
    t.equal(readFileSync(output, 'utf8'), await overHttp(query), query)
  }
  const table = `${file}/out.csv`
  const wide = await batchFiles(
    [input, table, '--as-of', '2026-01-01', '--policies', 'repay'],
    undefined,
    program
  )
  t.match(wide, { code: 0, err: /没有单列一列的政策：\d 项/ })
  t.notMatch(readFileSync(table, 'utf8'), /公告|存档/)
  for (const [args, err] of [
    [['--policies', 'notise'], '--policies：没有规则集“notise”，有的是 notice、repay'],
    [['--versions', 'repay'], '--versions：“repay”应当写成 规则集:版本号，或者 规则集:摘要'],
    [['--versions', 'rent:1.0.0'], '--versions：没有规则集“rent”'],
    [['--versions', 'repay:1.0.1'], '--versions：repay 没有 1.0.1 这一版，是不是 1.0.0，有的是 1.0.0、2.0.0'],
    [['--versions', 'repay:x'], '--versions：repay 没有 x 这一版，有的是 1.0.0、2.0.0'],
    [['--policies', 'notice', '--versions', 'repay:1.0.0'], '--versions：repay 不在 --policies 里'],
    [['--policies', 'notice', '--measures', 'term'], '--measures：term 不属于 --policies 里的规则集']
  ] as const) {
    t.match(await run(...args), { code: 2, err }, err)
  }
  t.match(await batchFiles(['--help']), { out: /--policies A,B .*规则集.*rule sets/ })
})

t.test('an assistant asks about one of the rule sets', async t => {
  const ids = ['notice', 'repay'] as const
  for (const policy of ids) {
    const { structuredContent: found } = await call(app, 'find_measures', { policy })
    t.ok((found.policies as { id: string }[]).every(({ id }) => id === policy))
    t.equal(found.total, (await get(`/measures?policy=${policy}`)).total)
    t.match((await call(app, 'read_clause', { clause: '1', policy })).structuredContent, {
      policy: { id: policy }
    })
  }
  const wrong = { facts: {}, policies: ['repay'], measures: ['posting'] }
  t.match(await call(app, 'decide', wrong), {
    isError: true,
    structuredContent: { code: 'validation-failed', errors: [{ pointer: '/measures/0' }] }
  })
})

t.test('the catalogue, by rule set and day', async t => {
  t.match(await get('/policies'), {
    total: 2,
    items: [
      { id: 'notice', inForce: '2.0.0', versions: [{ version: '1.0.0' }, { version: '2.0.0' }] },
      { id: 'repay' }
    ]
  })
  t.match(await get('/policies/repay'), {
    versions: [
      { version: '1.0.0', predecessor: null },
      { predecessor: '1.0.0', added: ['new-only'], removed: ['old-only'], changed: ['term', 'late-interest'] }
    ]
  })
  t.match(await get('/policies/repai'), { code: 'unknown-policy', detail: /是不是 repay/ })
  t.match(await get('/clauses/1'), { policy: { id: 'notice' }, alsoIn: ['repay'] })
  t.match(await get('/clauses/1?policy=repay&asOf=2021-01-01'), { policy: { version: '1.0.0' } })
  t.match(await get('/clauses?policy=repay'), { plan: { number: '2025年1号' }, closing: null })
  t.match(await get('/clauses/9?policy=repay'), { code: 'unknown-clause' })
  t.match(await get('/measures?policy=notice'), { total: 2, items: [{ policy: 'notice' }, {}] })
  t.match(await get('/measures/term?asOf=2021-01-01'), { policy: { version: '1.0.0' } })
  t.match((await get('/facts?policy=notice')).items, [{ id: 'notice.posted', policies: ['notice'] }])
  t.equal((await app.inject('/knowledge-base?policy=notice')).body.trim().split('\n').length, 2)
  t.strictSame(await get('/changes?since=2020-01-01'), { total: 0, items: [] })
})

t.test('the hotline finds measures of all rule sets, or of those that are asked', async t => {
  const found = await post('/answers', {
    question: '付款期限怎么办一',
    facts: delivered({ largeBuyer: false })
  })
  t.match(found.matches[0], { measure: 'term', policy: 'repay', card: { versions: { same: false } } })
  const other = await post('/answers', { question: '付款期限怎么办一', policies: ['notice'] })
  t.ok(other.matches.every(({ policy }: { policy: string }) => policy === 'notice'))
  for (const policy of ['notice', 'repay']) {
    const { matches } = await post('/answers', { question: '第一条讲什么', policies: [policy] })
    t.match(matches[0], { policy, card: { clause: '1' } }, 'a clause of that rule set')
  }
  for (const [version, outcome] of [
    ['1.0.0', 'eligible'],
    ['2.0.0', 'ineligible']
  ] as const) {
    const { matches, policies } = await post('/answers', {
      question: '付款期限怎么办一',
      facts: delivered({ largeBuyer: false }),
      policies: ['repay'],
      versions: { repay: version }
    })
    t.match(matches[0], { measure: 'term', card: { outcome } }, version)
    t.match(policies, [{ version }])
  }
  const amount = await post('/answers', { question: '逾期利息怎么办一', facts: delivered() })
  t.match(amount.matches[0].card, {
    measure: undefined,
    versions: { candidates: [{ amount: '50.00元' }, {}] }
  })
  t.match(await post('/answers', { question: '今天天气怎么样' }), { matches: [], policies: [{}, {}, {}] })
})

t.test('a caller is asked for the day that chooses, and read no condition about versions', async t => {
  const sayOf = async (repay: object) => {
    const { matches } = await post('/answers', { question: '付款期限怎么办一', facts: { repay } })
    return matches.find(({ measure }: { measure: string }) => measure === 'term').card.say as string
  }
  t.match(await sayOf({ delivered: true, largeBuyer: false }), /^能不能享受，要看签订日期：签订日期？/)
  t.equal(
    textsOf('en').card.dependsOnDay('', 'day of the contract', 'When was it signed?'),
    'That depends on the day of the contract. When was it signed?'
  )
  t.match(await sayOf({ signedOn: '2026-01-01', delivered: true }), /还差1条：买方是大企业/)
  const open = await sayOf({})
  t.match(open, /能不能享受，/)
  t.notMatch(open, /有效期内/)
  t.match(await sayOf({ largeBuyer: true }), /^能不能享受，(还差1条：货已经交了|要看签订日期：签订日期？)/)
})

t.test('a first version without a beginning and a last without an end', async t => {
  const folders = t.testdir(foldersOf({ new: lendNew, old: lendOld }))
  const lent = readPlan({ rules: [`${folders}/new`, `${folders}/old`] })
  t.strictSame(
    lent.policy.sets[0]?.documents.map(({ version, predecessor }) => [version, predecessor]),
    [
      ['1.0.0', null],
      ['2.0.0', '1.0.0']
    ],
    'what has no beginning comes first'
  )
  t.strictSame(lent.policy.fact('lend.held')?.schema, {
    type: 'array',
    items: { type: 'string', enum: ['cap', 'early'] }
  })
  t.equal(lent.policy.documents[0]?.horizon?.notice, '以后的事请问区政府', 'who issued it is asked')
  const lending = await buildApp({ ...lent, today: () => '2026-01-01' })
  t.teardown(() => lending.close())
  const ask = async (measure: string, lend: object) => {
    const payload = { measures: [measure], facts: { lend: { secured: true, ...lend } }, explain: 'full' }
    const { results } = (await lending.inject({ method: 'POST', url: '/eligibility', payload })).json()
    return results[0]
  }
  for (const [madeOn, outcome] of [
    ['1999-01-01', 'ineligible'],
    ['2020-08-19', 'ineligible'],
    ['2020-08-20', 'eligible'],
    ['2099-01-01', 'eligible']
  ] as const) {
    t.equal((await ask('cap', { madeOn })).outcome, 'eligible', madeOn)
    t.equal((await ask('early', { madeOn })).outcome, outcome, madeOn)
  }
  const open = await ask('cap', {})
  t.match(open, {
    outcome: 'eligible',
    versions: {
      same: true,
      text: '还不知道借款日期，各版结论相同：2015年1号（1.0.0，到2020年8月19日为止）：符合；2020年1号（2.0.0，从2020年8月20日起）：符合',
      candidates: [
        { inForce: { from: null, to: '2020-08-19' } },
        { inForce: { from: '2020-08-20', to: null } }
      ]
    }
  })
  t.match(JSON.stringify(open.trace), /"借款日期在有效期内"/, 'an open time is not told in empty brackets')
})

t.test('on a day on which no version is in force the newest is shown', async t => {
  const between = await buildApp({ ...served, today: () => '2023-06-01' })
  t.teardown(() => between.close())
  t.match((await between.inject('/policies')).json().items[0], { id: 'notice', inForce: null })
  t.match((await between.inject('/policies/notice')).json(), { id: 'notice', inForce: null })
  t.match((await between.inject('/clauses/1?policy=notice')).json(), { policy: { version: '2.0.0' } })
})

t.test('of a measure that every version refuses the amount is as the newest states it', t => {
  const program = new Program(served.policy)
  const assessment = program.assess({ repay: { delivered: false, sum: 1000 } } as never)
  const repay = served.policy.sets.find(({ id }) => id === 'repay')
  const measure = repay?.choices.at(-1)?.get('late-interest') as Measure
  const amount = answeredAmount(program, assessment, measure, 'ineligible')
  t.match(amount, { value: '60.00', text: '如果符合，60.00元', conditional: true })
  t.end()
})

t.test('a rule set alone that the classifier of the service does not know is heard as it is', t => {
  const { policy, hearing } = readPlan({ rules: [`${dir}/repay-2`] })
  t.match(hearing.search('付款期限怎么办一', 1), [{ measure: 'term' }])
  t.equal(policy.documents.length, 1)
  t.end()
})

t.test('nothing is built of rule sets of which a file that is worked out is stale', async t => {
  const { good: sound, stale: old } = foldersOf({ good: noticeNew, stale: noticeOld })
  const generated = { 'witnesses.json': '{}\n' }
  const folders = t.testdir({ good: { ...sound }, stale: { ...old, generated } })
  const [good, stale] = [`${folders}/good`, `${folders}/stale`]
  await t.resolves(needFresh([good]), 'beside the rule sets of the service, none need be worked out')
  await t.rejects(needFresh([good, stale]), {
    message: /stale\/generated\/witnesses.json#: is not what the rule files/
  })
  await regenerateAll({ files: readRuleFiles(stale), folder: stale, source: null })
  await t.resolves(needFresh([good, stale]))
})

t.test('a rule set that does not fit is refused by name, and the others serve', t => {
  const { versionBy: _none, ...unchosen } = repayOld['policy.json'] as { versionBy?: string }
  const { inForce: _never, ...always } = noticeOld['policy.json']
  const notice = (more: object) => ({ ...noticeOld, 'policy.json': { ...noticeOld['policy.json'], ...more } })
  const span = (from: string, to: string) => ({ inForce: { ...noticeOld['policy.json'].inForce, from, to } })
  const signedOn = { ...repayOld['facts.json'].facts['repay.signedOn'], question: '哪天签的？' }
  const another = (id: string, files: object) => ({
    ...noticeOld,
    'policy.json': { ...noticeOld['policy.json'], id },
    'clause-01.json': {
      ...noticeOld['clause-01.json'],
      measures: noticeNew['clause-01.json'].measures.map(one => ({
        ...one,
        id: `${id}-${(one as { id: string }).id}`
      }))
    },
    ...files
  })
  const codes = (words: object) => ({ 'industry-codes.json': { sections: {}, words } })
  /** Why each is refused, and nothing more than that; null for what is served. */
  const sets: Record<string, [files: object, reason: RegExp | null]> = {
    good: [{ ...noticeNew, ...codes({}), 'situations.json': listOf('notice.posted') }, null],
    fits: [another('fits', codes({})), null],
    paid: [repayNew, null],
    twice: [notice({ version: '2.0.0' }), /^policy.json#\/version: notice 2.0.0 is loaded already \(.*\)$/],
    meets: [
      notice(span('2023-01-01', '2024-01-01')),
      /^policy.json#\/inForce: notice 2.0.0 is in force on some of these days \(.*\)$/
    ],
    always: [
      { ...noticeOld, 'policy.json': always },
      /^policy.json#\/inForce: .* some of these days \(.*\)$/
    ],
    touches: [notice(span('2023-01-01', '2023-12-31')), null],
    chosen: [
      { ...repayOld, 'policy.json': unchosen },
      /^policy.json#\/versionBy: repay 2.0.0 is chosen by another fact \(.*\)$/
    ],
    turned: [
      notice({ version: '3.0.0', ...span('2025-01-01', '2020-01-01') }),
      /#\/inForce: the dates are out of order/
    ],
    other: [
      notice({ id: 'other' }),
      /^clause-01.json#\/measures\/0\/id: "posting" is a measure of notice \(.*\)\n.* of notice \(.*\)$/
    ],
    lists: [
      another('lists', { 'situations.json': listOf('notice.posted') }),
      /^situations.json#\/lists\/0\/id: "ticked" is a list of notice \(.*\)$/
    ],
    means: [
      {
        ...repayOld,
        'facts.json': {
          ...repayOld['facts.json'],
          facts: { ...repayOld['facts.json'].facts, 'repay.signedOn': signedOn }
        }
      },
      /^facts.json#\/facts\/repay.signedOn: "repay.signedOn" means something else in repay \(.*\)$/
    ],
    codes: [
      another('codes', codes({ 茶馆: ['H'] })),
      /^industry-codes.json#: it differs from the one of notice \(.*\)\n.* of fits \(.*\)$/
    ],
    absent: [
      { ...repayOld, 'facts.json': { subjects: {}, facts: { 'no.such': 'shared' } } },
      /"no.such" is not among what is shared/
    ],
    array: [{ ...repayOld, 'facts.json': [] }, /^facts.json#: must be object/],
    bare: [
      { ...repayOld, 'facts.json': { facts: {} } },
      /^facts.json#: must have required property 'subjects'/
    ],
    empty: [
      { ...repayOld, 'facts.json': { subjects: {} } },
      /^facts.json#: must have required property 'facts'/
    ]
  }
  const folders = t.testdir({
    ...foldersOf(Object.fromEntries(Object.entries(sets).map(([name, [files]]) => [name, files]))),
    broken: { 'facts.json': '{', 'policy.json': '{"id": "a", "id": "b"}' },
    folder: { 'facts.json': {} }
  })
  const reasons = [
    ...Object.entries(sets).map(([name, [, reason]]) => [name, reason] as const),
    ['broken', /^facts.json#: .*\(make it valid JSON\)\npolicy.json#.*keep one\)$/] as const,
    ['folder', /EISDIR/] as const
  ]
  const library = readLibrary(reasons.map(([name]) => `${folders}/${name}`))
  const refused = new Map(library.refused.map(({ source, reason }) => [source, reason]))
  for (const [name, reason] of reasons) {
    if (reason) t.match(refused.get(name), reason, name)
    else t.equal(refused.get(name), undefined, name)
  }
  t.throws(() => needSound(library), /twice/)
  t.throws(() => readLibrary([`${folders}/array`]), /facts.json/)
  t.end()
})
