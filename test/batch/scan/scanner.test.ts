/**
 * Lines read straight from their bytes: the same applicants and the same faults as JSON.parse
 * and the schema give, whatever the bytes.
 */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { applicantReader } from '../../../src/batch/applicant.ts'
import { type Applicant, type Fault, fault } from '../../../src/batch/applicant-shape.ts'
import { dayFits, type Tellable, tellableFacts } from '../../../src/batch/fact-checks.ts'
import type { Id } from '../../../src/batch/id.ts'
import { type Line, linesOf } from '../../../src/batch/lines.ts'
import { Span, Words } from '../../../src/batch/scan/byte-map.ts'
import { Scanner } from '../../../src/batch/scan/scanner.ts'
import { GivenFacts } from '../../../src/engine/given-facts.ts'
import { Program } from '../../../src/engine/program.ts'
import { type Read, readJson } from '../../../src/strict-json.ts'
import { plan } from '../../helpers/service.ts'

const { policy, witnesses } = plan
const byBytes = applicantReader(new Program(policy)).ofLine
const { ofValue } = applicantReader(new Program(policy))
const tellable = tellableFacts(policy)
const scanner = new Scanner(tellable, dayFits(), new GivenFacts(policy.facts.length))

/** The only line of some bytes, its line feed the last of them. */
const lineOf = (bytes: Uint8Array | string): Line | undefined =>
  linesOf(Buffer.concat([Buffer.from(bytes), Buffer.from('\n')]), 1)[0]

/** What is said of a line without a look at its bytes. */
function byParsing(line: Line): Applicant | Fault {
  let read: Read
  try {
    read = readJson(line.text)
  } catch {
    return fault('malformed-json')
  }
  const { value, faults } = read
  if (faults.length === 0) return ofValue(value)
  const isIdSound = faults.every(({ pointer }) => pointer !== '/id')
  return fault('validation-failed', isIdSound ? (value as { id: string }).id : null, faults)
}

/** An id by its bytes: whatever it says, an answer has to spell it as JSON.stringify would. */
const spelled = ({ bytes, from, to }: Id) => Buffer.from(bytes.subarray(from, to)).toString()

const shown = (found: Applicant | Fault) =>
  'error' in found ? found : { ...found, id: spelled(found.id), given: [...found.given.values] }

/** @throws Error where the two differ */
function compared(line: Line): Applicant | Fault {
  const [expected, found] = [byParsing(line), byBytes(line)]
  if (!isDeepStrictEqual(shown(found), shown(expected))) throw new Error(`read differently: ${line.text}`)
  return found
}

/** An applicant of whom every fact is told, and those who are eligible for something, or nearly so. */
const everything: Record<string, Record<string, unknown>> = {}
for (const { subject, key, example } of policy.facts)
  everything[subject] = { ...everything[subject], [key]: example }
const told = [everything, ...Object.values(witnesses).flatMap(one => [one.eligible, one.undetermined])]

/** How programs write JSON: as JSON.stringify does, with a space behind colons and commas, or over several lines. */
const spellings: ((value: unknown) => string)[] = [
  value => JSON.stringify(value),
  value => JSON.stringify(value, null, 1).replaceAll(/\n */g, ' '),
  value => JSON.stringify(value, null, '\t').replaceAll('\n', '\r').replaceAll('":', '"\t :')
]

t.test('lines as programs write them are read from their bytes', async t => {
  for (const facts of told) {
    for (const spelled of spellings) {
      for (const more of [{}, { asOf: '2022-07-01' }]) {
        const line = lineOf(spelled({ id: '企业1', facts, ...more })) as Line
        if (!scanner.scan(line)) t.fail(`not read: ${line.text}`)
        if ('error' in compared(line)) t.fail(`refused: ${line.text}`)
      }
    }
  }
})

t.test('what is not plain is left to JSON.parse and the schema', async t => {
  const plain =
    '{"id":"a","facts":{"enterprise":{"employees":7},"applicant":{"kind":"enterprise"}},"asOf":"2022-07-01"}'
  t.ok(scanner.scan(lineOf(plain) as Line))
  const changes: [from: string, to: string][] = [
    ['7', '7e0'],
    ['7', '07'],
    ['7', '7.'],
    ['7', '.7'],
    ['7', '-'],
    ['7', '--7'],
    ['7', '7.0000000000000001'],
    ['7', '7000000000000000'],
    ['7', '-7'],
    ['7', '7.5'],
    ['7', 'null'],
    ['7', 'true'],
    ['7', '"7"'],
    ['7', '[7]'],
    ['7', '{}'],
    ['7', ''],
    ['7}', '7'],
    ['7}', '7,}'],
    ['7}', '7 7}'],
    ['"a"', '""'],
    ['"a"', '"\\u0061"'],
    ['"a"', '"\\n"'],
    ['"a"', '"a\u0001"'],
    ['"a"', `"${'a'.repeat(101)}"`],
    ['"a"', `"${'a'.repeat(300)}"`],
    ['"a"', '1'],
    ['"a"', '"a'],
    ['"id":"a"', '"id":"a","id":"b"'],
    ['"id":"a",', ''],
    ['"facts":{"enterprise":{"employees":7},"applicant":{"kind":"enterprise"}},', ''],
    ['{"employees":7}', '{"employees":7},"enterprise":{"size":"small"}'],
    ['"id":', '"id"'],
    ['"id"', 'id'],
    ['"id"', '"ID"'],
    ['"asOf":"2022-07-01"', '"asOf":"2022-07-01","asOf":"2022-07-02"'],
    ['"asOf":"2022-07-01"', '"asOf":"2022-02-30"'],
    ['"asOf":"2022-07-01"', '"asOf":20220701'],
    ['"asOf":"2022-07-01"', '"facts":{}'],
    ['"asOf":"2022-07-01"', '"facts":7'],
    ['{"enterprise":{"employees":7}', '7'],
    ['{"employees":7}', '7'],
    ['{"employees":7}', '{"employees":7},"enterprise":{"employees":8}'],
    ['"employees":7', '"employees":7,"employees":8'],
    ['"employees"', '"employee"'],
    ['"employees"', '"employees\u0000"'],
    ['"enterprise"', '"enterprise\u0000"'],
    ['"enterprise":{', '"enterprises":{'],
    ['"kind":"enterprise"', '"kind":"enterprise","kind":"enterprise"'],
    ['"kind":"enterprise"', '"kind":"enterprises"'],
    ['"kind":"enterprise"', '"kind":true'],
    ['"kind":"enterprise"', '"kind":["enterprise"]'],
    ['"kind":"enterprise"', '"registeredInPinggu":tru'],
    ['"kind":"enterprise"', '"registeredInPinggu":falsy'],
    ['"kind":"enterprise"', '"registeredInPinggu":true1'],
    ['}}', '}}}'],
    ['}},', '},'],
    ['01"}', '01"'],
    ['01"}', '01"}x'],
    ['01"}', '01"} {}'],
    ['{"id"', '["id"'],
    ['{"id"', '\u00a0{"id"']
  ]
  for (const [from, to] of changes) {
    const line = lineOf(plain.replace(from, to)) as Line
    if (plain.replace(from, to) === plain) t.fail(`"${from}" is not in the line`)
    const isRefused = 'error' in compared(line)
    if (scanner.scan(line) && isRefused) t.fail(`taken for plain: ${line.text}`)
  }
  // However often a fact is told, nothing of it is left for the next line.
  for (const again of ['"kind":"enterprise",', '"kind": "enterprise",', '"kind"  :"enterprise",']) {
    const often = `{"id":"a","facts":{"applicant":{${again.repeat(500)}"isEmployer":true}}}`
    for (const text of [often, '{"id":"b","facts":{}}']) compared(lineOf(text) as Line)
  }
  for (const industry of ['餐饮业', '\\u9910饮业', '餐\u0001饮业', '餐饮业\\', 'x'.repeat(300)]) {
    compared(lineOf(`{"id":"a","facts":{"enterprise":{"industry":"${industry}"}}}`) as Line)
  }
  const lists = [
    '[]',
    '["pension"]',
    '["pension","pension"]',
    '["pension",]',
    '["pension"',
    '["x"]',
    '[1]',
    '[["pension"]]'
  ]
  const listed = policy.facts.filter(({ schema }) => schema.type === 'array')
  for (const { subject, key } of listed) {
    for (const list of lists) compared(lineOf(`{"id":"a","facts":{"${subject}":{"${key}":${list}}}}`) as Line)
  }
  for (const end of [
    '{',
    '{"',
    '{"a',
    '{"id":',
    '{"id":"',
    '{"id":"a","facts":{"applicant":{"isEmployer":',
    '{"id":"a","facts":{"applicant":{"isEmployer":t'
  ]) {
    compared(lineOf(end) as Line)
  }
})

/** Bytes that mean something in JSON, and some that never should. */
const BYTES = [...Buffer.from('"\\,:{}[]-.0179eEtfn u/'), 0, 1, 9, 13, 31, 127, 0xe4, 0xb8, 0x80]
const edit = fc.record({
  at: fc.nat(2 ** 30),
  remove: fc.nat(3),
  add: fc.array(fc.constantFrom(...BYTES), { maxLength: 3 })
})

t.test('spoiled lines are read alike', async t => {
  let plain = 0
  let wrong = 0
  const lines = told.slice(1)
  fc.assert(
    fc.property(fc.nat(2 ** 30), fc.nat(2), fc.array(edit, { maxLength: 3 }), (pick, spelling, edits) => {
      const facts = lines[pick % lines.length]
      let bytes = Buffer.from(
        (spellings[spelling] as (value: unknown) => string)({ id: 'a', facts, asOf: '2022-07-01' })
      )
      for (const { at, remove, add } of edits) {
        const place = at % (bytes.length + 1)
        bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from(add), bytes.subarray(place + remove)])
      }
      const line = lineOf(bytes)
      if (!line || line.unreadable) return
      if ('error' in compared(line)) wrong++
      if (scanner.scan(line)) plain++
    }),
    { numRuns: 4_000, seed: 20220610 }
  )
  t.ok(plain > 600 && wrong > 600, `${plain} were read from their bytes, ${wrong} refused`)
})

t.test('numbers are read to the last digit', async t => {
  const digits = (most: number) =>
    fc.array(fc.nat(9), { minLength: 1, maxLength: most }).map(all => all.join(''))
  const any: Tellable = { index: 0, fits: () => true, isTruth: false, texts: null, members: null }
  const given = new GivenFacts(1)
  const free = new Scanner(new Map([['subject', new Map([['key', any]])]]), dayFits(), given)
  let plain = 0
  fc.assert(
    fc.property(fc.constantFrom('', '-'), digits(17), fc.option(digits(17)), (sign, whole, decimals) => {
      const number = `${sign}${whole}${decimals === null ? '' : `.${decimals}`}`
      if (!free.scan(lineOf(`{"id":"a","facts":{"subject":{"key":${number}}}}`) as Line)) return
      plain++
      if (!Object.is(given.values[0], JSON.parse(number))) throw new Error(`${number}: ${given.values[0]}`)
    }),
    { numRuns: 8_000, seed: 20220610 }
  )
  t.ok(plain > 2000, `${plain} were read from their bytes`)
})

/** Two texts of eight letters with the same hash. */
function twins(): [string, string] {
  const mixed = (bytes: number) => Math.imul(bytes, 0x9e3779b1)
  const one = Buffer.from('aaaabbbb')
  for (let number = 1000; number < 10_000; number++) {
    const two = Buffer.from(`${number}....`)
    two.writeInt32LE(one.readInt32LE(4) ^ mixed(one.readInt32LE()) ^ mixed(two.readInt32LE()), 4)
    if (/^[\w-]+$/.test(two.toString('latin1'))) return [one.toString(), two.toString()]
  }
  throw new Error('there are none')
}

t.test('words are found by their bytes, and nothing else is', async t => {
  const numbers = Array.from({ length: 500 }, (_, index) => `word-${index}`)
  const words = new Words([...numbers, '企业', 'a', ''].map(word => [word, word]))
  const span = new Span('"')
  const find = (bytes: string) => {
    const view = new DataView(new TextEncoder().encode(`${bytes}"....`).buffer)
    return span.read(view, 0, view.byteLength) ? words.find(span) : null
  }
  for (const word of [...numbers, '企业', 'a', '']) if (find(word) !== word) t.fail(`"${word}" was not found`)
  for (const other of ['word', 'word-500', 'word-1\u0000', 'a\u0000\u0000\u0000', '企', 'A'])
    t.equal(find(other), undefined)
  t.equal(find('x'.repeat(1000)), null, 'too long')
  // Two that have the same hash are told apart: made to have it, by the way it is mixed.
  const [one, two] = twins()
  const single = new Words([[two, 'two']])
  const spanOf = (word: string) => {
    find(word)
    return span
  }
  const { hash } = spanOf(one)
  t.equal(spanOf(two).hash, hash, 'twins')
  t.strictSame([single.find(spanOf(one)), single.find(spanOf(two))], [undefined, 'two'])
  t.throws(() => new Words([['x'.repeat(300), 1]]), { message: /no plain word/ })
})
