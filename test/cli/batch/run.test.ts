/** Runs in which something goes wrong: a line, the run, its checkpoint, or a second run beside it. */
import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { existsSync, mkdirSync, symlinkSync, utimesSync } from 'node:fs'
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { hostname } from 'node:os'
import t from 'tap'
import { applicantReader } from '../../../src/batch/applicant.ts'
import { deciderFor, newTally } from '../../../src/batch/decider.ts'
import { lineBlocks, linesOf } from '../../../src/batch/lines.ts'
import { ndjsonWriter } from '../../../src/batch/ndjson.ts'
import { answersTo } from '../../../src/batch/stream.ts'
import { CRASHED, crashOn, speakOn } from '../../../src/cli/batch/ending.ts'
import { main } from '../../../src/cli/batch/index.ts'
import { lock, ownerOf } from '../../../src/cli/batch/lock.ts'
import { systemText } from '../../../src/cli/batch/system-errors.ts'
import { checkLines } from '../../../src/cli/batch/tables.ts'
import { Circuit } from '../../../src/engine/circuit.ts'
import { Program } from '../../../src/engine/program.ts'
import { Output } from '../../../src/output.ts'
import { PolicyError } from '../../../src/policy/fault.ts'
import type { Policy } from '../../../src/policy/model.ts'
import {
  applicants,
  batch,
  DAY,
  file,
  program,
  put,
  stateOf,
  stopAfter,
  text
} from '../../helpers/batch-command.ts'
import { build, plan } from '../../helpers/service.ts'

const { policy } = plan
const { signal } = new AbortController()

t.test('whatever a line throws is its error', async t => {
  const deep = `${'['.repeat(9000)}${']'.repeat(9000)}`
  const lines = [
    '{"id":"a","facts":{}}',
    '{"id":"b","facts":{"enterprise":{"size":{"toString":1}}}}',
    `{"id":"c","facts":{"enterprise":{"size":${deep}}}}`,
    `{"id":"d","facts":${deep}}`,
    '{"id":"e","facts":{"__proto__":{"toString":1},"enterprise":{"constructor":1}}}',
    '{"id":"z","facts":{}}'
  ]
  const said: string[] = []
  const chunks = async function* () {
    yield Buffer.from(lines.join('\n'))
  }
  for await (const part of answersTo(
    lineBlocks(chunks()),
    deciderFor(program, { asOf: '2022-07-01' }),
    policy,
    {
      asOf: '2022-07-01'
    }
  ))
    said.push(String(part))
  const found = said
    .join('')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  t.match(found.at(-1), { end: { lines: 6, answers: 2, errors: 4 } })
  t.match([found[0].id, found[5].id], ['a', 'z'])

  // One that throws when it is read, and one when its answer is half written.
  const { ofLine } = applicantReader(program)
  const reported: [string, number][] = []
  const decide = deciderFor(
    program,
    { asOf: '2022-07-01' },
    line => {
      if (line.text.includes('"b"')) throw new Error('read')
      return ofLine(line)
    },
    asked => {
      const writer = ndjsonWriter(program, { asOf: '2022-07-01' })(asked)
      return {
        ...writer,
        answer(output, applicant, ...rest) {
          output.add('{"half')
          if (applicant.id.text === 'd') throw new Error('written')
          output.cutTo(output.length - 6)
          writer.answer(output, applicant, ...rest)
        }
      }
    },
    (thrown, line) => reported.push([(thrown as Error).message, line])
  )
  const output = new Output(1000)
  const tally = newTally()
  const four = ['a', 'b', 'c', 'd'].map(id => `{"id":"${id}","facts":{}}\n`).join('')
  decide(linesOf(Buffer.from(four), 1), 0, tally, output)
  const answers = Buffer.from(output.written)
    .toString()
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  t.match(answers, [
    { id: 'a', eligible: [] },
    { line: 2, id: null, error: { code: 'internal-error' } },
    { id: 'c' },
    { line: 4, id: 'd', error: { code: 'internal-error' } }
  ])
  t.match(tally, { lines: 4, answers: 2, errors: 2 })
  const { eligible, undetermined, ineligible } = tally.outcomes
  const decided = policy.measures.filter(({ conditions }) => conditions).length
  t.equal(eligible + undetermined + ineligible, 2 * decided, 'outcomes of answers alone')
  t.strictSame(reported, [
    ['read', 2],
    ['written', 4]
  ])
})

t.test('a line that throws does not cut an answer off', async t => {
  const logged: string[] = []
  const stream = { write: (line: string) => logged.push(line) }
  const app = await build(t, { logger: { level: 'error', stream } as never })
  const { take } = Circuit.prototype
  t.teardown(() => Object.assign(Circuit.prototype, { take }))
  let taken = 0
  Circuit.prototype.take = function (...args) {
    if (++taken === 50) throw new Error('餐饮业')
    take.apply(this, args)
  }
  const { body } = await app.inject({
    method: 'POST',
    url: '/eligibility/batch',
    headers: { 'content-type': 'application/x-ndjson' },
    payload: applicants(100)
  })
  t.match(body, '{"line":50,"id":null,"error":{"code":"internal-error"')
  t.match(JSON.parse(body.trim().split('\n').at(-1) as string), {
    end: { lines: 100, answers: 99, errors: 1 }
  })
  const [entry] = logged.map(line => JSON.parse(line)).filter(({ msg }) => msg === 'a line of a batch threw')
  t.match(entry, { line: 50, at: [/run\.test/] })
  t.notMatch(logged.join(''), '餐饮业', 'no fact in the log')
})

t.test('more periods than are kept, in turn', async t => {
  const measures = policy.measures.map((measure, index) => ({
    ...measure,
    window: { ...measure.window, from: null, to: `2022-07-${10 + (index % 20)}` }
  }))
  const changed = Object.assign(Object.create(Object.getPrototypeOf(policy)), policy, { measures }) as Policy
  const other = new Program(changed)
  const days = Array.from({ length: 60 }, (_, index) => `2022-07-${10 + ((index * 7) % 20)}`)
  const asked = (asOf: string) => `{"id":"${asOf}","facts":{},"asOf":"${asOf}"}\n`
  const answered = (lines: string) => {
    const [output, split] = [new Output(1000), linesOf(Buffer.from(lines), 1)]
    const decide = deciderFor(other, { asOf: '2022-07-01' })
    for (let at = 0; at < split.length; ) at = decide(split, at, newTally(), output)
    return Buffer.from(output.written).toString()
  }
  const together = answered(days.map(asked).join(''))
  t.equal(together, days.map(day => answered(asked(day))).join(''))
})

t.test('lines that can be read no longer are no wrong encoding', async t => {
  put('lost.ndjson', applicants(1))
  const { open } = files
  const replace = (more: object) => {
    Object.assign(files, more)
    syncBuiltinESMExports()
  }
  t.teardown(() => replace({ open }))
  let opened = 0
  replace({
    open: async (path: string) => {
      if (opened++ > 0) throw Object.assign(new Error('lost'), { code: 'EIO' })
      return open(path)
    }
  })
  await t.rejects(checkLines(file('lost.ndjson')), { code: 'EIO' })
})

t.test('one run at a time on an output', async t => {
  // So many that the first is still at it when the other begins.
  put('two.ndjson', applicants(20_000))
  const args = (output: string) => [file('two.ndjson'), file(output), ...DAY]
  await batch(args('both.ndjson'), stopAfter(2))
  symlinkSync(file('both.ndjson'), file('alias.ndjson'))
  const both = await Promise.all([
    batch([...args('both.ndjson'), '--resume']),
    batch([...args('alias.ndjson'), '--resume'])
  ])
  t.strictSame(both.map(({ code }) => code).sort(), [0, 2])
  t.match(both.map(({ err }) => err).join(''), /另一个批处理正在写 .*both\.ndjson，等它做完再试/)
  await batch(args('alone.ndjson'))
  t.ok(text('both.ndjson') === text('alone.ndjson'))

  const output = file('locked.ndjson')
  const owners: [name: string, owner: string, isHeld: boolean][] = [
    ['a process that runs', ownerOf(1), true],
    ['one that has the number of another', `${hostname()} 1 0`, false],
    ['one that is gone', `${hostname()} 4194305 1`, false],
    ['this one, before its container was started again', `${hostname()} ${process.pid} 1`, false],
    ['one on another machine', 'elsewhere 1 1', true],
    ['one that has just begun', '', true]
  ]
  t.equal(ownerOf(4194305), `${hostname()} 4194305 `, 'of one that is gone no start is known')
  for (const [name, owner, isHeld] of owners) {
    put('locked.ndjson.lock', owner)
    if (isHeld) await t.rejects(lock(output), { message: '另一个批处理正在写' }, name)
    else await (await lock(output))()
  }
  utimesSync(`${output}.lock`, 0, 0)
  await (await lock(output))()
  t.notOk(existsSync(`${output}.lock`), 'nothing is left of it')
  await t.rejects(lock(file('none/x')), { code: 'ENOENT' })
  mkdirSync(`${output}.lock`)
  await t.rejects(lock(output), { code: 'EISDIR' })

  // A process of somebody else: it may not be sent a signal, and is there.
  const { kill } = process
  t.teardown(() => Object.assign(process, { kill }))
  Object.assign(process, {
    kill: () => {
      throw Object.assign(new Error(), { code: 'EPERM' })
    }
  })
  put('foreign.ndjson.lock', ownerOf(1))
  await t.rejects(lock(file('foreign.ndjson')), { message: '另一个批处理正在写' })
  Object.assign(process, { kill })

  // Two that find the same lock of nobody: one clears it away, the other must not clear away that one's.
  const original = { ...files }
  const replace = (more: object) => {
    Object.assign(files, original, more)
    syncBuiltinESMExports()
  }
  t.teardown(() => replace({}))
  const gone = `${hostname()} 4194305 1`
  put('raced.ndjson.lock', gone)
  let renamed = 0
  replace({
    rename: async (from: string, to: string) => {
      if (renamed++ === 0) put('raced.ndjson.lock', ownerOf(1))
      await original.rename(from, to)
    }
  })
  await t.rejects(lock(file('raced.ndjson')), { message: '另一个批处理正在写' })
  t.equal(text('raced.ndjson.lock'), ownerOf(1), 'it is where it was')
  put('left.ndjson.lock', gone)
  replace({
    readFile: async (path: string) => {
      await original.rm(path)
      return original.readFile(path)
    }
  })
  await (await lock(file('left.ndjson')))()
})

t.test('a damaged checkpoint is not gone on with', async t => {
  put('half.ndjson', applicants(3000))
  const args = [file('half.ndjson'), file('halved.ndjson')]
  await batch([...args, ...DAY], stopAfter(2))
  const [state, written] = [text('halved.ndjson.unfinished'), text('halved.ndjson')]
  const told = JSON.parse(state)
  const other = (value: unknown): unknown =>
    typeof value === 'number'
      ? value + 1
      : typeof value === 'boolean'
        ? !value
        : typeof value === 'string'
          ? `${value}0`
          : {}
  const damaged = Object.keys(told).map(key => JSON.stringify({ ...told, [key]: other(told[key]) }))
  damaged.push(
    state.replace('"lines":', '"lines":1'),
    state.replace('"offset":', '"offset":1'),
    state.slice(0, -1),
    state.slice(0, 100),
    '',
    '{}',
    'null',
    '[]'
  )
  for (const one of damaged) {
    put('halved.ndjson.unfinished', one)
    t.match(
      await batch([...args, '--resume']),
      { code: 2, err: /halved\.ndjson\.unfinished 损坏了，不能接着做/ },
      one
    )
  }
  put('halved.ndjson.unfinished', state)
  put('halved.ndjson', written.replace('企业7', '企业8'))
  t.match(await batch([...args, '--resume']), { code: 2, err: /已写好的部分缺了或者被改过/ })
  put('halved.ndjson', written)
  t.equal((await batch([...args, '--resume'])).code, 0, 'nothing was spoiled by trying')
  t.notOk(existsSync(file('halved.ndjson.lock')))
})

t.test('a run that fails is not in the way of the next', async t => {
  put('fails.ndjson', applicants(3000))
  const args = [file('fails.ndjson'), file('failed.ndjson'), ...DAY]
  const silent = { write: () => {} }
  /** A clock on which every block is drawn, and a terminal that breaks when it is drawn on so often. */
  let time = 0
  Object.defineProperty(performance, 'now', { value: () => (time += 600), configurable: true })
  t.teardown(() => Reflect.deleteProperty(performance, 'now'))
  const breaking = (at: number) => {
    let drawn = 0
    return {
      isTTY: true,
      write: (part: string) => {
        if (part.startsWith('\r') && ++drawn === at) throw new Error('broken')
      }
    }
  }
  t.equal(await main(args, () => program, silent, breaking(1), signal), CRASHED)
  t.notOk(
    existsSync(file('failed.ndjson')) || existsSync(file('failed.ndjson.unfinished')),
    'nothing to go on with'
  )
  t.equal(await main(args, () => program, silent, breaking(3), signal), CRASHED)
  t.match(stateOf('failed.ndjson'), { failed: true, tally: { lines: 2048 } })
  t.equal(
    await main([...args, '--resume'], () => program, silent, silent, signal),
    0,
    'it can be gone on with'
  )
  const whole = text('failed.ndjson')
  await main(args, () => program, silent, breaking(3), signal)
  t.equal(await main(args, () => program, silent, silent, signal), 0, 'and begun anew')
  t.ok(text('failed.ndjson') === whole)
})

t.test('a crash has an exit code of its own', async t => {
  const args = [file('none.ndjson'), file('x.ndjson')]
  let said = ''
  const err = { write: (part: string) => (said += part) }
  for (const thrown of [new Error('why'), 'why']) {
    said = ''
    const rules = () => {
      throw thrown
    }
    t.equal(await main(args, rules, err, err, signal), CRASHED)
    t.match(said, /^程序出了错，不是输入的问题。[\s\S]*why/)
  }
  for (const [thrown, message] of [
    [
      Object.assign(new Error('no'), { errno: -13, code: 'EACCES', path: '/rules' }),
      /^\/rules：没有权限（EACCES）\n$/
    ],
    [
      new PolicyError([{ file: 'clause-01.json', pointer: '', message: 'no JSON', remedy: 'make it' }]),
      /^clause-01\.json#: no JSON \(make it\)\n$/
    ]
  ] as const) {
    said = ''
    const rules = () => {
      throw thrown
    }
    t.equal(await main(args, rules, err, err, signal), 2, 'rules that cannot be read are no crash')
    t.match(said, message)
  }
  const exits: unknown[] = []
  const fake = Object.assign(new EventEmitter(), { exit: (code: number) => exits.push(code) })
  crashOn(fake as unknown as NodeJS.Process, err)
  fake.emit('uncaughtException', new Error('later'))
  t.strictSame(exits, [70])
  t.match(said, 'later')
  const stream = new EventEmitter()
  speakOn(stream)
  stream.emit('error', new Error('nobody listens'))
  t.equal(systemText({ code: 'ENEW' } as NodeJS.ErrnoException), '读写文件时出错（ENEW）')
  t.equal(systemText({ code: 'ENOSPC', path: 'a' } as NodeJS.ErrnoException), 'a：磁盘满了（ENOSPC）')
})

t.test('nobody reads what the command says', async t => {
  put('said.ndjson', applicants(2))
  // By the loader of the tests: another one's places in a file are others, and would spoil the count of what is covered.
  const loader = '--import=@swc-node/register/esm-register'
  const args = [loader, 'src/cli/batch.ts', file('said.ndjson'), file('unsaid.ndjson'), ...DAY]
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: {} })
  running.stdout.destroy()
  running.stderr.destroy()
  t.strictSame(await once(running, 'exit'), [0, null])
  t.match(text('unsaid.ndjson'), '{"end":')
})
