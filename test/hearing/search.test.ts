/** How the hotline search is measured, and what it must find and refuse on questions it never learned from. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { FINE, type Io } from '../../src/cli/frame/command.ts'
import { runCv } from '../../src/cli/hotline/cv.ts'
import { type Counts, type EarReport, listen, runEar } from '../../src/cli/hotline/ear.ts'
import { evaluate, runEval } from '../../src/cli/hotline/eval.ts'
import { runSeconds } from '../../src/cli/hotline/seconds.ts'
import { isDoubtful } from '../../src/hearing/search.ts'
import { readSounds } from '../../src/hearing/syllables.ts'
import { defaultRules, readRuleFiles } from '../../src/policy/files.ts'
import type { Measure } from '../../src/policy/model.ts'
import type { AnswersResponse } from '../../src/schemas/answers.ts'
import { build, plan } from '../helpers/service.ts'

const { policy, hearing } = plan
const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'))

/** Runs a command and keeps what it writes. */
async function run(command: (args: string[], io: Io) => Promise<number>, ...args: string[]) {
  const written: string[] = []
  const io = { out: (text: string) => written.push(text), err() {}, isTerminal: false, progress() {} }
  const code = await command(args, io as Io)
  return { code, text: written.join('') }
}

t.test('what callers say of themselves, and nothing more', async t => {
  const { cases } = read('understanding.json') as {
    cases: { question: string; measures: string[]; heard: Record<string, unknown> }[]
  }
  for (const { question, measures, heard: expected } of cases) {
    const heard = hearing.understand(
      question,
      measures.map(id => policy.measure(id) as Measure)
    )
    const said = heard.map(one => [one.fact, 'value' in one ? one.value : one.possible])
    t.strictSame(Object.fromEntries(said), expected, question)
    for (const { words } of heard) t.ok(question.includes(words), `${question}: ${words}`)
  }
})

t.test('what was reported as misheard, and its kind', async t => {
  const app = await build(t)
  const { cases } = read('reports.json') as {
    cases: {
      id: string
      question: string
      facts?: object
      must: Record<string, unknown>
      may: Record<string, unknown[]>
      unheard: string[]
      outcomeNot: Record<string, string[]>
      amountNot: Record<string, string[]>
    }[]
  }
  for (const { id, question, facts = {}, must, may, unheard, outcomeNot, amountNot } of cases) {
    const payload = { asOf: '2022-07-01', question, facts }
    const answer = (await app.inject({ method: 'POST', url: '/answers', payload })).json() as AnswersResponse
    const heard = new Map(answer.understood.map(({ fact, value }) => [fact, value]))
    for (const [fact, value] of Object.entries(must)) t.equal(heard.get(fact), value, `${id}: ${fact}`)
    for (const [fact, values] of Object.entries(may))
      t.ok(!heard.has(fact) || values.includes(heard.get(fact)), `${id}: ${fact}`)
    for (const fact of unheard) {
      const [subject = '', key = ''] = fact.split('.')
      t.notOk(heard.has(fact), `${id}: ${fact}`)
      t.equal(answer.facts[subject]?.[key], undefined, `${id}: ${fact} decides nothing`)
    }
    for (const { measure, card } of answer.matches) {
      t.notOk(outcomeNot[measure]?.includes(card.outcome as string), `${id}: ${measure} ${card.outcome}`)
      t.notOk(amountNot[measure]?.includes(card.amount?.text as string), `${id}: ${card.amount?.text}`)
      const sounded = Object.keys(must).concat(unheard)
      const roughly = answer.possible.map(({ fact }: { fact: string }) => fact)
      for (const fact of card.restsOnHeard)
        t.ok(heard.has(fact) || roughly.includes(fact), `${id}: ${fact} of ${sounded}`)
    }
  }
  const { cases: variants } = read('variants.json') as {
    cases: { question: string; heard: Record<string, unknown>; words?: Record<string, string> }[]
  }
  for (const { question, heard: expected, words: own = {} } of variants) {
    const heard = hearing.understand(question, policy.measures)
    const said = heard.map(one => [one.fact, 'value' in one ? one.value : one.possible])
    t.strictSame(Object.fromEntries(said), expected, question)
    for (const { fact, words } of heard) {
      t.ok(question.includes(words), `${question}: ${words}`)
      if (own[fact] !== undefined) t.equal(words, own[fact], `${question}: ${fact}`)
    }
  }
})

t.test('nothing is heard that was not said', async t => {
  const { code, text } = await run(runEar, '--every', '67', '--json')
  const { numbers, words, wrong } = JSON.parse(text) as EarReport
  t.strictSame(wrong, [])
  t.equal(code, FINE)
  const understand = (question: string) => hearing.understand(question, policy.measures)
  const share = ({ heard, sentences }: Counts) => heard / sentences
  t.ok(share(numbers.exact as Counts) > 0.9, 'and what was said is heard')
  t.ok(share(words.plain as Counts) > 0.9)
  // An ear that does not hear the bounds, or the denials, is found out.
  const deaf = (question: string) => understand(question.replace(/不到|以上|从来没|好像|没有/g, ''))
  const found = listen(deaf, 149)
  for (const kind of ['atMost', 'atLeast']) t.ok((found.numbers[kind]?.wrong ?? 0) > 0, kind)
  for (const kind of ['denied', 'doubted']) t.ok((found.words[kind]?.wrong ?? 0) > 0, kind)
  const narrow = [{ max: 1 }, { min: 1e12 }, [1]]
  const always = listen(() => narrow.map(possible => ({ fact: 'loan.amount', words: '', possible })), 997)
  for (const possible of narrow) {
    t.ok(
      always.wrong.some(({ heard }) => heard === possible),
      `no room for the truth: ${JSON.stringify(possible)}`
    )
  }
  const elsewhere = listen(text => understand(text).map(one => ({ ...one, fact: 'loan.elsewhere' })), 499)
  t.ok((elsewhere.numbers.exact?.wrong ?? 0) > 0, 'the right number of another fact')

  const files = readRuleFiles(defaultRules)
  const understood = files['hotline-understanding.json'] as { bounds: { after: Record<string, string[]> } }
  const { bounds } = understood
  const after = { ...bounds.after, least: [] }
  const lax = { ...files, 'hotline-understanding.json': { ...understood, bounds: { ...bounds, after } } }
  const folder = t.testdir(
    Object.fromEntries(Object.entries(lax).map(([name, content]) => [name, JSON.stringify(content)]))
  )
  const spoilt = await run(runEar, '--every', '251', '--rules', folder)
  t.equal(spoilt.code, 1)
  t.match(spoilt.text, /^wrong [1-9]\d* of \d+$/m)
  await t.rejects(run(runEar, 'file'), { message: /no FILE/ })
  await t.rejects(run(runEar, '--every', 'many'), { message: /no count/ })
})

t.test('questions outside the plan that were never learned from', async t => {
  const { questions } = read('outside.json') as { questions: string[] }
  const { topics } = readRuleFiles(defaultRules)['hotline-outside.json'] as {
    topics: Record<string, string[]>
  }
  const learned = new Set(Object.values(topics).flat())
  t.strictSame(
    questions.filter(question => learned.has(question)),
    []
  )
  const refused = questions.filter(question => hearing.search(question, 3).length === 0)
  t.ok(refused.length / questions.length >= 0.75, `${refused.length} of ${questions.length} refused`)
})

t.test('no phrase of the plan is far from its measure', async t => {
  const { first, three, answerable } = evaluate(
    policy.measures.flatMap(({ id, phrases }) => phrases.slice(0, 5).map(q => ({ q, measures: [id] }))),
    hearing.search
  )
  t.ok(first / answerable > 0.97, `${first} of ${answerable} first`)
  t.ok(three / answerable > 0.98, `${three} of ${answerable} in three`)
})

t.test('who quotes the plan hears the clause that says it', t => {
  const { quotes } = read('quotes.json') as { quotes: [quote: string, measure: string][] }
  for (const [quote, measure] of quotes) t.equal(hearing.search(quote, 1)[0]?.measure, measure, quote)
  t.end()
})

t.test('a clause is named by 第, and not that of another paper', async t => {
  for (const [question, clause] of [
    ['第8条', '8'],
    ['第三十八条写的啥', '38'],
    ['请问第 五十二 条', '50-52'],
    ['农业中关村十条措施', undefined],
    ['劳动法第38条', undefined],
    ['合同里的第三条', undefined],
    ['第九十九条', undefined],
    ['四十四条讲什么的', '44'],
    ['8条里写的啥', '8'],
    ['三条路都写了什么', undefined],
    ['十条规定', undefined],
    ['我们厂第二条生产线要改造', undefined]
  ] as const) {
    t.equal(hearing.clauseNamed(question)?.id, clause, question)
  }
  t.ok(hearing.search('农业中关村十条措施', 1)[0]?.measure === 'agri-science')
  // It goes before what else is said, which only orders its measures.
  const found = hearing.search('第八条说的北京农业担保公司那个涉农企业担保费，房租减免另说', 9)
  t.strictSame(
    found.map(({ measure }) => policy.measure(measure)?.clause.id),
    found.map(() => '8')
  )
  t.match(found[0]?.measure, /^agri-/)
  t.strictSame(hearing.search('第三十八条，旅游企业能减房租吗', 3), [], 'a clause that was lost has none')
  for (const question of ['第一百条', '第99条', '第九十九条呢'])
    t.strictSame(hearing.search(question, 3), [], `${question}: there is none`)
  t.equal(
    hearing.search('第九十九条，国有房租减免几个月', 1)[0]?.measure,
    'state-owned-rent-relief',
    'what else is said counts where the number is wrong'
  )
})

t.test('who says too little is asked back', async t => {
  for (const [question, isDoubt] of [
    ['能免吗', true],
    ['贷款', true],
    ['社保', false],
    ['能缓缴社保', false]
  ] as const) {
    const matches = hearing.search(question, 3)
    t.equal(isDoubtful(matches, question), isDoubt, `${question}: ${JSON.stringify(matches[0])}`)
  }
  t.equal(isDoubtful([], '没有'), false, 'nothing was found, and nothing is asked back')
})

/** Said in one breath about one matter, most of it about how the caller came to it. */
const ONE_TOPIC = [
  '开饭馆的，让疫情闹得没客人，租的公家房，房租能不能免几个月',
  '我们是小微企业，银行贷款下个月到期，实在还不上，能不能展期',
  '单位账上紧，公积金想缓几个月，职工贷款买房受不受影响',
  '种大桃的，赶上冰雹减产，买了政策性保险的话保费补多少',
  '做外贸的，出口保单拿去银行融资，利息能贴多少',
  '食品厂的生产许可证，疫情封着没法去换，过期了算不算无证',
  '服务业小企业，今年新申请的贷款，担保公司收多少担保费',
  '大学生刚毕业，头一回在平谷开店，一次性补贴给多少'
]

/** Two matters, and how callers come to the second. */
const TWO_TOPICS: [question: string, one: string, other: string][] = [
  ['公积金能不能缓交，另外买车购置税减半到哪天', 'housing-fund-deferral', 'vehicle-purchase-tax-halving'],
  ['留抵退税今年还退吗？社保费能缓到几月', 'vat-credit-refund', 'social-insurance-deferral'],
  [
    '专精特新的房租补贴三个月，顺便问下农机购置补贴找谁领',
    'specialised-new-rent-subsidy',
    'farm-machinery-subsidy'
  ]
]

t.test('a second topic is one that the caller speaks of', async t => {
  const topicsOf = (question: string) =>
    hearing.search(question, 3).flatMap(({ measure, topic }) => (topic ? [measure] : []))
  for (const question of ONE_TOPIC) t.equal(topicsOf(question).length, 1, question)
  for (const [question, one, other] of TWO_TOPICS) {
    t.strictSame(topicsOf(question).sort(), [one, other].sort(), question)
  }
  // Of the phrases that it learned from, which have one topic each.
  const phrases = policy.measures.flatMap(({ phrases }) =>
    phrases.filter((_phrase, index) => index % 7 === 0)
  )
  const madeUp = phrases.filter(phrase => topicsOf(phrase).length > 1)
  t.ok(madeUp.length <= phrases.length / 100, `${madeUp.length} of ${phrases.length}`)
})

t.test('any text gets an answer, soon', async t => {
  const start = performance.now()
  for (const text of [
    '一'.repeat(10_000),
    '万'.repeat(10_000),
    '9'.repeat(10_000),
    '房租，'.repeat(3_333),
    '国有房 '.repeat(2_500),
    '\u0000\u202e租国有房\u0007',
    '<img src=x onerror=alert(1)>房租',
    '👩‍🌾👨‍🌾'.repeat(200),
    'Je voudrais payer mes impôts',
    '家賃はいくらですか',
    '임대료 감면'
  ]) {
    t.ok(hearing.search(text, 3).length <= 3)
    for (const { words } of hearing.understand(text, policy.measures)) t.ok(words.length < 100)
  }
  t.ok(performance.now() - start < 5_000, 'no pattern is slow on a text made for it')
})

t.test('homophones sound alike', async t => {
  const sounds = readSounds()
  for (const [one, other] of ['贷带', '金鸡', '兴心', '商伤', '农龙'].map(pair => [...pair])) {
    const alike = sounds.get(one as string) === sounds.get(other as string)
    t.equal(alike, one !== '金', `${one}${other}`)
  }
})

t.test('evaluate counts firsts, threes, topics and refusals', async t => {
  const answers: Record<string, string[]> = {
    right: ['a'],
    second: ['b', 'a'],
    wrong: ['b', 'c', 'd'],
    refused: [],
    both: ['b', 'x', 'a'],
    half: ['a', 'x'],
    'both refused': [],
    'doubt, rightly': ['b'],
    'doubt in vain': ['a'],
    'doubt of two': ['a', 'b'],
    'outside, doubt': ['a'],
    outside: [],
    'outside answered': ['a']
  }
  let clock = 0
  const evaluation = evaluate(
    [
      { q: 'right', measures: ['a'] },
      { q: 'second', measures: ['a'] },
      { q: 'wrong', measures: ['a'] },
      { q: 'refused', measures: ['a'] },
      { q: 'both', measures: ['a', 'b'], note: 'Two topics: a and b.' },
      { q: 'half', measures: ['a', 'b'], note: 'Two topics: a and b.' },
      { q: 'both refused', measures: ['a', 'b'], note: 'Two topics: a and b.' },
      { q: 'doubt, rightly', measures: ['a'] },
      { q: 'doubt in vain', measures: ['a'] },
      { q: 'doubt of two', measures: ['a', 'b'], note: 'Two topics: a and b.' },
      { q: 'outside, doubt', measures: [] },
      { q: 'outside', measures: [] },
      { q: 'outside answered', measures: [] }
    ],
    question =>
      (answers[question] as string[]).map(measure => ({
        measure,
        score: question.includes('doubt') ? 0.04 : 1,
        topic: measure !== 'x'
      })),
    () => (clock += 0.5)
  )
  const { misses, ...counts } = evaluation
  t.strictSame(counts, {
    answerable: 10,
    first: 3,
    three: 4,
    twoTopics: 4,
    bothTopics: 1,
    unanswerable: 3,
    refused: 2,
    refusedWrongly: 2,
    topicsMadeUp: 2,
    askedBack: 3,
    askedBackWrongly: 2,
    p50: 0.5,
    p99: 0.5
  })
  t.strictSame(
    misses.map(({ kind, question }) => `${kind} ${question}`),
    [
      'not-first second',
      'topic-made-up second',
      'not-first wrong',
      'not-in-three wrong',
      'topic-made-up wrong',
      'refused refused',
      'topic-missing half',
      'refused both refused',
      'asked-back doubt, rightly',
      'asked-back doubt in vain',
      'asked-back doubt of two',
      'not-refused outside answered'
    ]
  )
})

t.test('hotline eval', async t => {
  const questions = JSON.stringify([
    { q: '租国企的门面，房租减免', measures: ['state-owned-rent-relief'] },
    { q: '租国企的门面，房租减几个月', measures: ['price-subsidy'], note: 'a miss' },
    { q: '身份证丢了去哪儿补', measures: [] },
    { q: '驾照过期了怎么换', measures: ['price-subsidy'] },
    { q: '租国企的门面能减房租吗', measures: [] }
  ])
  const folder = t.testdir({
    'questions.json': questions,
    'unknown.json': JSON.stringify([{ q: '房租', measures: ['no-such'] }]),
    'form.json': '[{"question": "房租"}]',
    'broken.json': '['
  })
  const { code, text } = await run(runEval, `${folder}/questions.json`)
  t.equal(code, FINE)
  t.match(text, /^first\s+1 of 3\s+33\.3%\n/)
  t.match(text, /one topic taken for two\s+0 of 3/)
  t.match(text, /both topics\s+0 of 0\s*\n/)
  t.match(text, /refused rightly\s+1 of 2\s+50\.0%\n/)
  t.match(
    text,
    /not-first: 租国企的门面，房租减几个月\n {2}expected price-subsidy; found state-owned-rent-relief/
  )
  t.match(text, /not-refused: .*\n {2}expected nothing; found state-owned/)
  t.match(text, /refused: 驾照过期了怎么换\n {2}expected price-subsidy; found nothing/)
  const json = JSON.parse((await run(runEval, '--json', `${folder}/questions.json`)).text)
  t.match(json, { answerable: 3, first: 1, refused: 1, misses: Array })
  for (const [args, message] of [
    [[], /one FILE/],
    [['a', 'b'], /one FILE/],
    [['--no-such'], /no-such/],
    [[`${folder}/missing.json`], /missing\.json: ENOENT/],
    [[`${folder}/broken.json`], /broken\.json: /],
    [[`${folder}/form.json`], /form\.json\/0: /],
    [[`${folder}/unknown.json`], /no measure is called "no-such"/]
  ] as const) {
    await t.rejects(run(runEval, ...args), { message })
  }
})

t.test('hotline cv, on two measures and two topics outside', async t => {
  const files = readRuleFiles(defaultRules) as Record<string, never>
  // Without the rules outside the plan, which other clauses name.
  const kept = Object.entries(files).filter(([name]) => !/^(clause-(?!13|45)|national-rules)/.test(name))
  const alone = { related: [], exclusive: [] }
  const small = kept.map(([name, content]: [string, Record<string, Record<string, string[]>>]) => {
    const { topics = {}, measures = [] } = content as never as {
      topics?: Record<string, string[]>
      measures?: object[]
    }
    const changed = name.startsWith('clause-')
      ? {
          ...content,
          numbers: [name === 'clause-13.json' ? 1 : 2],
          measures: measures.map(measure => ({ ...measure, ...alone }))
        }
      : name === 'policy.json'
        ? { ...content, clauses: 2 }
        : name === 'hotline-outside.json'
          ? { topics: Object.fromEntries(Object.entries(topics).slice(0, 2)) }
          : content
    return [name, JSON.stringify(changed)]
  })
  const folder = t.testdir(Object.fromEntries(small))
  const { code, text } = await run(runCv, '--rules', folder)
  t.equal(code, FINE)
  t.match(text, /^single phrases\nfirst\s+\d+ of \d+ .*\n\nphrases joined in twos\nfirst/s)
  const { single, joined } = JSON.parse((await run(runCv, '--json', '--rules', folder)).text)
  t.ok(single.first / single.answerable > 0.8)
  t.ok(single.unanswerable > 20 && joined.unanswerable === 0)
  t.ok(joined.twoTopics > 0 && joined.bothTopics <= joined.twoTopics)
  await t.rejects(run(runCv, 'file'), { message: /no FILE/ })
  const spoken = await run(runSeconds, '--rules', folder)
  t.match(spoken.text, /^\d+ cards\nsay +mean +[\d.]+ s, max +[\d.]+ s\nmustSay.*\ntogether/)
  const { say, mustSay, together } = JSON.parse((await run(runSeconds, '--json', '--rules', folder)).text)
  t.ok(say.max <= 30 && mustSay.max <= 20 && together.mean < say.max + mustSay.max)
  await t.rejects(run(runSeconds, 'file'), { message: /no FILE/ })
})
