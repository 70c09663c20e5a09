/** Many rule sets, each in its versions: which of them counts, and what is said while that is not known. */
import t from 'tap'
import { buildApp } from '../src/app.ts'
import { readPlan } from '../src/plan.ts'
import { foldersOf, noticeNew, noticeOld, repayNew, repayOld } from './versions.ts'

const dir = t.testdir(
  foldersOf({ 'notice-1': noticeOld, 'notice-2': noticeNew, 'repay-1': repayOld, 'repay-2': repayNew })
)
const rules = ['notice-2', 'notice-1', 'repay-2', 'repay-1'].map(name => `${dir}/${name}`)
const served = readPlan({ rules })
const app = await buildApp({ ...served, today: () => '2026-01-01', logger: { level: 'error' } })
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
  t.equal(rested.length, 0)
})
t.test('x', async t => {
  t.comment(
    JSON.stringify(
      await post('/eligibility', {
        policies: ['repay'],
        measures: ['term', 'acceptance'],
        facts: { repay: { delivered: true, largeBuyer: false } }
      }),
      null,
      1
    )
  )
  t.comment(JSON.stringify(await get('/policies')))
})
