/** The commands check, explain and diff, and the frame of all commands, run as a person would run them. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { terminalIo } from '../../../src/cli/frame/terminal.ts'
import { proseIn, statedIn, states } from '../../../src/cli/rules/check/numerals.ts'
import { proseFaults } from '../../../src/cli/rules/check/prose.ts'
import { editsBetween, without } from '../../../src/cli/rules/edits.ts'
import { main } from '../../../src/cli/rules/index.ts'
import { formatReference } from '../../../src/cli/rules/regenerate/format/index.ts'
import { WORDS } from '../../../src/cli/rules/regenerate/format/words.ts'
import { modelFile } from '../../../src/cli/rules/regenerate/model-file.ts'
import { addsUp } from '../../../src/cli/rules/sums.ts'
import { corpusOf } from '../../../src/hearing/corpus.ts'
import { readSounds } from '../../../src/hearing/syllables.ts'
import { CHANGELOG, type Entry, readEntries } from '../../../src/policy/changelog.ts'
import type { Fault } from '../../../src/policy/fault.ts'
import { defaultRules, type RuleFiles, readRuleFiles, SHARED, setOf } from '../../../src/policy/files.ts'
import { type LoadedSet, readLibrary } from '../../../src/policy/library.ts'
import { linkPolicy } from '../../../src/policy/link.ts'
import { sorted } from '../../../src/policy/rule-set.ts'
import { keepingConsole } from '../../helpers/console.ts'
import { GONE, misquotes, put, type Spoil, spoils } from '../../helpers/spoils.ts'
import { tinyCases, tinyChangelog, tinyEntry, tinyRules, tinySource, tinyText } from '../../helpers/tiny.ts'

/** Runs a command and keeps what it writes. */
async function run(args: readonly string[], isTerminal = false) {
  const { io, said } = keepingConsole(isTerminal, (done, total, label) => {
    said.err += `${label} ${done}/${total}\n`
  })
  return { code: await main([...args], io), ...said }
}

// The library asks whether stdout, not the text at hand, is for a terminal.
process.env.FORCE_COLOR = '1'

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown
const write = (file: string, content: unknown) => writeFileSync(file, JSON.stringify(content))

/** Every quotation below a place of a rule file: where in the plan it must stand, and its words. */
function* quotedBelow(value: unknown, clause: string): Generator<[place: string, quote: string]> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    if (key === 'descriptive') for (const { quote } of child) yield [clause, quote]
    else if (key !== 'basis') yield* quotedBelow(child, clause)
    else if (typeof child === 'string') yield [clause, child]
    else if (child.source === undefined)
      yield [[child.clause, child.part].filter(Boolean).join(' '), child.quote]
  }
}

/** A text that has the words of every quotation of the plan in its clause, and other words around them. */
function sourceOf(rules: RuleFiles) {
  const places = new Map<string, string[]>()
  for (const content of Object.values(rules)) {
    const { clause = '' } = content as { clause?: string }
    for (const [place, quote] of quotedBelow(content, clause)) {
      places.set(place, [...(places.get(place) ?? []), `前${quote.replaceAll('……', '中')}后。`])
    }
  }
  const at = (place: string) => places.get(place) ?? []
  const ids = [...new Set([...places.keys()].map(place => place.split(' ')[0] as string))]
  return {
    title: at('title').join(''),
    closing: at('closing'),
    clauses: ids
      .filter(id => /^\d/.test(id))
      .map(id => {
        const [first, last] = id.split('-').map(Number)
        return {
          clause: last === undefined ? first : null,
          between: last === undefined ? null : [first, last],
          subsection: at(`${id} subsection`).join('') || null,
          sentences: at(id)
        }
      })
  }
}

/** Words and numbers of prose have tests of their own: here their faults would stand between those looked for. */
const aboutQuotes = (faults: readonly Fault[]) =>
  faults.filter(
    ({ message }) => !/nothing accounts for|is accounted for|stands \d+ times|is no number of/.test(message)
  )

t.test('check finds each fault of a spoiled copy of the plan, and says where and what to do', async t => {
  const source = sourceOf(readRuleFiles(defaultRules))
  const dir = t.testdir({
    cases: {},
    'source.json': JSON.stringify(source),
    'source.txt': [
      source.title,
      ...source.closing,
      ...source.clauses.flatMap(({ subsection, sentences }) => [subsection, ...sentences])
    ].join('\n\n')
  })
  const rules = `${dir}/rules`
  cpSync(defaultRules, rules, { recursive: true })
  const shared = `${dir}/${SHARED}`
  cpSync(`${defaultRules}/../${SHARED}`, shared, { recursive: true })
  const restore = (file: string) => cpSync(`${defaultRules}/${file}`, `${rules}/${file}`)
  const check = async (...args: string[]) => {
    const { out } = await run(['check', '--rules', rules, '--cases', `${dir}/cases`, '--json', ...args])
    return aboutQuotes(JSON.parse(out).faults as Fault[])
  }
  const spoiled = async (
    { name, file, isShared, put: places, pointer, message }: Spoil,
    ...args: string[]
  ) => {
    const path = `${isShared ? shared : rules}/${file}`
    const text = readFileSync(path, 'utf8')
    const content = read(path)
    for (const [place, value] of places) put(content, place, value)
    write(path, content)
    const faults = await check(...args)
    const found = faults.filter(fault => fault.file === file && fault.pointer === pointer)
    t.match(found.find(fault => message.test(fault.message)) ?? found, { remedy: /./ }, name)
    writeFileSync(path, text)
  }
  t.strictSame(await check(), [], 'the plan itself has none')
  for (const spoil of spoils) await spoiled(spoil)
  // The copy came with the word coverage of the text of the plan, which this is not.
  const words = ['--only', 'coverage', '--source', `${dir}/source.json`, '--json']
  const rewritten = (await run(['regenerate', '--rules', rules, ...words])).out
  t.match(JSON.parse(rewritten), [/rules\/generated\/coverage\.json$/])
  for (const form of ['json', 'txt']) {
    const held = ['--source', `${dir}/source.${form}`]
    t.strictSame(await check(...held), [], `nor held against a source of ${form}`)
    for (const spoil of misquotes) {
      if (form === 'json' || spoil.message.source.includes('nowhere')) await spoiled(spoil, ...held)
    }
  }
  for (const file of ['policy.json', 'facts.json']) {
    rmSync(`${rules}/${file}`)
    const missing = [{ file, pointer: '', message: 'the file is missing' }]
    t.match(await check(), missing, `${file} is missing`)
    restore(file)
  }
  writeFileSync(`${rules}/clause-04.json`, '{')
  const broken = [{ file: 'clause-04.json', remedy: 'make it valid JSON' }]
  t.match(await check(), broken, 'bad JSON')
  writeFileSync(
    `${rules}/clause-04.json`,
    readFileSync(`${defaultRules}/clause-04.json`, 'utf8').replace(
      '"kind": "C"',
      '"kind": "C", "k\\u0069nd": "B"'
    )
  )
  const twice = [{ file: 'clause-04.json', pointer: '/measures/0/kind', remedy: /keep one/ }]
  t.match(await check(), twice, 'a name that stands twice, spelt with an escape')
  restore('clause-04.json')
  rmSync(`${rules}/clause-29.json`)
  t.match(await check(), [
    { file: 'policy.json', pointer: '/clauses', message: /no file is about clause 29$/ }
  ])
  restore('clause-29.json')
  for (const file of ['industry-codes.json', 'size-standard.json']) rmSync(`${shared}/${file}`)
  t.match(await check(), [{ pointer: '/facts/enterprise.size/derive' }], 'a standard is missing')
})

t.test(
  'check prints the ledger of the plan: no clause without a file, no measure without a case',
  async t => {
    const { code, out } = await run(['check'])
    t.equal(code, 0)
    t.match(out, /^没有案例的事项：无$/m)
  }
)

type Change = [file: keyof typeof tinyRules, pointer: string, value: unknown]
const shut = { ...tinyRules['facts.json'].facts['shop.open'], label: '关门', assumeWhenMissing: undefined }
const shutIs = {
  kind: 'implied',
  from: 'shop.open',
  when: true,
  value: false,
  basis: { clause: '1', quote: '正在营业' }
}

/** A folder with the made-up rule set, changed, and its cases and changelog. */
function tiny(t: Pick<Test, 'testdir'>, changes: readonly Change[] = [], changelog = tinyChangelog) {
  const files = structuredClone(tinyRules)
  for (const [file, pointer, value] of changes)
    put(files[file], pointer, value === GONE ? GONE : structuredClone(value))
  const texts = Object.entries(files).map(([file, content]) => [file, JSON.stringify(content)])
  return t.testdir({
    rules: { ...Object.fromEntries(texts), 'CHANGELOG.md': changelog },
    old: Object.fromEntries(
      Object.entries(tinyRules).map(([file, content]) => [file, JSON.stringify(content)])
    ),
    cases: { 'clause-01.json': JSON.stringify(tinyCases) },
    'source.json': JSON.stringify(tinySource),
    'source.txt': tinyText,
    'none.json': '{}',
    'bad.json': '{'
  })
}
const common = (dir: string) => ['--rules', `${dir}/rules`, '--cases', `${dir}/cases`]
const checkFaults = async (dir: string, ...args: string[]) => {
  const { out } = await run(['check', ...common(dir), '--json', ...args])
  return JSON.parse(out).faults as Fault[]
}
const shown = ({ file, pointer, message }: Fault) => `${file}#${pointer} ${message}`

t.test('check prints a ledger, the numbers from elsewhere, and no faults', async t => {
  const dir = tiny(t)
  const { code, out } = await run(['check', ...common(dir), '--source', `${dir}/source.json`])
  t.equal(code, 0)
  for (const line of [
    /^tiny 1\.0\.0 sha256:[0-9a-f]{64}$/m,
    /^第1条 {2}完整$/m,
    /^ {2}C 可计算 {2}减房租（rent-cut） {2}条件3 参数5 算式5 案例7 待解释1 未写明1$/m,
    /^ {2}S 只可检索 {2}送上门的建议（advice） {2}条件0 参数0/m,
    /^第2至3条 {2}部分缺失（条首缺失）$/m,
    /^ {2}B 可判断 {2}免收费用（fee-cut） {2}条件3/m,
    /^2个条目（编号3个）：完整1，部分缺失1，全部缺失0$/m,
    /^事项3项：可计算1，可判断1，只可检索1$/m,
    /^没有案例的事项：fee-cut$/m,
    /^ {2}rent-cut 自付 100：本服务（reading）$/m,
    /^ {2}rent-cut 区间 1,2：本服务（reading）$/m,
    /^逐字核对：4句，93字，有交代的93字（100%）\n没有交代的：无$/m,
    /^No faults\.$/m
  ])
    t.match(out, line)
})

t.test('check shows faults with file, pointer and what to do', async t => {
  const dir = tiny(t, [['clause-01.json', '/measures/0/conditions/all/0/operator', 'is']])
  const one = await run(['check', ...common(dir)])
  t.equal(one.code, 1)
  t.match(
    one.out,
    /^clause-01.json#\/measures\/0\/conditions\/all\/0\/operator\n {2}unknown operator "is"\n {2}→ use equal/
  )
  t.match(one.out, /\n1 fault\.\n$/)
  const more = tiny(t, [
    ['clause-01.json', '/measures/0/parameters/months/value', 4],
    ['clause-01.json', '/measures/0/parameters/share/value', 40]
  ])
  t.match((await run(['check', ...common(more)])).out, /\n4 faults\.\n$/)
})

t.test('a rule set with its own cases keeps all that is its own in its folder', async t => {
  const dir = tiny(t)
  const rules = `${dir}/rules`
  cpSync(`${dir}/cases`, `${rules}/cases`, { recursive: true })
  const args = ['--rules', rules, '--source', `${dir}/source.json`]
  t.strictSame(
    (JSON.parse((await run(['regenerate', ...args, '--json'])).out) as string[]).map(path =>
      path.split('/').slice(-3).join('/')
    ),
    ['rules/generated/witnesses.json', 'rules/generated/coverage.json']
  )
  t.match((await run(['check', ...args])).out, /案例：问了7个，答得不对的0个[\s\S]*No faults\./)
  t.equal((await run(['diff', rules, rules])).code, 0)
})

t.test('a regulation: no closing rule, and a text sorted by article', async t => {
  const dir = tiny(t)
  const articles = tinySource.clauses.map(({ sentences }, at) => ({
    number: at + 1,
    paragraphs: [sentences.join('')]
  }))
  write(`${dir}/articles.json`, { title: tinySource.title, articles })
  const { closing: _closing, ...policy } = tinyRules['policy.json']
  const inForce = { from: '2022-01-06', to: null, basis: { source: '别处', certainty: 'reading' } }
  write(`${dir}/rules/policy.json`, { ...policy, inForce, lang: 'zh' })
  const { out } = await run(['check', ...common(dir), '--source', `${dir}/articles.json`])
  t.match(out, /stands nowhere in the source/, 'a heading is no article')
  t.match(out, /“有人上班” stands not in clause 2-3 but in clause 2/)
  t.notMatch(out, /“三个月房租” stands/)
})

t.test('check asks the cases, and each that is answered otherwise is a fault', async t => {
  const dir = tiny(t)
  const [group] = tinyCases.measures as [(typeof tinyCases.measures)[number]]
  const one = { ...group, cases: group.cases.slice(0, 1) }
  const red = { name: 'red', expect: { outcome: 'ineligible' } }
  write(`${dir}/cases/clause-03.json`, {
    clause: '2-3',
    measures: [
      { ...one, cases: [red, { ...red, name: 'no such fact', with: { 'shop.colour': 'red' } }] },
      { ...one, measure: 'gone' },
      { ...one, measure: 'advice' }
    ]
  })
  const facts = [
    { fact: 'shop.gone', cases: [{ name: 'gone', given: {}, value: true }] },
    {
      fact: 'shop.open',
      cases: [
        { name: 'assumed', given: {}, value: true },
        { name: 'red', given: {}, value: false }
      ]
    }
  ]
  write(`${dir}/cases/facts.json`, { facts })
  const { code, out } = await run(['check', ...common(dir)])
  t.equal(code, 1)
  t.match(out, '\n案例：问了14个，答得不对的6个\n')
  for (const line of [
    'clause-03.json#\n  the case “red” is red: outcome: expected "ineligible", got "eligible"\n',
    'clause-03.json#\n  the case “no such fact” is red: clause-03.json#/shop/colour: ',
    'the case “a small restaurant” is red: there is no measure gone\n',
    'the case “a small restaurant” is red: there is nothing to decide about advice\n',
    'facts.json#\n  the case “gone” is red: there is no fact shop.gone\n',
    'facts.json#\n  the case “red” is red: shop.open: expected [false], got ["true"]\n'
  ])
    t.match(out, line)
})

const BASIS = '/measures/0/conditions/all/0/basis'
const quotes: [name: string, basis: unknown, fault: RegExp | null][] = [
  ['words that stand there', '餐饮店和书店', null],
  ['spans in order', '餐饮店……减半……正在营业', null],
  ['a whole sentence that is short', '店铺应当正在营业。', null],
  ['another source', { source: '别处', certainty: 'reading' }, null],
  ['the closing words', { part: 'closing', quote: '不再重复' }, null],
  ['a chunk whose number is lost', { clause: '2-3', quote: '有人上班' }, null],
  ['words that stand nowhere', '餐饮店及书店', /“餐饮店及书店” stands nowhere in the source/],
  ['spans out of order', '减半……书店', /stands nowhere/],
  ['sentences out of order', '正在营业……书店', /stands nowhere/],
  ['words of another clause', '免收费用', /stands not in clause 1 but in clause 2-3/],
  [
    'words of this clause under another',
    { clause: '2-3', quote: '减半' },
    /stands not in clause 2-3 but in clause 1/
  ],
  [
    'words of the heading under the clause',
    { clause: '1', quote: '即申即享' },
    /not in clause 1 but in subsection 1/
  ],
  ['words of the title under the closing', { part: 'closing', quote: '办法' }, /not in closing but in title/],
  ['a whole sentence', '区商务局统一公告联系方式并且负责督促检查这件事的落实', /a whole sentence is quoted/],
  [
    'too many words',
    '2022年4月至12月，餐饮店和书店交的三个月房租减半，小店和个人都可以来申请……店铺应当正在营业',
    /4\d characters are quoted/
  ]
]

t.test('check holds every quotation against the source, sorted by clause', async t => {
  for (const [name, basis, fault] of quotes) {
    const dir = tiny(t, [['clause-01.json', BASIS, basis]])
    const faults = aboutQuotes(await checkFaults(dir, '--source', `${dir}/source.json`)).map(shown)
    if (fault) t.match(faults, [fault], name)
    else t.strictSame(faults, [], name)
    t.equal(faults.length, fault ? 1 : 0, name)
  }
})

t.test('check holds quotations against plain text, where no clause can be told', async t => {
  for (const [name, basis, fault] of quotes) {
    const dir = tiny(t, [['clause-01.json', BASIS, basis]])
    const faults = aboutQuotes(await checkFaults(dir, '--source', `${dir}/source.txt`)).map(shown)
    const expected = fault && !fault.source.includes('not in') ? [fault] : []
    t.equal(faults.length, expected.length, name)
    t.match(faults, expected, name)
  }
})

const DESCRIPTIVE = '/descriptive/1'
const RENT = '/measures/0'
const inPerson = { clause: '1', quote: '个人都可以来申请' }
const openPoint = { id: 'who', point: '谁', taken: '都算', other: '不算', interpreter: '区商务局' }
/** The entry about 个人都可以来申请 is taken away; then something else accounts for the words, or nothing does. */
const accounts: [name: string, changes: Change[], gap: string | null][] = [
  ['nothing', [], '小店【和个人都可以来申请】。'],
  ['a condition', [['clause-01.json', `${RENT}/conditions/all/1/basis`, '小店……个人都可以来申请']], null],
  ['a shared condition that names the clause', [['policy.json', '/conditions/small/basis', inPerson]], null],
  [
    'a shared condition whose words are not here',
    [['policy.json', '/conditions/small/basis', { clause: '2-3', quote: '有人上班' }]],
    '【和个人都可以来申请】'
  ],
  [
    'a parameter',
    [['clause-01.json', `${RENT}/parameters/months/basis`, '三个月房租……个人都可以来申请']],
    null
  ],
  ['a figure', [['clause-01.json', `${RENT}/figures/2/basis`, '个人都可以来申请']], null],
  ['a window', [['clause-01.json', `${RENT}/window/basis`, '2022年4月至12月……个人都可以来申请']], null],
  ['a delivery', [['clause-01.json', `${RENT}/delivery/basis`, '可以来申请']], '小店【和个人都】可以来申请'],
  ['an open point', [['clause-01.json', `${RENT}/interpretations/0/basis`, '个人都可以来申请']], null],
  [
    'a measure of another clause',
    [['clause-02-03.json', `${RENT}/interpretations`, [{ ...openPoint, basis: inPerson }]]],
    null
  ],
  ['a fact', [['facts.json', '/facts/shop.open/assumeWhenMissing/basis', inPerson]], null],
  [
    'what the plan is silent about',
    [['clause-01.json', `${RENT}/silent`, ['没有写“个人”怎样、什么时候“可以来申请”。']]],
    '小店和个人【都】可以来申请'
  ],
  ['a responsible unit', [['clause-01.json', '/responsible', ['区商务局', '个人都可以来申请']]], null],
  [
    'another description',
    [['clause-01.json', '/descriptive/3', { quote: '个人都……来申请', why: '说明' }]],
    '【可以】'
  ],
  [
    'white space in the quotation',
    [['clause-01.json', '/descriptive/3', { quote: '个人都 可以来申请', why: '说明' }]],
    null
  ]
]

t.test('check accounts for every word of a clause that is sorted in the source', async t => {
  for (const [name, changes, gap] of accounts) {
    const dir = tiny(t, [['clause-01.json', DESCRIPTIVE, GONE], ...changes])
    const args = ['check', ...common(dir), '--source', `${dir}/source.json`]
    const { code, out } = await run([...args, '--json'])
    const { faults, coverage } = JSON.parse(out)
    const said = (faults as Fault[]).map(shown)
    t.equal(code, gap === null ? 0 : 1, `${name}: ${said}`)
    const at =
      'clause-01.json# nothing accounts for the marked words: 2022年4月至12月，餐饮店和书店交的三个月房租减半，'
    if (gap !== null)
      t.ok(said.length === 1 && said[0]?.startsWith(at) && said[0].includes(gap), `${name}: ${said}`)
    t.strictSame(coverage.gaps, gap === null ? {} : { 1: 1 }, name)
    if (gap !== null) t.match((await run(args)).out, '没有交代的：第1条1处\n')
  }
  const faultsOf = async (quote: string) => {
    const dir = tiny(t, [['clause-01.json', DESCRIPTIVE, { quote, why: '说明' }]])
    return (await checkFaults(dir, '--source', `${dir}/source.json`)).map(shown)
  }
  const entry = 'clause-01.json#/descriptive/1/quote'
  t.match(await faultsOf('店'), [`${entry} “店” stands 4 times`, /nothing accounts/])
  t.match(await faultsOf('减半'), [`${entry} “减半” is accounted for elsewhere`, /nothing accounts/])
  t.match(await faultsOf('私人'), [`${entry} “私人” stands nowhere in the source`, /nothing accounts/])
})

t.test('words that stand twice are accounted for where the measure quotes others', async t => {
  const source = structuredClone(tinySource)
  source.clauses[0]?.sentences.push('书店的三个月房租另外计算。')
  const dir = tiny(t)
  write(`${dir}/source.json`, source)
  const faults = async () => (await checkFaults(dir, '--source', `${dir}/source.json`)).map(shown)
  t.match(await faults(), [/：? 【书店的三个月房租另外计算】。$/])
  const file = `${dir}/rules/clause-01.json`
  const clause = read(file)
  put(clause, '/measures/1/interpretations', [
    { ...openPoint, basis: '另外计算' },
    { ...openPoint, basis: '三个月房租' }
  ])
  write(file, clause)
  t.match(await faults(), [/: 【书店的】三个月房租另外计算。$/])
})

t.test('the text in the folder of a rule set is held against, unless another is named', async t => {
  const dir = tiny(t)
  const text = `${dir}/rules/source.json`
  const faults = async () => (await checkFaults(dir)).map(shown)
  const loading = () => readLibrary([`${dir}/rules`]).sets[0]?.digest
  const digest = loading()
  write(text, tinySource)
  t.strictSame(await faults(), [])
  t.match((await run(['check', ...common(dir)])).out, /逐字核对：\d+句/, 'no --source is needed')
  t.equal(loading(), digest, 'the text decides nothing, and is no part of the digest')

  const clause = `${dir}/rules/clause-01.json`
  const sound = readFileSync(clause, 'utf8')
  const spoiled = JSON.parse(sound)
  put(spoiled, '/descriptive/0/quote', '从没写过')
  write(clause, spoiled)
  t.match(await faults(), ['clause-01.json#/descriptive/0/quote “从没写过” stands nowhere in the source'])
  t.throws(loading, {
    message: /clause-01.json#.*“从没写过” stands nowhere .*copy the words from the source/
  })
  put(spoiled, '/descriptive/0/quote', 1)
  write(clause, spoiled)
  t.throws(loading, { message: /must be string/ }, 'what has not its form is not held against a text')
  writeFileSync(clause, sound)

  for (const [content, wrong] of [
    ['{', /^source.json#: .*JSON/],
    ['{"title":"a","title":"b"}', /^source.json#\/title/],
    ['{}', /^source.json#: must have required property/]
  ] as const) {
    writeFileSync(text, content)
    t.throws(loading, { message: wrong })
    t.match((await checkFaults(dir))[0], { file: 'source.json', remedy: /title, closing and clauses/ })
  }
  rmSync(text)
  mkdirSync(text)
  t.throws(loading, { code: 'EISDIR' })
})

t.test('a clause that no rule quotes, and a source without our clauses', async t => {
  const dir = tiny(t, [
    ['clause-02-03.json', '/measures', []],
    ['clause-02-03.json', '/descriptive', []]
  ])
  const source = ['--source', `${dir}/source.json`]
  t.match((await checkFaults(dir, ...source)).map(shown), [
    /accounts for .*：?【东街的店和不是餐饮店的店】，【只要有人上班】/
  ])
  const elsewhere = {
    ...tinySource,
    clauses: tinySource.clauses.map(one => ({ ...one, clause: 9, between: null }))
  }
  write(`${dir}/source.json`, elsewhere)
  t.match((await run(['check', ...common(dir), ...source])).out, '逐字核对：0句，0字，有交代的0字（100%）\n')
})

t.test('regenerate writes what is stale, and check names it', async t => {
  const dir = tiny(t)
  const rules = ['--rules', `${dir}/rules`]
  const source = ['--source', `${dir}/source.json`]
  const regenerate = async (...args: string[]) => {
    const { code, out } = await run(['regenerate', ...rules, '--json', ...args])
    return { code, written: (JSON.parse(out) as string[]).map(path => path.split('/').at(-1)) }
  }
  t.strictSame(
    await regenerate('--check'),
    { code: 0, written: [] },
    'beside another rule set there may be none'
  )
  t.strictSame(await regenerate(...source), { code: 0, written: ['witnesses.json', 'coverage.json'] })
  t.match(read(`${dir}/rules/generated/coverage.json`), {
    1: { characters: 71, covered: 71, spans: [{ from: 0, to: 11, by: 'parameter' }] },
    '2-3': { characters: 22, covered: 22, spans: [{ from: 0, to: 2, by: 'condition' }] }
  })
  t.strictSame(await regenerate(), { code: 0, written: [] }, 'what is fresh stays')
  const file = `${dir}/rules/clause-01.json`
  const clause = read(file)
  put(clause, '/descriptive/0/quote', '交的')
  write(file, clause)
  t.strictSame(await regenerate('--check'), { code: 1, written: ['coverage.json'] })
  const faults = await checkFaults(dir)
  t.match(faults, [
    { file: /coverage\.json$/, message: /not what the rule files make/, remedy: /--source FILE/ }
  ])
  t.strictSame(await regenerate('--only', 'witnesses'), { code: 0, written: [] })
  t.strictSame(await regenerate('--only', 'coverage'), { code: 0, written: ['coverage.json'] })
  t.strictSame(
    Object.keys(read(`${dir}/rules/generated/coverage.json`) as object),
    ['2-3'],
    'without the text, what changed is gone'
  )
  t.equal((await regenerate('--check', ...source)).code, 1, 'with it, that is stale')
  rmSync(`${dir}/rules/generated/coverage.json`)
  t.strictSame(await regenerate('--only', 'coverage'), { code: 0, written: ['coverage.json'] })
  put(clause, '/measures/0/conditions/all/0/value', ['food'])
  write(file, clause)
  t.match((await checkFaults(dir)).at(-1), { file: /witnesses\.json$/, remedy: /regenerate$/ })
  t.match(await run(['regenerate', ...rules, '--only', 'witnesses']), { code: 0, out: /witnesses\.json\n$/ })
  const wrong = await run(['regenerate', '--only', 'everything'])
  t.match(wrong, { code: 2, err: '--only has to be one of witnesses, coverage' })
})

t.test('the reference of the format describes every property, and leads everywhere it points', async t => {
  const text = formatReference()
  t.equal(readFileSync('docs/format.md', 'utf8'), text, 'npm run rules -- regenerate --only format')
  const headings = [...text.matchAll(/^##+ (.+)$/gm)].map(([, title]) => title as string)
  const anchors = headings.map(title =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-')
  )
  t.equal(new Set(anchors).size, anchors.length)
  const pointed = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor as string)
  t.strictSame(
    pointed.filter(anchor => !anchors.includes(anchor)),
    []
  )
  for (const row of text.split('\n').filter(line => line.startsWith('| `'))) {
    t.match(row, /^\| `\w+` \| .+ \| (yes)? ?\| \S.* \|$/)
  }
  const described = new Set(headings.map(title => title.replace(/ \d+$/, '')))
  t.strictSame(
    Object.keys(WORDS).filter(title => !described.has(title)),
    [],
    'no words of what is gone'
  )
  const { 'policy.json': policy, ...others } = WORDS
  const { id, ...rest } = policy as Record<string, string>
  t.throws(() => formatReference({ ...others, 'policy.json': rest }), {
    message: /^no words in .*words\.ts for policy\.json\.id$/
  })
})

t.test('the model of the hotline is made from the phrases of its rule set', async t => {
  const lists = Object.entries(readRuleFiles(defaultRules)).filter(([file]) => file.startsWith('hotline-'))
  const files: RuleFiles = { ...Object.fromEntries(lists), ...tinyRules }
  const policy = linkPolicy(files)
  const set = { ...setOf(files), digest: policy.digest } as LoadedSet
  const model = JSON.parse(modelFile({ policy, sets: [set] }))
  t.equal(model.trainedOn, corpusOf(policy, [set], readSounds()).digest)
})

/** Facts that are near each other, told apart or not. */
const near: [name: string, changes: Change[], told: RegExp, faults: string[]][] = [
  [
    'derived',
    [['facts.json', '/facts/shop.shut/derive', shutIs]],
    /店　shop\.open \/ shop\.shut　可以推算$/m,
    []
  ],
  [
    'declared',
    [['facts.json', '/facts/shop.shut/distinctFrom', { 'shop.open': '夜里也开' }]],
    /shop\.shut　不是一回事：夜里也开$/m,
    []
  ],
  [
    'declared of all of a subject',
    [['facts.json', '/facts/shop.open/distinctFrom', { 'shop.*': '只问营业' }]],
    /shop\.shut　不是一回事：只问营业$/m,
    []
  ],
  [
    'not told apart, as only those of one subject are declared',
    [
      ['facts.json', '/subjects/owner', { label: '店主', english: 'owner' }],
      ['facts.json', '/facts/owner.shut', shut],
      ['facts.json', '/facts/owner.shut/distinctFrom', { 'owner.*': '店主的事' }],
      ['facts.json', '/facts/shop.shut', GONE],
      ['facts.json', '/askedOnce/0/facts', ['shop.open', 'owner.*']]
    ],
    /shop\.open \/ owner\.shut　没有说明$/m,
    ['facts.json#/facts/owner.shut it may ask the same as shop.open']
  ]
]

t.test('of facts that are near each other one is derived from the other, or said to be another', async t => {
  for (const [name, changes, told, faults] of near) {
    const dir = tiny(t, [
      ['facts.json', '/askedOnce', [{ label: '店', facts: ['shop.open', 'shop.shut', 'shop.staff'] }]],
      ['facts.json', '/facts/shop.shut', shut],
      ...changes
    ])
    t.strictSame((await checkFaults(dir)).map(shown), faults, name)
    t.match((await run(['check', ...common(dir)])).out, told, name)
  }
})

const stated: [quote: string, value: number | string, unit: string, is: boolean][] = [
  ['2.0升及以下', 2, 'litre', true],
  ['2.0升及以下', 2, 'CNY', false],
  ['不超过30万元', 300_000, 'CNY', true],
  ['不超过30万元', 30, 'CNY', false],
  ['每月1,000元', 1_000, 'CNY-per-month', true],
  ['1.2亿元', 120_000_000, 'CNY', true],
  ['十万元', 100_000, 'CNY', true],
  ['二百五十元', 250, 'CNY', true],
  ['两千零五元', 2_005, 'CNY', true],
  ['三个月', 3, 'month', true],
  ['三十日内', 30, 'day', true],
  ['10个工作日', 10, 'day', true],
  ['1年', 12, 'month', true],
  ['1年', 1, 'year', true],
  ['24个月', 2, 'year', true],
  ['半年', 6, 'month', true],
  ['1-3年期', 12, 'month', true],
  ['1-3年期', 36, 'month', true],
  ['300至1000万元', 3_000_000, 'CNY', true],
  ['300万至1000万元', 3_000_000, 'CNY', true],
  ['300万元、1000', 1_000, 'CNY', true],
  ['8000至10000', 8_000, 'person', true],
  ['0.8%至1.5%', 0.8, 'percent', true],
  ['年化1.5%', 1.5, 'percent-per-year', true],
  ['按50％计', 0.5, 'ratio', true],
  ['百分之十五', 15, 'percent', true],
  ['千分之5', 0.5, 'percent', true],
  ['万分之五', 0.05, 'percent', true],
  ['减半征收', 50, 'percent', true],
  ['全额退还', 100, 'percent', true],
  ['免收滞纳金', 0, 'CNY', true],
  ['免除进场费', 0, 'CNY', true],
  ['收滞纳金', 0, 'CNY', false],
  ['每吸纳一名', 1, 'person', true],
  ['一次性奖励', 1, 'person', false],
  ['至2022年底', '2022-12-31', 'date', true],
  ['至2022年底', '2022-12', 'year-month', true],
  ['年底前', '2022-12-31', 'date', true],
  ['年底前', '2022-12-01', 'date', false],
  ['6月底前', '2022-06-30', 'date', true],
  ['6月底前', '2022-06-01', 'date', false],
  ['2024年2月底', '2024-02-29', 'date', true],
  ['6月30日前', '2022-06-30', 'date', true],
  ['6月30日前', '2022-06-01', 'date', false],
  ['2022年6月30日', '2022-06-30', 'date', true],
  ['2022年6月30日', 30, 'day', false],
  ['2023年4月至12月', '2023-04-01', 'date', true],
  ['2023年4月至12月', '2023-12', 'year-month', true],
  ['2023年4月至12月', '2022-12-31', 'date', false],
  ['2022年新申请', '2022-01-01', 'date', true],
  ['2022年度新增', '2022-12-31', 'date', true],
  ['2022年上半年', '2022-06-30', 'date', true],
  ['2022年下半年', '2022-07-01', 'date', true],
  ['2022年下半年', '2022-01-01', 'date', false]
]

t.test('numbers and dates are read the way a plan writes them', async t => {
  for (const [quote, value, unit, is] of stated) {
    t.equal(states(statedIn(quote, '2022'), value, unit), is, `${quote}: ${value} ${unit}`)
  }
})

const plain: [text: string, numbers: string, periods: string][] = [
  ['每招一名，再奖1万元', '10000CNY', ''],
  ['自己交三成，成本不算', '30percent', ''],
  ['三成立了公司', '', ''],
  ['最高百分之一点五', '1.5percent', ''],
  ['百分之零点零五', '0.05percent', ''],
  ['按6号文减过的，第4条、第十二条另说', '', ''],
  ['财政部公告2022年第20号，财库〔2020〕46号', '', ''],
  ['请打12345，先打110、119', '', ''],
  ['12345企业服务热线', '', ''],
  ['全部免收', '0?', ''],
  ['从哪一天起，到6月底', '', '2022-06-30..2022-06-30']
]

t.test('numbers of prose are read without those that count nothing', async t => {
  for (const [text, numbers, periods] of plain) {
    const found = proseIn(text, '2022')
    t.equal(found.numbers.map(({ value, unit }) => `${value}${unit ?? '?'}`).join(' '), numbers, text)
    t.equal(found.periods.map(({ first, last }) => `${first}..${last}`).join(' '), periods, text)
  }
})

t.test('a worked example adds up by the numbers of its measure, or does not', async t => {
  const read = (text: string) => statedIn(text, '2022').numbers
  const sums: [example: string, known: string, is: boolean][] = [
    ['贷100万大约交5000元', '0.5%', true],
    ['贷100万大约交5000元', '0.6%', false],
    ['贷500万是4万到7.5万元', '0.8%至1.5%', true],
    ['保费1000元，补700元，自己交300元', '70%', true],
    ['保费1000元，补700元，自己交200元', '70%', false],
    ['20万元的车，本来交2万元，现在交1万元', '10%，减半', true],
    ['相当于交5%', '10%，减半', true],
    ['自己交三成', '70%', true],
    ['招五人以上封顶', '1万元、5万元', true],
    ['招四人以上封顶', '1万元、5万元', false],
    ['月租1000元，减3000元', '3个月', true],
    ['大约5000元', '0.5%', false],
    ['3个月或者4个月', '1万元', false]
  ]
  for (const [example, known, is] of sums)
    t.equal(addsUp(read(example), read(known)), is, `${example} by ${known}`)
})

t.test('a number that changes is found wherever prose repeats it', async t => {
  const files = readRuleFiles(defaultRules)
  t.strictSame(proseFaults(sorted(files)), [], 'the plan itself')
  const elsewhere = { source: '别处', certainty: 'reading' }
  const changed = (file: string, ...places: [pointer: string, value: unknown][]) => {
    const spoiled = { ...files, [file]: structuredClone(files[file]) }
    for (const [pointer, value] of places) put(spoiled[file], pointer, value)
    return proseFaults(sorted(spoiled)).map(({ pointer, message }) => `${pointer} ${message}`)
  }
  const award = '/measures/2/parameters'
  const [name = ''] = Object.entries(
    (files['clause-41.json'] as { measures: { parameters: Record<string, { value: unknown }> }[] })
      .measures[2]?.parameters ?? {}
  ).flatMap(([id, { value }]) => (value === 10_000 ? [id] : []))
  const found = changed(
    'clause-41.json',
    [`${award}/${name}/value`, 12_000],
    [`${award}/${name}/basis`, elsewhere]
  )
  for (const field of ['title', 'summary', 'hotline/say', 'hotline/mustSay/2', 'figures/0/basis']) {
    const where = `/measures/2/${field} 10000 CNY in “`
    t.ok(
      found.some(text => text.startsWith(where) && text.includes(' 12000 CNY, ')),
      field
    )
  }
  const fee = '/measures/0/parameters/feeRate'
  t.match(
    changed('clause-08.json', [`${fee}/value`, 0.6], [`${fee}/basis`, elsewhere]).join(),
    '1000000 in “'
  )
  const share = changed('clause-50-52.json', ['/measures/4/parameters/subsidyRate/value', 75])
  t.match(share.join(), /summary 30 percent in .*say 700 CNY in /)
  const window = changed(
    'clause-03.json',
    ['/measures/0/window/to', '2022-11-30'],
    ['/measures/0/parameters/lastDeferrableMonth/value', '2022-11']
  )
  t.match(window.join(), /summary 2022-12-01\.\.2022-12-31 in /)
  t.match(changed('clause-08.json', ['/measures/4/otherNumbers', GONE]).join(), '10000000 CNY in “')
  const tinyChanged = (...places: [pointer: string, value: unknown][]) => {
    const spoiled = structuredClone(tinyRules)
    for (const [pointer, value] of places) put(spoiled['clause-01.json'], `/measures/0${pointer}`, value)
    return proseFaults(sorted(spoiled)).map(({ pointer, message }) => `${pointer} ${message}`)
  }
  const rows: [place: string, value: unknown, fault: string | null][] = [
    ['/summary', '三个月房租，减半', null],
    [
      '/summary',
      '四个月房租',
      '/summary 4 month in “四个月房租” is no number of rent-cut (its numbers: 3 month, '
    ],
    ['/forWhom', '一年内开的店', null],
    ['/summary', '1年内的', '/summary 1 year in'],
    ['/summary', '免收', '/summary 0 in'],
    ['/summary', '只是减了0元', null],
    ['/window/note', '5月31日前', '/window/note 2022-05-31..2022-05-31 in'],
    ['/conditions/all/0/name', '在7月开的店', '/conditions/all/0/name 2022-07-01..2022-07-31 in'],
    ['/interpretations/0/other', '减70%', '/interpretations/0/other 70 percent in'],
    ['/otherNumbers', [{ basis: '2人' }], null]
  ]
  for (const [place, value, fault] of rows) {
    const faults = tinyChanged([place, value])
    t.equal(faults.length, fault === null ? 0 : 1, `${place} ${value}: ${faults}`)
    if (fault !== null) t.ok(faults[0]?.startsWith(`/measures/0${fault}`), `${faults}`)
  }
  for (const basis of [
    '2人',
    { clause: '2-3', quote: '2人' },
    { source: '别处：2人', certainty: 'reading' }
  ]) {
    t.strictSame(tinyChanged(['/summary', '2人'], ['/otherNumbers', [{ basis }]]), [], JSON.stringify(basis))
  }
  t.strictSame(
    tinyChanged(
      ['/summary', '不到10人'],
      ['/conditions/all/1', structuredClone(tinyRules['policy.json'].conditions.small)]
    ),
    [],
    'a constant of a condition'
  )
  const small = structuredClone(tinyRules['policy.json'].conditions.small)
  t.strictSame(
    tinyChanged(
      ['/summary', '编号12'],
      ['/conditions/all/1', { ...small, fact: 'shop.code', value: 12, name: '编号是12' }]
    ),
    [],
    'a constant of a fact without unit'
  )
  t.match(
    tinyChanged(['/summary', '不到10人']),
    ['/summary 10 person'],
    'which another measure does not have'
  )
})

const digest = async (dir: string) =>
  JSON.parse((await run(['check', ...common(dir), '--json'])).out).policy.digest
const released = (sum: string) =>
  `${tinyChangelog.replace('未发布', '2022-02-01')}- 规则摘要（Digest）：${sum}\n`
/** A changelog with an entry for 1.1.0 on top. */
const newer = (older: string) => older.replace('## ', `${tinyEntry('1.1.0（未发布）')}\n## `)

t.test('check refuses rule files that are not those the changelog announces', async t => {
  const sum = await digest(tiny(t))
  const other = `sha256:${'0'.repeat(64)}`
  const version: Change = ['policy.json', '/version', '1.1.0']
  const period = (text: string) => tinyChangelog.replace('2022-01-01 至 不限', text)
  const rows: [name: string, changes: Change[], changelog: string, faults: RegExp[]][] = [
    ['as released', [], released(sum), []],
    ['changed after the release', [], released(other), [/changed since 1\.0\.0 was released/]],
    [
      'a version step without an entry',
      [version],
      released(sum),
      [/version 1\.1\.0, the newest entry is 1\.0\.0/]
    ],
    ['no entry at all', [], '', [/the newest entry is missing/]],
    ['a version step with an entry', [version], newer(released(sum)), []],
    [
      'entries out of order',
      [version],
      newer(released(sum).replace('## 1.0.0', '## 1.10.0')),
      [/1\.1\.0 does not come after 1\.10\.0/]
    ],
    [
      'a version twice',
      [version],
      newer(released(sum).replace('## 1.0.0', '## 1.1.0')),
      [/1\.1\.0 does not come after 1\.1\.0/]
    ],
    ['an unreleased entry below', [version], newer(tinyChangelog), [/1\.0\.0 is 未发布 below/]],
    ['nobody impacted', [], tinyChangelog.replaceAll('`', ''), [/names no measure/]],
    ['nothing impacted', [], tinyChangelog.replace('影响的事项', '事项'), [/names no measure/]],
    ['no period', [], period('今年'), [/first and last day/]],
    [
      'a period out of order',
      [],
      period('2022-12-31 至 2022-01-01'),
      [/last day of the period comes before/]
    ],
    ['a period of days', [], period('2022-01-01 至 2022-12-31'), []],
    ['a period without beginning', [], period('不限 至 2022-12-31'), []],
    ['nobody notices', [], tinyChangelog.replace('：小店。', '：'), [/Who notices/]],
    ['a date without digest', [], tinyChangelog.replace('未发布', '2022-02-01'), [/a date and a digest/]]
  ]
  for (const [name, changes, changelog, faults] of rows) {
    const found = (await checkFaults(tiny(t, changes, changelog))).map(shown)
    t.equal(found.length, faults.length, `${name}: ${found}`)
    t.match(found, faults, name)
  }
})

t.test('explain shows a decision as a tree', async t => {
  const dir = tiny(t)
  const explain = async (facts: object | null, measure = 'rent-cut', ...more: string[]) => {
    write(`${dir}/facts.json`, facts)
    const given = facts ? ['--facts', `${dir}/facts.json`] : []
    return run(['explain', measure, '--rules', `${dir}/rules`, '--as-of', '2022-07-01', ...given, ...more])
  }
  const yes = await explain({ shop: { trade: 'food', staff: 3, rent: 1000 } })
  t.equal(yes.code, 0)
  t.equal(
    yes.out,
    `减房租（rent-cut）  第1条
符合条件  2022年4月1日至12月31日，在有效期内  （2022-07-01）

✓  全部满足
├─ ✓  是餐饮店或书店  行业：餐饮（已提供）  第1条：“餐饮店和书店”
├─ ✓  是小店  人数：3人（已提供）  第1条：“小店”
└─ ✓  在营业  营业：是（默认）  第1条：“正在营业”
默认：没有说明的，按营业处理
待解释：兼营怎么办；这里按：按主业（由区商务局解释）

金额和期限  1,500.00元
  房租：3个月 × 1,000元 = 3,000.00元  第1条：“三个月房租”
  减免：房租3,000.00元 × 50% = 1,500.00元  第1条：“减半……正在营业”
  自付：100元 = 100.00元  第1条：“房租”
  区间：1元至2元 = 1.00元至2.00元  第1条：“房租”
  截止日：2022年12月31日  第1条：“2022年4月至12月”
  ? 没有写怎么申请。
`
  )
  const no = await explain({ shop: { trade: 'tools', open: false } })
  t.match(no.out, /^不符合条件/m)
  t.match(no.out, /✗ {2}在营业 {2}营业：否（已提供）/)
  t.match(no.out, /\? {2}是小店 {2}人数：还不知道/)
  t.notMatch(no.out, /金额/, 'no amount for who is ineligible')
  t.match((await explain(null)).out, /^还不能确定/m)
  const fee = await explain(
    { shop: { trade: 'books', streets: ['east', 'west'], staff: 2, staffOnLeave: 1 } },
    'fee-cut'
  )
  t.match(fee.out, /第2至3条/)
  t.match(fee.out, /├─ ✓ {2}满足一项\n│ {2}├─ ✓ {2}在东街 {2}街道：东街、西街（已提供）/)
  t.match(
    fee.out,
    /│ {2}└─ ✓ {2}不是餐饮店 {2}〔不能满足〕 {2}第2至3条：“餐饮店”\n│ {5}└─ ✗ {2}是餐饮店 {2}行业：图书/
  )
  const json = JSON.parse((await explain({ shop: { staff: 10 } }, 'rent-cut', '--json')).out)
  t.match(json, {
    outcome: 'ineligible',
    amount: null,
    trace: { result: 'false', conditions: [{ result: 'unknown' }] }
  })
  t.match(
    await run(['explain', 'rent-cut', '--rules', `${dir}/rules`]),
    { code: 0, out: /，已经过期/ },
    'today'
  )
})

t.test('explain says where a value comes from, and what it may be, on the real plan', async t => {
  const dir = t.testdir({ 'facts.json': '{"enterprise":{"industry":"餐饮业","employees":20}}' })
  const { out } = await run(['explain', 'state-owned-rent-relief', '--facts', `${dir}/facts.json`], true)
  t.match(out, /企业规模：小型或微型（推算）/)
  t.ok(out.includes('\u001b[33m?\u001b[39m'), 'with colours in a terminal')
})

t.test('diff shows which answers change, by measure and by edit', async t => {
  const months: Change = ['clause-01.json', '/measures/0/parameters/months/value', 4]
  const trade: Change = ['clause-01.json', '/measures/0/conditions/all/0/value', ['food', 'tools']]
  const diff = (dir: string, ...args: string[]) => run(['diff', `${dir}/old`, ...common(dir), ...args])
  const same = await diff(tiny(t))
  t.strictSame(same, {
    code: 0,
    out: '1.0.0 → 1.0.0: 0 edits, 0 of 7 answers changed, 0 measures\n',
    err: ''
  })

  const both = tiny(t, [months, trade])
  const { code, out, err } = await diff(both)
  t.equal(code, 1)
  t.match(err, /edits taken back 3\/3/)
  t.match(
    out,
    /^1\.0\.0 → 1\.0\.0: 3 edits, 6 of 7 answers changed, 1 measures\nrent-cut {2}减房租 {2}announced\n/
  )
  t.match(
    out,
    /\n {2}clause-01.json#\/measures\/0\/parameters\/months\/value: 3 → 4\n {4}~ clause-01.json: a small restaurant\n {8}rent: 3,000.00元 → 4,000.00元\n/
  )
  t.match(
    out,
    /\/all\/0\/value\/1: removed "books"\n {4}- clause-01.json: a bookshop\n {8}outcome: eligible → ineligible\n/
  )
  t.match(out, /\/all\/0\/value\/1: added "tools"\n {4}\+ clause-01.json: a tool shop\n/)
  t.match(out, /! the rule files changed, but version 1\.0\.0 does not come after 1\.0\.0\n$/)
  const coloured = (await run(['diff', `${both}/old`, ...common(both)], true)).out
  t.ok(coloured.includes('\u001b[32m+\u001b[39m clause-01'), 'with colours in a terminal')

  const step: Change = ['policy.json', '/version', '1.1.0']
  t.match(
    await diff(tiny(t, [months, step], newer(tinyChangelog))),
    { code: 0, out: /→ 1\.1\.0/ },
    'announced'
  )
  const silent = await diff(tiny(t, [months, step]))
  t.equal(silent.code, 1)
  t.match(silent.out, /rent-cut {2}减房租 {2}not announced/)
  t.match(
    silent.out,
    /! the changelog has no entry for 1\.1\.0\n! answers of rent-cut change, and the entry for 1\.1\.0 does not/
  )
  const elsewhere = tiny(t, [months, step])
  writeFileSync(`${elsewhere}/news.md`, newer(tinyChangelog))
  const by = (file: string) => diff(elsewhere, '--changelog', `${elsewhere}/${file}`)
  t.equal((await by('news.md')).code, 0, 'announced in another file')
  t.match(await by('nowhere.md'), { code: 1, out: /has no entry for 1\.1\.0/ })
  t.match(await diff(tiny(t, [['clause-01.json', '/summary', '换一种说法'], step], newer(tinyChangelog))), {
    code: 0,
    out: /2 edits, 0 of 7/
  })
})

t.test('diff asks witnesses and requests as well, and finds edits of every kind', async t => {
  const dir = tiny(t, [
    ['policy.json', '/conditions/small/value', 3],
    ['facts.json', '/facts/shop.open/assumeWhenMissing', GONE],
    ['facts.json', '/facts/shop.rent/label', '每月租金'],
    // the last figures and their parameters: neither can be taken back without the other
    ...['4', '3', '2'].map((at): Change => ['clause-01.json', `/measures/0/figures/${at}`, GONE]),
    ...['payBy', 'own', 'band'].map((id): Change => ['clause-01.json', `/measures/0/parameters/${id}`, GONE]),
    ['clause-01.json', '/measures/1/id', 'counsel'],
    ['clause-02-03.json', '/measures/0/id', 'fee-free']
  ])
  mkdirSync(`${dir}/rules/generated`)
  write(`${dir}/rules/generated/witnesses.json`, {
    'rent-cut': {
      eligible: { shop: { trade: 'food', staff: 3 } },
      ineligible: [{ condition: '在营业', facts: { shop: { open: false, staff: 5 } } }],
      undetermined: {}
    }
  })
  writeFileSync(
    `${dir}/requests.ndjson`,
    [
      '{"id":"Li","facts":{"shop":{"trade":"food","staff":5}},"asOf":"2022-05-01"}',
      '',
      '{"facts":{"shop":{"streets":["east"],"staff":2,"staffOnLeave":1}}}',
      '{"id":"Wu","facts":{"shop":{"trade":"food","staff":2,"open":true}}}'
    ].join('\n')
  )
  const args = [
    'diff',
    `${dir}/old`,
    `${dir}/rules`,
    '--cases',
    `${dir}/cases`,
    '--facts',
    `${dir}/requests.ndjson`
  ]
  const { out } = await run([...args, '--json'])
  const report = JSON.parse(out)
  const edits = (report.edits as { file: string; pointer: string; kind: string; owner: string }[]).map(
    ({ kind, file, pointer, owner }) => `${kind} ${file}#${pointer} (${owner})`
  )
  for (const edit of [
    'changed policy.json#/conditions/small/value (condition small)',
    'removed facts.json#/facts/shop.open/assumeWhenMissing (fact shop.open)',
    'changed facts.json#/facts/shop.rent/label (fact shop.rent)',
    'removed clause-01.json#/measures/0/figures/2 (rent-cut)',
    'removed clause-01.json#/measures/0/parameters/own (rent-cut)',
    'removed clause-01.json#/measures/1 (advice)',
    'added clause-01.json#/measures/1 (counsel)',
    'removed clause-02-03.json#/measures/0 (fee-cut)',
    'added clause-02-03.json#/measures/0 (fee-free)'
  ])
    t.ok(edits.includes(edit), `${edit}: ${edits.join('\n')}`)
  t.equal(report.asked, 7 + 3 + 3 * 3)
  const changed = report.measures.map(({ measure }: { measure: string }) => measure)
  t.strictSame(changed, ['rent-cut', 'fee-cut', 'fee-free'])
  const groups = report.measures[0].groups as { changes: { question: { id: string } }[] }[]
  const ids = groups.flatMap(({ changes }) => changes.map(({ question }) => question.id))
  const of = ['witness: eligible', 'witness: not 在营业', 'witness: undetermined', 'Li', 'Wu']
  t.strictSame(
    of.filter(id => !ids.includes(id)),
    [],
    'witnesses and requests among them'
  )
  const text = (await run(args)).out
  t.match(text, /\+ .*requests.ndjson:3\n {8}outcome: none → eligible/, 'a measure that is new')
  t.match(text, /- .*requests.ndjson:3\n {8}outcome: eligible → none/, 'a measure that is gone')
  t.match(text, /no edit alone: several together\n {4}~ Wu\n {8}own: 100.00元 → none\n/)
  t.match(text, /measures\/0: removed \{.{79}…\n/, 'a long value is cut short')
  t.match(text, /… and \d+ more \(--json lists them\)/)
})

/** Lists before and after, and the edits between them: kind, place, and whose it is. */
const lists: [name: string, before: unknown, after: unknown, edits: string[]][] = [
  ['nothing', [1, { a: 1 }], [1, { a: 1 }], []],
  ['an item in front', ['b'], ['a', 'b'], ['added /0']],
  ['an item at the end', ['a', 'b'], ['a'], ['removed /1']],
  ['both ends', ['a', 'b', 'c'], ['b', 'c', 'd'], ['removed /0', 'added /2']],
  ['another order', ['a', 'b', 'c'], ['c', 'a', 'b'], ['added /0', 'removed /3']],
  ['other items', ['a', 'b'], ['c'], ['removed /0', 'removed /0', 'added /0']],
  ['a list in a list', [['a']], [['b']], ['removed /0', 'added /0']],
  ['an item with an id', [{ id: 'a', x: 1 }], [{ id: 'z' }, { id: 'a', x: 2 }], ['added /0', 'changed /1/x']],
  ['a condition by its name', [{ name: 'a', x: [1] }], [{ name: 'a', x: [] }], ['removed /0/x/0']],
  ['a shared condition', [{ condition: 'a', x: 1 }], [{ condition: 'a', x: 2 }], ['changed /0/x']],
  ['a comparison without name', [{ fact: 'a', x: 1 }], [{ fact: 'a', x: null }], ['changed /0/x']],
  ['a group without name', [{ any: ['a'] }], [{ any: ['b'] }], ['removed /0', 'added /0']],
  ['a list for a value', { x: 1 }, { x: [1] }, ['changed /x']],
  ['fields', { x: 1, y: { z: null } }, { y: { z: 0 }, v: 1 }, ['removed /x', 'changed /y/z', 'added /v']]
]

t.test('edits are as small as can be, and each can be taken back', async t => {
  for (const [name, before, after, expected] of lists) {
    const [old, now] = [{ 'x.json': before }, { 'x.json': after }]
    const edits = editsBetween(old, now)
    t.strictSame(
      edits.map(({ kind, pointer }) => `${kind} ${pointer}`),
      expected,
      name
    )
    // The last one first: what it shifts stands behind the others.
    const back = edits.reduceRight((files, edit) => without(edit, files), now as RuleFiles)
    t.strictSame(back, old, `${name}, taken back`)
  }
})

/** A repository with the made-up rule set, and a way to run git in it. */
function repository(t: Pick<Test, 'testdir'>) {
  const dir = tiny(t)
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', dir, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args])
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'one')
  return {
    dir,
    git,
    change: (file: string, pointer: string, value: unknown) => change(dir, file, pointer, value)
  }
}

/** Changes one place of the rule files. */
function change(dir: string, file: string, pointer: string, value: unknown) {
  const content = read(`${dir}/rules/${file}`)
  put(content, pointer, value)
  write(`${dir}/rules/${file}`, content)
}

t.test('diff reads the old version from git', async t => {
  const { dir, git, change } = repository(t)
  change('clause-01.json', '/measures/0/parameters/months/value', 4)
  t.match(await run(['diff', 'git:HEAD', ...common(dir)]), {
    code: 1,
    out: /1 edits, 5 of 7 answers changed/
  })
  t.match(await run(['diff', 'git:nowhere', ...common(dir)]), { code: 2, err: /git .*nowhere/ })
  mkdirSync(`${dir}/empty`)
  const empty = await run(['diff', 'git:HEAD', `${dir}/empty`, ...common(dir)])
  t.match(empty, { code: 2, err: /HEAD has no rule files in this folder/ })
  writeFileSync(`${dir}/rules/facts.json`, '{')
  git('commit', '-qam', 'two')
  t.match(await run(['diff', 'git:HEAD', ...common(dir)]), { code: 2, err: /HEAD:facts.json: .*JSON/ })
})

t.test('diff compares with the last release, where there is one', async t => {
  const { dir, git, change } = repository(t)
  const since = (folder: string, ...args: string[]) =>
    run(['diff', '--since-release', ...common(folder), ...args])
  const none = { code: 0, out: /^No release is packed or tagged here .*\n$/ }
  for (const tag of ['nightly', 'v1', 'v2.0.0-rc.1']) git('tag', tag)
  t.match(await since(dir), none, 'tags that are no releases')
  t.match(await since(dir, '--json'), { code: 0, out: /^null\n$/ })

  for (const tag of ['v1.0.0', 'v1.9.0']) git('tag', tag)
  change('clause-01.json', '/measures/0/parameters/months/value', 4)
  git('commit', '-qam', 'two')
  git('tag', 'v1.10.0')
  t.match(await since(dir), { code: 0, out: /0 edits/ }, 'the highest version is the last release')
  change('clause-01.json', '/measures/0/parameters/months/value', 5)
  t.match(await since(dir), { code: 1, out: /: 4 → 5\n.*! the rule files changed, but version/s })
  change('policy.json', '/version', '1.1.0')
  t.match(await since(dir), { code: 1, out: /no entry for 1\.1\.0/ }, 'not announced')
  writeFileSync(`${dir}/rules/CHANGELOG.md`, newer(tinyChangelog))
  t.match(await since(dir), { code: 0, out: /^1\.0\.0 → 1\.1\.0: 2 edits, 5 of 7/ }, 'announced')

  git('commit', '-qam', 'three')
  const clone = `${dir}/clone`
  git('clone', '-q', '--depth', '1', `file://${dir}`, clone)
  t.match(await since(clone), none, 'a shallow clone has no tags')
  execFileSync('git', ['-C', clone, 'fetch', '-q', '--depth', '1', 'origin', 'tag', 'v1.10.0'])
  t.match(await since(clone), { code: 0, out: /2 edits/ }, 'until they are fetched')

  t.match(await since(dir, 'git:HEAD'), { code: 2, err: /--since-release takes no OLD/ })
  t.match(await since(`${dir}/nowhere`), { code: 2, err: /there is no folder/ })
})

t.test('a release that is packed is what comes after is compared with, in the format of its day', async t => {
  const dir = tiny(t)
  const since = (...args: string[]) => run(['diff', '--since-release', ...common(dir), ...args])
  const pack = (...args: string[]) => run(['release', '--rules', `${dir}/rules`, ...args])
  const packed = (version: string) => `${dir}/rules/releases/${version}.json.gz`
  t.match(await pack(), { code: 2, err: /no released entry of 1\.0\.0 with sha256/ }, 'not released yet')

  const sum = await digest(dir)
  const changelog = `${dir}/rules/CHANGELOG.md`
  writeFileSync(changelog, released(sum))
  t.strictSame(await pack(), { code: 0, out: `${packed('1.0.0')}\n`, err: '' })
  t.match(await since(), { code: 0, out: /0 edits/ })
  t.match(await run(['check', ...common(dir)]), { code: 0 })
  change(dir, 'clause-01.json', '/measures/0/parameters/months/value', 4)
  t.match(await since(), { code: 1, out: /: 3 → 4\n/ })
  const brief = await since('--brief')
  t.match(brief, { code: 1, out: /^1\.0\.0 → 1\.0\.0: 1 edits, \d of 7 answers changed/ })
  t.notMatch(brief.out, /no edit alone|3 → 4\n/)
  t.equal(brief.err, '', 'no edit is tried')

  change(dir, 'policy.json', '/version', '1.10.0')
  const next = await digest(dir)
  writeFileSync(changelog, newer(released(sum)).replace('1.1.0（未发布）', '1.10.0（2022-03-01）'))
  writeFileSync(
    changelog,
    `${readFileSync(changelog, 'utf8').replace(/(?=\n## 1\.0\.0)/, `- 规则摘要（Digest）：${next}\n`)}`
  )
  t.match(await pack('--json'), { code: 0, out: `{"file":"${packed('1.10.0')}"}\n` })
  t.match(await since(), { code: 0, out: /^1\.10\.0 → 1\.10\.0: 0 edits/ }, 'the newest')
  cpSync(packed('1.0.0'), packed('1.10.0'))
  t.match(await run(['check', ...common(dir)]), {
    code: 1,
    out: /it holds sha256.*the entry of 1\.10\.0 says sha256/
  })
  cpSync(packed('1.0.0'), packed('1.9.0'))
  t.match(await run(['check', ...common(dir)]), { code: 1, out: /the entry of 1\.9\.0 says nothing/ })
  writeFileSync(packed('1.10.0'), 'torn')
  t.match(await since(), { code: 2, err: /incorrect header check.*get the file back/s })
})

t.test(
  'rule files of 1.0.0 had no kinds of windows, no number of clauses and no words of a default',
  async t => {
    const dir = tiny(t)
    const old = structuredClone(tinyRules) as RuleFiles as Record<string, never>
    put(old['policy.json'], '/clauses', GONE)
    put(old['facts.json'], '/facts/shop.open/assumeWhenMissing/said', GONE)
    put(old['clause-01.json'], '/measures/0/window/kind', GONE)
    for (const [file, content] of Object.entries(old)) write(`${dir}/old/${file}`, content)
    t.match(await run(['diff', `${dir}/old`, ...common(dir)]), { out: /1 edits, 0 of 7 answers changed/ })
    put(old['policy.json'], '/issuer', GONE)
    write(`${dir}/old/policy.json`, old['policy.json'])
    t.match(await run(['diff', `${dir}/old`, ...common(dir)]), {
      code: 2,
      err: /must have required .*issuer/
    })
  }
)

t.test(
  'the entry of the plan names each measure whose answers changed, and no other that can be decided',
  async t => {
    const { code, out } = await run(['diff', '--since-release', '--brief', '--json'])
    t.equal(code, 0)
    const { measures, from } = JSON.parse(out) as {
      from: { version: string }
      measures: { measure: string }[]
    }
    t.equal(from.version, '1.0.0')
    const [entry] = readEntries(`${defaultRules}/${CHANGELOG}`) as [Entry]
    const { policy } = readLibrary([defaultRules])
    const decided = [...entry.measures].filter(id => policy.measure(id)?.conditions)
    t.strictSame(decided.sort(), measures.map(({ measure }) => measure).sort())
  }
)

t.test('wrong usage and unreadable input exit with 2 and say why', async t => {
  const dir = tiny(t)
  mkdirSync(`${dir}/unreadable/clause-01.json`, { recursive: true })
  symlinkSync(`${dir}/loop`, `${dir}/loop`)
  /** Arguments that name a file of this content. */
  const facts = (content: string) => {
    const file = `${dir}/facts-${content.length}.json`
    writeFileSync(file, content)
    return ['--facts', file, ...common(dir)]
  }
  const lines = (content: string) => ['diff', `${dir}/old`, ...facts(content)]
  const day = (text: string) => ['explain', 'rent-cut', '--rules', `${dir}/rules`, '--as-of', text]
  const rows: [args: string[], message: RegExp][] = [
    [['chek'], /There is no command "chek"/],
    [['check', '--sauce', 'x'], /'--sauce'/],
    [['check', '--rules', `${dir}/nowhere`], /there is no folder .*nowhere/],
    [['check', '--rules', `${dir}/unreadable`, '--cases', `${dir}/cases`], /^EISDIR: [^\n]*\n$/],
    [['check', '--rules', `${dir}/loop`, '--cases', `${dir}/cases`], /^ELOOP: [^\n]*loop'\n$/],
    [['check', '--cases', `${dir}/source.txt`], /there is no folder .*source.txt/],
    [['check', '--source', `${dir}/nowhere.txt`], /ENOENT/],
    [['check', '--source', `${dir}/bad.json`], /bad.json: .*JSON/],
    [['check', '--source', `${dir}/none.json`], /none.json#: must have required propert/],
    [['explain'], /explain takes one measure/],
    [['explain', 'a', 'b'], /explain takes one measure/],
    [['explain', 'nobody', '--rules', `${dir}/rules`], /there is no measure "nobody"/],
    [['explain', 'advice', '--rules', `${dir}/rules`], /"advice" is of kind S/],
    [day('today'), /--as-of: "today" is no day/],
    [day('2022-13-01'), /"2022-13-01" is no day/],
    [day('2022-02-30'), /"2022-02-30" is no day/],
    [['explain', 'rent-cut', '--rules', `${dir}/rules`, '--facts', `${dir}/bad.json`], /bad.json: .*JSON/],
    [['mutate', '--sauce'], /'--sauce'/],
    [['witness', '--sauce'], /'--sauce'/],
    [['explain', '--sauce'], /'--sauce'/],
    [['diff', '--sauce'], /'--sauce'/],
    [['diff'], /diff takes OLD/],
    [['diff', 'a', 'b', 'c'], /diff takes OLD/],
    [['diff', `${dir}/old`, ...common(dir), '--cases', `${dir}/nowhere`], /there is no folder/],
    [lines('{"facts":{}}\n{'), /facts-\d+.json:2: .*JSON/],
    [lines('{"fact":{}}'), /facts-\d+.json:1: a request has "facts"/],
    [lines('{"facts":{},"asOf":"2022-02-30"}'), /facts-\d+.json:1: "2022-02-30" is no day/],
    [lines('{"facts":{},"asOf":null}'), /null is no day/],
    [lines('null'), /facts-\d+.json:1: a request has "facts"/],
    [
      lines('{"facts":{"shop":{"staf":1,"staff":"3"}}}'),
      /facts-\d+.json:1#\/shop\/staf: 没有 staf 这个名称（是不是 .*staff）[\s\S]*\/shop\/staff: 应当是/
    ]
  ]
  for (const [args, message] of rows) t.match(await run(args), { code: 2, err: message }, args.join(' '))
})

t.test('help tells what there is', async t => {
  t.match(await run(['--help']), {
    code: 0,
    out: /check .*\n.*diff .*\n.*explain .*\n.*new .*\n.*mutate .*\n.*pack .*\n.*regenerate .*\n.*release .*\n.*witness /
  })
  t.match(await run([]), { code: 2, out: /Usage/ })
  for (const name of ['check', 'diff', 'explain', 'new', 'mutate', 'pack', 'release', 'witness']) {
    t.match(await run([name, '--help']), {
      code: 0,
      out: new RegExp(`^Usage: npm run rules -- ${name}.*--json.*Exit codes`, 's')
    })
  }
})

t.test('a fault of the program is not passed off as one of its input', async t => {
  const dir = tiny(t)
  const out = () => {
    throw new TypeError('broken')
  }
  const io = { out, err: () => {}, isTerminal: false, progress: () => {} }
  await t.rejects(main(['check', ...common(dir)], io), { message: 'broken' })
})

t.test('progress is shown in long runs only: one line in a terminal, ten in a log', async t => {
  const watch = (isTTY: boolean) => {
    let [text, now] = ['', 0]
    const stream = { write: (piece: string) => (text += piece), isTTY }
    const io = terminalIo(stream, stream, () => now)
    io.progress(1, 200, 'mutants')
    now = 2_000
    for (const done of [2, 3, 100, 101, 200]) io.progress(done, 200, 'mutants')
    io.out('a')
    io.err('b')
    return { text, isTerminal: io.isTerminal }
  }
  const line = '\r\u001b[2Kmutants'
  t.strictSame(watch(true), { text: `${line} 2/200${line} 100/200${line} 200/200\nab`, isTerminal: true })
  t.strictSame(watch(false), {
    text: 'mutants 2/200\nmutants 100/200\nmutants 200/200\nab',
    isTerminal: false
  })
})

t.test('the process passes its arguments on and exits with the code', async t => {
  const { argv, exitCode } = process
  const written: string[] = []
  t.intercept(process.stdout, 'write', { value: (text: string) => written.push(text) })
  process.argv = ['node', 'rules.ts']
  await import('../../../src/cli/rules.ts')
  const code = process.exitCode
  process.argv = argv
  process.exitCode = exitCode
  t.equal(code, 2)
  t.match(written.join(''), /Usage: npm run rules/)
})
