/**
 * Every rule set of src/rules but the plan, whose tests go further, held to what the plan is held to: sound, its cases
 * answered, its cards readable, its calls decided, and one vocabulary with the plan.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { detailOf } from '../../src/catalogue/catalogue.ts'
import { everyCard } from '../../src/cli/hotline/cards.ts'
import { nested, readCases } from '../../src/cli/rules/cases/index.ts'
import { Judge } from '../../src/cli/rules/cases/judge.ts'
import { main } from '../../src/cli/rules/index.ts'
import { eligibility } from '../../src/decisions/eligibility.ts'
import { Program } from '../../src/engine/program.ts'
import { knowledgeBase } from '../../src/hotline/knowledge-base.ts'
import { readPlan } from '../../src/plan.ts'
import type { Witnesses } from '../../src/policy/files.ts'
import { defaultRules, readRuleFiles } from '../../src/policy/files.ts'
import { OUTCOMES } from '../../src/policy/kleene.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import type { Document, Measure } from '../../src/policy/model.ts'
import { MUST_SAY, SAY, seconds } from '../../src/policy/spoken-length.ts'
import { keepingConsole } from '../helpers/console.ts'
import { build, plan } from '../helpers/service.ts'

/** The measures of the plan alone: the service has those of every rule set. */
const own = new Set(loadPolicy(readRuleFiles(defaultRules)).measures.map(({ id }) => id))

const rules = fileURLToPath(new URL('../../src/rules', import.meta.url))
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown

interface Call {
  name: string
  facts?: Record<string, unknown>
  expect: { first: string; outcome: string | null }
}

const sets = readdirSync(rules)
  .filter(name => existsSync(`${rules}/${name}/cases`) && name !== basename(defaultRules))
  .map(name => {
    const folder = `${rules}/${name}`
    const policy = loadPolicy(readRuleFiles(folder))
    const [document] = policy.documents as [Document]
    return { name, folder, policy, document, cases: readCases(`${folder}/cases`) }
  })

for (const { name, folder, policy, cases } of sets) {
  const program = new Program(policy)
  const judge = new Judge(program)

  t.test(`${name}: check finds nothing`, async t => {
    const { io, said } = keepingConsole()
    const code = await main(['check', '--rules', folder], io)
    t.equal(code, 0, `${said.out}${said.err}`.split('\n').slice(-9).join('\n'))
  })

  t.test(`${name}: its cases`, async t => {
    const red = judge.red([...cases.measures, ...cases.facts])
    t.strictSame(red, [])
    const asked = new Set(cases.measures.map(({ measure }) => measure))
    const without = policy.measures.filter(({ id, conditions }) => conditions && !asked.has(id))
    t.strictSame(
      without.map(({ id }) => id),
      [],
      'every measure that can be decided has cases'
    )
  })

  t.test(`${name}: what is said of each measure`, async t => {
    const witnesses = read(`${folder}/generated/witnesses.json`) as Witnesses
    for (const { measure, card } of everyCard(program, witnesses, plan.lines)) {
      const { say, mustSay, outcome } = card
      t.ok(seconds(say) <= SAY.seconds, `${measure.id} ${outcome}: ${say}`)
      t.ok(mustSay.length <= MUST_SAY.sentences && seconds(mustSay.join('')) <= MUST_SAY.seconds, measure.id)
    }
    for (const measure of policy.measures) {
      const { formulas } = detailOf(measure, policy, '2025-11-03', witnesses)
      t.equal(formulas.length, measure.figures.length, `${measure.id} says how it is calculated`)
    }
    const entries = knowledgeBase(policy.documents[0] as Document)
    t.equal(new Set(entries.map(entry => entry.编号)).size, policy.measures.length)
  })

  t.test(`${name}: its calls`, async t => {
    for (const { name: call, facts, expect } of read(`${folder}/calls/calls.json`) as Call[]) {
      const measure = policy.measure(expect.first) as Measure
      t.ok(measure, call)
      if (facts === undefined) continue
      t.equal(OUTCOMES[program.decide(measure, program.assess(nested(facts)))], expect.outcome, call)
    }
  })

  t.test(`${name}: one vocabulary with the plan, and no measure of its name`, async t => {
    for (const { id } of policy.measures) t.notOk(own.has(id), id)
    for (const { id, label, schema, question } of policy.facts) {
      const other = plan.policy.fact(id)
      if (other)
        t.strictSame(
          { label, schema, question },
          { label: other.label, schema: other.schema, question: other.question },
          id
        )
    }
  })
}

t.test('every example of every version gives its outcome on its day', async t => {
  const all = readPlan()
  const program = new Program(all.policy)
  const app = await build(t, all)
  let asked = 0
  for (const { versionBy, documents } of all.policy.sets) {
    for (const { inForce, version, measures } of documents) {
      const day = inForce?.from ?? '2022-07-01'
      for (const { id } of measures) {
        const { policy, examples } = (await app.inject(`/measures/${id}?asOf=${day}`)).json()
        t.equal(policy.version, version, id)
        for (const { outcome, about, asOf, facts } of examples) {
          const { results, policies } = eligibility(program, { facts, measures: [id] }, asOf)
          t.equal(results[0]?.outcome, outcome, `${id} ${version} ${about}`)
          if (versionBy !== null) t.match(policies, [{ version }], id)
          asked++
        }
      }
    }
  }
  t.ok(asked > 800)
  const old = await app.inject('/measures/overdue-interest?asOf=2023-01-01')
  t.match(old.json(), { policy: { version: '1.0.0' }, examples: [{ asOf: '2022-07-01' }] })
})

t.test('versions of one policy: one ends before the next begins', async t => {
  for (const id of new Set(sets.map(({ document }) => document.id))) {
    const spans = sets
      .filter(({ document }) => document.id === id)
      .map(({ document: { inForce } }) => [inForce?.from ?? '', inForce?.to ?? '9999'] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [at, [from]] of spans.slice(1).entries()) t.ok((spans[at]?.[1] ?? '') < from, id)
  }
})
