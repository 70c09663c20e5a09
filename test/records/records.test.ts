/** Decisions on record: written before answered, found again, erased, and whatever is changed in the log is found. */
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { FileSink } from '../../src/records/files.ts'
import { type Head, signedHead } from '../../src/records/head.ts'
import { newId, placeOf } from '../../src/records/id.ts'
import { Keys, newSecret, PublicKeys } from '../../src/records/keys.ts'
import { Ledger } from '../../src/records/ledger.ts'
import { type DecisionRecord, type Draft, sha256 } from '../../src/records/record.ts'
import type { Sink } from '../../src/records/sink.ts'
import { verify } from '../../src/records/verify.ts'

const SECRET = newSecret()
const keys = Keys.read(SECRET)
const BODY = Buffer.from('{"answer":1}')

function folder(t: { after(work: () => unknown): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'records-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const draft = (over: Partial<Draft> = {}): Draft => ({
  client: 'hall',
  route: 'POST /eligibility',
  policies: [{ id: 'plan', version: '1.0.0', digest: 'sha256:0' }],
  asOf: '2022-07-01',
  outcomes: { 'state-owned-rent-relief': 'eligible' },
  amounts: {},
  request: '{"facts":{"enterprise":{"employees":8}}}',
  keep: 'full',
  body: BODY,
  ...over
})

interface Clock {
  day: string
}

async function ledgerOn(sink: Sink, clock: Clock = { day: '2026-12-01' }, given = keys) {
  const failures: Error[] = []
  const ledger = new Ledger(sink, {
    keys: given,
    engine: '1.0.0',
    now: () => new Date(`${clock.day}T08:00:00Z`)
  })
  ledger.onFailure = error => failures.push(error)
  await ledger.open()
  return { ledger, failures }
}

async function take(ledger: Ledger, over: Partial<Draft> = {}): Promise<string> {
  const { id, written } = ledger.append(() => draft(over))
  await written
  return id
}

/** Where the log ends that a head is of. */
const endOf = (path: string, name: string): number =>
  JSON.parse((JSON.parse(readFileSync(join(path, name), 'utf8')) as { head: string }).head).end

/** A log of three segments, some of its records hashed, one erased. */
async function logIn(path: string) {
  const clock = { day: '2026-12-01' }
  const { ledger } = await ledgerOn(new FileSink(path), clock)
  const ids: string[] = []
  for (let at = 0; at < 12; at++) {
    if (at % 4 === 0) clock.day = `2026-12-0${1 + at / 4}`
    ids.push(await take(ledger, { keep: at % 3 === 0 ? 'hashed' : 'full' }))
  }
  await ledger.erase(ids[1] as string)
  await ledger.close()
  return ids
}

const check = (path: string, by = keys.public) => verify(new FileSink(path), by)

t.test('a record is on disk before it counts, and is found by its id', async t => {
  const path = join(folder(t), 'log')
  const { ledger } = await ledgerOn(new FileSink(path))
  const before = performance.now()
  const many = Array.from({ length: 200 }, () => ledger.append(() => draft()))
  await Promise.all(many.map(({ written }) => written))
  t.ok(performance.now() - before < 5000, 'all share a flush')
  t.same(ledger.counts, { written: 200, failed: 0 })
  const { id } = many[150] as { id: string }
  const found = await ledger.find(id)
  t.match(found, {
    record: { id, client: 'hall', engine: '1.0.0', asOf: '2022-07-01', body: `sha256:${sha256(BODY)}` },
    request: { kept: 'full', text: draft().request }
  })
  const text = readFileSync(join(path, '00000001.log'), 'utf8')
  t.notMatch(text, 'employees', 'what is about a person is sealed')
  t.equal(statSync(path).mode & 0o77, 0, 'for its owner only')

  const hashed = (await ledger.find(await take(ledger, { keep: 'hashed' })))?.record.request as {
    salt: string
    sha256: string
  }
  t.equal(
    hashed.sha256,
    sha256(hashed.salt + draft().request),
    'whoever has the request can show that it was this'
  )

  const long = await take(ledger, { request: JSON.stringify('x'.repeat(50_000)) })
  t.match((await ledger.find(long))?.request, { kept: 'full', text: /x{50000}/ }, 'longer than a block')

  const place = placeOf(id) as NonNullable<ReturnType<typeof placeOf>>
  for (const other of [
    'no id',
    newId(place),
    newId({ ...place, at: place.at + 1 }),
    newId({ ...place, segment: 9 }),
    newId({ ...place, at: 1e9 })
  ]) {
    t.equal(await ledger.find(other), null, other)
  }
  t.equal(await ledger.erase(id), true)
  t.match(await ledger.find(id), { record: { id }, request: { kept: 'erased' } })
  t.equal(await ledger.erase(id), false, 'only once')
  t.equal(await ledger.erase('no id'), false)
  t.match(await check(join(path, 'nowhere')), { records: 0, faults: [] })
  await ledger.close()
  t.match(await check(path), { records: 202, erased: 1, faults: [] })
  for (const spoil of [
    () => truncateSync(join(path, '00000001.keys'), 64),
    () => rmSync(join(path, '00000001.keys'))
  ]) {
    spoil()
    t.match(await ledger.find(long), { record: { id: long }, request: { kept: 'erased' } }, 'the key is gone')
    t.match(String((await check(path)).faults), `the place for the key of ${long} is gone`)
  }
})

t.test('a log goes on where it ended, by day and by size', async t => {
  const path = folder(t)
  const ids = await logIn(path)
  t.same(
    readdirSync(path).filter(name => name.endsWith('.log')),
    ['00000001.log', '00000002.log', '00000003.log']
  )
  t.equal(statSync(join(path, '00000001.log')).mode & 0o222, 0, 'what is full is not written again')
  const clock = { day: '2026-12-03' }
  const small = await ledgerOn(new FileSink(path, 3000), clock)
  for (let at = 0; at < 5; at++) ids.push(await take(small.ledger))
  for (const id of ids) t.equal((await small.ledger.find(id))?.record.id, id)
  const kept: string[] = []
  for await (const { request } of small.ledger.all()) kept.push(request.kept)
  t.same(kept.slice(0, 4), ['hashed', 'erased', 'full', 'hashed'])
  t.equal(kept.length, 17)
  await t.rejects(ledgerOn(new FileSink(path)), /another process keeps records/)
  await small.ledger.close()
  t.match(await check(path), { records: 17, erased: 1, faults: [] })

  const rotated = await ledgerOn(new FileSink(path), clock, Keys.read(`${newSecret()}, ${SECRET}`))
  t.match(await rotated.ledger.find(ids[2] as string), { request: { kept: 'full' } }, 'the old key opens')
  await take(rotated.ledger)
  await rotated.ledger.close()
  await t.rejects(
    ledgerOn(new FileSink(path)),
    /no head that is signed by a key of RECORDS_KEY/,
    'the new one signs'
  )
  const other = new Ledger(new FileSink(path), { keys: Keys.read(newSecret()), engine: '1.0.0' })
  await t.rejects(other.find(ids[2] as string), /no key of RECORDS_KEY opens/)
  await t.rejects(new FileSink('/dev/null/log').heads(), /ENOTDIR/)
  t.match((await check(path)).faults, ['a head is not signed by a known key'])
})

t.test('what a crash left behind the signed end goes; a log that is cut short is not taken up', async t => {
  const path = folder(t)
  await logIn(path)
  const last = join(path, '00000003.log')
  appendFileSync(last, '{"torn":')
  writeFileSync(join(path, '00000004.log'), '{}\n')
  t.equal((await check(path)).faults.length, 4)
  const { ledger } = await ledgerOn(new FileSink(path), { day: '2026-12-03' })
  await take(ledger)
  await ledger.close()
  t.match(await check(path), { records: 13, faults: [] })

  truncateSync(last, statSync(last).size - 1)
  await t.rejects(ledgerOn(new FileSink(path)), /is not as it was signed/)
  rmSync(last)
  await t.rejects(ledgerOn(new FileSink(path)), /is not as it was signed/)

  const torn = folder(t)
  await logIn(torn)
  const [older, newer] = ['head-0.json', 'head-1.json'].sort(
    (one, two) => endOf(torn, one) - endOf(torn, two)
  )
  const end = endOf(torn, older as string)
  truncateSync(join(torn, newer as string), 20)
  t.match((await check(torn)).faults, ['a head is torn', 'the head before the last is gone', /behind/])
  const goesOn = await ledgerOn(new FileSink(torn), { day: '2026-12-03' })
  t.equal(placeOf(await take(goesOn.ledger))?.at, end, 'one that was being written is not the only one')
  await goesOn.ledger.close()
  t.match(await check(torn), { records: 12, faults: [] })

  const begun = folder(t)
  writeFileSync(join(begun, '00000001.log'), '{"log":')
  const anew = await ledgerOn(new FileSink(begun))
  await take(anew.ledger)
  await anew.ledger.close()
  t.match(await check(begun), { records: 1, faults: [] })
})

t.test('whatever is changed in a log is found', async t => {
  const original = folder(t)
  await logIn(original)
  t.same((await check(original)).faults, [])
  const secret = Keys.read(newSecret())
  t.same((await check(original, PublicKeys.read(keys.publicKey))).faults, [], 'with the public key alone')
  t.throws(() => PublicKeys.read('short'), /32 bytes/)
  t.throws(() => Keys.read('short'), /RECORDS_KEY must be 32 bytes/)

  const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1)
  /** Writes a log anew from changed lines, every hash and place right again, as who knows how it is made would. */
  const rechain = (path: string, change: (lines: DecisionRecord[]) => DecisionRecord[]) => {
    const file = join(path, '00000003.log')
    const [header = '', ...rest] = linesOf(file)
    let text = `${header}\n`
    let prev = sha256(text)
    for (const record of change(rest.map(line => JSON.parse(line)))) {
      const place = placeOf(record.id) as NonNullable<ReturnType<typeof placeOf>>
      const line = `${JSON.stringify({ ...record, id: newId({ ...place, at: Buffer.byteLength(text) }), prev })}\n`
      prev = sha256(line)
      text += line
    }
    writeFileSync(file, text)
    for (const name of ['head-0.json', 'head-1.json']) {
      const { head } = JSON.parse(readFileSync(join(path, name), 'utf8')) as { head: string }
      const changed: Head = { ...JSON.parse(head), end: Buffer.byteLength(text), hash: prev }
      writeFileSync(join(path, name), signedHead(secret, changed))
    }
  }
  const second = join(original, '00000002.log')
  chmodSync(second, 0o600)
  const text = readFileSync(second, 'utf8')
  for (const [changed, fault] of [
    [text.replace(/"log":"\w/, '"log":"-'), /another log/],
    [text.replace(/"after":\{[^}]*\}/, '"after":null'), /does not follow the segment before/],
    ['', /does not follow the segment before/]
  ] as const) {
    writeFileSync(second, changed)
    t.match(String((await check(original)).faults), fault)
  }
  writeFileSync(second, text)
  const first = join(original, '00000001.log')
  const whole = readFileSync(first)
  chmodSync(first, 0o600)
  truncateSync(first, 0)
  t.match(String((await check(original)).faults), /segment 2, byte 0: it does not follow the segment before/)
  writeFileSync(first, whole)

  // Each thing that the walk looks at, in the first line or the last of a segment: nothing before it is wrong.
  const last = (from: RegExp, to: string) => (text: string) => {
    const at = text.trimEnd().lastIndexOf('\n') + 1
    return text.slice(0, at) + text.slice(at).replace(from, to)
  }
  const once: [string, (text: string) => string, RegExp][] = [
    [
      '1',
      text => text.replace(/"time":"2026/, '"time":"2025'),
      /segment 1, byte 0: the log does not begin here/
    ],
    ['1', text => text.replace(/^\{/, '['), /segment 1, byte 0: the first line is not that of this segment/],
    [
      '2',
      text => text.replace(/"segment":2/, '"segment":3'),
      /segment 2, byte 0: the first line is not that/
    ],
    ['3', last(/^\{/, '['), /it is no record/],
    ['3', last(/"request"/, '"asked"'), /it is no record/],
    ['3', last(/"id":"(\w{6})-3-/, '"id":"$1-2-'), /stood somewhere else/],
    ['3', last(/"id":"(\w{6}-3)-\w+/, '"id":"$1-1'), /stood somewhere else/],
    ['3', last(/"prev":"./, '"prev":"x'), /does not follow the line before/],
    ['3', last(/"slot":\d+/, '"slot":0'), /has the key of another record/],
    ['3', text => text.slice(0, -1), /the line has no end/]
  ]
  for (const [number, change, fault] of once) {
    const file = join(original, `0000000${number}.log`)
    const before = readFileSync(file, 'utf8')
    chmodSync(file, 0o600)
    writeFileSync(file, change(before))
    t.match(String((await check(original)).faults), fault)
    writeFileSync(file, before)
  }
  rmSync(first)
  t.match(String((await check(original)).faults), /segment 2, byte 0: the log does not begin here/)
  writeFileSync(first, whole)

  const files = readdirSync(original).filter(name => name.endsWith('.log'))
  const edits = fc.constantFrom(
    'byte',
    'line',
    'swap',
    'cut',
    'copy',
    'segment',
    'rechain',
    'forge',
    'keys',
    'head',
    'older'
  )
  let found = 0
  await fc.assert(
    fc.asyncProperty(edits, fc.constantFrom(...files), fc.nat(), fc.nat(), async (edit, name, a, b) => {
      const path = mkdtempSync(join(tmpdir(), 'records-'))
      try {
        cpSync(original, path, { recursive: true })
        const file = join(path, name)
        chmodSync(file, 0o600)
        const bytes = readFileSync(file)
        const lines = linesOf(file)
        const at = a % lines.length
        const write = (some: string[]) => writeFileSync(file, some.map(line => `${line}\n`).join(''))
        if (edit === 'byte') {
          bytes[a % bytes.length] = (bytes[a % bytes.length] as number) ^ (1 + (b % 255))
          writeFileSync(file, bytes)
        } else if (edit === 'line') write(lines.filter((_, index) => index !== at))
        else if (edit === 'swap') {
          const other = (at + 1 + (b % (lines.length - 1))) % lines.length
          const swapped = [...lines]
          swapped[at] = lines[other] as string
          swapped[other] = lines[at] as string
          write(swapped)
        } else if (edit === 'cut') truncateSync(file, a % bytes.length)
        else if (edit === 'copy')
          write([...lines.slice(0, at), lines[b % lines.length] as string, ...lines.slice(at)])
        else if (edit === 'segment') rmSync(file)
        else if (edit === 'rechain')
          rechain(path, records => records.filter((_, index) => index !== a % records.length))
        else if (edit === 'forge') write([...lines, lines.at(-1) as string])
        else if (edit === 'keys') truncateSync(file.replace('.log', '.keys'), 64)
        else if (edit === 'older') {
          // The last record and the head behind it are gone; the head before that is in order.
          const [older, newer] = ['head-0.json', 'head-1.json'].sort(
            (one, two) => endOf(path, one) - endOf(path, two)
          )
          const last = join(path, '00000003.log')
          truncateSync(last, endOf(path, older as string))
          if (a % 2) rmSync(join(path, newer as string))
          else cpSync(join(path, older as string), join(path, newer as string))
        } else for (const head of ['head-0.json', 'head-1.json']) rmSync(join(path, head))
        const { faults } = await check(path)
        if (faults.length === 0) throw new Error(`${edit} in ${name} is not found`)
        found++
      } finally {
        rmSync(path, { recursive: true, force: true })
      }
    }),
    { numRuns: Number(process.env.LOG_EDITS ?? 60) }
  )
  t.ok(found >= 60, `${found} edits, all found`)
})

t.test('what is older than it is kept goes in whole segments, and the log is still whole', async t => {
  const path = folder(t)
  await logIn(path)
  const clock = { day: '2026-12-03' }
  const { ledger } = await ledgerOn(new FileSink(path), clock)
  await ledger.keepDays(30)
  t.ok(existsSync(join(path, '00000001.log')), 'nothing is old enough')
  const old = readFileSync(join(path, '00000001.log'))
  await ledger.keepDays(1)
  t.notOk(existsSync(join(path, '00000001.log')))
  writeFileSync(join(path, '00000001.log'), old)
  t.match(await check(path), { records: 8, faults: [] })
  clock.day = '2027-12-03'
  await take(ledger)
  await ledger.keepDays(30)
  t.match(await check(path), { records: 5, faults: [] }, 'a segment is old when the next one is')
  clock.day = '2028-12-03'
  await take(ledger)
  await ledger.keepDays(30)
  await ledger.close()
  t.match(await check(path), { records: 2, faults: [] })
  rmSync(join(path, '00000005.log'))
  t.ok((await check(path)).faults.length > 0)
})

t.test('what is decided while old segments are dropped is not lost', async t => {
  const path = folder(t)
  await logIn(path)
  const sink = new FileSink(path)
  let meanwhile: Promise<string> | null = null
  const dropBefore = async (segment: number) => {
    meanwhile = take(ledger)
    await sink.dropBefore(segment)
  }
  const wrapped = Object.assign(Object.create(sink) as Sink, { dropBefore })
  const { ledger } = await ledgerOn(wrapped, { day: '2026-12-03' })
  await ledger.keepDays(1)
  t.ok(await ledger.find((await meanwhile) as unknown as string))
  await ledger.close()
  t.match(await check(path), { records: 9, faults: [] })
})

/** A sink that fails while it is told to. */
function failing(sink: FileSink) {
  const state = { fails: false }
  const wrapped: Sink = Object.assign(Object.create(sink) as Sink, {
    write: async (...args: Parameters<Sink['write']>) => {
      if (state.fails) throw new Error('ENOSPC')
      return sink.write(...args)
    },
    open: async (...args: Parameters<Sink['open']>) => {
      if (state.fails) throw new Error('EROFS')
      return sink.open(...args)
    }
  })
  return { wrapped, state }
}

t.test('what cannot be written is said, and the log is taken up again when it can', async t => {
  const path = folder(t)
  const { wrapped, state } = failing(new FileSink(path))
  const clock = { day: '2026-12-01' }
  const { ledger, failures } = await ledgerOn(wrapped, clock)
  await take(ledger)
  state.fails = true
  clock.day = '2026-12-02'
  const two = [ledger.append(() => draft()), ledger.append(() => draft())]
  for (const { written } of two) await t.rejects(written, /ENOSPC/)
  t.throws(() => ledger.append(() => draft()), /cannot be written/)
  await ledger.keepDays(1)
  /** Asks until something has come of it: the log is tried again once a second. */
  const until = async (isDone: () => boolean) => {
    for (let round = 0; round < 200 && !isDone(); round++) {
      await new Promise(resolve => setTimeout(resolve, 50))
      try {
        await ledger.append(() => draft()).written
        return
      } catch {
        // Not yet.
      }
    }
  }
  await until(() => failures.length > 1)
  t.match(
    failures.slice(0, 2).map(({ message }) => message),
    ['ENOSPC', 'EROFS']
  )
  state.fails = false
  await until(() => false)
  await take(ledger)
  const { written } = ledger.append(() => draft())
  await Promise.all([written, ledger.close()])
  t.match(await check(path), { records: 4, faults: [] })
})

t.test('a failure that nobody hears of is one all the same', async t => {
  const { wrapped, state } = failing(new FileSink(folder(t)))
  const ledger = new Ledger(wrapped, { keys, engine: '1.0.0' })
  await ledger.open()
  state.fails = true
  await t.rejects(ledger.append(() => draft()).written, /ENOSPC/)
  await ledger.close()
})
