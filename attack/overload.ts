/** Far more requests than can be answered. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Finding } from './finding.ts'
import { start } from './service.ts'
import { open, post, readToEnd, statuses } from './sockets.ts'

const PROBE = fileURLToPath(new URL('probe.ts', import.meta.url))
const QUESTION = post('/eligibility', '{"explain":"summary","facts":{}}', 'connection: close\r\n')
/** Milliseconds that the platform waits for an answer (deploy/kubernetes, timeoutSeconds of liveness). */
const PATIENCE = 5000

/** Times of asking for liveness while some work is done. */
async function probed(port: number, work: () => Promise<void>): Promise<number[]> {
  const child = spawn(process.execPath, [...process.execArgv, PROBE, String(port)], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    said += text
  })
  const ended = new Promise(resolve => child.once('exit', resolve))
  await work()
  child.stdin.end()
  await ended
  return JSON.parse(said)
}

/** @param connections with one request each, all at once, several times */
export async function overload(connections = 2000, times = 3): Promise<Finding> {
  const service = await start('ulimit -n 8192')
  const counts = new Map<number, number>()
  const took = await probed(service.port, async () => {
    for (let time = 0; time < times; time++) {
      const sockets = await Promise.all(Array.from({ length: connections }, () => open(service.port)))
      for (const socket of sockets) socket.write(QUESTION)
      for (const text of await Promise.all(sockets.map(socket => readToEnd(socket, 60_000)))) {
        const [status = 0] = statuses(text.slice(0, 100))
        const isTold = status !== 503 || /retry-after: \d/i.test(text)
        counts.set(isTold ? status : 0, (counts.get(isTold ? status : 0) ?? 0) + 1)
      }
    }
  })
  await service.stop()
  const worst = Math.max(...took)
  const of = (status: number) => counts.get(status) ?? 0
  const isShed = of(503) > 0 && of(200) > 0 && of(200) + of(503) === connections * times
  return {
    attack: `${connections} requests at once, ${times} times`,
    passed: isShed && !took.includes(-1) && worst < PATIENCE,
    figures: `${of(200)} × 200, ${of(503)} × 503, ${of(0)} lost; liveness ${took.length} times, at most ${worst} ms; ${service.peak()} MiB`
  }
}
