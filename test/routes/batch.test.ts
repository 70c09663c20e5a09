/** The batch: lines in, lines out, whatever the chunks; bad lines; back-pressure; a client that goes away. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { strictAjv } from '../../src/ajv.ts'
import { applicantReader } from '../../src/batch/applicant.ts'
import type { Fault } from '../../src/batch/applicant-shape.ts'
import { type Decider, deciderFor } from '../../src/batch/decider.ts'
import { type Tellable, tellableFacts } from '../../src/batch/fact-checks.ts'
import { blocksOf, countLines, LINE_LIMIT, lineBlocks, linesOf } from '../../src/batch/lines.ts'
import { answersTo } from '../../src/batch/stream.ts'
import { eligibility } from '../../src/decisions/eligibility.ts'
import { Circuit } from '../../src/engine/circuit.ts'
import { Program } from '../../src/engine/program.ts'
import type { Document, Fact, Policy } from '../../src/policy/model.ts'
import { factsSchemas } from '../../src/schemas/facts.ts'
import { build, plan } from '../helpers/service.ts'

const { policy, witnesses } = plan
const program = new Program(policy)
const NDJSON = { 'content-type': 'application/x-ndjson' }
const bytes = (text: string) => new TextEncoder().encode(text)

async function* chunksOf(text: string, size: number) {
  const all = bytes(text)
  for (let start = 0; start < all.length; start += size) yield all.subarray(start, start + size)
}

/** The lines of a stream with their numbers, as the batch reads them. */
async function read(chunks: AsyncIterable<Uint8Array>) {
  const found: [number, string][] = []
  let first = 1
  let end = 0
  for await (const block of blocksOf(chunks)) {
    if (block.end <= end) throw new Error('a block has to end behind the one before')
    end = block.end
    for (const { number, unreadable, text } of linesOf(block.bytes, first))
      found.push([number, unreadable ?? text.trim()])
    first += countLines(block.bytes)
  }
  return { found, end }
}

t.test('lines, whatever the chunks', async t => {
  const text = '\uFEFF一\r\n\n  \n二三\nlast'
  for (const size of [1, 2, 3, 5, 100]) {
    const { found, end } = await read(chunksOf(text, size))
    t.strictSame(
      found,
      [
        [1, '一'],
        [4, '二三'],
        [5, 'last']
      ],
      `${size} bytes at a time`
    )
    t.equal(end, bytes(text).length)
  }
  const [full, over] = ['x'.repeat(LINE_LIMIT), '三'.repeat(LINE_LIMIT / 2)]
  for (const size of [1000, 70_000, 1_000_000]) {
    const { found } = await read(
      chunksOf(`${full}\n${full}y\n${over}\n${full}${full}${full}\nx\n${over}`, size)
    )
    t.strictSame(
      found.map(([line, text]) => [line, text === full ? 'full' : text]),
      [
        [1, 'full'],
        [2, 'line-too-long'],
        [3, 'line-too-long'],
        [4, 'line-too-long'],
        [5, 'x'],
        [6, 'line-too-long']
      ],
      `lines over the limit, ${size} bytes at a time`
    )
  }
  // Of a line that is too long only the beginning is kept, and the mark is part of it.
  const { found } = await read(chunksOf(`\uFEFF${full}${full}`, 1000))
  t.strictSame(found, [[1, 'line-too-long']])
  const broken = Buffer.concat([Buffer.from('a\n'), Buffer.of(0xc6, 0xf0), Buffer.from('\n\uFFFD\n')])
  t.strictSame(
    linesOf(broken, 1).map(({ unreadable, text }) => unreadable ?? text),
    ['a', 'malformed-text', '\uFFFD']
  )
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
    good('d', { asOf: '2022-02-30' }),
    '{"id":"e","id":"f","facts":{}}',
    '{"id":"g","asOf":"2022-07-01","asOf":"2022-08-01","facts":{}}',
    '{"id":"h","facts":{"lease":{"monthlyRent":1,"\\u006donthlyRent":2}}}',
    '{"id":"i","facts":{"__proto__":{}}}',
    '{"id":"\\ud800","facts":{}}',
    `{"id":"j","facts":{"enterprise":{"size":${'['.repeat(9000)}${']'.repeat(9000)}}}}`,
    '{"id":"k","facts":{"enterprise":{"size":{"toString":1}}}}',
    '{"id":"l","facts":{"lease":{"start":"2022-07-01","end":"2022-06-01"}}}'
  ].join('\n')
  const { response, lines, answers } = await post(payload)
  t.equal(response.statusCode, 200)
  t.match(response.headers['content-type'], 'application/x-ndjson')
  t.match(answers, [
    {
      id: 'a',
      asOf: '2022-07-01',
      // Who qualifies for the subsidy has it as well.
      eligible: [
        { measure: 'startup-subsidy', window: 'unstated' },
        { measure: 'job-creation-award', window: 'unstated' }
      ]
    },
    { line: 2, id: null, error: { code: 'malformed-json' } },
    { id: 'b', asOf: '2022-08-01', ineligible: ['startup-subsidy'] },
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
    ...(
      [
        [null, '/id'],
        ['g', '/asOf'],
        ['h', '/facts/lease/monthlyRent'],
        ['i', '/facts/__proto__'],
        [null, '/id'],
        ['j', /^\/facts\/enterprise\/size\/0/],
        ['k', '/facts/enterprise/size'],
        ['l', '/facts/lease/end', '/facts/lease/start']
      ] as const
    ).map(([id, ...pointers], index) => ({
      line: index + 9,
      id,
      error: { code: 'validation-failed', errors: pointers.map(pointer => ({ pointer })) }
    })),
    { end: { lines: 16, answers: 2, errors: 14, policy: { digest: policy.digest } } }
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
  const whole = await post(good('a'), '?explain=full')
  t.equal(whole.answers[0].results.length, count, 'an answer longer than a slice')
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
  const listed = await post(good('a'), '?only=eligible&measures=job-creation-award,startup-subsidy')
  t.strictSame(listed.answers, only.answers, 'measures as one list')
  t.equal((await post('', '?measures=none-such')).response.statusCode, 400)
  const json = await app.inject({ method: 'POST', url: '/eligibility/batch', payload: { id: 'a' } })
  t.equal(json.statusCode, 415)
  t.equal(json.json().code, 'unsupported-media-type')
})

t.test('a body that is not UTF-8 is refused once, a damaged line is an error of its own', async t => {
  const app = await build(t)
  const damaged = Buffer.concat([
    Buffer.from('{"id":"'),
    Buffer.of(0xc6, 0xf0),
    Buffer.from('","facts":{}}\n')
  ])
  const send = (body: Buffer, size: number) => {
    const parts = Array.from({ length: Math.ceil(body.length / size) }, (_, at) =>
      body.subarray(at * size, (at + 1) * size)
    )
    return app.inject({
      method: 'POST',
      url: '/eligibility/batch?measures=job-creation-award',
      headers: NDJSON,
      payload: Readable.from(parts)
    })
  }
  const long = Buffer.from(`{"id":"${'三'.repeat(LINE_LIMIT / 3)}`)
  for (const size of [1, 7, 100_000]) {
    const name = `${size} bytes at a time`
    const refused = await send(Buffer.concat([damaged, Buffer.from(`${good('b')}\n`)]), size)
    t.match(refused.json(), { status: 400, code: 'unreadable-body', detail: /UTF-8/ }, name)
    const { statusCode, body } = await send(Buffer.concat([Buffer.from(`\n${good('三')}\n`), damaged]), size)
    t.equal(statusCode, 200, name)
    t.match(body, /"id":"三".*\n\{"line":3,"id":null,"error":\{"code":"malformed-text"/, name)
    t.match((await send(Buffer.from(good('三')), size)).body, /"id":"三"/, `${name}, without an end`)
  }
  // That it is too long is what is said, whatever comes behind the limit.
  const over = await send(Buffer.concat([long, long, Buffer.of(0xc6, 0xf0)]), 1000)
  t.match(over.body, /"line-too-long"/)
})

t.test('many applicants on several days, each as it would be answered alone', async t => {
  const days = ['2022-06-01', '2022-07-01', '2023-06-01']
  const told = Object.values(witnesses).flatMap(one => [
    one.eligible,
    one.undetermined,
    ...(one.ineligible ?? []).map(({ facts }) => facts)
  ])
  // Twice, and the second time on other days: what is kept of an answer is of use to others.
  const applicants = [...told, ...told].map((facts, index) => ({
    id: `企业${index}`,
    facts: facts ?? {},
    asOf: days[index % days.length] as string
  }))
  const expected = applicants.map(({ id, asOf, facts }) => {
    const { results } = eligibility(program, { facts, explain: 'none' }, asOf)
    const having = (outcome: string) => results.filter(result => result.outcome === outcome)
    const eligible = having('eligible').map(({ measure, window }) => ({ measure, window: window.status }))
    const [undetermined, ineligible] = ['undetermined', 'ineligible'].map(outcome =>
      having(outcome).map(({ measure }) => measure)
    )
    const [{ horizon }] = policy.documents as [Document]
    const notice = horizon && asOf > horizon.to ? { notice: horizon.notice } : {}
    return `${JSON.stringify({ id, asOf, ...notice, eligible, undetermined, ineligible })}\n`
  })
  const lines = applicants.map(one => `${JSON.stringify(one)}\n`).join('')
  let answers = ''
  const decide = deciderFor(program, { asOf: '2021-01-01' })
  for await (const part of answersTo(lineBlocks(chunksOf(lines, 10_000)), decide, policy, {
    asOf: '2022-07-01'
  }))
    answers += part
  const found = answers.split(/(?<=\n)/).slice(0, -1)
  for (const [at, line] of expected.entries()) if (found[at] !== line) t.equal(found[at], line)
  t.equal(found.length, expected.length)
  t.match(answers, /"window":"closed"/)
  t.match(answers, /"notice":"这是2022年6月的方案/, 'after the horizon of the plan')
})

t.test('the quick reading of facts accepts what the schema accepts, and nothing else', async t => {
  const { facts: schema, subjects } = factsSchemas(policy)
  const accepts = strictAjv({ schemas: subjects }).compile(schema)
  const { ofValue: read } = applicantReader(program)
  const values = [true, 0, 1, -1, 1.5, 0.01, 0.001, 1234567.89, 1e12, 1e12 + 0.01, 1e15, 1e16, 1e300, 'x', '']
  values.push('2022-07-01', '2022-02-30', '2022-07', '2022-13', 'H62', 'Z', '餐饮业', 'small', 'small ')
  const others = [
    null,
    {},
    [],
    ['x'],
    ['pension'],
    ['pension', 'pension'],
    [1],
    ['vat-credit-refund'],
    [['x']]
  ]
  let accepted = 0
  for (const fact of policy.facts) {
    for (const value of [...values, ...others, fact.example]) {
      const facts = { [fact.subject]: { [fact.key]: value } }
      const fits = accepts(facts)
      const found = read({ id: 'a', facts })
      if (fits === 'error' in found) t.fail(`${fact.id} ${JSON.stringify(value)}: the schema says ${fits}`)
      if ('error' in found) continue
      accepted++
      if (found.given.values[fact.index] !== value) t.fail(`${fact.id} ${JSON.stringify(value)}: not read`)
    }
  }
  t.ok(accepted > policy.facts.length, 'every example, and more')
  for (const facts of [null, [], 'x', { enterprise: null }, { enterprise: [] }, { none: {} }]) {
    t.match(read({ id: 'a', facts }), { error: { code: 'validation-failed' } })
  }
  // Counted in characters by the schema, in UTF-16 units by the quick reading.
  t.match(read({ id: '𠮷'.repeat(60), facts: { enterprise: { employees: 7 } } }), {
    given: { values: { [policy.fact('enterprise.employees')?.index as number]: 7 } }
  })
  // Numbers without limits: none in this plan, but another may have them.
  const fact = policy.fact('enterprise.employees') as Fact
  const fitsOf = (schema: object) => {
    const only = [{ ...fact, index: 0, schema }] as Fact[]
    return tellableFacts({ ...policy, facts: only } as Policy)
      .get(fact.subject)
      ?.get(fact.key) as Tellable
  }
  for (const value of [-1e300, 0.1, 1e300]) t.ok(fitsOf({ type: 'number' }).fits(value))
  // Lists and texts of which more is asked than to be some of a few.
  t.ok(fitsOf({ type: 'array', items: { type: 'string', enum: ['x'] } }).fits(['x', 'x']))
  const each = { type: 'array', uniqueItems: true, items: { type: 'string', enum: ['x', 'y'] } }
  for (const [list, fits] of [
    [['x', 'y'], true],
    [['x', 'x'], false],
    [['z'], false],
    ['x', false]
  ] as const) {
    t.equal(fitsOf(each).fits(list), fits)
  }
  t.notOk(fitsOf({ ...each, maxItems: 1 }).fits(['x', 'y']))
  t.notOk(fitsOf({ type: 'string', enum: ['x', 'long'], maxLength: 2 }).fits('long'))
  t.match(read({ id: 'a', facts: {}, more: 1 }), { error: { errors: [{ pointer: '/more' }] } })
  t.match(read({ id: '𠮷'.repeat(101), facts: {} }), { error: { errors: [{ pointer: '/id' }] } })
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, 1]))
  const { error } = read({ id: 'a', facts: { enterprise: many } }) as Fault
  t.equal(error.errors.length, 20, 'no more than these are listed')
})

t.test('whoever reads sets the pace', async t => {
  let decided = 0
  const decide: Decider = (_lines, from, _tally, output) => {
    decided++
    output.add('x'.repeat(1000))
    return from + 1
  }
  const answers = answersTo(lineBlocks(chunksOf('line\n'.repeat(10_000), 1000)), decide, policy, {
    asOf: '2022-07-01'
  })
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

  // A client that goes away in the middle: what it sent is not decided any more.
  let decided = 0
  const { take } = Circuit.prototype
  Circuit.prototype.take = function (...args) {
    decided++
    take.apply(this, args)
  }
  t.teardown(() => Object.assign(Circuit.prototype, { take }))
  const leaving = open()
  leaving.on('error', () => {})
  leaving.write(line.repeat(3000))
  await once(leaving, 'response')
  leaving.destroy()
  let before: number
  do {
    before = decided
    await wait(50)
  } while (decided > before)
  t.ok(before > 0 && before < 3000, `nothing more is decided for a client that is gone: ${before} of 3000`)
  t.equal((await app.inject('/health/ready')).statusCode, 200, 'the service goes on')
})

t.test('a connection on which nothing moves is given up', async t => {
  const app = await build(t)
  t.equal(app.server.timeout, 60_000)
})
