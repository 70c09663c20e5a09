/** More connections than the process may have descriptors. */
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Finding } from './finding.ts'
import { start } from './service.ts'
import { get } from './sockets.ts'

export async function descriptors(limit = 64, connections = 200): Promise<Finding> {
  const service = await start(`ulimit -n ${limit}`)
  const sockets = Array.from({ length: connections }, () => connect(service.port, '127.0.0.1'))
  for (const socket of sockets) {
    socket
      .on('error', () => {})
      .on('connect', () => socket.write(get('/docs/try/static/swagger-ui-bundle.js')))
  }
  await pause(4000)
  const held = sockets.filter(({ closed }) => !closed).length
  for (const socket of sockets) socket.destroy()
  await pause(500)
  const response = await fetch(`http://127.0.0.1:${service.port}/health/ready`).catch(() => null)
  const isAlive = service.isRunning() && response?.ok === true
  await service.stop()
  return {
    attack: `${connections} connections with ulimit -n ${limit}`,
    passed: isAlive && held < limit,
    figures: `${held} held, the rest closed; ${isAlive ? 'ready afterwards' : 'dead'}`
  }
}
