/** Two made-up rule sets that exclude each other, together and each without the other. */
import t from 'tap'
import { detailOf } from '../../src/catalogue/catalogue.ts'
import { measureEdits } from '../../src/cli/rules/mutate/measure.ts'
import { calculate } from '../../src/decisions/calculate.ts'
import { eligibility } from '../../src/decisions/eligibility.ts'
import { Program } from '../../src/engine/program.ts'
import type { RawMeasure } from '../../src/policy/format.ts'
import { readLibrary } from '../../src/policy/library.ts'
import type { Measure } from '../../src/policy/model.ts'
import type { CalculateAllResponse, CalculateOneResponse } from '../../src/schemas/calculate.ts'
import { build, plan } from '../helpers/service.ts'
import { clause, fact, foldersOf, measure, policy } from '../helpers/versions.ts'

const DAY = '2026-07-01'
const open = { fact: 'shop.open', operator: 'equal', value: true, name: '店开着', basis: '开着的店' }
const notHad = {
  fact: 'shop.hadBefore',
  operator: 'equal',
  value: false,
  name: '没有按旧办法享受过',
  basis: { part: 'closing', quote: '不再重复享受' }
}

/** A measure that pays a fixed sum. */
const paying = (id: string, title: string, sum: number, exclusive: readonly unknown[], ...more: object[]) =>
  measure(
    id,
    title,
    { all: [open, ...more] },
    {
      kind: 'C',
      exclusive,
      parameters: { sum: { label: '金额', value: sum, unit: 'CNY', precision: 'exact', basis: '开着的店' } },
      figures: [
        {
          id: 'sum',
          label: '补助',
          unit: 'CNY',
          formula: 'stated',
          inputs: { value: { parameter: 'sum' } },
          nature: 'cash',
          basis: '开着的店'
        }
      ]
    }
  )

const facts = {
  subjects: { shop: { label: '店', english: 'shop' } },
  facts: {
    'shop.open': fact('店开着', { type: 'boolean' }, true),
    'shop.hadBefore': fact('按旧办法享受过', { type: 'boolean' }, false)
  }
}
const closing = {
  document: '旧1号',
  summary: '按旧办法享受过的，不再重复享受。',
  interpreter: '区商务局',
  basis: { part: 'closing', quote: '不再重复享受' }
}
const lease = { document: '市2号', measure: 'lease-grant', title: '铺租补助', basis: '开着的店' }

const set = (id: string, number: string, measures: object[], more: object = {}) => ({
  'policy.json': policy(id, '1.0.0', '2026-01-01', null, { number, ...more }),
  'facts.json': facts,
  'clause-01.json': clause(measures)
})
/** A district that gives less, and that does not give at all to those who had something by an older document. */
const district = (other: object = lease, more: object = {}) =>
  set(
    'district',
    '区1号',
    [paying('rent-grant', '房租补助', 100, [other], notHad), paying('light-grant', '灯光补助', 7, [])],
    { closing, ...more }
  )
const city = set('city', '市2号', [paying('lease-grant', '铺租补助', 300, [])])
const older = set('older', '旧1号', [paying('old-grant', '旧补助', 1, [])])

const dir = t.testdir(
  foldersOf({
    district: district(),
    city,
    older,
    itself: district({ ...lease, document: '区1号' }),
    wrong: district({ ...lease, measure: 'no-such' }),
    nameless: district({ document: '市2号', title: '铺租补助', basis: '开着的店' })
  })
)
const libraryOf = (...names: string[]) => readLibrary(names.map(name => `${dir}/${name}`))
const programOf = (...names: string[]) => new Program(libraryOf(...names).policy)
const given = { shop: { open: true, hadBefore: false } }
const totalsOf = (program: Program) => calculate(program, { facts: given }, DAY) as CalculateAllResponse

const NOT_LOADED = [
  { document: '旧1号', text: /^旧1号没有装进本服务：按它享受过同类政策没有，这里查不出来，以您说的为准。$/ },
  {
    document: '市2号',
    text: /^“房租补助”与市2号的“铺租补助”不能同时享受。市2号没有装进本服务：.*合计里也没有它。$/,
    basis: { clause: '1', quote: '开着的店' }
  }
]

t.test('of documents that are not loaded the answer says which', async t => {
  const program = programOf('district')
  const { totals, notLoaded, results } = totalsOf(program)
  t.match(notLoaded, NOT_LOADED)
  t.equal(results.length, 2)
  t.match(totals, [{ value: '107.00' }])
  t.match(eligibility(program, { facts: given }, DAY).notLoaded, NOT_LOADED)
  const one = calculate(program, { facts: given, measure: 'rent-grant' }, DAY) as CalculateOneResponse
  t.equal(one.notLoaded.length, 2)
  const { notLoaded: none } = eligibility(program, { facts: given, measures: ['light-grant'] }, DAY)
  t.same(none, [], 'a measure that depends on none says nothing')
  const ineligible = calculate(program, { facts: { shop: { open: false } } }, DAY) as CalculateAllResponse
  t.same(ineligible.notLoaded, [])
  const detail = detailOf(program.policy.measure('rent-grant') as Measure, program.policy, DAY, {})
  t.match(detail, { exclusive: [], notLoaded: NOT_LOADED })
})

t.test('measures of two rule sets that exclude each other count once', async t => {
  for (const names of [
    ['district', 'city'],
    ['city', 'district']
  ]) {
    const program = programOf(...names)
    const { totals, notAdded, notLoaded } = totalsOf(program)
    t.match(totals, [{ value: '307.00' }], names.join())
    t.same(notAdded, [{ measure: 'rent-grant', reason: '与市2号的“铺租补助”不能同时享受，按金额高的计' }])
    t.same(
      notLoaded.map(({ document }) => document),
      ['旧1号'],
      'only what is not loaded'
    )
    t.same(program.policy.measure('rent-grant')?.exclusive, ['lease-grant'])
  }
  t.same(totalsOf(programOf('district', 'city', 'older')).notLoaded, [])
})

t.test('what excludes a measure of another document is no case of this one', async t => {
  const [raw] = district()['clause-01.json'].measures as unknown as [RawMeasure]
  const edits = (exclusive: RawMeasure['exclusive']) =>
    measureEdits({ ...raw, exclusive }, ['measures', 0], { facts: facts.facts as never, shared: [] }).map(
      ({ what }) => what
    )
  const named = (exclusive: RawMeasure['exclusive']) =>
    edits(exclusive).filter(what => what.includes('exclusion'))
  t.same(named(['light-grant', lease]), ['exclusion light-grant removed'])
})

t.test('an exclusion that leads nowhere is refused', async t => {
  const refusedOf = (...names: string[]) => libraryOf(...names).refused
  t.throws(() => libraryOf('itself'), { message: /exclusive\/0\/document: it is this document/ })
  t.match(refusedOf('city', 'wrong'), [
    {
      source: 'wrong',
      reason:
        /^clause-01.json#\/measures\/0\/exclusive\/0\/measure: "no-such" is no measure of city, which is 市2号/
    }
  ])
  t.match(refusedOf('wrong', 'city'), [{ source: 'city', reason: /^district\/clause-01.json#.*"no-such"/ }])
  t.match(refusedOf('city', 'nameless'), [{ source: 'nameless', reason: /"铺租补助" is no measure of city/ }])
  t.same(refusedOf('nameless', 'older'), [], 'what is not loaded may have no ids yet')
})

t.test('the plan says which document its closing rule is about, wherever it is asked', async t => {
  const app = await build(t)
  const document6 = [{ document: '京平政办发[2022]6号', text: String, basis: { part: 'closing' } }]
  const asked = { facts: { applicant: { kind: 'enterprise' } }, asOf: '2022-07-01' }
  const said = async (url: string, payload: object) =>
    (await app.inject({ method: 'POST', url, payload })).json().notLoaded
  t.match(await said('/eligibility', asked), document6)
  t.match(await said('/calculate', { ...asked, measure: 'state-owned-rent-relief' }), document6)
  t.match(await said('/answers', { question: '国有房屋房租能减免吗' }), document6)
  t.ok(plan.policy.measures.some(({ notLoaded }) => notLoaded.length === 0))
})
