/** The READMEs keep their word: every curl example answers as shown, and the made-up clause loads. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { amountOf } from '../src/calculators/amount.ts'
import type { Facts } from '../src/rules/compile.ts'
import { Program } from '../src/rules/compile.ts'
import { defaultRules, readRuleFiles } from '../src/rules/files.ts'
import { OUTCOMES } from '../src/rules/kleene.ts'
import { loadPolicy } from '../src/rules/load.ts'
import type { Measure } from '../src/rules/policy.ts'
import { build } from './helper.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** Fenced blocks of a page, in order. */
const blocks = (page: string) =>
  [...page.matchAll(/```(sh|json)\n(.*?)```/gs)].map(([, language, text]) => ({
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

t.test('src/rules/README.md: the made-up clause loads, decides and calculates', async t => {
  const [clause, example] = blocks(read('src/rules/README.md'))
    .filter(({ language }) => language === 'json')
    .map(({ text }) => JSON.parse(text))
  const policy = loadPolicy({ ...readRuleFiles(defaultRules), 'clause-56.json': clause })
  const program = new Program(policy)
  const measure = policy.measure(example.measure) as Measure
  const assessment = program.assess(example.facts as Facts)
  t.equal(OUTCOMES[program.decide(measure, assessment)], example.expect.outcome)
  t.equal(amountOf(program, assessment, measure).text, example.expect.text)
})
