/** The READMEs keep their word: every curl example answers as shown, and the made-up clause gets to green. */
import { spawn } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { bareEnv } from '../attack/bare-env.ts'
import { build } from './helpers/service.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** Fenced blocks of a page, in order. */
const blocks = (page: string) =>
  [...page.matchAll(/```(sh|json|md)\n(.*?)```/gs)].map(([, language, text]) => ({
    language,
    text: text as string
  }))

const curl = /^curl -s localhost:3000(\S+)(?:.*?-d '(.*)')?\s*$/s

/** Pairs of a curl command and the answer shown under it. */
const examples = (page: string) =>
  blocks(page).flatMap(({ text }, index, all) => {
    const [, url, body] = curl.exec(text) ?? []
    const answer = all[index + 1]
    return url && answer?.language === 'json'
      ? [{ url, body, answer: JSON.parse(answer.text) as unknown }]
      : []
  })

for (const page of ['README.md', 'README.zh-CN.md']) {
  t.test(`${page}: the examples answer as shown`, async t => {
    const app = await build(t)
    const found = examples(read(page))
    t.ok(found.length >= 4, 'there are examples')
    for (const { url, body, answer } of found) {
      const response = await app.inject(
        body === undefined
          ? { method: 'GET', url }
          : { method: 'POST', url, headers: { 'content-type': 'application/json' }, payload: body }
      )
      t.match(response.json(), answer as object, url)
    }
  })
}

/** Files of this project that a copy of it needs; packages are found in the folder above. */
const COPIED = [
  'src',
  'test',
  'scripts',
  'openapi',
  'docs',
  'package.json',
  'tsconfig.json',
  'README.md',
  'README.zh-CN.md'
]
const root = fileURLToPath(new URL('..', import.meta.url))

/** The tests that go over all the data there is, and in them those that do; none of them may count it. */
const DATA_TESTS: [file: string, only: string][] = [
  ['decisions/clauses', '.'],
  ['decisions/scenarios', '.'],
  ['routes/http', 'GET'],
  ['plugins/openapi', 'committed document|vocabulary|examples of schemas|what a GET answers'],
  ['hotline/answers', 'training|every card|knowledge-base'],
  ['cli/rules/mutate', 'committed witnesses'],
  ['cli/rules/index', 'ledger of the plan|number that changes']
]

t.test(
  'src/rules/README.md leads a new clause to green, and no test minds it',
  { buffered: true },
  async t => {
    const page = blocks(read('src/rules/README.md'))
    const [clause = '', cases = '', text = ''] = page
      .filter(({ language }) => language === 'json')
      .map(({ text }) => text)
    const line = page.find(({ language }) => language === 'md')?.text ?? ''
    // Below the project, where packages are found.
    const copy = `${root}.tap/readme`
    rmSync(copy, { recursive: true, force: true })
    t.after(() => rmSync(copy, { recursive: true, force: true }))
    for (const path of COPIED) cpSync(`${root}${path}`, `${copy}/${path}`, { recursive: true })

    const rules = `${copy}/src/rules/pinggu-2022-9`
    const edit = (file: string, change: (text: string) => string) =>
      writeFileSync(`${rules}/${file}`, change(readFileSync(`${rules}/${file}`, 'utf8')))
    writeFileSync(`${rules}/clause-56.json`, clause)
    writeFileSync(`${copy}/src/rules/pinggu-2022-9/cases/clause-56.json`, cases)
    edit('source.json', source => {
      const plan = JSON.parse(source)
      plan.clauses.push(JSON.parse(text))
      return JSON.stringify(plan)
    })
    edit('policy.json', text => text.replace('"clauses": 55', '"clauses": 56'))
    edit('CHANGELOG.md', text => text.replace(/(影响的事项（Impacted measures）：.*\n)/, `$1${line}`))

    /** Runs a program in the copy. @returns its exit code and what it said */
    const run = (args: string[], env: Record<string, string> = {}) =>
      new Promise<{ code: number | null; said: string }>(resolve => {
        const child = spawn(process.execPath, args, { cwd: copy, env: { ...bareEnv(), ...env } })
        let said = ''
        for (const stream of [child.stdout, child.stderr]) stream.on('data', piece => (said += piece))
        child.on('close', code => resolve({ code, said }))
      })
    const command = (...args: string[]) => run(['--import=tsx', 'src/cli/rules.ts', ...args])

    const build = ['--import=tsx', 'scripts/build.ts']
    const [stale, refused] = await Promise.all([command('check'), run(build)])
    t.equal(stale.code, 1)
    for (const file of [
      'src/rules/pinggu-2022-9/generated/witnesses.json',
      'src/hearing/model.json',
      'openapi/openapi.json'
    ]) {
      t.match(
        stale.said,
        `${file}#\n  is not what the rule files make of it\n  → npm run rules -- regenerate\n`
      )
    }
    t.equal(refused.code, 1)
    t.match(refused.said, /^Nothing is built:\n.*witnesses\.json.*npm run rules -- regenerate/s)

    const commands = page.find(({ text }) => text.includes('regenerate'))?.text ?? ''
    const [first = '', ...others] = [...commands.matchAll(/^npm run rules -- (.*)$/gm)].map(match => match[1])
    const succeeds = async (args = '') => {
      const { code, said } = await command(...args.split(' '))
      t.equal(code, 0, `${args}: ${code === 0 ? '' : said}`)
    }
    t.equal(first, 'regenerate', 'the others only read')
    await succeeds(first)
    const tests = DATA_TESTS.map(async ([file, only]) => {
      const args = ['--import=@swc-node/register/esm-register', `test/${file}.test.ts`]
      const { code, said } = await run(args, { TAP_GREP: `/${only}/`, TAP_TIMEOUT: '600' })
      t.equal(code, 0, `${file}: ${code === 0 ? '' : said}`)
      t.match(said, /^ok /m, `${file}: there are such tests`)
    })
    await Promise.all([...others.map(succeeds), ...tests])
  }
)
