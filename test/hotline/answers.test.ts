/** The hotline: what it hears in a question, how it ranks, refuses, and what its cards say. */
import t from 'tap'
import { everyCard } from '../../src/cli/hotline/cards.ts'
import { Program } from '../../src/engine/program.ts'
import { classifierOf, store } from '../../src/hearing/classifier.ts'
import { corpusOf, examplesOf } from '../../src/hearing/corpus.ts'
import { readNumeral } from '../../src/hearing/numeral.ts'
import { numbersIn } from '../../src/hearing/numerals.ts'
import { quantitiesIn } from '../../src/hearing/quantities.ts'
import { readSounds } from '../../src/hearing/syllables.ts'
import { train } from '../../src/hearing/training.ts'
import { understanding } from '../../src/hearing/understand.ts'
import { readUnderstanding } from '../../src/hearing/understanding-file.ts'
import { answers } from '../../src/hotline/answers.ts'
import { cardOf } from '../../src/hotline/card.ts'
import { COLUMNS, knowledgeBase } from '../../src/hotline/knowledge-base.ts'
import { readLines } from '../../src/hotline/lines.ts'
import { isRepeated } from '../../src/hotline/repeats.ts'
import { scriptOf } from '../../src/hotline/script.ts'
import { defaultRules, type RuleFiles, readRuleFiles, setOf } from '../../src/policy/files.ts'
import type { Document, Measure } from '../../src/policy/model.ts'
import { MUST_SAY, SAY, seconds, sentences } from '../../src/policy/spoken-length.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'
import type { AnswersResponse } from '../../src/schemas/answers.ts'
import { build, plan } from '../helpers/service.ts'

const { policy, hearing } = plan
const files = readRuleFiles(defaultRules)
const measures = (...ids: string[]) => ids.map(id => policy.measure(id) as Measure)

/** Not read at all: what is not well formed may mean anything. */
const ILL_FORMED = [
  '三四五六十',
  '五三十',
  '五零十',
  '1万2.5',
  '1千20000',
  '1万50',
  '一万零',
  '几百五',
  '三百多五',
  '一百零零五',
  '零五十',
  '百五',
  '一千十五',
  '一万十五',
  '一万二十',
  '3k五十',
  '五几',
  '一百几',
  '3万亿',
  '几万五',
  '三万多五',
  '三多少',
  '几点五',
  '0.5千',
  `${'十'.repeat(25)}点五`
]

t.test('numerals, as they are said and written', async t => {
  for (const [text, value] of [
    ['30万', 300_000],
    ['三十万', 300_000],
    ['一万二', 12_000],
    ['两千五', 2_500],
    ['一百零五', 105],
    ['三百五', 350],
    ['一百二十万', 1_200_000],
    ['十五', 15],
    ['二零二二', 2022],
    ['1,234.5', 1234.5],
    ['3.5万', 35_000],
    ['零点八', 0.8],
    ['点五', 0.5],
    ['两亿', 200_000_000],
    ['3千2', 3200],
    ['3万5', 35_000],
    ['六', 6],
    ['三两千', 2000],
    ['三四五十', 30],
    ['一百二三', 120],
    ['1万2000', 12_000],
    ['1万500', 10_500],
    ['1万零50', 10_050],
    ['一百十五', 115],
    ['一千零十五', 1015],
    ['3k五百', 3500],
    ['三万多', 30_000],
    ['30 万', 300_000],
    ['十几', 11],
    ...ILL_FORMED.map(text => [text, Number.NaN] as const)
  ] as const) {
    t.strictSame(readNumeral(text), value, text)
  }
  t.match(numbersIn('借150万，百分之零点八，补三成，涨20%，成立3年'), [
    { value: 1_500_000, percent: false, words: '150万' },
    { value: 0.8, percent: true },
    { value: 30, percent: true },
    { value: 20, percent: true },
    { value: 3, percent: false }
  ])
})

t.test('quantities: numerals with what makes them money or shares, and what bounds them', async t => {
  const { bounds } = readUnderstanding(policy, files)
  for (const [text, kind, span] of [
    ['3元', 'money', [3, 3]],
    ['5元0角', 'money', [5, 5]],
    ['5毛', 'money', [0.5, 0.5]],
    ['5毛3分', 'money', [0.53, 0.53]],
    ['3块5', 'money', [3.5, 3.5]],
    ['3块5毛2分', 'money', [3.52, 3.52]],
    ['两三毛3分', 'money', null],
    ['两三块五', 'money', null],
    ['¥300', 'money', [300, 300]],
    ['¥300x', 'money', null],
    ['百分之三', 'percent', [3, 3]],
    ['百分之三x', 'percent', null],
    ['3%', 'percent', [3, 3]],
    ['3%abc', 'percent', null],
    ['三成五', 'percent', [35, 35]],
    ['两三成五', 'percent', null],
    ['3%到5元', 'percent', null],
    ['3.5abc', 'plain', null],
    ['300到500', 'plain', [300, 500]],
    ['三百出头', 'plain', [300, 400]],
    ['两三百出头', 'plain', null],
    ['30万之间', 'plain', null],
    ['30万中间', 'plain', null],
    ['一年半', 'small', [1.5, 1.5]],
    ['两个半月', 'small', [2.5, 2.5]],
    ['两三年半', 'small', null],
    ['不到两年半', 'small', null]
  ] as const) {
    const found = quantitiesIn(text, bounds).map(one => [one.kind, one.span && [one.span.min, one.span.max]])
    t.strictSame(found, [[kind, span]], text)
  }
})

/** Questions of our own, none of them a phrase that was learned from. */
const QUESTIONS: [question: string, first: string, ...others: string[]][] = [
  ['租文化馆的门面开书屋，个体照，仨月房钱能免不', 'state-owned-rent-relief'],
  ['公鸡金这几个月单位想缓一缓再缴', 'housing-fund-deferral'],
  ['买了台1.6的小轿车，购置税还减半收吗', 'vehicle-purchase-tax-halving'],
  ['商业承兑汇票最长能开几个月', 'commercial-bill-term'],
  ['种大桃的，桃子价格保险我自己掏多少', 'peach-insurance-subsidy'],
  ['加工酱菜的食品生产许可证过期了，能顺延多久', 'food-production-permit-extension'],
  ['区里的人工智能平台企业搞研发有啥支持', 'platform-technology'],
  ['招了四个平谷户口的工人，创业带动就业给多少奖励', 'job-creation-award'],
  [
    '开小饭馆的，租国资委的房子能不能减房租，还有水电费欠着能不能年底再交',
    'state-owned-rent-relief',
    'utility-payment-deferral'
  ],
  ['第8条都有什么', 'service-guarantee-fee'],
  ['第五十一条', 'weak-village-support']
]

t.test('search ranks what a caller means', async t => {
  for (const [question, first, ...others] of QUESTIONS) {
    const found = hearing.search(question, 3).map(({ measure }) => measure)
    if (others.length === 0) t.equal(found[0], first, question)
    for (const other of [first, ...others]) t.ok(found.includes(other), `${question}: ${other}`)
  }
})

t.test('search refuses what the plan does not answer, and takes any text', async t => {
  for (const question of [
    '孩子上小学怎么报名',
    '身份证丢了去哪儿补',
    '我要离婚，财产怎么分',
    '第三十八条写的什么',
    '第99条',
    'x',
    '\u0000\u0007',
    '😀😀😀',
    '<script>alert(1)</script>',
    'How do I renew my passport?',
    '？'
  ]) {
    t.strictSame(hearing.search(question, 3), [], question)
  }
  t.ok(Array.isArray(hearing.search('房租'.repeat(5000), 3)), 'ten thousand characters')
  t.equal(hearing.search('公家的房子免租金', 1).length, 1)
  for (const { score } of hearing.search('开店租国有房', 5)) t.ok(score >= 0 && score <= 1)
  t.equal(hearing.clauseNamed('第 8 条')?.id, '8')
  t.equal(hearing.clauseNamed('第50条')?.id, '50-52')
  t.equal(hearing.clauseNamed('有什么条件'), undefined)
})

/** Question, measures it is about, what is heard. */
const HEARD: [string, string[], Record<string, unknown>][] = [
  [
    '我是个体户，租公家的铺面，一个月房租一万二',
    ['state-owned-rent-relief'],
    { 'applicant.kind': 'sole-proprietor', 'lease.ownership': 'state-owned', 'lease.monthlyRent': 12_000 }
  ],
  ['租的不是国有的房子', ['specialised-new-rent-subsidy'], { 'lease.ownership': 'non-state-owned' }],
  ['我们不是专精特新', ['specialised-new-rent-subsidy'], { 'enterprise.specialisedNew': false }],
  ['我们不是公司', ['state-owned-rent-relief'], {}],
  ['那不是我们公司的房', ['state-owned-rent-relief'], {}],
  ['小微能减吗', ['state-owned-rent-relief'], {}],
  ['又说中型企业又说小型企业', ['state-owned-rent-relief'], { 'applicant.kind': 'enterprise' }],
  [
    '六月五号买的三十万的车，2.0T，带税',
    ['vehicle-purchase-tax-halving'],
    {
      'vehicle.purchaseDate': '2022-06-05',
      'vehicle.price': 300_000,
      'vehicle.engineLitres': 2,
      'vehicle.priceIncludesVat': true
    }
  ],
  ['2021年12月3日买的车', ['vehicle-purchase-tax-halving'], { 'vehicle.purchaseDate': '2021-12-03' }],
  ['十三月四十号买的车', ['vehicle-purchase-tax-halving'], {}],
  ['一个月房租一万二', ['commercial-bill-term'], {}],
  ['每月房租五千', ['housing-fund-rent-withdrawal'], {}],
  ['这算国有房吗', ['state-owned-rent-relief'], {}],
  ['贷款30，三年还清', ['agri-fund-guarantee-fee'], {}],
  ['添了三个本地工人', ['job-creation-award'], { 'startup.districtWorkersHired': 3 }]
]

t.test('understanding takes what was said, and only that', async t => {
  for (const [question, ids, expected] of HEARD) {
    const heard = hearing.understand(question, measures(...ids))
    const said = heard.map(one => [one.fact, 'value' in one ? one.value : one.possible])
    t.strictSame(Object.fromEntries(said), expected, question)
    for (const { words } of heard) t.ok(question.includes(words), `${question}: ${words}`)
  }
  const [wide] = hearing.understand('ＳＧＳ认证', measures('fruit-certification'))
  t.equal(wide?.words, 'ＳＧＳ', 'the words stay as they were written')
  const [folded] = hearing.understand('㈱SGS认证', measures('fruit-certification'))
  t.equal(folded?.words, 'SGS', 'also where folding changes the length')
})

const withFile = (file: string, content: unknown): RuleFiles => ({ ...files, [file]: content })

t.test('faulty hotline files are refused with their place', async t => {
  const understood = files['hotline-understanding.json'] as Record<string, unknown[]>
  for (const [file, content, pattern] of [
    ['hotline-lines.json', {}, /hotline-lines\.json#.*required/s],
    ['hotline-lexicon.json', { concepts: 1 }, /hotline-lexicon\.json#\/concepts/],
    ['hotline-outside.json', undefined, /hotline-outside\.json/],
    ['hotline-lines.json', undefined, /hotline-lines\.json/],
    ['hotline-understanding.json', undefined, /hotline-understanding\.json/],
    ['hotline-understanding.json', {}, /hotline-understanding\.json#.*required/s],
    [
      'hotline-understanding.json',
      { ...understood, dates: [{ fact: 'no.such', pattern: '{d}' }] },
      /#\/dates\/0\/fact: unknown fact "no\.such"/
    ]
  ] as const) {
    const changed = withFile(file, content)
    t.throws(
      () => {
        readLines([setOf(changed)])
        corpusOf(policy, [setOf(changed)], readSounds())
        understanding(policy, [setOf(changed)])
      },
      pattern,
      file
    )
  }
})

t.test('training and storing a classifier', async t => {
  const corpus = corpusOf(policy, [setOf(files)], readSounds())
  const [example] = examplesOf(corpus, [{ text: '融资300万元', of: 7 }])
  t.equal(example?.of, 7)
  const large = (text: string) => [...corpus.features(text).keys()].find(feature => feature.startsWith('#b'))
  t.match(large('融资300万元'), /=$/, 'a sum at which the plan draws a line')
  t.match(large('融资310万元'), /[0-9]$/, 'a sum above it')
  t.ok(corpus.features('补百分之二十').has('#%20'), 'a share')
  const words = (text: string) => new Map([...text].map(character => [character, 1]))
  const examples = ['ab', 'ac', 'bd', 'xy', 'xz', 'yw'].map((text, index) => ({
    features: words(text),
    of: index < 3 ? 0 : 1
  }))
  const often = Array.from({ length: 300 }, () => examples).flat()
  t.ok(train(often, 2).weights.every(Number.isFinite), 'what is learned already is left alone')
  const trained = train(examples, 2)
  t.strictSame(
    trained.features.toSorted(),
    ['a', 'b', 'x', 'y'],
    'what stands in one phrase only is not kept'
  )
  t.strictSame(train(examples, 2).weights, trained.weights, 'the same again')
  const classifier = classifierOf(store(trained, 'digest'))
  const [a = 0, x = 0] = classifier.score(words('a'))
  t.ok(a > x)
  t.ok((classifier.score(words('xy'))[1] ?? 0) > (classifier.score(words('xy'))[0] ?? 0))
  t.strictSame([...classifier.score(new Map())].length, 2, 'nothing known leaves the bias')
})

t.test('POST /answers', async t => {
  const app = await build(t)
  const ask = async (payload: object): Promise<AnswersResponse> => {
    const response = await app.inject({ method: 'POST', url: '/answers', payload })
    t.equal(response.statusCode, 200, response.body.slice(0, 200))
    return response.json()
  }

  const rent = await ask({
    asOf: '2022-07-01',
    question: '我是个体户，租公家的铺面，一个月一万二，房租能免吗'
  })
  const card = rent.matches[0]?.card
  t.equal(rent.matches[0]?.measure, 'state-owned-rent-relief')
  t.match(rent.understood, [{ fact: 'applicant.kind', text: '个体工商户' }])
  t.match(card, {
    outcome: 'undetermined',
    clause: '4',
    responsible: ['区国资委'],
    window: { status: 'open' }
  })
  t.match(card?.say, /^能不能享受，还差4条，先看：/)
  t.match(card?.say, card?.nextQuestion ? /先看：承租的房屋在平谷区/ : /^$/, 'what is asked next comes first')
  t.match(card?.mustSay.join(), /期限：只算2022年承租的国有房屋.*不再重复享受/s)
  t.match(card?.basis[0], { clause: '4', certainty: 'plan' })
  t.equal(card?.nextQuestion?.fact, rent.nextQuestion?.fact)

  const rough = await ask({
    asOf: '2022-07-01',
    question: '我们是小微企业，租公家的铺面，每月房租不到五千，押金一万，房租能免吗',
    facts: { lease: { inPinggu: true, in2022: true, finalOperatorTenant: true } }
  })
  t.match(rough.possible, [
    { fact: 'enterprise.size', values: ['small', 'micro'], text: '小型或微型', heard: true, used: true },
    { fact: 'lease.monthlyRent', max: 5000, text: /^不超过5,000/, words: '房租不到五千', heard: true }
  ])
  t.equal(rough.facts.lease?.monthlyRent, undefined, 'what may be decides nothing')
  const bounds = await ask({ question: '贷款三百到五百万，担保费多少，北京农担' })
  t.match(bounds.possible, [
    { fact: 'loan.amount', min: 3_000_000, max: 5_000_000, text: /3,000,000.*至5,000,000/ }
  ])
  t.match((await ask({ question: '北京农担担保，贷款至少三百万' })).possible, [
    { min: 3_000_000, text: /^不低于/ }
  ])
  t.ok(
    rent.understood.every(({ heard }) => heard),
    'marked as heard'
  )
  t.strictSame([...(card?.restsOnHeard ?? [])].sort(), [
    'applicant.kind',
    'lease.monthlyRent',
    'lease.ownership'
  ])

  const folds = await app.inject({
    method: 'POST',
    url: '/answers',
    payload: { question: '㍰'.repeat(1930) }
  })
  t.equal(folds.statusCode, 400, 'a question is measured as it is read')
  t.match(folds.json().errors, [{ pointer: /question/, message: /2000/ }])

  const later = await ask({ asOf: '2026-11-24', question: '租国有房屋，减免房租' })
  t.match(
    later.matches[0]?.card.say,
    /^先跟您说明，这一项只算2022年承租的国有房屋。这段时间已经过去，在里面的仍然算/
  )
  const early = await ask({ asOf: '2022-05-01', question: '买轿车购置税减半' })
  t.match(early.matches[0]?.card.say, /^先跟您说明，这一项只算从2022年6月1日起购置的乘用车，现在还没有到。/)

  const facts = plan.witnesses['job-creation-award']?.eligible
  const award = await ask({ asOf: '2022-07-01', question: '招本地工人带动就业奖励', facts, limit: 1 })
  t.match(award.matches[0]?.card, { outcome: 'eligible', amount: { status: 'exact' }, nextQuestion: null })
  const none = await ask({
    asOf: '2022-07-01',
    question: '招本地工人带动就业奖励',
    facts: { startup: { inPinggu: false } }
  })
  t.match(none.matches[0]?.card, { outcome: 'ineligible', amount: null })
  t.match(none.matches[0]?.card.say, /^这一项要求.*，按您说的情况对不上。/)

  const unpriced = await ask({
    asOf: '2022-07-01',
    question: '创业大赛得奖给多少，孵化器减租补贴',
    facts: {
      enterprise: { isTechIncubator: true },
      lease: { ownership: 'non-state-owned' },
      incubator: { cutRentForSmallTenants: true, cutConfirmed: true }
    }
  })
  const incubator = unpriced.matches.find(({ measure }) => measure === 'incubator-rent-subsidy')
  t.match(incubator?.card, { outcome: 'eligible', amount: { status: 'undetermined' } })
  t.match(incubator?.card.say, /^按您说的情况，要是您是企业、事业单位或社会组织，.*条件就都符合。/)
  t.equal(
    incubator?.card.nextQuestion?.fact,
    'incubator.confirmedRentCut',
    'what the amount lacks is asked last'
  )

  const denied = await ask({ question: '我是个体户，租公家的铺面，房租能免吗', declined: ['applicant.kind'] })
  t.notOk(
    denied.understood.some(({ fact }) => fact === 'applicant.kind'),
    'what was taken back is not heard again'
  )
  t.equal(denied.facts.applicant?.kind, undefined)
  const unsaid = await ask({
    asOf: '2026-11-24',
    question: '国有房屋房租减免三个月',
    limit: 1,
    facts: { lease: { ownership: 'state-owned', inPinggu: true, in2022: true, finalOperatorTenant: true } },
    declined: [
      'applicant.kind',
      'applicant.registeredInPinggu',
      'applicant.paysTaxInPinggu',
      'enterprise.size'
    ]
  })
  t.match(unsaid.matches[0]?.card, { outcome: 'undetermined', nextQuestion: null })
  t.match(unsaid.matches[0]?.card.say, /^先跟您说明，这一项只算2022年承租的国有房屋。.*在这段时间里的话/)
  const noAmount = await ask({
    asOf: '2022-07-01',
    question: '孵化器减租补贴',
    limit: 1,
    declined: ['incubator.confirmedRentCut'],
    facts: {
      enterprise: { isTechIncubator: true },
      lease: { ownership: 'non-state-owned' },
      incubator: { cutRentForSmallTenants: true, cutConfirmed: true }
    }
  })
  t.match(noAmount.matches[0]?.card, { outcome: 'eligible', nextQuestion: null })

  const tax = await ask({
    asOf: '2022-06-15',
    question: '留抵退税网上怎么退',
    facts: { applicant: { kind: 'enterprise' } }
  })
  t.match(tax.matches[0]?.card.transferTo, [{ line: '12366', unit: '区税务局' }])
  const service = await ask({ question: '打12345企业热线能问什么', asOf: '2022-07-01' })
  t.match(service.matches[0]?.card, { outcome: null, amount: null, reasons: [], basis: [{ quote: null }] })

  const given = await ask({
    asOf: '2022-07-01',
    question: '我是个体户，租公家的铺面，房租能免吗',
    facts: { applicant: { kind: 'enterprise' } }
  })
  t.notOk(
    given.understood.some(({ fact }) => fact === 'applicant.kind'),
    'what was given wins over what was heard'
  )
  const declined = await ask({
    asOf: '2022-07-01',
    question: '租公家的铺面，房租能免吗',
    declined: [rent.nextQuestion?.fact]
  })
  t.not(declined.nextQuestion?.fact, rent.nextQuestion?.fact, 'not asked again')

  t.match(await ask({ question: '身份证丢了去哪儿补' }), {
    matches: [],
    message: /没有写/,
    nextQuestion: null
  })
  t.match(await ask({ question: '第38条什么内容' }), { message: /正文缺失.*区文化和旅游局/ })
  t.match((await ask({ question: '<b>租国有房屋</b>减免房租' })).matches[0], {
    measure: 'state-owned-rent-relief'
  })
})

/** What nobody can make sense of on the telephone. */
const UNSPEAKABLE = [
  [/「「|““|””|“[^”]*“/, 'quotation marks in quotation marks'],
  [/是否|是是/, 'words of a form'],
  [/[。，；：？！]{2}|^[，。]/, 'punctuation without words between'],
  [/6号文(?!件)/, 'a document without its name'],
  [/[a-z]{2,}|(?<!SGS|ERP)(?<![A-Z])[A-Z]{4,}/, 'English']
] as const

t.test('every card can be read out: in time, once, in words', t => {
  const program = new Program(policy)
  const ids = policy.measures.map(({ id }) => id)
  const outcomes = new Set<string>()
  let points = 0
  for (const { measure, asOf, card } of everyCard(program, plan.witnesses, plan.lines)) {
    const { say, mustSay, ifAsked, outcome, interpretations } = card
    const where = `${measure.id} ${outcome} ${asOf}`
    outcomes.add(`${outcome} ${card.window.status}`)
    const must = mustSay.join('')
    const faults = [
      seconds(say) > SAY.seconds && `say ${seconds(say)} s`,
      seconds(must) > MUST_SAY.seconds && `mustSay ${seconds(must)} s`,
      sentences(must).length > MUST_SAY.sentences && `${sentences(must).length} sentences`,
      ids.some(id => [say, must, ...ifAsked].join('').includes(id)) && 'an id',
      ...UNSPEAKABLE.map(
        ([pattern, what]) => [say, ...mustSay, ...ifAsked].some(one => pattern.test(one)) && what
      )
    ].filter(Boolean)
    if (faults.length > 0) t.fail(`${where}: ${faults}`)
    const all = [...sentences(say), ...mustSay, ...ifAsked]
    if (new Set(all).size < all.length) t.fail(`${where}: said twice`)
    for (const one of mustSay.filter(text => !text.startsWith('期限：'))) {
      if (isRepeated(one, say)) t.fail(`${where}: ${one} is said already`)
    }
    // Nothing of the rule file is lost on the way.
    for (const one of [...measure.silent, ...measure.hotline.mustSay]) {
      if (!isRepeated(one, [say, ...mustSay, ...ifAsked].join(''))) t.fail(`${where}: ${one} is lost`)
    }
    if (outcome === 'eligible') {
      const said = say + must
      for (const { id, point } of interpretations.filter(({ bearing }) => bearing === 'decides')) {
        if (measure.interpretations.find(one => one.id === id)?.otherwise) continue
        points++
        if (!said.includes(`${point}，这一点方案没写明，由`)) t.fail(`${where}: ${point} is not said`)
      }
    }
    if (outcome === 'undetermined' && card.conditionalOn.length > 1) {
      t.match(say, `还差${card.conditionalOn.length}条，先看：`, where)
    }
  }
  t.ok(outcomes.size > 9, 'every outcome in every state of a window')
  t.ok(points > 20)
  t.end()
})

t.test('an eligible answer says what it took for granted', t => {
  const program = new Program(policy)
  const facts = plan.witnesses['job-creation-award']?.eligible ?? {}
  const card = (given: Facts) =>
    cardOf(
      program,
      program.assess(given),
      measures('job-creation-award')[0] as Measure,
      '2022-07-01',
      plan.lines,
      new Set()
    )
  t.match(card(facts).say, /^按您说的情况，要是.*没按区里2022年6号文件享受过，条件就都符合。带动就业奖励/)
  t.notMatch(card(facts).mustSay.join(), /不再重复享受/, 'what was just said')
  t.match(card(facts).ifAsked.join(), /不再重复享受/)
  const told = {
    ...facts,
    benefit: { alreadyHadUnderDocument6: [] },
    applicant: { kind: 'enterprise', connectedToPinggu: true }
  }
  t.match(card(told).say, /^按您说的情况，条件都符合。带动就业奖励/)
  t.match(card(told).mustSay.join(), /不再重复享受/)
  t.end()
})

t.test('an open point is said for no as for yes', t => {
  const program = new Program(policy)
  const facts = { applicant: { kind: 'sole-proprietor' } }
  const [measure] = measures('first-loan-subsidy') as [Measure]
  const card = cardOf(program, program.assess(facts), measure, '2022-07-01', plan.lines, new Set())
  t.equal(card.outcome, 'ineligible')
  t.match(card.say, /个体工商户能不能参照，这一点方案没写明，由区财政局解释。/)
  t.end()
})

t.test('what does not fit goes on to where it is said next', t => {
  const long = (length: number) => `${'一二三四五六七八九十甲乙丙丁'.repeat(20).slice(0, length - 1)}。`
  const parts = { first: ['先说。'], points: [], own: [], window: null, limits: [], closing: null, rest: [] }
  const script = scriptOf({
    ...parts,
    points: [`金额${long(140)}`, '第二点短。'],
    own: ['自己的话。'],
    limits: ['限制一条。']
  })
  t.match(script.say, '先说。第二点短。自己的话。')
  t.strictSame(script.ifAsked[0]?.slice(0, 2), '金额', 'too long to be said at all')
  t.match(scriptOf({ ...parts, own: [long(200)] }), { ifAsked: [long(200)] })
  t.match(scriptOf({ ...parts, first: [], own: [long(200)] }), { say: long(200) }, 'something is said')
  t.match(
    scriptOf({
      ...parts,
      window: '期限：到年底。',
      limits: ['甲不算。', '乙不算。', '丙不算。'],
      closing: '不重复。'
    }),
    { mustSay: ['期限：到年底。', '甲不算。', '不重复。'], ifAsked: ['乙不算。', '丙不算。'] }
  )
  t.notOk(isRepeated('补贴20%。', '补贴是30%，另有补贴。'), 'another number is another matter')
  t.ok(isRepeated('最高补贴20%。', '最高补贴20%，一次。'))
  t.end()
})

/** Question, what is said before the cards or in place of them, and whether there are cards. */
const ELSEWHERE: [question: string, said: RegExp | null, hasCards: boolean][] = [
  ['密云的公司租公家房，房租能免吗', /只管平谷区，密云的事.*12345/, true],
  ['我在三河开厂，社保费能缓缴吗', /三河的事/, true],
  ['朝阳区的企业能退留抵税吗', /朝阳的事/, true],
  ['户口在密云，在平谷开店，租公家房能减房租吗', null, true],
  ['2020年的房租减免政策还有吗', /2022年6月的方案，2020年的政策不在里面/, true],
  ['2021年12月3日买的车，购置税减半吗', null, true],
  ['市里的房租减免政策是怎么定的', /只有平谷区的方案，市里的政策/, true],
  ['我个人租公家的房子，房租能免吗', /中小微企业和个体工商户的，个人不能办/, true],
  ['我个人的公积金贷款，疫情还不上怎么办', null, true],
  ['老百姓的身份证丢了去哪儿补', /没有写/, false],
  ['2020年的落户政策，老人随子女进京要排几年', /2020年的政策不在里面/, false],
  ['第三十八条，旅游企业能减房租吗', /正文缺失.*区文化和旅游局/, false]
]

t.test('what is about something else has its own answer', async t => {
  const app = await build(t)
  const ask = async (question: string): Promise<AnswersResponse> =>
    (await app.inject({ method: 'POST', url: '/answers', payload: { asOf: '2022-07-01', question } })).json()
  for (const [question, said, hasCards] of ELSEWHERE) {
    const { message, matches } = await ask(question)
    if (said) t.match(message, said, question)
    else t.equal(message, null, question)
    t.equal(matches.length > 0, hasCards, question)
    t.ok(seconds(message ?? '') <= SAY.seconds)
  }
})

t.test('who may mean either of two is asked which', async t => {
  const hearing = {
    ...plan.hearing,
    search: (_question: string, limit: number) =>
      [
        { measure: 'housing-fund-deferral', score: 0.04, topic: true },
        { measure: 'housing-fund-loan-relief', score: 0.03, topic: false }
      ].slice(0, limit)
  }
  const program = new Program(policy)
  const asked = answers(program, hearing, plan.lines, { question: '公积金', limit: 1 }, '2022-07-01')
  t.match(asked, {
    matches: [],
    message: '没太听明白，您是问住房公积金缓缴，还是公积金贷款还不上不算逾期？都不是的话，方案里没有写。',
    nextQuestion: null
  })
  const alone = { ...hearing, search: () => hearing.search('', 1) }
  const { message } = answers(program, alone, plan.lines, { question: '公积金' }, '2022-07-01')
  t.match(message, /您是问住房公积金缓缴？/)
})

t.test('GET /knowledge-base', async t => {
  const app = await build(t)
  const lines = await app.inject('/knowledge-base')
  t.match(lines.headers['content-type'], 'application/x-ndjson')
  const entries = lines.body
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, string>)
  t.equal(entries.length, policy.measures.length + 3)
  t.equal(new Set(entries.map(entry => entry.标题)).size, entries.length, 'titles are unique')
  for (const entry of entries) {
    t.ok((entry.标题 ?? '').length <= 128)
    for (const word of (entry.关键字 ?? '').split(';')) t.ok(word.length <= 20, word)
  }
  const etag = lines.headers.etag as string
  const again = await app.inject({ url: '/knowledge-base', headers: { 'if-none-match': etag } })
  t.equal(again.statusCode, 304)
  const table = await app.inject('/knowledge-base?format=csv')
  t.ok(table.body.startsWith('\uFEFF"编号"'), 'spreadsheets know it for UTF-8')
  t.equal(table.body.split('\r\n').length, entries.length + 2)
  t.match(table.headers['content-type'], 'text/csv')
  t.equal((await app.inject('/knowledge-base?format=xml')).statusCode, 400)
  const first = policy.documents[0] as Document
  const [before] = knowledgeBase(first)
  const [after] = knowledgeBase({ ...first, version: '9.9.9' })
  t.equal(before?.更新标识, after?.更新标识, 'a new version alone changes no entry')
  t.strictSame(Object.keys(before ?? {}), COLUMNS)
})
