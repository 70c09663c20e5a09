/** Rule sets made and handed on: a skeleton to begin with, a rule set packed as one file, and what is refused. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { main } from '../../src/cli/rules/index.ts'
import { needSound, readArchived } from '../../src/plan.ts'
import { defaultRules, readRuleFiles } from '../../src/policy/files.ts'
import { readFolder, readLibrary } from '../../src/policy/library.ts'
import { packText, readPack } from '../../src/policy/pack.ts'
import { keepingConsole } from '../helpers/console.ts'

async function run(...args: string[]) {
  const { io, said } = keepingConsole()
  return { code: await main(args, io), ...said }
}

const textOf = (file: string) => readFileSync(file, 'utf8')

t.test('a new rule set passes check as it is, and is served', async t => {
  const dir = t.testdir()
  const made = await run('new', 'fee-waiver-2026', '--in', dir)
  t.match(made, { code: 0, err: '', out: /fee-waiver-2026\/policy.json\n[\s\S]*README.md.*check --rules / })
  const folder = `${dir}/fee-waiver-2026`
  const checked = await run('check', '--rules', folder)
  t.match(checked, { code: 0, out: /答得不对的0个[\s\S]*No faults\./ }, checked.out)
  const all = [...readdirSync(folder, { recursive: true, encoding: 'utf8' })].filter(name => /\./.test(name))
  for (const name of all) t.notMatch(textOf(`${folder}/${name}`), /\{id\}|TODO/, name)
  const { policy, sets } = readLibrary([folder, defaultRules])
  t.equal(policy.measure('fee-waiver-2026-application')?.document.id, 'fee-waiver-2026')
  t.match(sets[0]?.witnesses, { 'fee-waiver-2026-application': { eligible: Object } })
  const json = await run('new', 'another', '--in', dir, '--json')
  t.equal((JSON.parse(json.out) as string[]).length, all.length)
  needSound(readLibrary([folder, `${dir}/another`]))
})

t.test('a new rule set is not made over another, nor under a name that is no id', async t => {
  const dir = t.testdir({ taken: { 'policy.json': '{}' } })
  t.match(await run('new', 'taken', '--in', dir), { code: 2, err: /taken is there already/ })
  t.equal(textOf(`${dir}/taken/policy.json`), '{}')
  for (const args of [[], ['A-b'], ['a b'], ['-x-'], ['../up'], ['a', 'b']]) {
    t.match(await run('new', '--in', dir, '--', ...args), { code: 2, err: /name one id/ }, args.join())
  }
  t.same(readdirSync(dir), ['taken'])
})

t.test('a rule set packed as one file says what its folder says', async t => {
  const dir = t.testdir()
  const file = `${dir}/plan.json`
  const packed = await run('pack', '--out', file)
  const [folder, alone] = [readLibrary([defaultRules]), readLibrary([file])]
  t.match(packed, { code: 0, out: `${file}: pinggu-2022-9 ${folder.policy.documents[0]?.version} sha256:` })
  t.equal(alone.policy.digest, folder.policy.digest)
  t.same(
    alone.sets,
    folder.sets.map(set => ({ ...set, source: null })),
    'files, changelog, examples and coverage, but not the text'
  )
  t.same(
    alone.policy.facts.map(({ id }) => id),
    folder.policy.facts.map(({ id }) => id),
    'in the same order'
  )
  t.equal(packText(readPack(file)), textOf(file), 'the same bytes again')
  const copy = `${dir}/copy`
  cpSync(defaultRules, copy, { recursive: true })
  t.equal(packText(readFolder(copy)), textOf(file), 'wherever the folder lies')
  t.notMatch(Object.keys(readPack(file).files), ['cases'], 'without cases')
})

t.test('what is packed holds what it shares', async t => {
  const dir = t.testdir()
  const file = `${dir}/regulation.json`
  const folder = `${defaultRules}/../sme-payment-2025`
  const { out } = await run('pack', '--rules', folder, '--out', file, '--json')
  const { digest } = readLibrary([folder]).policy
  t.same(JSON.parse(out), {
    file,
    id: 'sme-payment',
    version: '2.0.0',
    digest,
    bytes: Buffer.byteLength(textOf(file))
  })
  const { files } = readPack(file)
  t.match(files, { 'size-standard.json': Object, 'working-days.json': Object })
  t.notMatch(JSON.stringify(files['facts.json']), '"shared"')
  const archive = `${dir}/archive`
  mkdirSync(archive)
  cpSync(file, `${archive}/regulation.json`)
  writeFileSync(`${archive}/broken.json`, '{')
  // Nothing can be said to a caller by a rule set alone that has no words of the hotline.
  const wanted = [digest, readLibrary([defaultRules]).policy.digest]
  const found = readArchived(archive, wanted)
  t.same(
    found?.policy.documents.map(one => one.digest),
    wanted,
    'an archive may hold it, also beside a file that cannot be read'
  )
})

t.test('a name of its own is made where none is given', async t => {
  const dir = t.testdir()
  const before = process.cwd()
  t.teardown(() => process.chdir(before))
  process.chdir(dir)
  await run('new', 'tiny', '--in', '.')
  t.match(await run('pack', '--rules', 'tiny'), { code: 0, out: /^tiny-1\.0\.0\.json: tiny 1\.0\.0 sha256:/ })
  t.ok(existsSync('tiny-1.0.0.json'))
  t.match(await run('pack', '--rules', 'tiny', '--out', 'tiny.txt'), { code: 2, err: /end in \.json/ })
  t.match(await run('pack', '--rules', 'nowhere'), { code: 2, err: /there is no folder nowhere/ })
  writeFileSync('tiny/clause-01.json', '{}')
  t.match(await run('pack', '--rules', 'tiny', '--out', 'bad.json'), { code: 2, err: /clause-01\.json/ })
  t.notOk(existsSync('bad.json'))
})

t.test('a packed rule set that is not sound is refused by name, and the others serve', async t => {
  const dir = t.testdir()
  await run('new', 'good', '--in', dir)
  const packed = readFolder(`${dir}/good`)
  const whole = JSON.parse(packText(packed))
  const policy = packed.files['policy.json'] as object
  const named = (id: string, more: object = {}) => ({
    ...packed,
    files: { ...packed.files, 'policy.json': { ...policy, id, ...more } }
  })
  /** Why each is refused. */
  const cases: Record<string, [text: string, reason: RegExp]> = {
    'none.json': ['{', /^none\.json#: .*\(pack the rule set again/],
    'twice.json': ['{"format": 1, "format": 2}', /^twice\.json#\/format: /],
    'null.json': ['null', /^null\.json#\/format: it is undefined, and only "policy-rules\/1" is known here/],
    'later.json': [
      JSON.stringify({ ...whole, format: 'policy-rules/2' }),
      /^later\.json#\/format: it is "policy-rules\/2", and only/
    ],
    'bare.json': ['{"format": "policy-rules/1"}', /^bare\.json#: must have required property/],
    'edited.json': [
      JSON.stringify({ ...whole, files: named('edited').files }),
      /^edited\.json#\/digest: it is sha256:\w+, but that of the files is sha256:/
    ],
    'faulty.json': [
      packText(named('faulty', { clauses: 2 })),
      /^policy\.json#\/clauses: no file is about clause 2/
    ],
    'empty.json': [packText({ ...packed, files: {} }), /^policy\.json#: the file is missing/],
    'again.json': [packText(packed), /^policy\.json#\/version: good 1\.0\.0 is loaded already/],
    'gone.json': ['', /ENOENT/]
  }
  for (const [name, [text]] of Object.entries(cases)) if (text) writeFileSync(`${dir}/${name}`, text)
  const library = readLibrary([`${dir}/good`, ...Object.keys(cases).map(name => `${dir}/${name}`)])
  t.same(
    library.policy.documents.map(({ id }) => id),
    ['good']
  )
  const refused = new Map(library.refused.map(({ source, reason }) => [source, reason]))
  for (const [name, [, reason]] of Object.entries(cases)) t.match(refused.get(name), reason, name)
  t.equal(refused.size, Object.keys(cases).length)
  t.same(readRuleFiles(`${dir}/good`), packed.files)
})
