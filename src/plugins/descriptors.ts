/** Connections are capped below the descriptors that the process may have open: without any, nothing works. */
import { readdirSync, readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** Descriptors left for files that are read to be served. */
const SPARE = 16

/**
 * How many connections a process may have beside what it has open already.
 * @param proc where Linux tells of the process; elsewhere there is no such folder, and no cap
 */
export function connectionsWithin(proc = '/proc/self'): number | undefined {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync(`${proc}/limits`, 'utf8')) ?? []
    const open = readdirSync(`${proc}/fd`).length
    return limit ? Math.max(1, Number(limit) - open - SPARE) : undefined
  } catch {
    return undefined
  }
}

export const descriptors = fp(
  async (app: FastifyInstance) => {
    app.addHook('onReady', async () => {
      const most = connectionsWithin()
      if (most) app.server.maxConnections = most
    })
  },
  { name: 'descriptors' }
)
