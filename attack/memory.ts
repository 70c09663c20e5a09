/** Who asks and does not read. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Finding } from './finding.ts'
import { type Service, start } from './service.ts'
import { open, post, statuses } from './sockets.ts'

/** MiB that a copy has in Kubernetes. */
const LIMIT = 512
const HEAP = '--max-old-space-size=384'
const QUESTION = post('/eligibility', '{"explain":"full","facts":{}}')
/** Milliseconds that nobody reads. */
const WAIT = 8000

async function isAnswering({ port }: Service): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null)
  return response?.ok ?? false
}

async function attack(
  name: string,
  connections: number,
  request: string,
  env: NodeJS.ProcessEnv = {}
): Promise<Finding> {
  const service = await start('true', HEAP, env)
  const refused = { count: 0 }
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(service.port)))
  for (const socket of sockets) {
    // The first bytes tell whether it was taken; then nothing is read.
    socket.once('data', chunk => {
      if (statuses(String(chunk)).includes(503)) refused.count++
      socket.pause()
    })
    socket.write(request)
  }
  await pause(WAIT)
  const isAlive = service.isRunning() && (await isAnswering(service))
  for (const socket of sockets) socket.destroy()
  await service.stop()
  const peak = service.peak()
  const figures = `${peak} MiB at most; ${refused.count} of ${connections} connections refused; ${isAlive ? 'alive' : 'dead'}`
  return { attack: name, passed: isAlive && peak < LIMIT, figures }
}

export const pipelining = (connections = 3, requests = 500) =>
  attack(
    `${connections} sockets, ${requests} requests at full on each, unread`,
    connections,
    QUESTION.repeat(requests)
  )

/** So many sockets that each one answer would be too much. */
export const crowd = (connections = 1500) =>
  attack(`${connections} sockets, an answer at full on each, unread`, connections, QUESTION)

export function unreadBatches(connections = 250): Promise<Finding> {
  const line = '{"id":"a","facts":{}}\n'
  return attack(
    `${connections} batches at full, unread`,
    connections,
    post('/eligibility/batch?explain=full', line.repeat(200)),
    // All come from one address here.
    { BATCHES_PER_CLIENT: '16' }
  )
}
