/** The commands check, explain and diff, and the frame of all commands, run as a person would run them. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { main } from '../src/cli/rules/index.ts'
import type { Fault } from '../src/rules/fault.ts'
import { defaultRules } from '../src/rules/files.ts'
import { put, spoils } from './spoils.ts'

/** Runs a command and keeps what it writes. */
async function run(args: readonly string[], isTerminal = false) {
  let [out, err] = ['', '']
  const code = await main([...args], {
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    isTerminal,
    progress: (done, total, label) => {
      err += `${label} ${done}/${total}\n`
    }
  })
  return { code, out, err }
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown
const write = (file: string, content: unknown) => writeFileSync(file, JSON.stringify(content))

t.test('check finds each fault of a spoiled copy of the plan, and says where and what to do', async t => {
  const dir = t.testdir({ cases: {} })
  const rules = `${dir}/rules`
  cpSync(defaultRules, rules, { recursive: true })
  const restore = (file: string) => cpSync(`${defaultRules}/${file}`, `${rules}/${file}`)
  const check = async () => {
    const { code, out } = await run(['check', '--rules', rules, '--cases', `${dir}/cases`, '--json'])
    return { code, faults: JSON.parse(out).faults as Fault[] }
  }
  t.strictSame(await check(), { code: 0, faults: [] }, 'the plan itself has none')
  for (const { name, file, put: places, pointer, message } of spoils) {
    const content = read(`${rules}/${file}`)
    for (const [place, value] of places) put(content, place, value)
    write(`${rules}/${file}`, content)
    const { code, faults } = await check()
    t.equal(code, 1, name)
    const found = faults.filter(fault => fault.file === file && fault.pointer === pointer)
    t.match(found.find(fault => message.test(fault.message)) ?? found, { remedy: /./ }, name)
    restore(file)
  }
  for (const file of ['policy.json', 'facts.json']) {
    rmSync(`${rules}/${file}`)
    t.match(
      (await check()).faults,
      [{ file, pointer: '', message: 'the file is missing' }],
      `${file} is missing`
    )
    restore(file)
  }
  writeFileSync(`${rules}/clause-04.json`, '{')
  t.match(
    await check(),
    { code: 1, faults: [{ file: 'clause-04.json', remedy: 'make it valid JSON' }] },
    'bad JSON'
  )
  restore('clause-04.json')
  for (const file of ['industry-codes.json', 'size-standard.json']) rmSync(`${rules}/${file}`)
  t.match((await check()).faults, [{ pointer: '/facts/enterprise.size/derive' }], 'a standard is missing')
})
