/** The batch: lines in, lines out, whatever the chunks; bad lines; back-pressure; a client that goes away. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { answersOf } from '../src/batch/answers.ts'
import { type Decider, deciderFor, LINE_LIMIT, newTally } from '../src/batch/decider.ts'
import { linesOf } from '../src/batch/lines.ts'
import { Program } from '../src/rules/compile.ts'
import { build, plan } from './helper.ts'

const { policy, witnesses } = plan
const program = new Program(policy)
const NDJSON = { 'content-type': 'application/x-ndjson' }
const bytes = (text: string) => new TextEncoder().encode(text)

async function* chunksOf(text: string, size: number) {
  const all = bytes(text)
  for (let start = 0; start < all.length; start += size) yield all.subarray(start, start + size)
}

t.test('lines, whatever the chunks', async t => {
  const text = '\uFEFF一\r\n\n  \n二三\nlast'
  for (const size of [1, 2, 3, 5, 100]) {
    const found = []
    for await (const lines of linesOf(chunksOf(text, size), 10)) found.push(...lines)
    t.strictSame(
      found.map(([line, number]) => [line?.trim(), number]),
      [
        ['一', 1],
        ['二三', 4],
        ['last', 5]
      ],
      `${size} bytes at a time`
    )
  }
  for (const size of [1, 7, 100]) {
    const found = []
    for await (const lines of linesOf(
      chunksOf('12345678901\n1234567890\n12345678901234567890123\n', size),
      10
    )) {
      found.push(...lines)
    }
    t.strictSame(found, [
      [undefined, 1],
      ['1234567890', 2],
      [undefined, 3]
    ])
  }
  const unended = []
  for await (const lines of linesOf(chunksOf('12345678901', 4), 10)) unended.push(...lines)
  t.strictSame(unended, [[undefined, 1]], 'a last line over the limit without its end')
})

const facts = witnesses['job-creation-award']?.eligible
const good = (id: string, more: object = {}) => JSON.stringify({ id, facts, ...more })

t.test('POST /eligibility/batch', async t => {
  const app = await build(t)
  const post = async (payload: string, query = '') => {
    const response = await app.inject({
      method: 'POST',
      url: `/eligibility/batch${query}`,
      headers: NDJSON,
      payload
    })
    const lines = response.body.trim().split('\n')
    return { response, lines, answers: lines.map(line => JSON.parse(line)) }
  }
  const payload = [
    good('a'),
    'not json',
    good('b', {
      asOf: '2022-08-01',
      facts: { ...facts, startup: { ...facts?.startup, meetsSubsidyRules: false } }
    }),
    '{"id":"c","facts":{"enterprise":{"sise":"small"}}}',
    '{"facts":{}}',
    'null',
    `{"id":"${'x'.repeat(LINE_LIMIT)}"}`,
    good('d', { asOf: '2022-02-30' })
  ].join('\n')
  const { response, lines, answers } = await post(payload)
  t.equal(response.statusCode, 200)
  t.match(response.headers['content-type'], 'application/x-ndjson')
  t.match(answers, [
    { id: 'a', asOf: '2022-07-01', eligible: [{ measure: 'job-creation-award', window: 'unstated' }] },
    { line: 2, id: null, error: { code: 'malformed-json' } },
    { id: 'b', asOf: '2022-08-01', ineligible: [{ measure: 'startup-subsidy' }] },
    {
      line: 4,
      id: 'c',
      error: {
        code: 'validation-failed',
        errors: [{ pointer: '/facts/enterprise/sise', suggestion: 'enterprise.size' }]
      }
    },
    { line: 5, id: null, error: { code: 'validation-failed', errors: [{ pointer: '/id' }] } },
    { line: 6, id: null, error: { code: 'validation-failed' } },
    { line: 7, id: null, error: { code: 'line-too-long', errors: [] } },
    { line: 8, id: 'd', error: { code: 'validation-failed', errors: [{ pointer: '/asOf' }] } },
    { end: { lines: 8, answers: 2, errors: 6, policy: { digest: policy.digest } } }
  ])
  const before = `${lines.slice(0, -1).join('\n')}\n`
  t.equal(answers.at(-1).end.digest, `sha256:${createHash('sha256').update(before).digest('hex')}`)
  const [first] = answers
  const count = first.eligible.length + first.undetermined.length + first.ineligible.length
  t.equal(count, policy.measures.filter(({ conditions }) => conditions).length, 'every measure, once')

  const only = await post(good('a'), '?only=eligible&measures=job-creation-award&measures=startup-subsidy')
  t.strictSame(Object.keys(only.answers[0]), ['id', 'asOf', 'eligible'])
  const full = await post(good('a'), '?explain=full&measures=job-creation-award&asOf=2023-01-01')
  t.match(full.answers[0], {
    asOf: '2023-01-01',
    results: [{ outcome: 'eligible', trace: { result: 'true' } }]
  })
  const few = await post(good('a'), '?explain=summary&only=eligible')
  t.ok(few.answers[0].results.every(({ outcome }: { outcome: string }) => outcome === 'eligible'))
  const single = await app.inject({
    method: 'POST',
    url: '/eligibility',
    payload: { facts, asOf: '2022-07-01', explain: 'full', measures: ['job-creation-award'] }
  })
  const same = await post(good('a', { asOf: '2022-07-01' }), '?explain=full&measures=job-creation-award')
  t.strictSame(same.answers[0].results, single.json().results, 'as POST /eligibility decides')

  t.match((await post('')).answers, [{ end: { lines: 0, answers: 0 } }])
  t.equal((await post('', '?measures=none-such')).response.statusCode, 400)
  const json = await app.inject({ method: 'POST', url: '/eligibility/batch', payload: { id: 'a' } })
  t.equal(json.statusCode, 415)
  t.equal(json.json().code, 'unsupported-media-type')
})

t.test('a decider keeps a day only while a batch repeats it', async t => {
  const decide = deciderFor(program, { asOf: '2022-07-01', measures: ['job-creation-award'] })
  const tally = newTally()
  for (let day = 0; day < 1100; day++) {
    const asOf = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10)
    t.match(decide(good('a', { asOf }), day + 1, tally), asOf)
  }
  t.match(tally, { lines: 1100, answers: 1100, outcomes: { eligible: 1100 } })
})

t.test('whoever reads sets the pace', async t => {
  let decided = 0
  const decide: Decider = () => {
    decided++
    return 'x'.repeat(1000)
  }
  const answers = answersOf(chunksOf('line\n'.repeat(10_000), 1000), decide, policy)
  await answers.next()
  await wait(20)
  t.ok(decided < 100, `one slice was asked for, ${decided} lines were decided`)
  await answers.return(undefined)
  const stopped = decided
  await wait(20)
  t.equal(decided, stopped, 'no more after the end')
})

t.test('over a real connection: a client that stops reading, and one that goes away', async t => {
  const app = await build(t)
  await app.listen({ port: 0 })
  const { port } = app.server.address() as AddressInfo
  const open = () => httpRequest({ port, method: 'POST', path: '/eligibility/batch', headers: NDJSON })
  const line = `${good('a')}\n`

  const client = open()
  client.write(line.repeat(20))
  const [response] = await once(client, 'response')
  response.setEncoding('utf8')
  // Sends far more than fits into the buffers between the two, and reads nothing.
  let sent = 0
  while (sent < 5000 && client.write(line.repeat(20))) sent += 20
  t.ok(sent < 5000, 'the service stops taking lines when its answers are not read')
  client.end()
  let text = ''
  for await (const chunk of response) text += chunk
  t.match(text.trim().split('\n').at(-1), /^\{"end":/, 'and goes on when they are')

  const leaving = open()
  leaving.on('error', () => {})
  leaving.write(line)
  leaving.write(line.repeat(2000))
  await once(leaving, 'response')
  leaving.destroy()
  await wait(50)
  t.equal((await app.inject('/health/ready')).statusCode, 200, 'the service goes on')
})
