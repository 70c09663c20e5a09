/** `npm run batch`: files in, files out, threads; what a stop leaves and how it goes on. */
import { EventEmitter } from 'node:events'
import { appendFileSync, createReadStream, existsSync, linkSync, mkdirSync } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { deciderFor } from '../../../src/batch/decider.ts'
import { LINE_LIMIT, lineBlocks } from '../../../src/batch/lines.ts'
import { answersTo } from '../../../src/batch/stream.ts'
import { ROOM, type Spec, type Task } from '../../../src/cli/batch/deciding.ts'
import { CRASHED, STOPPED, stopOn } from '../../../src/cli/batch/ending.ts'
import { main } from '../../../src/cli/batch/index.ts'
import { progressOn } from '../../../src/cli/batch/progress.ts'
import { ndjsonBatches, START } from '../../../src/cli/batch/sources.ts'
import { decide } from '../../../src/cli/decide.ts'
import { Program } from '../../../src/engine/program.ts'
import { readPolicy } from '../../../src/plan.ts'
import { defaultRules, readRuleFiles } from '../../../src/policy/files.ts'
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
import { plan } from '../../helpers/service.ts'

const { policy } = plan

t.test('a file is answered as the service answers it', async t => {
  put(
    'in.ndjson',
    `\uFEFF${applicants(600)}\r\nnot json\n\n${'x'.repeat(2_000_000)}\n{"id":"last","facts":{}}`
  )
  for (const [explain, measures] of [
    ['none', undefined],
    ['summary', ['job-creation-award', 'startup-subsidy']],
    ['full', ['job-creation-award']]
  ] as const) {
    const more = measures ? ['--measures', measures.join(',')] : []
    const args = [file('in.ndjson'), file('out.ndjson'), ...DAY, '--explain', explain, ...more]
    const { code, out } = await batch(args)
    t.equal(code, 1, 'two lines were wrong')
    t.match(out, '603 行，2 行有误；符合')
    let expected = ''
    const decide = deciderFor(program, { asOf: '2022-07-01', explain, measures })
    for await (const part of answersTo(lineBlocks(createReadStream(file('in.ndjson'))), decide, policy, {
      asOf: '2022-07-01'
    }))
      expected += part
    t.ok(text('out.ndjson') === expected, explain)
    t.ok(expected.includes(out.trim().slice(-71)), 'with the digest that is said')
  }
  t.match(text('out.ndjson'), '{"line":603,"id":null,"error":{"code":"line-too-long"')
  put('good.jsonl', applicants(1))
  t.equal((await batch([file('good.jsonl'), file('good.ndjson')])).code, 0, 'every line was answered')
  put('none.ndjson', '')
  t.match(await batch([file('none.ndjson'), file('good.ndjson')]), { code: 0, out: /^0 行，0 行有误/ })
})

t.test('a run that is stopped goes on, to the same bytes', async t => {
  const lines = (count: number) => `${applicants(count)}\n`
  put(
    'stop.ndjson',
    `${lines(2200)}${'x'.repeat(3 * LINE_LIMIT)}\n${lines(1800)}${'y'.repeat(LINE_LIMIT + 1)}`
  )
  const rows = Array.from({ length: 4000 }, (_, index) => `A${index},企业,小型`)
  put('stop.csv', ['编号,申请人类型,企业规模', '', ...rows].join('\r\n'))
  for (const type of ['ndjson', 'csv']) {
    const [whole, part] = [`whole.${type}`, `part.${type}`]
    await batch([file(`stop.${type}`), file(whole), ...DAY])
    const args = [file(`stop.${type}`), file(part)]
    // A table is gone through once before, to find the columns it needs: in five blocks.
    const stopped = await batch([...args, ...DAY], stopAfter(type === 'csv' ? 7 : 2))
    t.match(stopped, { code: 3, err: '加上 --resume 接着做' })
    t.match(stateOf(part).tally, { lines: type === 'csv' ? 2047 : 2048 }, 'what two blocks hold was answered')
    t.match(await batch([...args, ...DAY]), { code: 2, err: '上次没有做完：加上 --resume 接着做' })
    const other = await batch([...args, '--resume', '--as-of', '2022-07-02'])
    t.match(other, { code: 2, err: '输入、选项或规则变了' })
    // The day is remembered; the output is cut back to what is known to be whole.
    put(part, `${text(part)}{"id":"half a li`)
    t.equal((await batch([...args, '--resume'], stopAfter(1))).code, 3, 'stopped again')
    if (type === 'csv') t.equal((await batch([...args, '--resume'], stopAfter(6))).code, 3, 'and again')
    const resumed = await batch([...args, '--resume'])
    t.match(resumed, { code: type === 'csv' ? 0 : 1, out: /^400[02] 行/ })
    t.ok(text(part) === text(whole), 'as if it had never stopped')
    t.notOk(existsSync(file(`${part}.unfinished`)))
    t.equal((await batch([...args, '--resume'])).code, resumed.code, 'nothing to resume')
  }
})

/** A clock on which every block takes long enough to save and to draw. */
function slowly(t: Test) {
  let time = 0
  Object.defineProperty(performance, 'now', { value: () => (time += 300), configurable: true })
  t.teardown(() => Reflect.deleteProperty(performance, 'now'))
}

t.test('a file is cut where lines end, and nothing of it is lost', async t => {
  // Ends of pieces, of a megabyte, fall into lines of all kinds; one line is a piece of its own, one ends with it.
  const lines = Array.from({ length: 6000 }, (_, index) => `${index}`.repeat(1 + (index % 300)))
  lines.splice(3000, 0, 'x'.repeat(1024 * 1024 - 1), 'y'.repeat(1024 * 1024))
  for (const end of ['', '\n']) {
    const content = `${lines.join('\n')}${end}`
    put('cut.ndjson', content)
    let read = ''
    let first = 1
    for await (const { bytes, next, ...batch } of ndjsonBatches(file('cut.ndjson'), START, 'none')) {
      t.equal(batch.first, first)
      read += Buffer.from(bytes).toString()
      first = next.line
      // Of a line that is too long, no more is kept than tells so.
      if (!read.includes('y')) t.equal(read, content.slice(0, next.offset))
    }
    t.equal(first, lines.length + 1)
    const [before, behind] = [lines.slice(0, 3001).join('\n'), lines.slice(3002).join('\n')]
    t.ok(read.startsWith(`${before}\ny`) && read.endsWith(`y\n${behind}\n`))
  }
})

t.test('a file that grows while it is read', async t => {
  slowly(t)
  // Longer than what is read ahead.
  put('grows.ndjson', `${applicants(300)}\n${`${' '.repeat(1000)}\n`.repeat(2000)}`)
  let shown = ''
  const terminal = {
    isTTY: true,
    write: (part: string) => {
      if (shown === '') appendFileSync(file('grows.ndjson'), applicants(1000))
      shown += part
    }
  }
  const args = [file('grows.ndjson'), file('grown.ndjson'), ...DAY]
  const { signal } = new AbortController()
  t.equal(await main(args, () => program, { write: () => {} }, terminal, signal), 0)
  t.match(shown, ' 100%  1300 行')
})

t.test('a run that breaks off goes on from what it saved last', async t => {
  slowly(t)
  const args = [file('stop.ndjson'), file('broken.ndjson'), ...DAY]
  let drawn = 0
  const broken = {
    isTTY: true,
    write: () => {
      if (++drawn === 3) throw new Error('broken')
    }
  }
  const { signal } = new AbortController()
  t.equal(await main(args, () => program, { write: () => {} }, broken, signal), CRASHED)
  t.equal(stateOf('broken.ndjson').tally.lines, 2048, 'two of three blocks')
  await batch([...args, '--resume'])
  t.ok(text('broken.ndjson') === text('whole.ndjson'))
})

t.test('files that cannot be read or written', async t => {
  put('fine.ndjson', applicants(1))
  const fine = file('fine.ndjson')
  mkdirSync(file('folder.ndjson'))
  linkSync(fine, file('linked.ndjson'))
  put('strange.ndjson.unfinished', '{')
  mkdirSync(file('kept.ndjson.unfinished'))
  await batch([file('stop.ndjson'), file('short.ndjson'), ...DAY], stopAfter(1))
  put('short.ndjson', 'x')
  put('gbk.ndjson', Buffer.from([0xce, 0xd2, 0x0a]))
  put('damaged.ndjson', Buffer.concat([Buffer.from(`${applicants(1)}\n`), Buffer.from([0xce, 0xd2, 0x0a])]))
  const cases: [string[], RegExp][] = [
    [[file('none-such.ndjson'), file('x.ndjson')], /none-such.ndjson：找不到这个文件或文件夹（ENOENT）/],
    [[file('folder.ndjson'), file('x.ndjson')], /不是文件/],
    [[fine, fine], /两个文件/],
    [[fine, file('./linked.ndjson')], /两个文件/],
    [[file('gbk.ndjson'), file('x.ndjson')], /gbk\.ndjson：文件不是 UTF-8（中文 Windows 上常存成 GBK）/],
    [[fine, file('folder.ndjson')], /是文件夹，不是文件（EISDIR）/],
    [[fine, file('no/such/folder.ndjson')], /ENOENT/],
    [[fine, file('strange.ndjson')], /strange\.ndjson\.unfinished 损坏了，不能接着做/],
    [[fine, file('kept.ndjson')], /EISDIR/],
    [[fine, file('fine.ndjson/x.ndjson')], /ENOTDIR/],
    [[file('stop.ndjson'), file('short.ndjson'), ...DAY, '--resume'], /已写好的部分缺了或者被改过/]
  ]
  for (const [args, message] of cases) {
    const { code, err } = await batch(args)
    t.equal(code, 2, String(message))
    t.match(err, message)
  }
  t.equal((await batch([file('damaged.ndjson'), file('x.ndjson')])).code, 1, 'a damaged line is a finding')
  t.equal(text('fine.ndjson'), applicants(1), 'nothing was written over the input')
})

t.test('a worker, and the pool around it', async t => {
  const spec: Spec = { table: null, to: 'ndjson', options: { asOf: '2022-07-01' }, parts: { beside: [] } }
  const { default: work } = await t.mockImport<typeof import('../../../src/cli/batch/worker.ts')>(
    '../../../src/cli/batch/worker.ts',
    { piscina: { workerData: spec } }
  )
  let [running, most, destroyed] = [0, 0, 0]
  class Piscina {
    constructor(options: unknown) {
      t.match(options, { filename: /worker\.\w+$/, minThreads: 3, maxThreads: 3, workerData: spec })
    }
    private readonly tasks: Promise<unknown>[] = []
    run(...task: Parameters<Piscina['decide']>) {
      const decided = this.decide(...task)
      this.tasks.push(decided)
      return decided
    }
    private async decide(task: Task, { transferList }: { transferList: unknown[] }) {
      t.equal(task.bytes.byteLength, task.bytes.buffer.byteLength, 'no more than the block is given away')
      t.strictSame(transferList, [task.bytes.buffer])
      most = Math.max(most, ++running)
      // The first is answered last; all of them late enough for as many as may be to be read.
      await wait(task.first === 1 ? 60 : 40)
      const done = work(task)
      running--
      return done
    }
    /** Real workers end in the middle of their tasks; these end first, so that nothing is told after the test. */
    async destroy() {
      await Promise.all(this.tasks)
      destroyed++
    }
  }
  const { decideAll } = await t.mockImport<typeof import('../../../src/cli/batch/pool.ts')>(
    '../../../src/cli/batch/pool.ts',
    { piscina: { Piscina } }
  )
  // What a worker reads: every rule set, not the plan alone.
  const all = new Program(readPolicy())
  put('pool.ndjson', applicants(9000))
  const batches = () => ndjsonBatches(file('pool.ndjson'), START, 'none')
  const gather = async (threads: number) => {
    const parts: Uint8Array[] = []
    for await (const { bytes } of decideAll(batches(), all, spec, threads)) {
      parts.push(Buffer.from(bytes))
    }
    return Buffer.concat(parts).toString()
  }
  t.ok((await gather(3)) === (await gather(1)), 'in the order of the lines')
  t.equal(most, 7, 'no more blocks than are ahead')
  // Answers that do not fit into the shared memory come in their own.
  const room = new Uint8Array(10)
  const { bytes, length } = work({ bytes: Buffer.from(`${applicants(1)}\n`), first: 1, room })
  t.ok(bytes?.length === length && length > 10 && room.every(byte => byte === 0))
  t.ok(ROOM > 1024 * 1800, 'most blocks fit')
  for await (const _ of decideAll(batches(), all, spec, 3)) break
  t.equal(destroyed, 2, 'no worker is left when nobody wants more')
})

t.test('progress', async t => {
  for (const isTTY of [true, false]) {
    let shown = ''
    let time = 0
    const progress = progressOn({ write: part => (shown += part), isTTY }, () => time)
    progress.end()
    t.equal(shown, '', 'nothing to leave standing')
    progress.begin(0.25, 1000)
    progress.show(0.25, 1000)
    t.equal(shown, '', 'not at once')
    time = 10_000
    progress.show(0.25, 1000)
    t.match(shown, '25%  1000 行  0 行/秒  还需 ?')
    shown = ''
    time = 20_000
    progress.show(0.5, 3000)
    const bar = `${'█'.repeat(15)}${'░'.repeat(15)} 50%  3000 行  100 行/秒  还需 0:40`
    progress.end()
    t.equal(shown, isTTY ? `\r\u001b[2K${bar}\n` : `${bar}\n`)
  }
  const process = new EventEmitter()
  const signal = stopOn(process)
  t.notOk(signal.aborted)
  process.emit('SIGTERM')
  t.ok(signal.aborted)
})

t.test('between two pipes, and in shards', async t => {
  const input = `${applicants(50)}\nnonsense\n`
  put('piped.ndjson', input)
  const said: string[] = []
  const stream = { write: (part: string) => said.push(part) }
  const piped = async (args: string[], text: string, signal = new AbortController().signal) => {
    const stdout = new PassThrough()
    const parts: Buffer[] = []
    stdout.on('data', part => parts.push(part))
    const pipes = { stdin: Readable.from([Buffer.from(text)]), stdout }
    const code = await main(['-', '-', ...DAY, ...args], () => program, stream, stream, signal, pipes)
    return { code, text: Buffer.concat(parts).toString() }
  }
  const inFile = async (args: string[]) => {
    await batch([file('piped.ndjson'), file('unpiped.ndjson'), ...DAY, ...args])
    return text('unpiped.ndjson')
  }
  const whole = await piped([], input)
  t.equal(whole.code, 1)
  t.equal(whole.text, await inFile([]), 'the same bytes as from file to file')
  t.match(said.join(''), /^51 行，1 行有误；符合/)
  t.equal((await piped([], applicants(1))).code, 0)
  const shards: string[] = []
  for (const shard of ['1/3', '2/3', '3/3']) {
    const part = await piped(['--shard', shard], input)
    t.equal(part.text, await inFile(['--shard', shard]), shard)
    t.match(JSON.parse(part.text.trim().split('\n').at(-1) as string), { end: { lines: 17 } })
    shards.push(...part.text.trim().split('\n').slice(0, -1))
  }
  t.strictSame(shards.sort(), whole.text.trim().split('\n').slice(0, -1).sort(), 'each line in one shard')
  t.match(await piped([], input, AbortSignal.abort()), { code: STOPPED, text: '' })
  const broken = new PassThrough()
  broken.destroy(new Error('broken'))
  broken.on('error', () => {})
  const pipes = { stdin: Readable.from([Buffer.from(input)]), stdout: broken }
  t.equal(await main(['-', '-'], () => program, stream, stream, new AbortController().signal, pipes), CRASHED)
  const sets = [{ files: readRuleFiles(defaultRules), digest: '' }]
  const alone = async (args: string[]) => {
    const stdout = new PassThrough()
    const code = await decide(
      sets,
      args,
      { stdin: Readable.from([Buffer.from(input)]), stdout },
      stream,
      new AbortController().signal
    )
    return { code, first: String(stdout.read()).split('\n')[0] }
  }
  const only = ['--measures', 'vat-credit-refund', ...DAY]
  t.match(
    await alone(only),
    { code: 1, first: (await piped(only, input)).text.split('\n')[0] },
    'as the filter in one file'
  )
  t.match(await alone(['--shard', '3']), { code: 2 })
  t.match(said.at(-1), '--shard')
  put('piped.csv', '编号,企业规模\nA,小型\nB,小型\nC,小型\n')
  await batch([
    file('piped.csv'),
    file('shard.csv'),
    ...DAY,
    '--shard',
    '2/2',
    '--measures',
    'vat-credit-refund'
  ])
  t.match(text('shard.csv'), /错误,[^\r]*\r\nA,.*\r\nC,.*\r\n$/, 'by the numbers of rows')
})
