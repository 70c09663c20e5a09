/** What the plan answers to a recorded sample of requests, alone and beside every other rule set. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { Program } from '../../src/engine/program.ts'
import { readPolicy } from '../../src/plan.ts'
import type { RuleFiles } from '../../src/policy/files.ts'
import { defaultRules, readRuleFiles } from '../../src/policy/files.ts'
import type { RawClause } from '../../src/policy/format.ts'
import { linkPolicy } from '../../src/policy/link.ts'
import { differences, SAMPLE_FILE, type Sample } from '../helpers/sample.ts'

const sample = JSON.parse(readFileSync(SAMPLE_FILE, 'utf8')) as Sample
const alone = new Program(readPolicy([defaultRules]))
const HOW = 'what the plan answers has changed on purpose? npm run sample'

t.test('the plan alone answers as it was recorded', async t => {
  t.equal(sample.requests.length, 2000)
  t.match(alone.policy.documents, [{ id: sample.policy, version: sample.version }], HOW)
  t.strictSame([...differences(alone, sample)].slice(0, 5), [], HOW)
})

t.test('every rule set loaded beside it changes nothing of that', async t => {
  const program = new Program(readPolicy())
  t.ok(program.policy.sets.length > 1)
  t.strictSame([...differences(program, sample, [sample.policy])].slice(0, 5), [])
})

t.test('a changed rule is told by request and measure', async t => {
  const files = structuredClone(readRuleFiles(defaultRules)) as RuleFiles
  const [first] = (files['clause-04.json'] as RawClause).measures as [RawClause['measures'][0]]
  first.title = '换了名称'
  const told = [
    ...differences(new Program(linkPolicy(files)), { ...sample, requests: sample.requests.slice(0, 300) })
  ]
  const named = told.filter(one => new RegExp(`^request \\d+: ${first.id}(, .*)?: \\{"kind"`).test(one))
  t.ok(named.length > 0)
  const others = told.filter(one => !one.includes(first.id) && !one.includes('of all measures'))
  t.strictSame(others, [])
})
