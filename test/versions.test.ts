/** Many rule sets, each in its versions: which of them counts, and what is said while that is not known. */
import { Readable } from 'node:stream'
import t from 'tap'
import { buildApp } from '../src/app.ts'
import { deciderFor } from '../src/batch/decider.ts'
import { lineBlocks } from '../src/batch/lines.ts'
import { answersTo } from '../src/batch/stream.ts'
import { Program } from '../src/engine/program.ts'
import { needSound, readPlan, readPolicy } from '../src/plan.ts'
import { readLibrary } from '../src/policy/library.ts'
import { call } from './mcp.ts'
import { foldersOf, noticeNew, noticeOld, repayNew, repayOld } from './versions.ts'

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

t.test('a rule set that does not fit is refused by name, and the others serve', t => {
  const again = { ...repayNew['policy.json'], version: '1.0.0' }
  const folders = t.testdir(
    foldersOf({
      good: noticeNew,
      twice: {
        ...noticeNew,
        'policy.json': { ...noticeNew['policy.json'], inForce: { ...noticeOld['policy.json'] } }
      },
      meets: {
        ...noticeNew,
        'policy.json': { ...noticeNew['policy.json'], version: '3.0.0', versionBy: 'notice.day' }
      },
      other: { ...noticeOld, 'policy.json': { ...noticeOld['policy.json'], id: 'other' } },
      means: { ...repayOld, 'policy.json': again, 'facts.json': { ...repayOld['facts.json'], more: 1 } },
      absent: { ...repayOld, 'facts.json': { subjects: {}, facts: { 'no.such': 'shared' } } }
    })
  )
  const names = ['good', 'twice', 'meets', 'other', 'means', 'absent']
  const library = readLibrary(names.map(name => `${folders}/${name}`))
  t.strictSame(
    library.refused.map(({ source }) => source),
    names.slice(1)
  )
  t.match(library.refused.at(-1)?.reason, /"no.such" is not among what is shared/)
  t.match(library.refused[2]?.reason, /"posting" is a measure of notice/)
  t.throws(() => needSound(library), /twice/)
  t.throws(() => readLibrary([`${folders}/twice`]), /policy.json/)
  t.end()
})
