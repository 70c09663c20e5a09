/** Rules outside the plan: what they turn, when they are in force, and that each is named and none is named in vain. */
import t from 'tap'
import type { PolicyError } from '../../src/policy/fault.ts'
import { defaultRules, type RuleFiles, readRuleFiles } from '../../src/policy/files.ts'
import { nationalRulesOf, withNationalRules } from '../../src/policy/national-rules.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'
import type { AnswersResponse } from '../../src/schemas/answers.ts'
import type { EligibilityResponse } from '../../src/schemas/eligibility.ts'
import { build } from '../helpers/service.ts'

const MEASURE = 'procurement-sme-reserve'
const RULE = 'procurement-whole-reserve'
const buyer = { applicant: { kind: 'government-body' } }
const purchase = (procurement: object) =>
  ({ ...buyer, procurement: { government: true, suitedToSmes: true, ...procurement } }) as Facts

/** What is asked, and what the national rule on small purchases comes to; null where it is not shown. */
const rows: [name: string, facts: Facts, outcome: string, bearing: string | null, asOf?: string][] = [
  ['goods below', purchase({ object: 'goods', budget: 1_990_000 }), 'ineligible', 'turns-no'],
  ['services a fen below', purchase({ object: 'services', budget: 1_999_999.99 }), 'ineligible', 'turns-no'],
  [
    'goods at the edge: the plan says yes',
    purchase({ object: 'goods', budget: 2_000_000 }),
    'eligible',
    'beside'
  ],
  ['goods a fen above', purchase({ object: 'goods', budget: 2_000_000.01 }), 'eligible', null],
  ['works below', purchase({ object: 'works', budget: 3_999_999.99 }), 'ineligible', 'turns-no'],
  ['works at the edge', purchase({ object: 'works', budget: 4_000_000 }), 'eligible', 'beside'],
  ['works a fen above', purchase({ object: 'works', budget: 4_000_000.01 }), 'eligible', null],
  ['whatever is bought, below both', purchase({ budget: 1_500_000 }), 'ineligible', 'turns-no'],
  ['between, what is bought not known', purchase({ budget: 3_000_000 }), 'undetermined', 'beside'],
  [
    'whether it suits is not known',
    { ...buyer, procurement: { government: true, object: 'goods', budget: 1_000_000 } } as Facts,
    'ineligible',
    'may-turn-no'
  ],
  [
    'it does not suit',
    purchase({ object: 'goods', budget: 1_000_000, suitedToSmes: false }),
    'ineligible',
    null
  ],
  [
    'no purchase of the state',
    purchase({ object: 'goods', budget: 1_000_000, government: false }),
    'ineligible',
    null
  ],
  [
    'a person buys nothing so',
    { ...purchase({ object: 'goods', budget: 1_000_000 }), applicant: { kind: 'natural-person' } } as Facts,
    'ineligible',
    null
  ],
  [
    'before it was in force',
    purchase({ object: 'goods', budget: 1_000_000 }),
    'ineligible',
    null,
    '2020-12-31'
  ],
  ['its first day', purchase({ object: 'goods', budget: 1_000_000 }), 'ineligible', 'turns-no', '2021-01-01'],
  [
    'years later: it has no end',
    purchase({ object: 'goods', budget: 1_000_000 }),
    'ineligible',
    'turns-no',
    '2026-01-01'
  ]
]

t.test('below the amount national law reserves the whole purchase, and the answer says so', async t => {
  const app = await build(t)
  for (const [name, facts, outcome, bearing, asOf = '2022-07-01'] of rows) {
    const payload = { asOf, facts, measures: [MEASURE] }
    const { results } = (
      await app.inject({ method: 'POST', url: '/eligibility', payload })
    ).json() as EligibilityResponse
    const [result] = results
    t.equal(result?.outcome, outcome, name)
    const rule = result?.nationalRules?.find(one => one.rule === RULE)
    t.equal(rule?.bearing ?? null, bearing, `${name}: the rule`)
    if (rule) t.match(rule, { document: /财库〔2020〕46号/, article: '第七条', certainty: 'unverified' })

    const calculated = await app.inject({
      method: 'POST',
      url: '/calculate',
      payload: { asOf, facts, measure: MEASURE }
    })
    t.strictSame(calculated.json().nationalRules, result?.nationalRules, `${name}: an amount says the same`)
    const question = '政府采购要给中小企业预留多少'
    const asked = await app.inject({
      method: 'POST',
      url: '/answers',
      payload: { question, asOf, facts }
    })
    const card = (asked.json() as AnswersResponse).matches.find(one => one.measure === MEASURE)?.card
    t.equal(/不过国家另有规定：/.test(card?.say ?? ''), /turn/.test(bearing ?? ''), `${name}: said`)
    t.strictSame(card?.nationalRules, result?.nationalRules, `${name}: the card`)
  }
})

t.test('a day decides which rule is in force', async t => {
  const app = await build(t)
  const bill = { applicant: { kind: 'enterprise' }, bill: { instrument: 'commercial-bill' } }
  for (const [asOf, rule] of [
    ['2022-12-31', 'bill-term-before'],
    ['2023-01-01', 'bill-term']
  ] as const) {
    const payload = { asOf, facts: bill, measures: ['commercial-bill-term'] }
    const { results } = (
      await app.inject({ method: 'POST', url: '/eligibility', payload })
    ).json() as EligibilityResponse
    t.strictSame(
      results[0]?.nationalRules?.map(one => one.rule),
      [rule],
      asOf
    )
  }
})

t.test('what can only be read has its rules in the catalogue, whatever the day', async t => {
  const app = await build(t)
  const { nationalRules } = (await app.inject(`/measures/${MEASURE}`)).json()
  t.match(nationalRules, [{ rule: RULE, inForce: { from: '2021-01-01', to: null }, said: /整个留给/ }, {}])
})

t.test('a rule that nothing refers to, and a reference to none, are refused', t => {
  const rule = { document: '某办法', article: null, says: '说', certainty: 'reading', from: null, to: null }
  const basis = { rule: 'one' }
  const faultsIn = (files: RuleFiles) => {
    try {
      withNationalRules(files)
    } catch (error) {
      return (error as PolicyError).faults.map(
        ({ file, pointer, message }) => `${file}#${pointer}: ${message}`
      )
    }
    return []
  }
  const file = (rules: object, clause: unknown) =>
    ({ 'national-rules.json': rules, 'clause-01.json': clause }) as RuleFiles
  t.strictSame(faultsIn(file({ one: rule }, { basis })), [])
  t.strictSame(faultsIn(file({ one: rule }, { nationalRules: [{ rule: 'one' }] })), [])
  t.strictSame(
    faultsIn(file({ one: rule }, { basis: { source: '某办法', certainty: 'reading' } })),
    [],
    'put in before'
  )
  t.match(
    faultsIn(file({ one: rule }, { rule: 'one' })),
    [/#\/one: nothing refers to it/],
    'a word that is called so'
  )
  t.match(faultsIn(file({ one: rule }, { basis: { source: '别的', certainty: 'reading' } })), [
    /nothing refers/
  ])
  t.match(faultsIn(file({ one: rule }, [{ basis }, { basis: { rule: 'two' } }])), [
    /clause-01\.json#\/1\/basis\/rule: national-rules\.json has no rule "two"/
  ])
  t.match(faultsIn(file({ one: { ...rule, from: '2022-02-01', to: '2022-01-01' } }, { basis })), [
    /last day comes before/
  ])
  t.match(faultsIn(file({ one: { ...rule, article: 7 } }, { basis })), [
    /national-rules\.json#\/one\/article/
  ])
  t.strictSame(
    withNationalRules(file({ one: { ...rule, article: '第一条' } }, { basis: { ...basis, quote: '字' } }))[
      'clause-01.json'
    ],
    { basis: { source: '某办法第一条', quote: '字', certainty: 'reading' } }
  )
  const rules = nationalRulesOf(readRuleFiles(defaultRules))
  t.ok(
    Object.values(rules).every(({ says }) => says.endsWith('。')),
    'each is a sentence'
  )
  t.end()
})
