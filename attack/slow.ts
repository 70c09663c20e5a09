/** Who sends a byte now and then. */
import type { Finding } from './finding.ts'
import { start } from './service.ts'
import { open, post, readToEnd, statuses } from './sockets.ts'

/** Milliseconds between two bytes, and in which all must be over. */
const EVERY = 500
const WITHIN = 75_000

async function trickle(port: number, head: string, byte: string): Promise<[number | undefined, number]> {
  const socket = await open(port)
  const before = performance.now()
  socket.write(head)
  const drip = setInterval(() => socket.write(byte), EVERY)
  const text = await readToEnd(socket, WITHIN + 5000)
  clearInterval(drip)
  return [statuses(text)[0], performance.now() - before]
}

export async function slow(): Promise<Finding> {
  const service = await start()
  const body = post('/eligibility', ' '.repeat(5000)).slice(0, -5000)
  const batch = body
    .replace('/eligibility', '/eligibility/batch')
    .replace('application/json', 'application/x-ndjson')
  const [headers, ordinary, long] = await Promise.all([
    trickle(service.port, 'GET / HTTP/1.1\r\nhost: x\r\nx-a: ', 'a'),
    trickle(service.port, body, ' '),
    trickle(service.port, batch, ' ')
  ])
  await service.stop()
  const told = ([status, time]: [number | undefined, number]) =>
    `${status ?? 'closed'} after ${Math.round(time / 1000)} s`
  return {
    attack: 'a byte each half second',
    passed:
      headers[0] === 408 &&
      ordinary[0] === 408 &&
      [headers, ordinary, long].every(([, time]) => time < WITHIN),
    figures: `headers: ${told(headers)}; body: ${told(ordinary)}; batch: ${told(long)}`
  }
}
