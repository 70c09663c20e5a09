/**
 * What a caller knows of facts without knowing them: it never settles what one of the possible values would leave
 * open or settle otherwise, a circuit takes it in as an assessment does, and amounts lie within what it allows.
 */
import fc from 'fast-check'
import t from 'tap'
import { type AmountFigure, amountOf } from '../../src/decisions/amount.ts'
import { conflictsOf } from '../../src/decisions/conflicts.ts'
import { derivedFacts } from '../../src/decisions/eligibility.ts'
import { Prior } from '../../src/decisions/interview/expected-answers.ts'
import { boundariesOf } from '../../src/engine/boundaries.ts'
import { GivenFacts } from '../../src/engine/given-facts.ts'
import { Intake, type Narrowed } from '../../src/engine/intake.ts'
import { Comparisons } from '../../src/engine/leaf-table.ts'
import { type Assessment, Program } from '../../src/engine/program.ts'
import type { Rule } from '../../src/policy/derivations/derivation.ts'
import { possibleBy } from '../../src/policy/derivations/narrowed.ts'
import { defaultRules, readRuleFiles } from '../../src/policy/files.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/policy/kleene.ts'
import { linkPolicy } from '../../src/policy/link.ts'
import type { Fact, Measure, Node } from '../../src/policy/model.ts'
import {
  admits,
  endsOf,
  type Ordered,
  type Possible,
  Range,
  Several,
  settledBy
} from '../../src/policy/possible.ts'
import { factsOf } from '../../src/policy/uses.ts'
import { isOrdered } from '../../src/policy/vocabulary.ts'
import { build, plan } from '../helpers/service.ts'

const program = new Program(plan.policy)
const { policy } = program
const decidable = policy.measures.filter(({ conditions }) => conditions)
const factAt = (index: number) => policy.facts[index] as Fact
const indexOf = (id: string) => policy.fact(id)?.index as number

/** For each fact, values that its comparisons tell apart, and of sums some in between. */
const pools = policy.facts.map(fact => {
  const values = boundariesOf(policy, fact, policy.leaves)
  if (fact.schema.type === 'number' || fact.schema.type === 'integer') values.push(1, 30, 400, 50_000)
  return values
})
const inputsOf = (index: number) =>
  policy.rules.filter(({ fact }) => fact === index).flatMap(({ rule }) => rule.inputs)
const around = new Map(
  decidable.map(measure => {
    const own = [...factsOf(policy, measure)]
    return [measure, [...new Set(own.flatMap(index => [index, ...inputsOf(index)]))]]
  })
)

const numbers = fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 10 })
const ids = fc.constantFrom(...decidable.map(({ id }) => id))
const check = <T extends [unknown, ...unknown[]]>(property: fc.IPropertyWithHooks<T>, numRuns: number) =>
  fc.assert(property, { numRuns, seed: 20220610 })

/** Something known of a fact, made of a number, and one value that it allows. */
function drawn(index: number, number: number): { possible: Possible; value: unknown } {
  const pool = pools[index] as unknown[]
  const [first, second, third] = [number >> 3, number >> 11, number >> 19].map(at => pool[at % pool.length])
  if (!isOrdered(factAt(index).schema) || number % 4 === 0) {
    return { possible: new Several([...new Set([first, second, third])]), value: second }
  }
  const [min, middle, max] = [first, second, third].sort((a, b) =>
    (a as Ordered) < (b as Ordered) ? -1 : 1
  ) as [Ordered, Ordered, Ordered]
  const open = number % 5
  return { possible: new Range(open === 1 ? null : min, open === 2 ? null : max), value: middle }
}

/** What is known of one applicant, and what it turns out to be. */
interface Drawn {
  given: unknown[]
  told: Map<number, Possible>
  /** the facts, each of them known */
  whole: unknown[]
}

function applicant(measure: Measure, picks: readonly number[]): Drawn {
  const own = around.get(measure) as number[]
  const found: Drawn = { given: [], told: new Map(), whole: [] }
  for (const pick of picks) {
    const index = own[pick % own.length] as number
    if (found.whole[index] !== undefined) continue
    const { possible, value } = drawn(index, pick >> 4)
    found.whole[index] = value
    if (pick % 3 === 0) found.given[index] = value
    else if (settledBy(possible) === undefined) found.told.set(index, possible)
    else found.given[index] = settledBy(possible)
  }
  return found
}

/** An odd applicant, as chance makes them, contradicts nothing that follows from anything. */
const isSound = (...all: Assessment[]) =>
  all.every(one => conflictsOf(one).every(({ fact }) => fact === 'applicant.kind'))

/** Half of what was possible, with the value that it turned out to be. */
function halved(possible: Possible, value: unknown): Possible {
  if (possible instanceof Several) {
    const half = possible.values.slice(0, Math.ceil(possible.values.length / 2))
    return new Several([...new Set([...half, value])])
  }
  const [min] = endsOf(possible)
  return new Range(min, value as Ordered)
}

t.test('what is narrowed further never turns what was settled, down to the very value', async t => {
  let [settled, sound] = [0, 0]
  check(
    fc.property(ids, numbers, (id, picks) => {
      const { given, told, whole } = applicant(policy.measure(id) as Measure, picks)
      const closer: Narrowed = new Map([...told].map(([index, one]) => [index, halved(one, whole[index])]))
      const steps = [
        program.settle([], 'none'),
        program.settle(given, 'none', told),
        program.settle(given, 'none', closer),
        program.settle(whole, 'none')
      ]
      if (!isSound(...steps)) return
      sound++
      for (const measure of decidable) {
        const truths = steps.map(step => program.decide(measure, step))
        for (const [at, truth] of truths.entries()) {
          const next = truths[at + 1]
          if (next !== undefined && truth !== UNKNOWN && next !== truth) {
            throw new Error(`${measure.id} turned from ${truth} to ${next} at step ${at}`)
          }
        }
        if (truths[1] !== UNKNOWN) settled++
      }
    }),
    6_000
  )
  t.ok(sound > 3_000, `${sound} applicants`)
  t.ok(settled > 3_000, `${settled} measures settled by what was possible`)
})

t.test('a circuit takes in what is possible as an assessment does', async t => {
  const trees = decidable.map(({ conditions }) => conditions as Node)
  const circuit = program.circuit(trees)
  const facts = new GivenFacts(policy.facts.length)
  let narrowed = 0
  check(
    fc.property(ids, numbers, (id, picks) => {
      const { given, told } = applicant(policy.measure(id) as Measure, picks)
      facts.clear()
      for (const [index, value] of given.entries()) if (value !== undefined) facts.add(index, value)
      circuit.clear()
      circuit.take(facts, 3, told)
      circuit.decide()
      const assessment = program.settle(given, 'declared', told)
      narrowed += assessment.narrowed.size
      const truths = circuit.truths(3)
      for (const [at, tree] of trees.entries()) {
        if (truths.at(at) !== program.truth(tree, assessment)) throw new Error(`tree ${at}`)
      }
    }),
    2_000
  )
  t.ok(narrowed > 2_000, `${narrowed} facts narrowed`)
})

const low = ({ value, min }: AmountFigure) => Number(value ?? min ?? 0)
const high = ({ value, max }: AmountFigure) => Number(value ?? max ?? Number.POSITIVE_INFINITY)

t.test('an amount over what is possible contains the amount of every possible value', async t => {
  const priced = decidable.filter(({ figures }) => figures.length > 0)
  let bounded = 0
  check(
    fc.property(fc.constantFrom(...priced.map(({ id }) => id)), numbers, (id, picks) => {
      const measure = policy.measure(id) as Measure
      const { given, told, whole } = applicant(measure, picks)
      const [part, full] = [program.settle(given, 'none', told), program.settle(whole, 'none')]
      if (!isSound(part, full)) return
      const known = amountOf(full, program.compiled(measure)).figures
      for (const figure of amountOf(part, program.compiled(measure)).figures) {
        const one = known.find(other => other.id === figure.id)
        if (!one) continue
        if (figure.status === 'range' && one.status === 'exact') bounded++
        if (low(figure) > low(one) || high(figure) < high(one)) {
          throw new Error(`${measure.id} ${figure.id}: ${figure.text} does not contain ${one.text}`)
        }
      }
    }),
    6_000
  )
  t.ok(bounded > 100, `${bounded} figures between two ends`)
})

const amount = (measure: string, facts: object, possible: object) =>
  amountOf(
    program.assess(facts as never, 'declared', possible as never),
    program.compiled(policy.measure(measure) as Measure)
  )

t.test('bounds are those of parameters and of what is known, and no wider than the truth', async t => {
  const car = 'vehicle-purchase-tax-halving'
  const net = { vehicle: { priceIncludesVat: false } }
  for (const [name, facts, possible, figures] of [
    [
      'a range',
      net,
      { 'vehicle.price': { min: 100_000, max: 200_000 } },
      ['10,000.00元至20,000.00元', '5,000.00元至10,000.00元', '5,000.00元至10,000.00元']
    ],
    [
      'from',
      net,
      { 'vehicle.price': { min: 100_000 } },
      ['不低于10,000.00元', '不低于5,000.00元', '不低于5,000.00元']
    ],
    [
      'up to',
      net,
      { 'vehicle.price': { max: 100_000 } },
      ['不超过10,000.00元', '不超过5,000.00元', '不超过5,000.00元']
    ],
    ['one value', net, { 'vehicle.price': [100_000] }, ['10,000.00元', '5,000.00元', '5,000.00元']],
    [
      'with tax or without',
      { vehicle: { price: 113_000 } },
      {},
      ['10,000.00元至11,300.00元', '5,000.00元至5,650.00元', '5,000.00元至5,650.00元']
    ],
    ['nothing', {}, {}, ['还缺条件，算不出来', '还缺条件，算不出来', '还缺条件，算不出来']]
  ] as const) {
    t.strictSame(
      amount(car, facts, possible).figures.map(({ text }) => text),
      figures,
      name
    )
  }
  const heads = (possible: object) => amount('job-creation-award', {}, possible).text
  t.equal(heads({}), '还缺条件，算不出来，不超过50,000.00元', 'a ceiling of the plan alone')
  t.equal(heads({ 'startup.districtWorkersHired': { min: 3 } }), '30,000.00元至50,000.00元')
  t.equal(heads({ 'startup.districtWorkersHired': { min: 60 } }), '50,000.00元', 'where the ends agree')
  t.equal(heads({ 'startup.districtWorkersHired': [2, 4] }), '20,000.00元至40,000.00元')
  // 36% for 50 years is what the vocabulary allows, and nothing that anybody said.
  const grain = amount('finished-grain-subsidy', { grain: { ownFunds: 1_000_000 } }, {})
  t.match(grain, { status: 'undetermined', max: null, text: '还缺条件，算不出来' })
  const months = amount(
    'social-insurance-deferral',
    { socialInsurance: { lastMonth: '2022-12' } },
    { 'socialInsurance.firstMonth': { min: '2022-05', max: '2022-07' } }
  )
  t.equal(months.figures[0]?.text, '6个月至8个月')
  const { deadlines, missingFacts } = amount(
    'commercial-bill-term',
    {},
    { 'bill.issueDate': { min: '2022-01-31', max: '2022-08-31' } }
  )
  t.strictSame(
    deadlines.map(({ text }) => text),
    ['2022年7月31日至2023年2月28日']
  )
  t.strictSame(missingFacts, ['bill.issueDate'], 'what is only narrowed is still worth asking')
  const bill = (possible: object) => amount('commercial-bill-term', {}, { 'bill.issueDate': possible }).text
  t.equal(bill({ min: '2022-01-31' }), '不早于2022年7月31日')
  t.equal(bill({ max: '2022-01-31' }), '不晚于2022年7月31日')
})

/** What follows of a fact. */
const follows = (fact: string, facts: object, possible: object = {}) => {
  const { values, narrowed } = program.assess(facts as never, 'none', possible as never)
  const value = values[indexOf(fact)]
  return value === undefined ? (narrowed.get(indexOf(fact))?.toJSON() ?? null) : [value]
}

const upTo = (count: number) => Array.from({ length: count }, (_, value) => value)

t.test('derivations use what is possible, and run both ways until nothing new follows', async t => {
  const size = 'enterprise.size'
  const catering = { enterprise: { industry: '餐饮业' } }
  for (const [fact, facts, possible, expected] of [
    [size, catering, { 'enterprise.employees': { max: 9 } }, ['micro']],
    [
      size,
      catering,
      { 'enterprise.employees': { min: 10, max: 99 }, 'enterprise.annualRevenue': { min: 20_000_000 } },
      ['small']
    ],
    [
      size,
      catering,
      { 'enterprise.employees': { min: 50, max: 150 }, 'enterprise.annualRevenue': { min: 30_000_000 } },
      ['small', 'medium']
    ],
    [size, {}, { 'enterprise.industry': ['餐饮业', '零售业'], 'enterprise.employees': [5, 6] }, ['micro']],
    [size, {}, { 'enterprise.employees': { max: 9 } }, null],
    [
      'vehicle.priceWithoutVat',
      { vehicle: { priceIncludesVat: true } },
      { 'vehicle.price': { min: 113, max: 226 } },
      { min: 100, max: 200 }
    ],
    [
      'vehicle.priceWithoutVat',
      { vehicle: { priceIncludesVat: true } },
      { 'vehicle.price': { max: 226 } },
      { max: 200 }
    ],
    [
      'vehicle.priceWithoutVat',
      { vehicle: { priceIncludesVat: true } },
      { 'vehicle.price': [113, 226] },
      [100, 200]
    ],
    ['lease.in2022', {}, { 'lease.start': { min: '2022-01-01', max: '2022-05-01' } }, [true]],
    ['lease.in2022', {}, { 'lease.start': { min: '2023-01-01' } }, [false]],
    ['lease.in2022', {}, { 'lease.end': { max: '2021-12-31' } }, [false]],
    ['lease.in2022', {}, { 'lease.end': { max: '2022-12-31' } }, null],
    ['applicant.isEmployer', {}, { 'applicant.kind': ['enterprise', 'township'] }, [true]],
    [
      'applicant.kind',
      { applicant: { isEmployer: false } },
      { 'applicant.kind': ['enterprise', 'natural-person'] },
      ['natural-person']
    ],
    ['epidemic.affected', { utility: { lateBecauseOfEpidemic: true } }, {}, [true]],
    ['epidemic.affected', { credit: { causedByEpidemic: true } }, {}, [true]],
    ['epidemic.affected', { enterprise: { stopCausedByOutbreak: true } }, {}, [true]],
    ['epidemic.affected', { enterprise: { difficultyFromEpidemic: true } }, {}, [true]],
    [
      'enterprise.difficultyFromEpidemic',
      { enterprise: { inDifficulty: true }, credit: { causedByEpidemic: true } },
      {},
      [true]
    ],
    ['epidemic.hitHard', { enterprise: { inDifficulty: true, difficultyFromEpidemic: false } }, {}, [false]],
    [
      'startup.meetsSubsidyRules',
      { startup: { qualifiesForSubsidy: false, inPinggu: true, firstInPinggu: true } },
      {},
      [false]
    ],
    [size, catering, { 'enterprise.employees': upTo(10), 'enterprise.annualRevenue': upTo(10) }, ['micro']],
    // Of too many combinations nothing is said.
    [size, catering, { 'enterprise.employees': upTo(60), 'enterprise.annualRevenue': upTo(60) }, null],
    // What is said to be possible of a fact that is given says nothing, and nor does what is no fact.
    [size, { enterprise: { size: 'large' } }, { [size]: ['small', 'micro'], 'x.y': [1, 2] }, ['large']]
  ] as const) {
    t.strictSame(follows(fact, facts, possible), expected, `${fact} ${JSON.stringify([facts, possible])}`)
  }
})

t.test('how what follows is said to follow', async t => {
  const nowhere = {
    applicant: { registeredInPinggu: false, paysTaxInPinggu: false, locatedInPinggu: false },
    lease: { inPinggu: false },
    farming: { inPinggu: false },
    startup: { inPinggu: false },
    person: { districtFarmingHousehold: false },
    loan: { lenderInPinggu: false }
  }
  for (const [fact, facts, value, because] of [
    ['applicant.connectedToPinggu', { lease: { inPinggu: true } }, true, '承租房屋在平谷区：是'],
    [
      'applicant.connectedToPinggu',
      nowhere,
      false,
      /^在平谷区注册：否，在平谷区纳税：否，.*，本区户籍农户：否$/
    ],
    [
      'startup.meetsSubsidyRules',
      { startup: { qualifiesForSubsidy: false, inPinggu: true, firstInPinggu: true } },
      false,
      '可享受一次性创业补贴：否，在本区创办创业组织：是，在本区首次创办：是'
    ],
    ['startup.inPinggu', { startup: { qualifiesForSubsidy: true } }, true, '可享受一次性创业补贴：是']
  ] as const) {
    const found = derivedFacts(program.assess(facts as never, 'none'), policy.measures)
    t.match(
      found.find(one => one.fact === fact),
      { value, because },
      fact
    )
  }
})

/** The plan, with other facts. @param changes what is put into facts, by id */
function withFacts(changes: Record<string, object>): Program {
  const files = readRuleFiles(defaultRules)
  const raw = structuredClone(files['facts.json']) as { facts: Record<string, object> }
  for (const [id, more] of Object.entries(changes)) Object.assign(raw.facts[id] as object, more)
  return new Program(linkPolicy({ ...files, 'facts.json': raw }))
}

t.test('contradictions that the plan does not have', async t => {
  const derive = {
    kind: 'implied',
    from: 'lease.in2022',
    when: false,
    value: false,
    basis: { clause: '4', quote: '' }
  }
  const [untold] = conflictsOf(
    withFacts({ 'applicant.registeredInPinggu': { derive } }).assess(
      { applicant: { registeredInPinggu: true }, lease: { end: '2021-12-31' } },
      'none'
    )
  )
  t.match(untold, { fact: 'lease.in2022', given: null, derived: [false] }, 'only the others differ')
  t.match(untold?.text, /按一处推算是是，但.*2021年12月31日，推算是否；请核对$/)
  const vehicle = { price: 113_000, priceIncludesVat: true, priceWithoutVat: 100_000.01 }
  for (const [unit, count] of [
    ['CNY', 0],
    ['percent', 1]
  ] as const) {
    const changed = withFacts({ 'vehicle.priceWithoutVat': { unit } })
    t.equal(conflictsOf(changed.assess({ vehicle }, 'none')).length, count, `what is rounded, in ${unit}`)
  }
})

t.test('a rule that throws leaves nothing behind for the next applicant', async t => {
  const rules = policy.rules.map(one => ({
    ...one,
    rule: {
      ...one.rule,
      values: () => {
        throw new Error('broken')
      }
    }
  }))
  const intake = new Intake({ ...policy, rules })
  const employees = indexOf('enterprise.employees')
  const told = new Map([[employees, new Range(1, 2)]])
  t.throws(() => intake.known(intake.byIndex({ enterprise: { industry: '餐饮业' } }), 'none', told), {
    message: 'broken'
  })
  t.equal(intake.known(intake.byIndex({}), 'none').narrowed.size, 0)
})

t.test('two facts held against each other, each between two ends', async t => {
  const comparisons = new Comparisons(policy)
  const pair = policy.leaves.findIndex(({ other, operator }) => other !== null && operator === 'lessThan')
  for (const [left, right, truth] of [
    [new Range(null, 3), new Range(5, null), TRUE],
    [new Range(6, null), new Range(null, 5), FALSE],
    [new Range(1, 6), new Range(5, 7), UNKNOWN],
    [new Range(1, 6), undefined, UNKNOWN],
    [undefined, new Range(1, 2), UNKNOWN]
  ] as const) {
    t.equal(comparisons.ofNarrowed(pair, left, right), truth, JSON.stringify([left, right]))
  }
})

t.test('answers to be expected of a fact between two ends', async t => {
  const prior = new Prior(policy)
  const employees = indexOf('enterprise.employees')
  for (const [possible, values] of [
    [new Range(41, 42), [41]],
    [new Range(null, -1), [-1]],
    [new Several([1, 2]), [1, 2]]
  ] as const) {
    const found = prior.of(employees, { values: [], narrowed: new Map([[employees, possible]]) })
    t.strictSame(
      found,
      values.map(value => ({ value, chance: 1 / values.length })),
      JSON.stringify(possible)
    )
  }
})

t.test('one contradiction is told once, where it was given', async t => {
  const conflicts = (facts: object, possible: object = {}) =>
    conflictsOf(program.assess(facts as never, 'declared', possible as never)).map(
      ({ fact, given, text }) => [fact, given, text]
    )
  t.strictSame(conflicts({ epidemic: { affected: false }, enterprise: { difficultyFromEpidemic: true } }), [
    [
      'enterprise.difficultyFromEpidemic',
      true,
      '因疫情影响生产经营困难填的是是，但受疫情影响：否，推算是否；以填的为准，请核对'
    ]
  ])
  const between = conflicts({
    utility: { lateBecauseOfEpidemic: true },
    enterprise: { inDifficulty: true, difficultyFromEpidemic: false }
  })
  t.equal(between.length, 1)
  t.match(conflicts({ applicant: { kind: 'natural-person' } }, { 'person.occupation': ['other'] }), [])
  t.match(
    conflicts(
      { enterprise: { industry: '餐饮业', employees: 3 } },
      { 'enterprise.size': ['large', 'medium'] }
    ),
    [['enterprise.size', ['large', 'medium'], /大型或中型，但按餐饮业标准.*微型/]]
  )
})

t.test(
  'facts that only another kind of applicant can have are told, and what cannot be is refused',
  async t => {
    const told = (facts: object, possible: object = {}) =>
      conflictsOf(program.assess(facts as never, 'declared', possible as never)).map(
        ({ fact, given, derived, text }) => [fact, given, derived, text]
      )
    const firms = ['enterprise', 'sole-proprietor', 'farmer-cooperative']
    const person = { applicant: { kind: 'natural-person' } }
    t.strictSame(told({ ...person, enterprise: { size: 'small' } }), [
      [
        'applicant.kind',
        'natural-person',
        firms,
        '申请人类型填的是个人，但企业规模（小型）说的是企业、个体工商户或农民专业合作社；以填的为准，请核对'
      ]
    ])
    const possibleKinds = { 'applicant.kind': ['natural-person', 'government-body'] }
    const rows: [name: string, facts: object, possible: object, count: number][] = [
      ['a firm has a size', { applicant: { kind: 'enterprise' }, enterprise: { size: 'small' } }, {}, 0],
      ['nobody says who applies', { enterprise: { size: 'small' } }, {}, 0],
      ['a person, and no size', person, {}, 0],
      ['no is no', { ...person, enterprise: { specialisedNew: false } }, {}, 0],
      ['yes is odd', { ...person, enterprise: { specialisedNew: true } }, {}, 1],
      ['a size between two', person, { 'enterprise.size': ['small', 'micro'] }, 1],
      ['one of two kinds', { enterprise: { size: 'small' } }, possibleKinds, 1],
      [
        'perhaps a firm',
        { enterprise: { size: 'small' } },
        { 'applicant.kind': ['natural-person', 'enterprise'] },
        0
      ],
      ['a person who may have shops', person, { 'enterprise.chainKind': ['supermarket', 'none'] }, 0],
      ['a person who has shops', person, { 'enterprise.chainKind': ['supermarket', 'restaurant'] }, 1],
      [
        'a firm with a degree',
        { applicant: { kind: 'enterprise' }, person: { education: 'bachelor' } },
        {},
        1
      ],
      ['a person with a degree', { ...person, person: { education: 'bachelor' } }, {}, 0]
    ]
    for (const [name, facts, possible, count] of rows) t.equal(told(facts, possible).length, count, name)

    const app = await build(t)
    const payload = { facts: { applicant: { kind: 'village' }, person: { receivesSocialAssistance: true } } }
    t.match((await app.inject({ method: 'POST', url: '/eligibility', payload })).json(), {
      conflicts: [{ fact: 'applicant.kind', derived: ['natural-person', 'sole-proprietor', 'other'] }]
    })
  }
)

t.test('what is known is said, and what is not settled is still asked', async t => {
  const app = await build(t)
  const post = async (url: string, payload: object) =>
    (await app.inject({ method: 'POST', url, payload })).json()
  const measures = ['service-guarantee-fee']
  const possible = { 'enterprise.size': ['medium', 'small', 'micro'] }
  const facts = { applicant: { kind: 'enterprise' } }
  const { results, nextQuestions } = await post('/eligibility', {
    facts,
    possible,
    measures,
    explain: 'full'
  })
  const text = JSON.stringify(results[0].reasons)
  t.match(text, /企业规模：可能是中型、小型或微型/)
  t.ok(results[0].missingFacts.includes('enterprise.size'))
  t.ok(nextQuestions.some(({ fact }: { fact: string }) => fact === 'enterprise.size'))
  t.match(JSON.stringify(results[0].trace), /"actual":\["medium","small","micro"\],"origin":"given"/)
  const one = await post('/eligibility', { facts, possible: { 'enterprise.size': ['small'] }, measures })
  const known = await post('/eligibility', { facts: { ...facts, enterprise: { size: 'small' } }, measures })
  t.strictSame(one, known, 'one possible value is a known one')
  const answer = await post('/answers', { question: '房租能免吗', facts, possible })
  t.strictSame(answer.possible, [
    {
      fact: 'enterprise.size',
      label: '企业规模',
      text: '中型、小型或微型',
      heard: false,
      used: true,
      values: ['medium', 'small', 'micro']
    }
  ])
  const heard = await post('/answers', {
    question: '我是小微企业，租的公家的房子，房租能免吗',
    facts,
    possible: { 'enterprise.size': ['large', 'medium'] }
  })
  t.notOk(
    heard.understood.some(({ fact }: { fact: string }) => fact === 'enterprise.size'),
    'what was said counts'
  )
  const rough = await post('/answers', {
    question: '带动就业奖励，雇了两三个本区户籍的，奖励多少',
    facts: { startup: { qualifiesForSubsidy: true } }
  })
  t.match(rough.possible, [{ fact: 'startup.districtWorkersHired', min: 2, max: 3, heard: true, used: true }])
  t.match(rough.matches[0].card, {
    amount: {
      status: 'range',
      text: '如果吸纳本区户籍劳动力人数2人至3人，20,000.00元至30,000.00元',
      conditional: false
    },
    restsOnHeard: ['startup.districtWorkersHired']
  })
  const [own] = (
    await post('/answers', {
      question: '带动就业奖励，雇了两三个本区户籍的，奖励多少',
      facts: { startup: { qualifiesForSubsidy: true } },
      possible: { 'startup.districtWorkersHired': [1, 4] }
    })
  ).possible
  t.match(own, { values: [1, 4], heard: false }, 'what the request says is possible counts')
  for (const [employees, said] of [
    [[3, 4], [['enterprise.employees', 3]]],
    [{ min: 10 }, []]
  ] as const) {
    const { understood } = await post('/answers', {
      question: '我们小企业有3个员工，房租能免吗',
      possible: { 'enterprise.employees': employees }
    })
    const found = understood.map(({ fact, value }: { fact: string; value: unknown }) => [fact, value])
    const own = found.filter(([fact]: [string]) => fact === 'enterprise.employees')
    t.strictSame(own, said, 'a number that was said counts where the request allows it')
  }
  const contrary = await post('/answers', {
    question: '我是小微企业，房租能免吗',
    facts: {
      applicant: { kind: 'enterprise' },
      enterprise: { industry: '餐饮业', employees: 500, annualRevenue: 200_000_000 }
    }
  })
  t.match(contrary.possible, [{ fact: 'enterprise.size', heard: true, used: false }], 'listed, and not used')
  t.strictSame(contrary.conflicts, [])
  const calculated = await post('/calculate', {
    facts: {},
    possible: { 'startup.districtWorkersHired': { min: 3 } },
    measure: 'job-creation-award'
  })
  t.match(calculated.amount, { status: 'range', min: '30000.00', max: '50000.00' })
})

t.test('a line of a batch says what is possible like a request', async t => {
  const app = await build(t)
  const lines = [
    { id: 'a', facts: {}, possible: { 'applicant.kind': ['natural-person'], 'enterprise.size': ['large'] } },
    { id: 'b', facts: { applicant: { kind: 'natural-person' }, enterprise: { size: 'large' } } },
    {
      id: 'c',
      facts: {},
      possible: { 'applicant.kind': ['enterprise', 'township'], 'enterprise.size': ['small', 'micro'] }
    },
    {
      id: 'd',
      facts: { enterprise: { size: 'large' } },
      possible: { 'enterprise.size': ['small', 'micro'] }
    },
    { id: 'e', facts: { enterprise: { size: 'small' } }, possible: { 'enterprise.size': ['small', 'micro'] } }
  ]
  for (const explain of ['none', 'full']) {
    const response = await app.inject({
      method: 'POST',
      url: `/eligibility/batch?explain=${explain}`,
      headers: { 'content-type': 'application/x-ndjson' },
      payload: lines.map(line => JSON.stringify(line)).join('\n')
    })
    const [a, b, c, d, e] = response.body
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    t.strictSame({ ...a, id: '' }, { ...b, id: '' })
    const { facts, possible } = lines[2] as (typeof lines)[0]
    const single = (
      await app.inject({ method: 'POST', url: '/eligibility', payload: { facts, possible, explain } })
    ).json()
    const having = (outcome: string) =>
      single.results
        .filter((one: { outcome: string }) => one.outcome === outcome)
        .map(({ measure }: { measure: string }) => measure)
    t.strictSame(c.undetermined, having('undetermined'))
    t.strictSame(c.ineligible, having('ineligible'))
    if (explain === 'full') t.strictSame(c.results, single.results)
    t.match(d, {
      error: {
        errors: [{ pointer: '/possible/enterprise.size', message: '与 /facts/enterprise/size 填的值矛盾' }]
      }
    })
    t.ok(e.ineligible)
  }
})

t.test('what is admitted', async t => {
  t.ok(admits(new Several([['water'], ['gas']]), ['gas']))
  t.notOk(admits(new Several([['water']]), ['gas']))
  t.strictSame(new Range(null, 3).toJSON(), { max: 3 })
  const rising = policy.rules.find(({ rule }) => rule.rises)?.rule as Rule
  const open = new Map(rising.inputs.map(input => [input, new Range(null, null)]))
  t.equal(possibleBy(rising, [], open), undefined, 'nothing follows from no ends')
})
