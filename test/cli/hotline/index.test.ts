/** npm run hotline: calls in a terminal, and how many questions the interview asks. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { byIndex, Callers, randomFrom } from '../../../src/cli/hotline/callers.ts'
import { Certificates, fewest } from '../../../src/cli/hotline/certificate.ts'
import { randomApplicants } from '../../../src/cli/hotline/drawn.ts'
import { goalOf } from '../../../src/cli/hotline/goal.ts'
import { main } from '../../../src/cli/hotline/index.ts'
import { ours, questionsAsked } from '../../../src/cli/hotline/orders.ts'
import { readReply, waysToAnswer } from '../../../src/cli/hotline/reply.ts'
import { realistic } from '../../../src/cli/hotline/simulation.ts'
import { nextQuestions } from '../../../src/decisions/interview/questions.ts'
import { toldBy } from '../../../src/decisions/interview/situations.ts'
import { Program } from '../../../src/engine/program.ts'
import { defaultRules, readRuleFiles } from '../../../src/policy/files.ts'
import { faultsOf } from '../../../src/policy/guards/index.ts'
import { TRUE, UNKNOWN } from '../../../src/policy/kleene.ts'
import { loadPolicy } from '../../../src/policy/load.ts'
import type { Fact, GroupNode, Measure } from '../../../src/policy/model.ts'
import type { SituationList } from '../../../src/policy/situations.ts'
import { keepingConsole } from '../../helpers/console.ts'
import { build, plan } from '../../helpers/service.ts'

const { policy } = plan
const program = new Program(policy)
const measure = (id: string) => policy.measure(id) as Measure
const fact = (id: string) => policy.fact(id) as Fact

/** Runs the command on typed lines and keeps what it writes. */
async function run(args: string[], lines: string[] = [], isTerminal = false) {
  const { io, said } = keepingConsole(isTerminal)
  async function* typed() {
    yield* lines
  }
  return { code: await main(args, io, typed), ...said }
}

t.test('a call, until the amount is known', async t => {
  const lines = [
    '我是个体户，租的公家的铺面，房租能免几个月',
    '1',
    '是',
    '1',
    '说不好',
    '1',
    '一万二',
    '好的',
    ''
  ]
  const { code, out } = await run(['--as-of', '2022-07-01'], lines)
  t.equal(code, 0)
  t.match(out, /申请人类型：个体工商户（听到“/)
  t.match(out, /问：租的房子在平谷区里吗？/)
  t.match(out, /没有看懂/)
  t.match(out, /→ 国有房屋租金减免3个月：符合条件\n/)
  t.match(out, /问：这处房子每月租金多少元？/)
  t.match(out, /减免租金36,000\.00元/)
  t.match(out, /没有要再问的了/)
  t.ok(out.endsWith('从遇到的情况问起；退出 结束）\n'), 'ready for the next caller')
})

t.test('what was heard wrongly is taken back, asked again, and may stay unknown', async t => {
  const heard = '我是个体户，租的公家的铺面，房租能免几个月'
  const { out } = await run(['--as-of', '2022-07-01'], [heard, '改 1', '9', '退出', '不再读'], true)
  t.match(out, /问：您是企业、个体工商户、个人，还是其他单位？/)
  t.match(out, /条件对不上/)
  t.notMatch(out, /不再读/)
  const declined = await run(['--as-of', '2022-07-01'], [heard, '改 1', '不知道', '改 9'])
  t.match(declined.out, /记下了，不再问这一项/)
  t.notMatch(declined.out.split('记下了').at(-1), /您是企业、个体工商户/)
})

t.test('everything a caller may get, begun with the situations', async t => {
  const lines = [
    '都能享受什么',
    '很多',
    '99',
    '1、6',
    '1',
    '都不是',
    '不知道',
    '改 1',
    '1',
    '',
    '都能享受什么',
    '都没有'
  ]
  const { code, out } = await run(['--as-of', '2022-07-01'], lines)
  t.equal(code, 0)
  const list = policy.situations[0] as SituationList
  t.match(out, `问：${list.question}`)
  t.match(out, /\n {2}1 \S+：\S+\n {2}2 /, 'numbered')
  t.equal(out.match(/没有看懂/g)?.length, 2, 'words, and a number that was not shown')
  t.match(out, /符合的\d+项，不符合的\d+项，还有\d+项要再问。\n/)
  t.match(out, /已知情况\n {2}1 \S+：/)
  t.match(out, /记下了，不再问这一项/)
  const [first] = list.situations
  const [told] = first?.chosen ?? []
  const label = `${policy.facts[told?.fact as number]?.label}：是`
  const parts = out.split(list.question)
  t.match(parts[3], label, 'what was chosen is known')
  t.notMatch(parts.at(-1), label, 'the next caller is another')
  t.equal(parts.length, 5, 'put until it was understood, and to the next caller')
})

t.test('windows that are not open, lines to transfer to, and what the plan does not cover', async t => {
  const closed = await run(['--as-of', '2026-01-05'], ['三十万的车购置税减多少', '', '身份证丢了去哪补'])
  t.match(closed.out, /期间已过/)
  t.match(closed.out, /12366 税务热线（区税务局）/)
  t.match(closed.out, /方案里没有写/)
  const early = await run(['--as-of', '2022-05-01'], ['三十万的车购置税减多少'])
  t.match(early.out, /还没到期间/)
  const elsewhere = await run([], ['密云的公司租公家的铺面，房租能免吗'])
  t.match(elsewhere.out, /只管平谷区，密云的事[\s\S]*国有房屋租金减免/, 'what is said before the cards')
  const told = await run([], ['企业服务包有什么用'])
  t.match(told.out, /没有要再问的了/)
})

t.test('a value that the vocabulary does not allow is named and asked again', async t => {
  const { out } = await run(['--as-of', '2022-07-01'], ['买轿车购置税减半', '2022-02-30', '2022年6月5日'])
  t.match(out, /vehicle\.purchaseDate#/)
  t.equal(out.match(/问：购车发票是哪天开的？/g)?.length, 2)
})

t.test('answers as they are typed', async t => {
  for (const [id, typed, expected] of [
    ['lease.inPinggu', '是', { value: true }],
    ['lease.inPinggu', '2', { value: false }],
    ['lease.inPinggu', '0', 'declined'],
    ['lease.inPinggu', '也许', undefined],
    ['enterprise.size', '4', { value: 'micro' }],
    ['enterprise.size', '微型', { value: 'micro' }],
    ['enterprise.size', '9', undefined],
    ['benefit.alreadyHadUnderDocument6', 'import-testing', { value: ['import-testing'] }],
    ['benefit.alreadyHadUnderDocument6', '进口', undefined],
    ['lease.monthlyRent', '一万二', { value: 12_000 }],
    ['lease.monthlyRent', '1.5万元', { value: 15_000 }],
    ['lease.monthlyRent', '0', { value: 0 }],
    ['lease.monthlyRent', '?', 'declined'],
    ['lease.monthlyRent', '不多', undefined],
    ['vehicle.purchaseDate', '2022/6/5', { value: '2022-06-05' }],
    ['vehicle.purchaseDate', '昨天', undefined],
    ['socialInsurance.firstMonth', '2022年7月', { value: '2022-07' }],
    [
      'socialInsurance.requested',
      `1、${fact('socialInsurance.requested').labels?.unemployment}`,
      { value: ['pension', 'unemployment'] }
    ],
    ['socialInsurance.requested', '无', { value: [] }],
    ['socialInsurance.requested', '1 9', undefined],
    ['enterprise.industry', '餐饮业', { value: '餐饮业' }],
    ['enterprise.industry', ' ', undefined]
  ] as const) {
    t.strictSame(readReply(fact(id), typed), expected, `${id}: ${typed}`)
  }
  for (const { id } of policy.facts) t.match(waysToAnswer(fact(id)), /不知道/, id)
})

t.test('wrong usage', async t => {
  for (const [args, message] of [
    [['nope'], /no command "nope"/],
    [['--as-of', '2022-13-45'], /is no day/],
    [['--what'], /--what/],
    [['--as-of', '2022-07-01', '房租'], /typed/],
    [['interview', '--callers', 'many'], /no number of callers/],
    [['interview', 'inclusive-loan-matching'], /can be decided/],
    [['interview', '--only', 'nothing'], /measures or applicants or goal/],
    [['eval'], /one FILE/]
  ] as const) {
    const { code, err } = await run([...args])
    t.equal(code, 2, args.join(' '))
    t.match(err, message)
  }
  t.match((await run(['--help'])).out, /Usage: npm run hotline/)
  t.match((await run(['interview', '--help'])).out, /interview \[MEASURE/)
  t.match((await run(['eval', '--help'])).out, /Usage: npm run hotline/)
})

t.test('what goes wrong on the line itself is no wrong usage', async t => {
  const io = { out() {}, err() {}, isTerminal: false, progress() {} }
  const broken = () => {
    throw new Error('the line is dead')
  }
  await t.rejects(main([], io, broken), /the line is dead/)
})

t.test('the process itself reads lines from a pipe', async t => {
  const script = fileURLToPath(new URL('../../../src/cli/hotline.ts', import.meta.url))
  const child = spawn(process.execPath, [...process.execArgv, script, '--as-of', '2022-07-01'])
  let out = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stdin.end('三十万的车购置税减多少\n1\n退出\n')
  const code = await new Promise(done => child.on('close', done))
  t.equal(code, 0)
  t.match(out, /问：购车发票是哪天开的？/)
})

t.test(
  'our order asks as few questions as the best order does, and fewer than the order of the files',
  async t => {
    const few = [
      'state-owned-rent-relief',
      'housing-fund-deferral',
      'job-creation-award',
      'commercial-bill-term'
    ]
    const { code, out } = await run(['interview', '--only', 'measures', '--json', '--callers', '100', ...few])
    t.equal(code, 0)
    const { measures, applicants } = JSON.parse(out)
    t.equal(measures.length, few.length)
    t.strictSame(applicants, [])
    for (const { measure: id, drawn, witnesses } of measures) {
      t.ok(drawn.ours <= drawn.best * 1.02, `${id}: ${drawn.ours} against ${drawn.best}`)
      t.ok(drawn.ours <= drawn.asWritten, `${id}: ${drawn.ours} against ${drawn.asWritten}`)
      for (const { ours, fewest } of [drawn, witnesses]) t.ok(fewest <= ours, id)
    }
    const text = await run(['interview', '--only', 'measures', '--callers', '5', 'commercial-bill-term'])
    t.match(text.out, /\nmean +1\.00 +1\.00 +1\.00 +1\.00 {2}\| +1\.00 +1\.00 +1\.00\n$/)
  }
)

t.test('realistic applicants, asked about everything', async t => {
  const { simulateApplicants } = await import('../../../src/cli/hotline/simulation.ts')
  const figures = simulateApplicants(program)
  const sum = (key: 'ours' | 'asWritten' | 'fewest') =>
    figures.reduce((total, { everything }) => total + everything[key], 0)
  t.ok(figures.length >= 12)
  for (const { applicant, asks, everything } of figures) {
    t.equal(asks.open + everything.open, 0, `${applicant}: everything is settled in the end`)
    // What the order of the files takes for granted, who applies above all, may be asked.
    t.ok(asks.ours <= asks.asWritten + 1, applicant)
    t.ok(asks.fewest <= asks.ours, applicant)
  }
  t.ok(sum('ours') < sum('asWritten'))
  const asked = (key: 'ours' | 'asWritten') => figures.reduce((total, { asks }) => total + asks[key], 0)
  // About one measure at a time the gates that are taken to hold leave little to choose: 84 against 83.
  t.ok(asked('ours') <= asked('asWritten') + 1)
  const { out } = await run(['interview', '--only', 'applicants'])
  const row = `\nall .*\\| +\\d+ +${sum('ours')} +${sum('asWritten')} +${sum('fewest')} +0\n$`
  t.match(out, new RegExp(row))
  t.ok(sum('ours') < sum('fewest') * 1.1, `${sum('ours')} against ${sum('fewest')}`)
})

t.test('at most 12 questions until 95 % of what the answers can settle is settled', async t => {
  const people = [
    ...realistic(program),
    ...randomApplicants(program, 25).map((one, at) => [`${at}`, one] as const)
  ]
  for (const [id, applicant] of people) {
    const { decidable, questions, fewest, turned } = goalOf(program, applicant)
    t.ok(decidable > 50 && questions <= 12, `${id}: ${questions} questions for ${decidable} measures`)
    t.ok(fewest <= questions, `${id}: not below ${fewest}, the fewest`)
    t.equal(turned, 0, `${id}: what the answers settle stays so`)
  }
  const nobody = goalOf(program, { facts: new Map(), situations: new Set() })
  t.ok(nobody.questions <= 12 && nobody.turned === 0, 'who can answer nothing is not asked for ever')
  const { out } = await run(['interview', '--only', 'goal', '--callers', '3'])
  t.match(out, /\nfarm-coop .*\nhomestay .*\nmean of 12 applicants .*\nmean of 3 drawn +\d+\.\d\d/)
  const { goal, applicants } = JSON.parse(
    (await run(['interview', '--only', 'goal', '--callers', '2', '--json'])).out
  )
  t.equal(goal.drawn.length, 2)
  t.strictSame(applicants, [])
})

const [situations, firm] = policy.situations as [SituationList, SituationList]

t.test('what a list of situations tells, whether one is chosen or not', async t => {
  const told = (list: SituationList, ...chosen: string[]) =>
    Object.fromEntries(
      [...toldBy(list, new Set(chosen))].map(([index, value]) => [policy.facts[index]?.id, value])
    )
  const cases: [chosen: string[], expected: Record<string, unknown>][] = [
    [
      [],
      { 'lease.in2022': false, 'loan.kind': 'none', 'loan.isFirstBankLoan': false, 'permit.type': 'none' }
    ],
    [
      ['state-owned-premises'],
      { 'lease.in2022': true, 'lease.ownership': 'state-owned', 'loan.kind': 'none' }
    ],
    [['state-owned-premises', 'private-premises'], { 'lease.in2022': true, 'lease.ownership': undefined }],
    [['business-loan'], { 'loan.kind': 'business', 'loan.cannotRepayNormally': false }],
    [['other-loan'], { 'loan.kind': undefined, 'lease.in2022': false }],
    [['first-loan'], { 'loan.kind': undefined, 'loan.isFirstBankLoan': true }],
    [['cannot-repay', 'fund-loan'], { 'loan.kind': 'housing-fund', 'loan.cannotRepayNormally': true }],
    [['business-loan', 'truck-loan'], { 'loan.kind': undefined, 'loan.isFirstBankLoan': false }],
    [['hit-hard'], { 'epidemic.hitHard': true, 'epidemic.affected': true }],
    [['affected'], { 'epidemic.hitHard': false, 'epidemic.affected': true }],
    [['broadband', 'leased-line'], { 'telecom.service': undefined }],
    [['insurance-deferral'], { 'socialInsurance.requested': undefined, 'housingFund.isContributor': false }],
    [['other-farm-insurance'], { 'insurance.policyBacked': undefined, 'insurance.line': undefined }]
  ]
  for (const [chosen, expected] of cases) {
    const found = told(situations, ...chosen)
    for (const [id, value] of Object.entries(expected)) t.strictSame(found[id], value, `${chosen} ${id}`)
  }
  t.strictSame(told(firm, 'difficulty')['enterprise.difficultyFromEpidemic'], undefined, 'is asked')
  t.strictSame(told(firm)['enterprise.difficultyFromEpidemic'], false)

  // Each alone: to choose it leaves what it is about open or says so, not to choose it never makes anyone eligible.
  const nobody = program.settle(policy.facts.map(() => undefined))
  for (const list of [situations, firm]) {
    for (const { id, chosen, notChosen } of list.situations) {
      const none = toldBy(list, new Set())
      const own = toldBy(list, new Set([id]))
      for (const { fact, value } of notChosen) {
        t.strictSame(none.get(fact), value, `${id} denies`)
        t.notSame(own.get(fact), value, `${id} chosen does not`)
      }
      for (const { fact, value } of chosen) t.strictSame(own.get(fact), value, `${id} says`)
      const denied = program.settle(
        policy.facts.map(({ index }) => notChosen.find(one => one.fact === index)?.value)
      )
      for (const one of policy.measures.filter(({ conditions }) => conditions)) {
        if (program.decide(one, nobody) === UNKNOWN)
          t.not(program.decide(one, denied), TRUE, `${id}: ${one.id}`)
      }
    }
  }
})

t.test('a list is put where much is open about several subjects, once, and never about one', async t => {
  const app = await build(t)
  const post = async (url: string, payload: object) =>
    (await app.inject({ method: 'POST', url, payload })).json()
  const all = await post('/eligibility', { facts: {} })
  t.equal(all.situationsQuestion.list, 'situations')
  t.strictSame(
    all.situationsQuestion.situations.find(({ id }: { id: string }) => id === 'state-owned-premises'),
    {
      id: 'state-owned-premises',
      topic: '租房',
      label: '2022年里租着国有的房屋办公或者经营',
      why: '2022年里没有租房办公或者经营。',
      whenChosen: { lease: { ownership: 'state-owned', in2022: true } },
      whenNotChosen: { lease: { in2022: false } }
    }
  )
  const kind = { applicant: { kind: 'enterprise' } }
  const situationsAsked = ['situations']
  t.equal((await post('/eligibility', { facts: {}, situationsAsked })).situationsQuestion, null)
  t.equal((await post('/eligibility', { facts: kind, situationsAsked })).situationsQuestion.list, 'firm')
  t.equal((await post('/eligibility', { facts: {}, explain: 'none' })).situationsQuestion, null)
  const person = await post('/eligibility', { facts: { applicant: { kind: 'natural-person' } } })
  const offered = person.situationsQuestion.situations.map(({ id }: { id: string }) => id)
  t.ok(offered.includes('car') && !offered.includes('broadband'), 'only what bears on what is open')
  t.ok(offered.length < situations.situations.length / 2)
  const single = ['我租的公家的铺面，房租能免几个月', '公积金贷款还不上怎么办', '买车购置税减半吗']
  for (const question of single) {
    t.equal((await post('/answers', { question })).situationsQuestion, null, question)
  }
  const many = await post('/answers', { question: '企业有哪些补贴', limit: 10 })
  t.equal(many.situationsQuestion.list, 'situations', 'about many measures at once')
  const { errors } = await post('/eligibility', { facts: {}, situationsAsked: ['weather'] })
  t.equal(errors[0].pointer, '/situationsAsked/0')
  const { situations: lists } = (await app.inject('/facts')).json()
  t.strictSame(
    lists.map(({ list }: { list: string }) => list),
    ['situations', 'firm']
  )
})

// biome-ignore lint/suspicious/noExplicitAny: what is wrong on purpose has no type
type Loose = Record<string, any>

t.test('faults of situations.json are named', async t => {
  const files = readRuleFiles(defaultRules)
  const faults = (change: (list: Loose) => void) => {
    const raw = structuredClone(files['situations.json']) as { lists: Loose[] }
    change(raw.lists[1] as Loose)
    return faultsOf({ ...files, 'situations.json': raw }).map(
      ({ pointer, message }) => `${pointer} ${message}`
    )
  }
  t.strictSame(
    faults(() => {}),
    []
  )
  const cases: [change: (list: Loose) => void, expected: RegExp][] = [
    [list => (list.situations[0].label = 'farm'), /label must match pattern/],
    [list => (list.situations[0].notChosen = {}), /notChosen must NOT have fewer/],
    [list => (list.situations[1].id = 'agricultural'), /"agricultural" stands twice/],
    [list => (list.situations[0].chosen = { 'enterprise.farm': true }), /unknown fact "enterprise.farm"/],
    [list => (list.situations[0].notChosen = { 'enterprise.size': 'tiny' }), /"tiny" does not fit the fact/],
    [
      list => (list.situations[0].chosen = { 'enterprise.agricultural': false }),
      /to choose it says the same/
    ],
    [list => (list.situations[1].notChosen = { 'enterprise.agricultural': true }), /denies it by false/],
    [list => (list.onlyFor.fact = 'applicant.sort'), /onlyFor\/fact unknown fact "applicant.sort"/],
    [list => (list.onlyFor.values = ['giant']), /onlyFor\/values "giant" does not fit/]
  ]
  for (const [change, expected] of cases) t.match(faults(change).join('\n'), expected)
  const { 'situations.json': _gone, ...others } = files
  t.strictSame(loadPolicy(others).situations, [], 'a rule set may do without')
})

t.test('alternatives are neither known nor declined, and can help', async t => {
  const rent = [measure('state-owned-rent-relief')]
  const instead = (facts: object, declined: string[] = []) =>
    nextQuestions(program, program.assess(facts as never), rent, new Set(declined)).find(
      ({ fact }) => fact === 'enterprise.size'
    )?.alternatives
  const enterprise = { applicant: { kind: 'enterprise' } }
  t.strictSame(instead(enterprise), [
    'enterprise.industry',
    'enterprise.employees',
    'enterprise.annualRevenue',
    'enterprise.totalAssets'
  ])
  t.strictSame(
    instead(enterprise, ['enterprise.industry']),
    [],
    'without the industry the numbers say nothing'
  )
  const [place] = nextQuestions(
    program,
    program.assess({ applicant: { kind: 'enterprise', registeredInPinggu: false } }),
    [measure('broadband-fee-cut')],
    new Set(['lease.inPinggu', 'enterprise.size', 'enterprise.industry', 'telecom.service'])
  )
  t.equal(place?.fact, 'applicant.connectedToPinggu')
  t.ok(place?.alternatives.includes('applicant.paysTaxInPinggu'))
  for (const id of ['applicant.registeredInPinggu', 'lease.inPinggu'])
    t.notOk(place?.alternatives.includes(id), id)
})

t.test('who does not know is not asked again, and asked what it can be worked out from', async t => {
  const rent = [measure('state-owned-rent-relief')]
  const asks = (facts: object, ...declined: string[]) =>
    nextQuestions(program, program.assess(facts as never), rent, new Set(declined)).map(({ fact }) => fact)
  const known = {
    applicant: { kind: 'enterprise', registeredInPinggu: true },
    lease: { ownership: 'state-owned', inPinggu: true, in2022: true, finalOperatorTenant: true }
  }
  t.strictSame(asks(known), ['enterprise.size'])
  t.strictSame(asks(known, 'enterprise.size').slice(0, 1), ['enterprise.industry'])
  t.strictSame(asks(known, 'enterprise.size', 'enterprise.industry'), [], 'the rest would say nothing alone')
  const caterer = { ...known, enterprise: { industry: '餐饮业' } }
  t.strictSame(asks(caterer), ['enterprise.employees', 'enterprise.annualRevenue'])
  t.strictSame(asks(caterer, 'enterprise.employees', 'enterprise.annualRevenue'), ['enterprise.size'])
  t.notOk(asks({}, 'applicant.kind').includes('applicant.kind'))
  const unassumed = nextQuestions(program, program.assess({}, 'none'), rent).map(({ fact }) => fact)
  t.ok(unassumed.includes('benefit.alreadyHadUnderDocument6'), 'what is not assumed is asked')
  const silent = new Map()
  const { asked, open } = questionsAsked(
    program,
    ours(program),
    silent,
    policy.measures.filter(m => m.conditions)
  )
  t.ok(open > 0 && asked < policy.facts.length, 'even who knows nothing comes to an end')
})

t.test('trees that the plan does not have: not, and comparisons of two facts', async t => {
  const { Prospect } = await import('../../../src/decisions/interview/outlook.ts')
  const prospect = new Prospect(program)
  const root = measure('rail-freight-subsidy').conditions as GroupNode
  const not: GroupNode = { kind: 'not', name: null, text: '', basis: null, children: [root] }
  const nothing = program.assess({})
  const [plain, turned] = [root, not].map(node => prospect.of(nothing, program.condition(node), new Set()))
  t.strictSame([turned?.yes, turned?.no], [plain?.no, plain?.yes])
  t.equal(prospect.parts(nothing, program.condition(not), new Set()).length, 1)
  const pair = policy.leaves.findIndex(({ other }) => other !== null)
  const leaf = { kind: 'leaf', leaf: pair, name: null, text: '', basis: null } as const
  t.match(prospect.of(nothing, program.condition(leaf), new Set()), { yes: 0.5, no: 0.5, questions: 2 })
  const caller = byIndex(policy, { freight: { roadToRailCarrier: true, municipalSubsidyInPlace: true } })
  const certificates = new Certificates(program, caller)
  t.strictSame(
    certificates.of(not, 2).map(set => [...set].length),
    [1]
  )
  t.strictSame(certificates.ofMeasure(measure('import-testing')), [])
  t.equal(fewest([]), 0)
})

t.test('the same callers every time, none of whom contradicts itself', async t => {
  const callers = new Callers(policy, measure('job-creation-award'))
  const draw = () => {
    const random = randomFrom(1)
    return Array.from({ length: 50 }, () => [...callers.draw(random)])
  }
  t.strictSame(draw(), draw())
  const qualifies = fact('startup.qualifiesForSubsidy').index
  const started = fact('startup.inPinggu').index
  for (const caller of draw().map(entries => new Map(entries))) {
    if (caller.get(qualifies) === true) t.equal(caller.get(started), true)
  }
})
