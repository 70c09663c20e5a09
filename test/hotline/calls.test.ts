/** Calls to the hotline as an officer would answer them, put to POST /answers. */
import t from 'tap'
import type { AnswersResponse } from '../../src/schemas/answers.ts'
import { type Call, faultsOf, nested, readCalls } from '../helpers/calls.ts'
import { build, plan } from '../helpers/service.ts'

const calls = readCalls(new URL('../../src/rules/pinggu-2022-9/calls/', import.meta.url))

async function put(
  app: Awaited<ReturnType<typeof build>>,
  { question, facts = {}, asOf = '2022-07-01' }: Call
) {
  const response = await app.inject({
    method: 'POST',
    url: '/answers',
    payload: { question, asOf, facts: nested(facts) }
  })
  if (response.statusCode !== 200) throw new Error(`${question}: ${response.body}`)
  return response.json() as AnswersResponse
}

t.test('every call is answered as an officer would, or is known not to be', async t => {
  const app = await build(t)
  for (const call of calls) {
    const faults = faultsOf(call, await put(app, call))
    const { fails = {} } = call
    for (const key of Object.keys(call.expect) as (keyof typeof faults)[]) {
      const name = `${call.name}: ${key}`
      if (fails[key] === undefined) t.strictSame(faults[key] ?? [], [], name)
      else t.ok(faults[key], `${name} is met now: take it out of "fails"`)
    }
  }
})

t.test('the calls cover the plan', async t => {
  const asked = new Set(calls.flatMap(({ expect: { first, also } }) => [first ?? [], also ?? []].flat()))
  t.strictSame(
    plan.policy.measures.filter(({ id }) => !asked.has(id)).map(({ id }) => id),
    [],
    'every measure is asked about'
  )
  t.equal(new Set(calls.map(({ name }) => name)).size, calls.length, 'every name stands once')
  for (const { name, expect, fails = {} } of calls) {
    t.strictSame(
      Object.keys(fails).filter(key => !(key in expect)),
      [],
      `${name}: what fails is expected`
    )
  }
})
