/** Under attack: each kind of attack once, small, against the service in this process. `npm run attack` is the whole. */
import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { FastifyReply } from 'fastify'
import t, { type Test } from 'tap'
import { refused } from '../../attack/refusal.ts'
import { closed, get, open, post, readToEnd, statuses } from '../../attack/sockets.ts'
import { stopping } from '../../attack/stop.ts'
import { BOUNDS, type Bounds } from '../../src/bounds.ts'
import { connectionsWithin } from '../../src/plugins/descriptors.ts'
import { isLingering, linger } from '../../src/plugins/lingering.ts'
import { owed } from '../../src/plugins/pace.ts'
import { isTooLate } from '../../src/plugins/pressure.ts'
import { Turns } from '../../src/plugins/turns.ts'
import { reasonOf } from '../../src/start-failure.ts'
import { build } from '../helpers/service.ts'

async function listen(t: Test, bounds: Partial<Bounds> = {}) {
  const app = await build(t, { bounds })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.server.closeAllConnections())
  return { app, port: (app.server.address() as AddressInfo).port }
}

const LAST = 'connection: close\r\n'
const question = (explain: string, headers = '') =>
  post('/eligibility', JSON.stringify({ explain, facts: {} }), headers)
const bodies = (text: string) =>
  [...text.matchAll(/\r\n\r\n(\{.*?\})(?=HTTP\/|$)/gs)].map(([, json = '']) => JSON.parse(json))

t.test('a connection has its requests answered one by one, and only so many may wait', async t => {
  const { port } = await listen(t, { waitingPerConnection: 3 })
  const socket = await open(port)
  socket.write(question('none').repeat(20))
  const text = await readToEnd(socket)
  const [refused, ...answered] = statuses(text).reverse()
  t.equal(refused, 503, 'behind the refusal the connection closes')
  t.ok(answered.length >= 4 && answered.length < 19, `${answered.length} answers before that`)
  t.ok(answered.every(status => status === 200))
  t.match(text, /retry-after: 2\r\n/)
  t.match(text.slice(text.lastIndexOf('HTTP/1.1')), /connection: close/)
  t.match(bodies(text).at(-1), { code: 'service-unavailable', detail: /这个连接/ })
})

t.test(
  'of many at once some wait, the rest are told to come back; liveness is answered beside them',
  async t => {
    const { app, port } = await listen(t, { waiting: 5 })
    const sockets = await Promise.all(Array.from({ length: 60 }, () => open(port)))
    const watcher = await open(port)
    // Node takes one connection a round; now all of them are there.
    while ((await promisify(app.server.getConnections).call(app.server)) < 61) await pause(5)
    // Two on each: what waits behind another one counts too.
    for (const socket of sockets) socket.write(question('summary') + question('summary', LAST))
    watcher.write(get('/health/live', LAST))
    const answers = await Promise.all([...sockets, watcher].map(socket => readToEnd(socket, 60_000)))
    t.same(statuses(answers.pop() as string), [200])
    const counts = { 200: 0, 503: 0 }
    for (const status of answers.flatMap(statuses)) counts[status as 200]++
    t.equal(counts[200] + counts[503], 120, 'every request has its answer')
    t.ok(counts[200] >= 5 && counts[503] > 0, JSON.stringify(counts))
    for (const text of answers) if (text.includes(' 503 ')) t.match(text, /retry-after: 2/)
    // Callers that leave while they wait hold up nobody.
    const leaving = await Promise.all(Array.from({ length: 40 }, () => open(port)))
    for (const socket of leaving) socket.write(question('summary').repeat(3), () => socket.destroy())
    await Promise.all(leaving.map(closed))
    t.equal((await app.inject('/measures')).statusCode, 200)
  }
)

t.test('who comes while others are answered waits for one of them, not for all', async t => {
  const turns = new Turns(BOUNDS)
  const order: string[] = []
  const enter = (client: string, answer: (raw: EventEmitter) => void) => {
    const raw = new EventEmitter()
    turns.enter(new EventEmitter() as Socket, client, { raw } as unknown as FastifyReply, () => {
      order.push(client)
      turns.spend(client, 1)
      answer(raw)
    })
  }
  /** A body is read in some ticks, then it is answered. */
  const answered = (raw: EventEmitter, ticks = 5, before = () => {}): void => {
    if (ticks > 0) {
      process.nextTick(answered, raw, ticks - 1, before)
      return
    }
    before()
    raw.emit('finish')
    raw.emit('close')
  }
  // A connection was taken in this round: all go into the queue.
  turns.arrive()
  const late = () => enter('quiet', raw => answered(raw))
  for (let at = 0; at < 10; at++)
    enter('rush', at === 0 ? raw => answered(raw, 5, late) : at === 5 ? () => {} : raw => answered(raw))
  while (order.length < 11) await pause(1)
  t.same(order.slice(0, 3), ['rush', 'quiet', 'rush'])
  t.equal(order.length, 11, 'one that waits for more of its body holds up nobody')
})

t.test('answers that nobody reads have a bound', async t => {
  const { port } = await listen(t, { unreadBytes: 300_000 })
  // More than fits into the buffers of the network.
  const silent = await open(port)
  silent.pause().write(question('full').repeat(33))
  const refused = async () => {
    const socket = await open(port)
    socket.write(question('none', LAST))
    return statuses(await readToEnd(socket))[0]
  }
  const until = performance.now() + 60_000
  let status = await refused()
  while (status === 200 && performance.now() < until) status = await refused()
  t.equal(status, 503)
  silent.destroy()
  while (status === 503 && performance.now() < until) status = await refused()
  t.equal(status, 200, 'free again when who did not read is gone')
})

t.test('so many batches at once, of one address and of all', async t => {
  const batch = (id: string) =>
    post('/eligibility/batch', `{"id":"${id}","facts":{}}\n`).replace(
      /content-length: \d+/,
      'content-length: 1000'
    )
  for (const [bounds, detail] of [
    [{ batches: 9, batchesPerClient: 2 }, /同一来源/],
    [{ batches: 2, batchesPerClient: 9 }, /服务正在处理/]
  ] as const) {
    const { port } = await listen(t, bounds)
    const running = await Promise.all([open(port), open(port)])
    for (const socket of running) {
      socket.write(batch('a'))
      await once(socket, 'data')
    }
    const third = await open(port)
    third.write(post('/eligibility/batch', '{"id":"a","facts":{}}\n', LAST))
    const text = await readToEnd(third)
    t.same(statuses(text), [503])
    t.match(text, /retry-after: 10/)
    t.match(text, detail)
    for (const socket of running) socket.destroy()
    let status: number | undefined = 503
    while (status === 503) {
      await pause(20)
      const next = await open(port)
      next.write(post('/eligibility/batch', '{"id":"a","facts":{}}\n', LAST))
      status = statuses(await readToEnd(next))[0]
    }
    t.equal(status, 200, 'a batch that is over makes room')
  }
})

t.test('what comes too slowly is given up: a request is told, a batch has a pace', async t => {
  const { port } = await listen(t, { requestTime: 1500, paceTime: 2000 })
  const slowly = async (text: string, drip: string) => {
    const socket = await open(port)
    socket.write(text)
    const timer = setInterval(() => socket.write(drip), 100)
    const answer = await readToEnd(socket)
    clearInterval(timer)
    return answer
  }
  const unfinished = (path: string) => post(path, ' '.repeat(9000)).slice(0, -9000)
  const line = '{"id":"a","facts":{}}\n'
  const reader = await open(port)
  reader.write(post('/eligibility/batch?explain=full', line.repeat(1000)))
  const [headers, body, batch, steady, early] = await Promise.all([
    slowly('GET / HTTP/1.1\r\nhost: x\r\nx-a: ', 'a'),
    slowly(unfinished('/eligibility'), ' '),
    slowly(unfinished('/eligibility/batch'), ' '),
    slowly(post('/eligibility/batch', '').replace('content-length: 0', 'content-length: 990'), line),
    // refused before its body came in
    slowly(unfinished('/eligibility').replace('/json', '/xml'), ' ')
  ])
  for (const text of [headers, body]) {
    t.same(statuses(text), [408])
    t.match(bodies(text), [{ code: 'request-timeout' }])
  }
  t.same(statuses(batch), [], 'a batch that hardly sends is closed')
  t.same(statuses(early), [415])
  t.match(steady, /"lines":45/, 'one that takes longer than a request may, but goes on, is answered')
  await closed(reader.resume())
  t.pass('a batch whose answers are not read is closed')
})

t.test('what a caller owes is bytes of the request, or to read the answer', async t => {
  for (const [writableLength, complete, readableLength, owes] of [
    [1, true, 0, 1000],
    [1, false, 0, 1000],
    [0, false, 0, 100],
    [0, false, 1, 0],
    [0, true, 0, 0]
  ] as const) {
    t.equal(owed({ writableLength }, { complete, readableLength }), owes)
  }
})

t.test('who does not stop sending is read for a while only', async t => {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const caller = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume()
  t.teardown(() => caller.destroy())
  const [socket] = (await once(server, 'connection')) as [Socket]
  linger(socket.resume(), 150)
  t.ok(isLingering(socket))
  await closed(socket)
  t.notOk(socket.readableEnded, 'the caller had not ended')
})

t.test(
  'nothing is written into an answer that is under way, and nothing is answered out of turn',
  async t => {
    const { port } = await listen(t)
    const line = '{"id":"a","facts":{}}\n'
    const broken = await open(port)
    const chunk = `${line.length.toString(16)}\r\n${line}\r\n`
    broken.write(
      post('/eligibility/batch', '').replace('content-length: 0', 'transfer-encoding: chunked') + chunk
    )
    await once(broken, 'data')
    broken.write('no chunk\r\n')
    t.same(statuses(await readToEnd(broken)), [])
    const behind = await open(port)
    behind.write(`${question('none')}no HTTP\r\n\r\n`)
    t.ok(statuses(await readToEnd(behind)).length <= 1, 'at most the answer to what was asked')
    const alone = await open(port)
    alone.write('no HTTP\r\n\r\n')
    const text = await readToEnd(alone)
    t.same(statuses(text), [400])
    t.match(bodies(text), [{ code: 'bad-request' }])
    // More of the same is read and thrown away, so that the answer is not lost.
    const babbling = await open(port)
    babbling.write(`no HTTP\r\n\r\n${'x'.repeat(300_000)}`)
    await pause(50)
    babbling.write('x'.repeat(300_000))
    t.same(statuses(await readToEnd(babbling)), [400])
  }
)

t.test('an early refusal reaches who is still sending', async t => {
  const { port } = await listen(t)
  for (const isChunked of [false, true]) {
    t.equal(await refused(port, 10, isChunked), 413)
    t.equal(await refused(port, 10, isChunked, true), 400)
  }
})

t.test('told to stop, it loses nothing: answers say so, connections are taken for a while', async t => {
  const { app, port } = await listen(t, { drainTime: 700 })
  const idle = await open(port)
  idle.write(get('/health/ready'))
  await once(idle, 'data')
  const silent = await open(port)
  let closing: Promise<void> | undefined
  const began = performance.now()
  const counting = stopping(
    port,
    () => {
      closing = app.close()
    },
    10,
    10
  )
  while (!app.isStopping()) await pause(10)
  const asked = await open(port)
  asked.write(get('/health/ready'))
  const text = await readToEnd(asked)
  t.same(statuses(text), [503], 'readiness goes first')
  t.match(text, /connection: close/)
  const { answered, lost } = await counting
  t.equal(lost, 0, `of ${answered + lost}`)
  await closing
  for (const socket of [idle, silent]) await closed(socket.resume())
  t.ok(
    performance.now() - began < 40_000,
    'a silent connection ends before its time for headers, of 60 s, is over'
  )
})

t.test('what a stop loses is counted', async t => {
  const server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { answered, lost } = await stopping(port, () => server.close(), 1, 1)
  t.ok(answered === 0 && lost > 0, `${lost} lost`)
})

t.test('connections are capped below the descriptors there are', async t => {
  const { app } = await listen(t)
  const within = Number(connectionsWithin())
  t.ok(Math.abs(app.server.maxConnections - within) < 50, `${app.server.maxConnections} of ${within}`)
  const proc = t.testdir({
    limits: 'Max open files            64                   64                   files\n',
    fd: { 0: '', 1: '' }
  })
  t.equal(connectionsWithin(proc), 46)
  t.equal(connectionsWithin(t.testdir({ limits: 'Max open files   unlimited\n', fd: {} })), undefined)
  t.equal(connectionsWithin(`${proc}/none`), undefined, 'not told')
})

t.test('an event loop that lags', async t => {
  t.same([10e6, 1000e6, 1011e6, Number.NaN].map(isTooLate), [false, false, true, true])
  const { app } = await listen(t)
  await pause(1100)
  t.equal(app.isUnderPressure(), false)
})

t.test('why a start failed', async t => {
  for (const [error, said] of [
    [{ code: 'EADDRINUSE', address: '127.0.0.1', port: 80 }, /port 80 on 127.0.0.1 is in use/],
    [{ code: 'EADDRNOTAVAIL', address: '10.9.9.9' }, /10.9.9.9.*HOST/],
    [{ code: 'ENOTFOUND', hostname: 'no.such' }, /no.such.*HOST/],
    [{ code: 'EAI_AGAIN', hostname: 'no.such' }, /no.such.*HOST/],
    [{ code: 'ENOENT', path: '/rules' }, /\/rules is not there/],
    [{ code: 'EACCES', path: '/rules' }, /\/rules may not be read/],
    [{ code: 'EACCES', port: 80 }, /port 80 may not be used/],
    [{ message: 'wrong settings: PORT' }, /wrong settings: PORT/]
  ] as const) {
    const reason = reasonOf(Object.assign(new Error('in other words'), error))
    t.match(reason, said)
    t.notMatch(reason, '\n')
  }
})
